import type pg from "pg";
import type { ProofGuard } from "../../ports/proof-guard.ts";
import { digestBytes } from "./digests.ts";
import type { TenantPool } from "./tenancy/tenant-pool.ts";

/** Rows that nobody needs any more go when this many were added by this process since. */
const PRUNE_EVERY = 1_000;

/** At most so many at once, so that no request waits behind a long delete. */
const PRUNE_ROWS = 5_000;

/** Replicas' clocks differ, and the database's from theirs: what has just ended may still be asked for. */
const KEPT_LONGER = "10 minutes";

/**
 * Remembers proofs where all replicas do: whoever inserts first was first.
 * @param everyone prunes the rows of all tenants: one that has few would never come to it
 */
export function proofGuard(pool: TenantPool, everyone: pg.Pool): ProofGuard {
  let added = 0;
  const query = async <R extends pg.QueryResultRow>(
    text: string,
    values: readonly [string, ...unknown[]],
  ): Promise<R[]> => (await pool.query<R>(values[0], text, values)).rows;
  const prune = (): void => {
    added += 1;
    if (added < PRUNE_EVERY) return;
    added = 0;
    for (const table of ["proofs", "token_keys"]) {
      const old = `select ctid from writ.${table} where expires_at < now() - interval '${KEPT_LONGER}' limit ${PRUNE_ROWS}`;
      // What is not deleted now is deleted next time.
      everyone.query(`delete from writ.${table} where ctid = any(array(${old}))`).catch(() => {});
    }
  };
  return {
    firstUse: async (tenant, key, expiresAtMs) => {
      const rows = await query(
        `insert into writ.proofs (tenant, proof, expires_at) values ($1, $2, $3) on conflict do nothing returning 1`,
        [tenant, Buffer.from(key, "hex"), new Date(expiresAtMs)],
      );
      prune();
      return rows.length === 1;
    },
    bind: async (tenant, tokenDigest, thumbprint, expiresAtMs) => {
      const token = digestBytes(tokenDigest);
      const known = async () =>
        (
          await query<{ key: string }>("select key from writ.token_keys where tenant = $1 and token = $2", [
            tenant,
            token,
          ])
        )[0];
      const before = await known();
      if (before !== undefined) return before.key;
      const [bound] = await query<{ key: string }>(
        `insert into writ.token_keys (tenant, token, key, expires_at) values ($1, $2, $3, $4)
         on conflict do nothing returning key`,
        [tenant, token, thumbprint, new Date(expiresAtMs)],
      );
      prune();
      // An insert that meets another waits for its end: what was first can then be read.
      return (bound ?? (await known()))?.key ?? "";
    },
  };
}
