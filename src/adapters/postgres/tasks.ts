import type pg from "pg";
import type { TaskReader, TaskWriter } from "../../ports/record-store.ts";
import type { Subscription } from "./listener.ts";
import { revokeGrants } from "./revoke.ts";
import type { TenantPool } from "./tenancy/tenant-pool.ts";

/** An intent lives for hours; a task that was completed before this has none that is still valid. */
const REMEMBERED_DAYS = 31;
/** Some 100 bytes each. The oldest are forgotten first. */
const MAX_REMEMBERED = 200_000;
const CHANNEL = "writ_task_completed";

export function taskWriter(pool: TenantPool): TaskWriter {
  return {
    complete: (tenant, task, nowMs) =>
      pool.transaction(tenant, async (client) => {
        const now = new Date(nowMs);
        await client.query(
          "insert into writ.tasks (tenant, id, completed_at) values ($1, $2, $3) on conflict do nothing",
          [tenant, task, now],
        );
        // Sessions before grants, as everywhere: the report of an outcome locks both too.
        const closed = await client.query(
          "update writ.sessions set closed = true, version = version + 1 where tenant = $1 and task = $2 and not closed",
          [tenant, task],
        );
        const grants_revoked = await revokeGrants(client, tenant, { by: "task", value: task }, "task_completed", nowMs);
        await client.query("select pg_notify($1, $2)", [CHANNEL, JSON.stringify([tenant, task])]);
        return { grants_revoked, sessions_closed: closed.rowCount ?? 0 };
      }),
  };
}

/** Completed tasks in memory. */
export class CompletedTasks implements TaskReader, Subscription {
  readonly channel = CHANNEL;
  readonly changes = { from: "writ.tasks t", payload: "json_build_array(t.tenant, t.id)::text" };
  readonly #completed = new Set<string>();

  async load(client: pg.ClientBase): Promise<void> {
    const { rows } = await client.query<{ tenant: string; id: string }>(
      `select tenant, id from writ.tasks where completed_at > now() - interval '${REMEMBERED_DAYS} days'
       order by completed_at desc limit ${MAX_REMEMBERED}`,
    );
    for (const { tenant, id } of rows.reverse()) this.remember(tenant, id);
  }

  hear(payload: string): void {
    const [tenant, task] = JSON.parse(payload) as readonly [string?, string?];
    if (tenant !== undefined && task !== undefined) this.remember(tenant, task);
  }

  isCompleted(tenant: string, task: string): boolean {
    return this.#completed.has(keyOf(tenant, task));
  }

  /** Without waiting for the notification, which comes a moment after the commit. */
  remember(tenant: string, task: string): void {
    this.#completed.add(keyOf(tenant, task));
    if (this.#completed.size <= MAX_REMEMBERED) return;
    for (const oldest of this.#completed) {
      this.#completed.delete(oldest);
      return;
    }
  }
}

/** A task's name among all tenants', parted by a character that PostgreSQL keeps in no text. */
function keyOf(tenant: string, task: string): string {
  return `${tenant}\u0000${task}`;
}
