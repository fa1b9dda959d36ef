import { isDeepStrictEqual } from "node:util";
import type pg from "pg";
import {
  type AgentAction,
  type AgentRegistration,
  type AgentStatus,
  MAX_AGENT_STATES,
  MAX_AGENTS,
} from "../../domain/agent.ts";
import { WritError } from "../../domain/errors.ts";
import type { RevocationReason } from "../../domain/revocation.ts";
import type { AgentNote, AgentStore } from "../../ports/agent-store.ts";
import { type EventRow, KNOWN, type KnownRow, toAgentEvent, toAgentRow } from "./agent-rows.ts";
import { revokeLate } from "./late-grants.ts";
import { revokeGrants } from "./revoke.ts";
import type { TenantPool } from "./tenancy/tenant-pool.ts";

type Client = Pick<pg.ClientBase, "query">;

/** @param changed told of each change once it is committed, so that this process follows at once */
export function agentStore(pool: TenantPool, changed: (tenant: string, id: string) => Promise<void>): AgentStore {
  const query = async <R extends pg.QueryResultRow>(
    text: string,
    values: readonly [string, ...unknown[]],
  ): Promise<R[]> => (await pool.query<R>(values[0], text, values)).rows;
  const change = async <T>(tenant: string, id: string, work: (client: Client) => Promise<T>): Promise<T> => {
    const result = await pool.transaction(tenant, work);
    // It is done: that this process hears of it by the notification only does not undo it.
    await changed(tenant, id).catch(() => {});
    return result;
  };
  return {
    list: async (tenant, declared, { status, owner, due_by }, { size, after }) => {
      const text = `${KNOWN} where ($3::text is null or id > $3) and ($4::text is null or status = $4)
        and ($5::text is null or owner = $5)
        and ($6::date is null or (owner = '' or review_at <= $6) and status <> 'retired'
          and (declared or registration is not null))
        order by id limit $7`;
      const values = [JSON.stringify(declared), after, status, owner, due_by, size];
      return (await query<KnownRow>(text, [tenant, ...values])).map(toAgentRow);
    },
    find: async (tenant, declared, id) => {
      const entries = declared === undefined ? [] : [declared];
      const [row] = await query<KnownRow>(`${KNOWN} where id = $3`, [tenant, JSON.stringify(entries), id]);
      return row === undefined ? undefined : toAgentRow(row);
    },
    events: async (tenant, id, limit) => {
      const text = "select * from writ.agent_events where tenant = $1 and agent = $2 order by seq desc limit $3";
      return (await query<EventRow>(text, [tenant, id, limit])).map(toAgentEvent);
    },
    register: (tenant, id, registration, note) =>
      change(tenant, id, (client) => register(client, { tenant, id }, registration, note)),
    update: (tenant, id, registration, version, note) =>
      change(tenant, id, (client) => update(client, { tenant, id }, registration, version, note)),
    order: async (tenant, id, status, note) => {
      const subject = { tenant, id };
      const ordered = await change(tenant, id, (client) => order(client, subject, status, note));
      if (status !== "active") {
        const still = () => pool.transaction(tenant, async (client) => (await statusOf(client, subject)) === status);
        revokeLate(pool, tenant, { by: "agent", value: id }, REVOKED[status], note.at_ms, still);
      }
      return ordered;
    },
  };
}

type StoppedStatus = Exclude<AgentStatus, "active">;

const REVOKED: Readonly<Record<StoppedStatus, RevocationReason>> = {
  suspended: "agent_suspended",
  retired: "agent_retired",
};

interface Subject {
  readonly tenant: string;
  readonly id: string;
}

async function register(client: Client, subject: Subject, registration: AgentRegistration, note: AgentNote) {
  const { tenant, id } = subject;
  await refuseRetired(client, subject);
  const count = await client.query<{ full: boolean }>(
    "select count(*) >= $2 as full from writ.agents where tenant = $1",
    [tenant, MAX_AGENTS],
  );
  if (count.rows[0]?.full === true) {
    throw new WritError("resource_exhausted", `the registry holds ${MAX_AGENTS} agents, and no more`);
  }
  const { rowCount } = await client.query(
    `insert into writ.agents
       (tenant, id, version, owner, review_at, registration, registered_at, registered_by, updated_at, updated_by)
     values ($1, $2, 1, $3, $4, $5, $6, $7, $6, $7) on conflict do nothing`,
    [tenant, id, ...columnsOf(registration), new Date(note.at_ms), note.by],
  );
  if (rowCount === 0) throw new WritError("conflict", "an agent with this id is registered already");
  await tell(client, subject, "registered", note, Object.keys(registration), registration);
}

async function update(
  client: Client,
  subject: Subject,
  registration: AgentRegistration,
  version: number | undefined,
  note: AgentNote,
): Promise<void> {
  const { tenant, id } = subject;
  const { rows } = await client.query<{ version: string; registration: AgentRegistration }>(
    "select version, registration from writ.agents where tenant = $1 and id = $2 for update",
    [tenant, id],
  );
  const [before] = rows;
  if (before === undefined) throw new WritError("not_found", "no agent with this id is registered by the API");
  await refuseRetired(client, subject);
  if (version !== undefined && Number(before.version) !== version) {
    throw new WritError("conflict", "the registration was changed since this version of it was read");
  }
  const changed = changedFields(before.registration, registration);
  if (changed.length === 0) return;
  await client.query(
    `update writ.agents set version = version + 1, owner = $3, review_at = $4, registration = $5,
       updated_at = $6, updated_by = $7 where tenant = $1 and id = $2`,
    [tenant, id, ...columnsOf(registration), new Date(note.at_ms), note.by],
  );
  await tell(client, subject, "updated", note, changed, registration);
}

async function order(client: Client, subject: Subject, status: AgentStatus, note: AgentNote) {
  const { tenant, id } = subject;
  const before = await statusOf(client, subject);
  if (before === "retired" && status !== "retired") throw retired();
  if (before === undefined && status !== "active") await refuseFull(client, subject);
  const values = [tenant, id, status, note.by, note.reason, new Date(note.at_ms)];
  const { rowCount } =
    status === "active"
      ? await client.query(
          `update writ.agent_states set status = $3, by = $4, reason = $5, at = $6
           where tenant = $1 and id = $2 and status = 'suspended'`,
          values,
        )
      : await client.query(
          `insert into writ.agent_states as s (tenant, id, status, by, reason, at) values ($1, $2, $3, $4, $5, $6)
           on conflict (tenant, id) do update
             set status = excluded.status, by = excluded.by, reason = excluded.reason, at = excluded.at
             where s.status not in ('retired', excluded.status)`,
          values,
        );
  if (rowCount === 1) await tell(client, subject, ACTIONS[status], note, [], undefined);
  // Another one may have retired it since this transaction first looked.
  else if (status !== "retired" && (await statusOf(client, subject)) === "retired") throw retired();
  if (status === "active") return { grants_revoked: 0 };
  const grants = { by: "agent", value: id } as const;
  return { grants_revoked: await revokeGrants(client, tenant, grants, REVOKED[status], note.at_ms) };
}

const ACTIONS: Readonly<Record<AgentStatus, AgentAction>> = {
  active: "resumed",
  suspended: "suspended",
  retired: "retired",
};

async function tell(
  client: Client,
  { tenant, id }: Subject,
  action: AgentAction,
  { by, reason, at_ms }: AgentNote,
  changed: readonly string[],
  registration: AgentRegistration | undefined,
): Promise<void> {
  await client.query(
    `insert into writ.agent_events (tenant, agent, action, by, reason, at, changed, registration)
     values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [tenant, id, action, by, reason, new Date(at_ms), changed, registration && JSON.stringify(registration)],
  );
}

function columnsOf(registration: AgentRegistration) {
  return [registration.owner, registration.review_at ?? null, JSON.stringify(registration)] as const;
}

/** Names of the fields of which the one registration says something else than the other. */
function changedFields(before: AgentRegistration, after: AgentRegistration): readonly string[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]) as Set<keyof AgentRegistration>;
  return [...names].filter((name) => !isDeepStrictEqual(before[name], after[name]));
}

async function statusOf(client: Client, { tenant, id }: Subject): Promise<AgentStatus | undefined> {
  const { rows } = await client.query<{ status: AgentStatus }>(
    "select status from writ.agent_states where tenant = $1 and id = $2",
    [tenant, id],
  );
  return rows[0]?.status;
}

async function refuseRetired(client: Client, subject: Subject): Promise<void> {
  if ((await statusOf(client, subject)) === "retired") throw retired();
}

/** A registered agent can always be stopped. */
async function refuseFull(client: Client, { tenant, id }: Subject): Promise<void> {
  const { rows } = await client.query<{ full: boolean }>(
    `select not exists (select 1 from writ.agents where tenant = $1 and id = $2)
       and (select count(*) from writ.agent_states where tenant = $1) >= $3 as full`,
    [tenant, id, MAX_AGENT_STATES],
  );
  if (rows[0]?.full === true) {
    throw new WritError("resource_exhausted", `orders about ${MAX_AGENT_STATES} agents are kept, and no more`);
  }
}

function retired(): WritError {
  return new WritError("conflict", "the agent is retired, which is final");
}
