import type { Allowance } from "../../domain/identity.ts";
import type { IntentRecord, IntentStatus } from "../../domain/intent.ts";

/** A row of writ.intents; what no call can use any more because of its time is `expired`, whatever the table says. */
export interface IntentRow {
  readonly tenant: string;
  readonly id: string;
  readonly task: string;
  readonly status: IntentStatus;
  readonly purpose: string;
  readonly on_behalf_of: string;
  readonly agents: readonly string[];
  readonly allows: readonly Allowance[];
  readonly not_before: Date;
  readonly expires_at: Date;
  readonly parent: string | null;
  readonly ancestors: readonly string[];
  readonly requested_by: string;
  readonly requested_at: Date;
  readonly decided_by: string | null;
  readonly decided_at: Date | null;
  readonly revoked_by: string | null;
  readonly revoked_at: Date | null;
}

/** Column by column: what a later version adds to the table is not this one's to tell. */
export function toRecord(row: IntentRow, nowMs: number): IntentRecord {
  const { tenant, id, task, purpose, on_behalf_of, agents, allows, ancestors, requested_by } = row;
  const { not_before, expires_at, parent, requested_at, decided_by, decided_at, revoked_by, revoked_at } = row;
  const open = row.status === "active" || row.status === "pending";
  return {
    tenant,
    id,
    task,
    purpose,
    on_behalf_of,
    agents,
    allows,
    ancestors,
    requested_by,
    status: open && expires_at.getTime() <= nowMs ? "expired" : row.status,
    not_before_ms: not_before.getTime(),
    expires_at_ms: expires_at.getTime(),
    requested_at_ms: requested_at.getTime(),
    ...(parent === null ? {} : { parent }),
    ...(decided_by === null || decided_at === null ? {} : { decided_by, decided_at_ms: decided_at.getTime() }),
    ...(revoked_by === null || revoked_at === null ? {} : { revoked_by, revoked_at_ms: revoked_at.getTime() }),
  };
}

/** The condition on writ.intents that a status stands for; `$n` is the present. */
export function statusCondition(status: IntentStatus, now: string): string {
  switch (status) {
    case "expired":
      return `status in ('active', 'pending') and expires_at <= ${now}`;
    case "active":
    case "pending":
      return `status = '${status}' and expires_at > ${now}`;
    case "denied":
    case "revoked":
      return `status = '${status}'`;
  }
}
