import type { DeadEvent, EventReader } from "../../ports/event-outbox.ts";
import { receiverStates } from "./outbox/states.ts";
import type { TenantPool } from "./tenancy/tenant-pool.ts";

type DeadRow = Omit<DeadEvent, "at_ms" | "dead_at_ms"> & { readonly at: Date; readonly dead_at: Date };

export const EVENT_TABLES = { receivers: "writ.event_subscribers", deliveries: "writ.event_deliveries" } as const;

const DEAD = `
  select subscriber, id, grant_id, reason, attempts, at, dead_at, problem from writ.event_deliveries
  where tenant = $1 and dead_at is not null order by dead_at desc, seq desc limit $2`;

export function eventReader(pool: TenantPool): EventReader {
  return {
    subscribers: (tenant) => receiverStates(pool, EVENT_TABLES, tenant),
    dead: async (tenant, limit) => {
      const { rows } = await pool.query<DeadRow>(tenant, DEAD, [tenant, limit]);
      return rows.map(({ at, dead_at, ...event }) => ({
        ...event,
        at_ms: at.getTime(),
        dead_at_ms: dead_at.getTime(),
      }));
    },
  };
}
