import type pg from "pg";
import type { AgentRegistration, AgentStatus, KnownAgent } from "../../domain/agent.ts";
import type { AgentReader } from "../../ports/agent-store.ts";
import { committedSince, snapshotOf } from "./changes.ts";
import type { Subscription } from "./listener.ts";

/** A suspended agent is stopped within a second, also where a notification got lost on a connection that only seems to be there. */
const POLL_MS = 500;

/** More changes at once than this are read by one load of all. */
const MAX_CHANGED = 500;

const COLUMNS = "coalesce(r.id, s.id) as id, r.registration, coalesce(s.status, 'active') as status";

const ALL = `select coalesce(r.tenant, s.tenant) as tenant, ${COLUMNS}
  from writ.agents r full join writ.agent_states s on s.tenant = r.tenant and s.id = r.id
  limit $1`;

/** Agents that were changed since a snapshot, and the snapshot of this look: one row at least, without an agent where nothing changed. */
const CHANGED = `select pg_current_snapshot()::text as snapshot, e.tenant, e.agent as id, r.registration,
    coalesce(s.status, 'active') as status
  from (select 1) as always
  left join (select distinct tenant, agent from writ.agent_events t where ${committedSince("$1")}
    order by tenant, agent limit $2) e on true
  left join writ.agents r on r.tenant = e.tenant and r.id = e.agent
  left join writ.agent_states s on s.tenant = e.tenant and s.id = e.agent`;

const ONE = `select e.tenant, e.id, r.registration, coalesce(s.status, 'active') as status
  from (select $1::text as tenant, $2::text collate "C" as id) e
  left join writ.agents r on r.tenant = e.tenant and r.id = e.id
  left join writ.agent_states s on s.tenant = e.tenant and s.id = e.id`;

interface Row {
  readonly tenant: string;
  readonly id: string;
  readonly registration: AgentRegistration | null;
  readonly status: AgentStatus;
}

interface Changed extends Omit<Row, "tenant"> {
  readonly snapshot: string;
  readonly tenant: string | null;
}

/** All tenants of one process together, at some 2 KiB each. */
const MAX_ENTRIES = 100_000;

/** Registrations and orders in memory, the same on every worker. */
export class AgentRegistry implements AgentReader, Subscription {
  readonly channel = "writ_agents";
  readonly #pool: Pick<pg.Pool, "query">;
  #agents = new Map<string, KnownAgent>();
  /** What was committed after it has not been read. */
  #since = "";
  #poll: NodeJS.Timeout | undefined;
  #closed = false;

  /** @param pool another connection than the listener's, which may be dead without knowing */
  constructor(pool: Pick<pg.Pool, "query">) {
    this.#pool = pool;
  }

  get(tenant: string, id: string): KnownAgent | undefined {
    return this.#agents.get(keyOf(tenant, id));
  }

  async load(client: Pick<pg.ClientBase, "query">): Promise<void> {
    const since = await snapshotOf(client);
    const { rows } = await client.query<Row>(ALL, [MAX_ENTRIES + 1]);
    // Half of a registry would let those go on that the other half stops.
    if (rows.length > MAX_ENTRIES) throw new Error("the registry of agents is larger than what one process holds");
    this.#agents = new Map(rows.map((row) => [keyOf(row.tenant, row.id), knownOf(row)]));
    this.#since = since;
    this.#schedule();
  }

  async hear(payload: string, client: Pick<pg.ClientBase, "query">): Promise<void> {
    const [tenant, id] = JSON.parse(payload) as readonly [string?, string?];
    if (tenant === undefined || id === undefined) return;
    this.#take((await client.query<Row>(ONE, [tenant, id])).rows);
  }

  /** Reads one agent again, without waiting for the notification that comes a moment after the commit. */
  async refresh(tenant: string, id: string): Promise<void> {
    this.#take((await this.#pool.query<Row>(ONE, [tenant, id])).rows);
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#poll);
  }

  #take(rows: readonly Row[]): void {
    for (const row of rows) this.#agents.set(keyOf(row.tenant, row.id), knownOf(row));
  }

  #schedule(): void {
    clearTimeout(this.#poll);
    if (this.#closed) return;
    this.#poll = setTimeout(() => {
      this.#look()
        // While the database cannot be reached no decision is recorded, so none is answered.
        .catch(() => {})
        .finally(() => this.#schedule());
    }, POLL_MS);
    this.#poll.unref();
  }

  async #look(): Promise<void> {
    const since = this.#since;
    const { rows } = await this.#pool.query<Changed>({
      name: "agents changed",
      text: CHANGED,
      values: [since, MAX_CHANGED],
    });
    // All was read again meanwhile, and what this look found is older.
    if (this.#since !== since) return;
    if (rows.length >= MAX_CHANGED) return this.load(this.#pool);
    this.#take(rows.flatMap(({ tenant, ...row }) => (tenant === null ? [] : { tenant, ...row })));
    this.#since = rows[0]?.snapshot ?? since;
  }
}

function knownOf({ registration, status }: Pick<Row, "registration" | "status">): KnownAgent {
  return registration === null ? { status } : { registration, status };
}

/** An agent's name among all tenants', parted by a character that PostgreSQL keeps in no text. */
function keyOf(tenant: string, id: string): string {
  return `${tenant}\u0000${id}`;
}
