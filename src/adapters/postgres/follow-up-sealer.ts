import type pg from "pg";
import type { FollowUpRow } from "../../domain/chained-follow-up.ts";

/** Follow-ups of one transaction of the sealer. */
const BATCH = 2_000;

export type FollowUpHash = (writer: string, place: number, previous: Uint8Array, row: FollowUpRow) => Uint8Array;

export interface SealerOptions {
  readonly hash: FollowUpHash;
  /** A new chain's name, for the first time that anything is sealed. */
  readonly newWriter: () => string;
}

interface Chain {
  readonly writer: string;
  readonly place: string;
  readonly hash: Buffer;
}

interface Row extends Omit<FollowUpRow, "at_us"> {
  readonly at_us: string;
}

// A number of another cluster's, from which the database was restored, says nothing of this one's transactions.
const BEGIN = `select writer, place, hash, pg_snapshot_xmin(pg_current_snapshot())::text as now,
    case when horizon > pg_snapshot_xmax(pg_current_snapshot()) then '0' else horizon::text end as horizon
  from writ.follow_up_chain for update skip locked`;

// What was committed behind the horizon is visible by now; the rest is looked at again.
const UNSEALED = `select tenant, id, decision_id, session, kind, actor, body_digest,
    ((extract(epoch from at) - 946684800) * 1000000)::bigint::text as at_us
  from writ.follow_ups where xid >= $1::xid8 and hash is null order by seq limit ${BATCH}`;

const SEAL = `update writ.follow_ups f set writer = $1, place = s.place, hash = s.hash
  from unnest($2::text[], $3::text[], $4::bigint[], $5::bytea[]) as s(tenant, id, place, hash)
  where f.tenant = s.tenant and f.id = s.id`;

const ADVANCE = "update writ.follow_up_chain set place = $1, hash = $2, horizon = $3::xid8";

/**
 * Gives committed follow-ups their places in the chain. Of several replicas one does so at a time.
 * @returns how many were sealed, and whether there may be more
 */
export async function sealFollowUps(
  client: pg.ClientBase,
  options: SealerOptions,
): Promise<{ readonly sealed: number; readonly more: boolean }> {
  await client.query("begin");
  try {
    const result = await seal(client, options);
    await client.query("commit");
    return result;
  } catch (error) {
    await client.query("rollback").catch(() => {});
    throw error;
  }
}

async function seal(client: pg.ClientBase, { hash, newWriter }: SealerOptions) {
  await client.query(
    "insert into writ.follow_up_chain (writer, place, hash, horizon) values ($1, 0, $2, '0') on conflict do nothing",
    [newWriter(), Buffer.alloc(32)],
  );
  const { rows: chains } = await client.query<Chain & { readonly now: string; readonly horizon: string }>(BEGIN);
  const chain = chains[0];
  // Another replica is at it.
  if (chain === undefined) return { sealed: 0, more: false };
  const { rows } = await client.query<Row>(UNSEALED, [chain.horizon]);
  const links = linked(chain, rows, hash);
  const more = rows.length === BATCH;
  const last = links.at(-1);
  if (last !== undefined) {
    await client.query(SEAL, [
      chain.writer,
      rows.map(({ tenant }) => tenant),
      rows.map(({ id }) => id),
      links.map(({ place }) => place),
      links.map((link) => link.hash),
    ]);
  }
  const horizon = more ? chain.horizon : chain.now;
  if (last === undefined && horizon === chain.horizon) return { sealed: 0, more };
  await client.query(ADVANCE, [last?.place ?? chain.place, last?.hash ?? chain.hash, horizon]);
  return { sealed: rows.length, more };
}

function linked(chain: Chain, rows: readonly Row[], hash: FollowUpHash) {
  const links: { readonly place: number; readonly hash: Uint8Array }[] = [];
  let [place, previous] = [Number(chain.place), chain.hash as Uint8Array];
  for (const row of rows) {
    place++;
    previous = hash(chain.writer, place, previous, { ...row, at_us: BigInt(row.at_us) });
    links.push({ place, hash: previous });
  }
  return links;
}
