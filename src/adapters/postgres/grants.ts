import type pg from "pg";
import type { GrantState, LegacyUse } from "../../domain/grant.ts";
import type { JsonObject } from "../../domain/json.ts";
import type { ExchangeRequest, GrantFilter, GrantHistory, GrantStore } from "../../ports/grant-store.ts";
import type { PageRequest } from "../../ports/record-store.ts";
import { aliveGrant } from "./grant-life.ts";
import {
  GRANT_COLUMNS,
  GRANT_FROM,
  type GrantRecord,
  type RedemptionRecord,
  type RefusalRecord,
  toAttempts,
  toGrant,
  toRedemption,
} from "./grant-rows.ts";
import { redeem } from "./redeem.ts";
import { revokeGrants } from "./revoke.ts";
import type { TenantPool } from "./tenancy/tenant-pool.ts";

/** What one answer shows of a grant that is taken many times, or refused in many ways. */
const MAX_SHOWN = 100;

const EQUALS = ["agent", "task", "audience", "kind"] as const;

const USED = "exists (select 1 from writ.redemptions d where d.tenant = g.tenant and d.grant_id = g.id and d.once)";

export function grantStore(pool: TenantPool): GrantStore {
  return {
    find: (tenant, id) => find(pool, tenant, id),
    list: (tenant, filter, page, nowMs) => list(pool, tenant, filter, page, nowMs),
    alive: (tenant, id, nowMs) => pool.transaction(tenant, (client) => aliveGrant(client, tenant, id, nowMs)),
    redeem: (request) => pool.transaction(request.tenant, (client) => redeem(client, request)),
    refused: async (tenant, grantId, caller, { refusal }, nowMs) => {
      await pool.query(
        tenant,
        `insert into writ.redemption_refusals as had (tenant, grant_id, caller, reason, count, first_at, last_at)
         values ($1, $2, $3, $4, 1, $5, $5) on conflict (tenant, grant_id, caller, reason)
         do update set count = had.count + 1, last_at = greatest(had.last_at, excluded.last_at)`,
        [tenant, grantId, caller, refusal, new Date(nowMs)],
      );
    },
    revoke: (tenant, id, reason, nowMs) =>
      pool.transaction(
        tenant,
        async (client) => (await revokeGrants(client, tenant, { by: "id", value: id }, reason, nowMs)) > 0,
      ),
    exchange: (request, sign) => pool.transaction(request.tenant, (client) => exchange(client, request, sign)),
    legacy: (tenant, sinceMs) => legacy(pool, tenant, sinceMs),
  };
}

async function find(pool: TenantPool, tenant: string, id: string): Promise<GrantHistory | undefined> {
  const [grants, redemptions, refusals] = await Promise.all([
    pool.query<GrantRecord>(tenant, `select ${GRANT_COLUMNS} from ${GRANT_FROM} where g.tenant = $1 and g.id = $2`, [
      tenant,
      id,
    ]),
    pool.query<RedemptionRecord>(
      tenant,
      `select id, redeemer, at, secret_ref, credential_expires_at from writ.redemptions
       where tenant = $1 and grant_id = $2 order by at, id limit ${MAX_SHOWN}`,
      [tenant, id],
    ),
    pool.query<RefusalRecord>(
      tenant,
      `select caller, reason, count, first_at, last_at from writ.redemption_refusals
       where tenant = $1 and grant_id = $2 order by last_at desc, caller, reason limit ${MAX_SHOWN}`,
      [tenant, id],
    ),
  ]);
  const [grant] = grants.rows;
  if (grant === undefined) return undefined;
  return {
    grant: toGrant(grant),
    redemptions: redemptions.rows.map(toRedemption),
    refusals: refusals.rows.map(toAttempts),
  };
}

async function list(
  pool: TenantPool,
  tenant: string,
  filter: GrantFilter,
  { size, after }: PageRequest,
  nowMs: number,
) {
  const values: unknown[] = [tenant];
  const where = ["g.tenant = $1"];
  const place = (value: unknown) => `$${values.push(value)}`;
  for (const column of EQUALS) {
    if (filter[column] !== undefined) where.push(`g.${column} = ${place(filter[column])}`);
  }
  if (filter.state !== undefined) where.push(...conditionsOf(filter.state, () => place(new Date(nowMs))));
  if (after !== undefined) where.push(`(g.issued_at, g.id) < (${place(new Date(after.at_ms))}, ${place(after.id)})`);
  const { rows } = await pool.query<GrantRecord>(
    tenant,
    `select ${GRANT_COLUMNS} from ${GRANT_FROM} where ${where.join(" and ")}
     order by g.issued_at desc, g.id desc limit ${size}`,
    values,
  );
  return rows.map(toGrant);
}

/** As `stateOf` has it. */
function conditionsOf(state: GrantState, now: () => string): readonly string[] {
  switch (state) {
    case "revoked":
      return ["r.reason is not null"];
    case "used":
      return ["r.reason is null", USED];
    case "expired":
      return ["r.reason is null", `not ${USED}`, `g.expires_at <= ${now()}`];
    case "alive":
      return ["r.reason is null", `not ${USED}`, `g.expires_at > ${now()}`];
  }
}

async function exchange(
  client: pg.PoolClient,
  { tenant, decision_id, agent, caller, audience, now_ms }: ExchangeRequest,
  sign: Parameters<GrantStore["exchange"]>[1],
) {
  const { rows } = await client.query<{ id: string; claims: JsonObject | null }>(
    `select id, claims from writ.grants where tenant = $1 and decision_id = $2 and agent = $3
     and ($4 = '' or audience = $4) and claims->>'client_id' = $5 and exchanged_at is null for update`,
    [tenant, decision_id, agent, audience, caller],
  );
  const [found] = rows;
  if (found === undefined || found.claims === null) return undefined;
  const grant = await aliveGrant(client, tenant, found.id, now_ms);
  if ("refusal" in grant) return undefined;
  const { token, kid } = await sign(found.claims);
  await client.query("update writ.grants set exchanged_at = $3, kid = $4 where tenant = $1 and id = $2", [
    tenant,
    found.id,
    new Date(now_ms),
    kid,
  ]);
  return { grant, token };
}

async function legacy(pool: TenantPool, tenant: string, sinceMs: number): Promise<readonly LegacyUse[]> {
  const { rows } = await pool.query<{
    reference: string;
    audience: string;
    grants: string;
    redemptions: string;
    agents: string;
    last_at: Date;
  }>(
    tenant,
    `select g.reference, g.audience, count(*) as grants, sum(d.redemptions) as redemptions,
       count(distinct g.agent) as agents, max(g.issued_at) as last_at
     from writ.grants g, lateral (
       select count(*) as redemptions from writ.redemptions where tenant = g.tenant and grant_id = g.id) d
     where g.tenant = $1 and g.kind = 'legacy' and g.issued_at >= $2
     group by g.reference, g.audience order by grants desc, g.reference limit ${MAX_SHOWN}`,
    [tenant, new Date(sinceMs)],
  );
  return rows.map(({ reference, audience, grants, redemptions, agents, last_at }) => ({
    reference,
    audience,
    grants: Number(grants),
    redemptions: Number(redemptions),
    agents: Number(agents),
    last_at_ms: last_at.getTime(),
  }));
}
