import type pg from "pg";
import { WritError } from "../../domain/errors.ts";
import type { IntentRecord } from "../../domain/intent.ts";
import type { IntentFilter, IntentRevocation, IntentStore } from "../../ports/intent-store.ts";
import { type IntentRow, statusCondition, toRecord } from "./intent-rows.ts";
import { revokeLate } from "./late-grants.ts";
import { INTENT_TOLD, INTENTS_CHANNEL, type RefusedIntents } from "./refused-intents.ts";
import { revokeGrants } from "./revoke.ts";
import type { TenantPool } from "./tenancy/tenant-pool.ts";

/** People answer tens of them a day; more that wait are a client that asks in a loop. */
const MAX_PENDING = 10_000;

/** Tells all replicas of the intents that a statement returned. */
const TELL = `select pg_notify('${INTENTS_CHANNEL}', ${INTENT_TOLD}) from told`;

/** @param refused told at once, without waiting for the notification, which comes a moment after the commit */
export function intentStore(pool: TenantPool, refused: Pick<RefusedIntents, "remember">): IntentStore {
  return {
    insert: async (record, nowMs) => {
      await pool.transaction(record.tenant, (client) => insert(client, record, nowMs));
      refused.remember(record);
    },
    find: (tenant, id, nowMs) => one(pool.query<IntentRow>(tenant, ONE, [tenant, id]), nowMs),
    list: (tenant, filter, size, nowMs) => list(pool, tenant, filter, size, nowMs),
    decide: async (tenant, id, to, by, nowMs) => {
      const decided = await one(
        pool.query<IntentRow>(
          tenant,
          `with told as (
             update writ.intents set status = $3, decided_by = $4, decided_at = $5
             where tenant = $1 and id = $2 and status = 'pending' and expires_at > $5 returning *
           ), tell as (${TELL}) select told.* from told where (select count(*) from tell) > 0`,
          [tenant, id, to, by, new Date(nowMs)],
        ),
        nowMs,
      );
      if (decided !== undefined) refused.remember(decided);
      return decided;
    },
    revoke: async (tenant, id, by, nowMs) => {
      const ended = await pool.transaction(tenant, (client) => revoke(client, tenant, id, by, nowMs));
      if (ended === undefined) return undefined;
      for (const record of ended.records) refused.remember(record);
      revokeLate(pool, tenant, { by: "intent", value: ended.ids }, "intent_revoked", nowMs);
      return ended.revocation;
    },
  };
}

async function insert(client: pg.ClientBase, record: IntentRecord, nowMs: number): Promise<void> {
  const { tenant, id, ancestors } = record;
  const now = new Date(nowMs);
  // Locked, so that none of them is revoked between the look and the commit: whoever revokes finds this one, then.
  const { rows } = await client.query<{ usable: boolean }>(
    `select status = 'active' and expires_at > $3 as usable from writ.intents
     where tenant = $1 and id = any($2) order by id for share`,
    [tenant, ancestors, now],
  );
  if (rows.some(({ usable }) => !usable)) throw new WritError("conflict", "the parent is not in force any more");
  if (record.status === "pending") await refuseFlood(client, tenant, now);
  await client.query(
    `with told as (
       insert into writ.intents (tenant, id, task, status, purpose, on_behalf_of, agents, allows, not_before, expires_at,
         parent, ancestors, requested_by, requested_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) returning *
     ) ${TELL} where status <> 'active'`,
    [
      tenant,
      id,
      record.task,
      record.status,
      record.purpose,
      record.on_behalf_of,
      JSON.stringify(record.agents),
      JSON.stringify(record.allows),
      new Date(record.not_before_ms),
      new Date(record.expires_at_ms),
      record.parent ?? null,
      ancestors,
      record.requested_by,
      new Date(record.requested_at_ms),
    ],
  );
}

async function refuseFlood(client: pg.ClientBase, tenant: string, now: Date): Promise<void> {
  const { rowCount } = await client.query(
    `select from writ.intents where tenant = $1 and status = 'pending' and expires_at > $2 limit ${MAX_PENDING}`,
    [tenant, now],
  );
  if (rowCount === MAX_PENDING)
    throw new WritError("resource_exhausted", "too many intents wait for a person's consent");
}

const ONE = "select * from writ.intents where tenant = $1 and id = $2";

async function one(query: Promise<pg.QueryResult<IntentRow>>, nowMs: number): Promise<IntentRecord | undefined> {
  const { rows } = await query;
  return rows[0] === undefined ? undefined : toRecord(rows[0], nowMs);
}

/** Ids are ULIDs: those that came last are the greatest. */
async function list(
  pool: TenantPool,
  tenant: string,
  { task, status, after }: IntentFilter,
  size: number,
  nowMs: number,
): Promise<readonly IntentRecord[]> {
  const values: unknown[] = [tenant, size];
  const conditions = ["tenant = $1"];
  const value = (it: unknown) => `$${values.push(it)}`;
  if (task !== undefined) conditions.push(`task = ${value(task)}`);
  if (status !== undefined) conditions.push(statusCondition(status, needsNow(status) ? value(new Date(nowMs)) : ""));
  if (after !== undefined) conditions.push(`id < ${value(after)}`);
  const text = `select * from writ.intents where ${conditions.join(" and ")} order by id desc limit $2`;
  const { rows } = await pool.query<IntentRow>(tenant, text, values);
  return rows.map((row) => toRecord(row, nowMs));
}

function needsNow(status: string): boolean {
  return status !== "denied" && status !== "revoked";
}

interface Ended {
  readonly revocation: IntentRevocation;
  /** Of all that ended by it now. */
  readonly records: readonly IntentRecord[];
  /** Theirs, and its own if it had ended before. */
  readonly ids: readonly string[];
}

async function revoke(
  client: pg.ClientBase,
  tenant: string,
  id: string,
  by: string,
  nowMs: number,
): Promise<Ended | undefined> {
  const now = new Date(nowMs);
  // This one first, and by itself: a child that is being derived has it locked, and is on record when this goes on.
  await client.query("select from writ.intents where tenant = $1 and id = $2 for update", [tenant, id]);
  const { rows } = await client.query<IntentRow>(
    `with told as (
       update writ.intents set status = 'revoked', revoked_by = $3, revoked_at = $4
       where tenant = $1 and id = any (array[$2] || array(select writ.descendants_of($2))) and status in ('pending', 'active') returning *
     ), tell as (${TELL}) select told.* from told where (select count(*) from tell) > 0`,
    [tenant, id, by, now],
  );
  const found = (await client.query<IntentRow>(ONE, [tenant, id])).rows[0];
  if (found === undefined) return undefined;
  const ids = [...new Set([id, ...rows.map((row) => row.id)])];
  const grants_revoked = await revokeGrants(client, tenant, { by: "intent", value: ids }, "intent_revoked", nowMs);
  const records = rows.map((row) => toRecord(row, nowMs));
  return { revocation: { intent: toRecord(found, nowMs), descendants: ids.length - 1, grants_revoked }, records, ids };
}
