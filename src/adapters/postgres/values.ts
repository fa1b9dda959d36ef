import type { Sighting } from "../../domain/provenance.ts";
import type { HashedSaid, ValueStore } from "../../ports/value-store.ts";
import type { TenantPool } from "./tenancy/tenant-pool.ts";

/** What is kept of each origin in one session: a page that a tool returns pushes out older pages, never what the user said. */
const KEPT = 4096;

// The key that the tenant has now comes along: who hashed with another one would find nothing, and take that for an answer.
const FIND = `
select k.id as key_id, v.hash, v.origin, v.tool, v.decision_id
from (select 1) as once
left join writ.tenant_keys k on k.tenant = $1 and k.purpose = 'values'
left join writ.session_values v on v.tenant = $1 and v.session = $2 and v.hash = any ($3::bytea[]) and v.key_id = k.id
order by v.seq`;

// What is trusted of a session comes from the agent that began it: another one may name the session, and be wrong or lie.
// Hashes are sorted, so that two calls of one session cannot wait for each other. What goes because of the bound leaves a mark.
// What was all heard before, as a prompt that comes with each call, is not written: no lock, no commit that waits for the disk.
const ADD = `
with said as (
  select unnest($8::bytea[]) as hash
), fresh as (
  select from said where not exists (
    select from writ.session_values v
    where v.tenant = $1 and v.session = $2 and v.hash = said.hash and v.origin = $4)
  limit 1
), held as (
  select id from writ.tenant_keys
  where tenant = $1 and purpose = 'values' and id = $3 and exists (select from fresh) for key share
), old as (
  select tenant, session, hash, origin from writ.session_values
  where exists (select from fresh) and tenant = $1 and session = $2 and origin = $4 and hash <> all ($10::bytea[])
    and seq <= (select seq from writ.session_values where tenant = $1 and session = $2 and origin = $4
                order by seq desc offset ${KEPT} limit 1)
  order by seq for update skip locked
), trimmed as (
  delete from writ.session_values v using old
  where (v.tenant, v.session, v.hash, v.origin) = (old.tenant, old.session, old.hash, old.origin)
  returning v.hash
), added as (
  insert into writ.session_values (tenant, session, hash, origin, key_id, tool, decision_id, at)
  select $1, $2, hash, $4, held.id, $5, $6, $7 from (
    select hash from said union select $9::bytea where exists (select from trimmed)
  ) as kept, held
  where $4 = 'tool_output' or $11 = '' or not exists (
    select from writ.sessions s where s.tenant = $1 and s.id = $2 and s.agent not in ('', $11))
  order by hash
  on conflict do nothing
)
select id from held
union all
select id from writ.tenant_keys where tenant = $1 and purpose = 'values' and id = $3 and not exists (select from fresh)`;

interface Row {
  readonly key_id: string | null;
  readonly hash: Buffer | null;
  readonly origin: Sighting["origin"];
  readonly tool: string;
  readonly decision_id: string;
}

/** The values of sessions as keyed hashes. */
export function valueStore(pool: TenantPool): ValueStore {
  return {
    find: async (tenant, session, { key_id, hashes }) => {
      const bytes = hashes.map((hash) => Buffer.from(hash));
      const { rows } = await pool.query<Row>(tenant, { name: "session_values", text: FIND }, [tenant, session, bytes]);
      return rows[0]?.key_id === key_id ? sightings(rows, hashes) : "key_gone";
    },
    add: async (tenant, session, keyId, said, atMs, agent) => {
      for (const one of said) {
        const values = [...addition(tenant, session, keyId, one, atMs), agent];
        const { rowCount } = await pool.query(tenant, { name: "add_session_values", text: ADD }, values);
        if (rowCount === 0) return "key_gone";
      }
      return "added";
    },
  };
}

function addition(tenant: string, session: string, keyId: string, said: HashedSaid, atMs: number): unknown[] {
  const { origin, tool, decision_id, hashes, marks } = said;
  const bytes = hashes.map((hash) => Buffer.from(hash));
  const [cut, spoke] = [Buffer.from(marks.cut), Buffer.from(marks.spoke)];
  return [tenant, session, keyId, origin, tool, decision_id, new Date(atMs), bytes, cut, [cut, spoke]];
}

function sightings(rows: readonly Row[], hashes: readonly Uint8Array[]): readonly (readonly Sighting[])[] {
  const byHash = new Map<string, Sighting[]>();
  for (const { hash, origin, tool, decision_id } of rows) {
    if (hash === null) continue;
    const key = hash.toString("hex");
    byHash.set(key, [...(byHash.get(key) ?? []), { origin, tool, decision_id }]);
  }
  return hashes.map((hash) => byHash.get(Buffer.from(hash).toString("hex")) ?? []);
}
