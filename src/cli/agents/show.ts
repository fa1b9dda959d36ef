import { textTable } from "../text-table.ts";

/** One agent as `GET /v1/agents` answers it, as far as it is shown. */
export interface ShownAgent {
  readonly id: string;
  readonly source: string;
  readonly status: string;
  readonly due: readonly string[];
  readonly owner?: string;
  readonly purpose?: string;
  readonly labels?: object;
  readonly max_tier?: string;
  readonly verbs?: readonly string[];
  readonly audiences?: readonly string[];
  readonly envelope?: object;
  readonly review_at?: string;
  readonly bundle?: object;
  readonly version?: number;
  readonly order?: { readonly status: string; readonly by: string; readonly reason: string; readonly at: string };
  readonly grants_revoked?: number;
  readonly events?: readonly {
    readonly action: string;
    readonly by: string;
    readonly reason: string;
    readonly at: string;
    readonly changed: readonly string[];
  }[];
}

/** What the registration itself says. */
export const REGISTRATION_FIELDS = [
  "owner",
  "purpose",
  "labels",
  "max_tier",
  "verbs",
  "audiences",
  "envelope",
  "review_at",
] as const;

export function showAgents(agents: readonly ShownAgent[]): string {
  if (agents.length === 0) return "no agents";
  const rows = agents.map(({ id, status, source, owner = "", max_tier = "", review_at = "", due }) => [
    ...[id, status, source, owner, max_tier, review_at],
    due.join(", "),
  ]);
  return textTable([["agent", "status", "source", "owner", "tier", "review", "due"], ...rows]);
}

export function showAgent(agent: ShownAgent): string {
  const { id, status, source, order, due, bundle, events = [] } = agent;
  const rows: string[][] = [
    ["status", status],
    ["source", source === "none" ? "none: nobody has registered it" : source],
  ];
  if (order !== undefined) rows.push(["ordered", `${order.status} by ${order.by} at ${order.at}${why(order.reason)}`]);
  for (const field of REGISTRATION_FIELDS) {
    const value = agent[field];
    if (value !== undefined) rows.push([field, typeof value === "string" ? value : JSON.stringify(value)]);
  }
  if (bundle !== undefined) rows.push(["in the bundle", JSON.stringify(bundle)]);
  if (due.length > 0) rows.push(["due", due.join(", ")]);
  const lines = [id, textTable(rows)];
  for (const { at, action, by, reason, changed } of events) {
    const what = changed.length === 0 ? "" : `: ${changed.join(", ")}`;
    lines.push(`${at}  ${action} by ${by}${what}${why(reason)}`);
  }
  return lines.join("\n");
}

/** What an order came to. */
export function showOrdered(agent: ShownAgent): string {
  const { id, status, source, grants_revoked } = agent;
  const revoked = grants_revoked === undefined || status === "active" ? "" : `, ${grants_revoked} grants revoked`;
  const stranger = source === "none" ? " (nobody has registered it: is the id right?)" : "";
  return `${id} is ${status}${revoked}${stranger}`;
}

function why(reason: string): string {
  return reason === "" ? "" : ` (${reason})`;
}
