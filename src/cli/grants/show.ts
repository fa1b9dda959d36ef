import { textTable } from "../text-table.ts";

/** A grant of `GET /v1/grants`, as far as it is shown. */
export interface Listed {
  readonly id: string;
  readonly state: string;
  readonly kind: string;
  readonly audience: string;
  readonly agent: string;
  readonly task: string;
  readonly issued_at: string;
  readonly expires_at: string;
}

/** What `GET /v1/grants/{id}` answers. */
export interface Shown extends Listed {
  readonly decision_id: string;
  readonly on_behalf_of: string;
  readonly reference?: string;
  readonly single_use: boolean;
  readonly revoked?: { readonly reason: string; readonly at: string };
  readonly redeemed: readonly {
    readonly id: string;
    readonly redeemer: string;
    readonly at: string;
    readonly secret_ref: string;
    readonly credential_expires_at: string;
  }[];
  readonly refused: readonly {
    readonly caller: string;
    readonly reason: string;
    readonly count: number;
    readonly last_at: string;
  }[];
}

/** One line of `GET /v1/grants:legacy`. */
export interface Used {
  readonly reference: string;
  readonly audience: string;
  readonly grants: number;
  readonly redemptions: number;
  readonly agents: number;
  readonly last_at: string;
}

export function showGrants(grants: readonly Listed[]): string {
  if (grants.length === 0) return "no grants";
  const rows = grants.map(({ id, state, kind, audience, agent, task, issued_at }) => [
    id, state, kind, audience, agent, task, issued_at,
  ]); // biome-ignore format: one row
  return textTable([["grant", "state", "kind", "audience", "agent", "task", "issued"], ...rows]);
}

export function showGrant(grant: Shown): string {
  const facts: readonly (readonly [string, string])[] = [
    ["grant", grant.id],
    ["state", grant.revoked === undefined ? grant.state : `revoked: ${grant.revoked.reason} at ${grant.revoked.at}`],
    ["decision", grant.decision_id],
    ["agent", grant.agent],
    ["on behalf of", grant.on_behalf_of],
    ["task", grant.task],
    ["audience", `${grant.audience} (${grant.kind})`],
    ["reference", grant.reference ?? ""],
    ["issued", grant.issued_at],
    ["expires", grant.expires_at],
    ["uses", grant.single_use ? "one" : "many"],
  ];
  const lines = [textTable(facts.filter(([, value]) => value !== "").map((fact) => [...fact]))];
  if (grant.redeemed.length > 0) {
    const rows = grant.redeemed.map((row) => [row.redeemer, row.at, row.credential_expires_at, row.secret_ref]);
    lines.push("", textTable([["taken by", "at", "credential until", "secret"], ...rows]));
  }
  if (grant.refused.length > 0) {
    const rows = grant.refused.map((row) => [row.caller, row.reason, String(row.count), row.last_at]);
    lines.push("", textTable([["refused to", "reason", "times", "last"], ...rows]));
  }
  return lines.join("\n");
}

export function showLegacy({
  since,
  references,
}: {
  readonly since: string;
  readonly references: readonly Used[];
}): string {
  if (references.length === 0) return `no grants of long-lived keys since ${since}`;
  const rows = references.map(({ reference, audience, grants, redemptions, agents, last_at }) => [
    reference, audience, String(grants), String(redemptions), String(agents), last_at,
  ]); // biome-ignore format: one row
  return textTable([["reference", "audience", "grants", "taken", "agents", "last"], ...rows]);
}
