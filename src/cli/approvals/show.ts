import { textTable } from "../text-table.ts";

/** What the API says of one approval, as far as it is shown. */
export interface ListedApproval {
  readonly id: string;
  readonly state: string;
  readonly agent: string;
  readonly on_behalf_of: string;
  readonly task: string;
  readonly session: string;
  readonly requested_by: string;
  readonly requested_at: string;
  readonly expires_at: string;
  readonly valid_until?: string;
  readonly ended_at?: string;
  readonly ended_by?: string;
  readonly ended_reason?: string;
  readonly uses: number;
  readonly shown_digest: string;
  readonly demand: {
    readonly approvers: readonly string[];
    readonly quorum: number;
    readonly not_by: readonly string[];
    readonly template: string;
    readonly uses: number;
  };
  readonly shown: {
    readonly sentence: string;
    readonly fields: readonly { readonly name: string; readonly value: string }[];
    readonly warnings: readonly string[];
  };
  readonly votes: readonly {
    readonly by: string;
    readonly verdict: string;
    readonly at: string;
    readonly via: string;
    readonly address: string;
    readonly comment: string;
  }[];
}

export function showApprovals(approvals: readonly ListedApproval[]): string {
  if (approvals.length === 0) return "no approvals";
  const rows = approvals.map((approval) => [
    approval.id,
    approval.state,
    `${approval.votes.filter(({ verdict }) => verdict === "approve").length}/${approval.demand.quorum}`,
    expiryOf(approval),
    approval.shown.sentence,
  ]);
  return textTable([["id", "state", "yes", "expires", "what"], ...rows]);
}

/** Until when it may be answered, or used; "" once nothing can become of it. */
function expiryOf({ state, expires_at, valid_until = "" }: ListedApproval): string {
  if (state === "pending") return expires_at;
  return state === "approved" ? valid_until : "";
}

/** What people are shown first, then all that became of it. */
export function showApproval(approval: ListedApproval): string {
  const { shown, demand, votes, uses, valid_until, ended_at, ended_by, ended_reason } = approval;
  const warnings = shown.warnings.map((warning) => `! ${warning}`);
  const rows = [
    ...shown.fields.map(({ name, value }) => [name, value]),
    ["", ""],
    ["id", approval.id],
    ["state", approval.state],
    ["asked", `${approval.requested_at} by ${approval.requested_by}`],
    ["for", approval.on_behalf_of],
    ["task", approval.task],
    ["session", approval.session],
    ["who may answer", demand.approvers.join(", ")],
    ["who may not", demand.not_by.join(", ")],
    ["how many", String(demand.quorum)],
    ["template", demand.template],
    ["answer before", approval.state === "pending" ? approval.expires_at : ""],
    ["used", `${uses} of ${demand.uses}`],
    ["use before", valid_until ?? ""],
    ...votes.map(({ by, verdict, at, via, address, comment }) => [
      verdict === "approve" ? "yes" : "no",
      `${by} at ${at} by ${via}${address === "" ? "" : ` from ${address}`}${comment === "" ? "" : `: ${comment}`}`,
    ]),
    ["ended", ended_at === undefined ? "" : [ended_at, ended_by, ended_reason].filter((it) => it !== "").join(" ")],
  ];
  const told = rows
    .filter(([name, value]) => value !== "" || name === "")
    .map(([name, value]) => [name ?? "", value ?? ""]);
  return [shown.sentence, ...warnings, "", textTable(told)].join("\n");
}
