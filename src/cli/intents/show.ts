import { textTable } from "../text-table.ts";

/** What the API says of one intent, as far as it is shown. */
export interface ShownIntent {
  readonly id: string;
  readonly task: string;
  readonly status: string;
  readonly purpose: string;
  readonly on_behalf_of: string;
  readonly agent: readonly string[];
  readonly allows: readonly Readonly<Record<string, unknown>>[];
  readonly expires_at: string;
  readonly parent?: string;
  readonly requested_by: string;
  readonly requested_at: string;
  readonly decided_by?: string;
  readonly revoked_by?: string;
  readonly token?: string;
}

export function showIntents(intents: readonly ShownIntent[]): string {
  if (intents.length === 0) return "no intents";
  const rows = intents.map((intent) => [
    intent.id,
    intent.status,
    intent.task,
    intent.agent.join(","),
    intent.expires_at,
    intent.requested_by,
  ]);
  return textTable([["id", "status", "task", "agent", "expires", "asked for by"], ...rows]);
}

export function showIntent(intent: ShownIntent): string {
  const { decided_by, revoked_by, parent, allows } = intent;
  const rows = [
    ["id", intent.id],
    ["status", intent.status],
    ["task", intent.task],
    ["purpose", intent.purpose],
    ["on behalf of", intent.on_behalf_of],
    ["agent", intent.agent.join(", ")],
    ...allows.map((allowance) => ["allows", JSON.stringify(allowance)]),
    ["expires", intent.expires_at],
    ...(parent === undefined ? [] : [["derived from", parent]]),
    ["asked for by", `${intent.requested_by} at ${intent.requested_at}`],
    ...(decided_by === undefined ? [] : [["decided by", decided_by]]),
    ...(revoked_by === undefined ? [] : [["revoked by", revoked_by]]),
  ];
  return textTable(rows.filter(([, value]) => value !== "").map((row) => row as readonly string[]));
}
