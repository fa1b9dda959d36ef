import pg from "pg";
import type { TaskReader, TaskWriter } from "../../ports/record-store.ts";
import { clientConfig } from "./connection.ts";
import { inTransaction } from "./transaction.ts";

const CHANNEL = "writ_task_completed";
const RECONNECT_MS = 500;
/** An intent lives for hours; a task that was completed before this has none that is still valid. */
const REMEMBERED_DAYS = 31;
/** Some 100 bytes each. The oldest are forgotten first. */
const MAX_REMEMBERED = 200_000;

export function taskWriter(pool: pg.Pool): TaskWriter {
  return {
    complete: (tenant, task, nowMs) =>
      inTransaction(pool, async (client) => {
        const now = new Date(nowMs);
        await client.query(
          "insert into writ.tasks (tenant, id, completed_at) values ($1, $2, $3) on conflict do nothing",
          [tenant, task, now],
        );
        const revoked = await client.query(
          `insert into writ.revocations (tenant, grant_id, reason, at)
           select tenant, id, 'task_completed', $3 from writ.grants
           where tenant = $1 and task = $2 and task <> '' and expires_at > $3 on conflict do nothing`,
          [tenant, task, now],
        );
        const closed = await client.query(
          "update writ.sessions set closed = true, version = version + 1 where tenant = $1 and task = $2 and not closed",
          [tenant, task],
        );
        await client.query("select pg_notify($1, $2)", [CHANNEL, JSON.stringify([tenant, task])]);
        return { grants_revoked: revoked.rowCount ?? 0, sessions_closed: closed.rowCount ?? 0 };
      }),
  };
}

/** Completed tasks in memory: read once, then kept current by notifications; read again after a lost connection. */
export class CompletedTasks implements TaskReader {
  readonly #url: string;
  readonly #completed = new Set<string>();
  #client: pg.Client | undefined;
  #retry: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(url: string) {
    this.#url = url;
  }

  /** Ends its connection again if it was closed meanwhile. @throws when the database cannot be reached */
  async open(): Promise<void> {
    const client = new pg.Client(clientConfig(this.#url, "listener"));
    client.on("error", () => {});
    client.on("end", () => this.#lost(client));
    client.on("notification", ({ payload }) => this.#hear(payload));
    try {
      await client.connect();
      // Listening comes first: what is completed between the two is heard of twice, not never.
      await client.query(`listen ${CHANNEL}`);
      const { rows } = await client.query<{ tenant: string; id: string }>(
        `select tenant, id from writ.tasks where completed_at > now() - interval '${REMEMBERED_DAYS} days'
         order by completed_at desc limit ${MAX_REMEMBERED}`,
      );
      for (const { tenant, id } of rows.reverse()) this.remember(tenant, id);
      if (this.#closed) await client.end();
      else this.#client = client;
    } catch (error) {
      await client.end().catch(() => {});
      throw error;
    }
  }

  /** Whether notifications are heard now. Between a lost connection and the next one completions are not known. */
  listening(): boolean {
    return this.#client !== undefined;
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

  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#retry);
    await this.#client?.end().catch(() => {});
  }

  #hear(payload: string | undefined): void {
    const [tenant, task] = JSON.parse(payload ?? "[]") as readonly [string?, string?];
    if (tenant !== undefined && task !== undefined) this.remember(tenant, task);
  }

  #lost(client: pg.Client): void {
    if (this.#client !== client) return;
    this.#client = undefined;
    this.#reopen();
  }

  #reopen(): void {
    if (this.#closed) return;
    this.#retry = setTimeout(() => {
      this.open().catch(() => this.#reopen());
    }, RECONNECT_MS);
  }
}

/** A task's name among all tenants', parted by a character that PostgreSQL keeps in no text. */
function keyOf(tenant: string, task: string): string {
  return `${tenant}\u0000${task}`;
}
