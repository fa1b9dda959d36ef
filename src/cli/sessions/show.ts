import { textTable } from "../text-table.ts";

/** A session as `GET /v1/sessions` answers it, as far as it is shown. */
export interface ShownSession {
  readonly id: string;
  readonly state: string;
  readonly agent?: string;
  readonly task: string;
  readonly began_at: string;
  readonly epoch: number;
  readonly calls: number;
  readonly in_flight: number;
  readonly by_verb: Readonly<Record<string, number>>;
  readonly by_tool: Readonly<Record<string, number>>;
  readonly spent: Readonly<Record<string, string>>;
  readonly records: number;
  readonly destinations: number;
  readonly labels: readonly string[];
  readonly sources: Readonly<Record<string, { readonly decision_id: string; readonly tool: string }>>;
  readonly denials: number;
  readonly unknown_tools: number;
  readonly risk: number;
  readonly suspended?: Order & { readonly decision_id?: string };
  readonly resumed?: Order;
  readonly grants_revoked?: number;
}

interface Order {
  readonly at: string;
  readonly by: string;
  readonly reason: string;
}

export function showSessions(sessions: readonly ShownSession[]): string {
  if (sessions.length === 0) return "no sessions";
  const rows = sessions.map(({ id, state, agent = "", task, began_at, calls, denials, risk, suspended }) => [
    ...[id, state, agent, task, began_at, String(calls), String(denials), String(risk)],
    suspended?.reason ?? "",
  ]);
  return textTable([
    ["session", "state", "agent", "task", "began", "calls", "denials", "risk", "suspended for"],
    ...rows,
  ]);
}

export function showSession(session: ShownSession): string {
  const { suspended, resumed, labels, sources } = session;
  const rows = [
    ["state", session.state],
    ["agent", session.agent ?? ""],
    ["task", session.task],
    ["began", session.began_at],
    ["epoch", String(session.epoch)],
    ["calls", `${session.calls}, ${session.in_flight} in flight`],
    ["by verb", listed(session.by_verb)],
    ["by tool", listed(session.by_tool)],
    ["spent", listed(session.spent)],
    ["records", String(session.records)],
    ["destinations", String(session.destinations)],
    ["denials in a row", String(session.denials)],
    ["unknown tools", String(session.unknown_tools)],
    ["risk", String(session.risk)],
    ...labels.map((label) => ["label", `${label}${from(sources[label])}`]),
    ...(suspended === undefined ? [] : [["suspended", orderText(suspended)]]),
    ...(resumed === undefined ? [] : [["last resumed", orderText(resumed)]]),
  ];
  return [session.id, textTable(rows.filter(([, value]) => value !== ""))].join("\n");
}

/** What an order came to. */
export function showOrderedSession({ id, state, grants_revoked }: ShownSession): string {
  return `${id} is ${state}${grants_revoked === undefined ? "" : `, ${grants_revoked} grants revoked`}`;
}

function from(source: ShownSession["sources"][string] | undefined): string {
  return source === undefined ? "" : ` since ${source.decision_id} (${source.tool})`;
}

function orderText({ at, by, reason, decision_id }: Order & { readonly decision_id?: string }): string {
  return `by ${by} at ${at}: ${reason}${decision_id === undefined ? "" : ` (${decision_id})`}`;
}

function listed(counts: Readonly<Record<string, number | string>>): string {
  return Object.entries(counts)
    .map(([name, value]) => `${name} ${value}`)
    .join(", ");
}
