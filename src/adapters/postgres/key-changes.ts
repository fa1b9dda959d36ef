import type pg from "pg";
import { WritError } from "../../domain/errors.ts";
import type { KeyPurpose } from "../../domain/signing-key.ts";
import type { NextKey, StoredKey } from "../../ports/key-store.ts";
import { insertKey } from "./key-row.ts";

// Each runs in a transaction that holds the table against other changes.

interface Kind {
  readonly purpose: string;
  readonly algorithm: string;
}

/** @throws WritError conflict when a key that is to be followed is not the newest any more */
export async function follow(client: pg.ClientBase, next: readonly NextKey[]): Promise<void> {
  for (const { key, follows } of next) {
    const { rowCount } = await client.query(
      "update writ.signing_keys set retired_at = $2 where kid = $1 and retired_at is null",
      [follows, new Date(key.active_at_ms)],
    );
    // Undoes the whole rotation: half of one would leave keys at different points of it.
    if (rowCount !== 1) throw new WritError("conflict", "another rotation was first");
    await insertKey(client, key);
  }
}

/** @returns how many keys became active */
export async function activate(client: pg.ClientBase, purposes: readonly KeyPurpose[], nowMs: number): Promise<number> {
  const { rows } = await client.query<Kind>(
    "select purpose, algorithm from writ.signing_keys where purpose = any ($1) and retired_at is null and active_at > $2",
    [purposes, new Date(nowMs)],
  );
  for (const kind of rows) await activateNewest(client, kind, nowMs);
  return rows.length;
}

/** Grants of all tenants that are alive and whose key is revoked. Those that wait for their exchange are signed by no key yet. */
const REVOKE_GRANTS = `
  insert into writ.revocations (tenant, grant_id, reason, at)
  select g.tenant, g.id, 'key_revoked', $2 from writ.grants g
  where g.kid = any ($1) and g.expires_at > $2 order by g.tenant, g.id for no key update on conflict do nothing`;

export async function revoke(
  client: pg.ClientBase,
  kid: string,
  replacement: StoredKey | undefined,
  nowMs: number,
): Promise<{ readonly grants_revoked: number; readonly replaced: boolean }> {
  const now = new Date(nowMs);
  const { rows } = await client.query<Kind>(
    `update writ.signing_keys
     set revoked_at = coalesce(revoked_at, $2), retired_at = least(coalesce(retired_at, $2), $2)
     where kid = $1 returning purpose, algorithm`,
    [kid, now],
  );
  const kind = rows[0];
  if (kind === undefined) throw new WritError("not_found", "there is no signing key with this id");
  const replaced = await ensureActive(client, kind, replacement, nowMs);
  const { rowCount } = await client.query(REVOKE_GRANTS, [[kid], now]);
  return { grants_revoked: rowCount ?? 0, replaced };
}

/** How long after a key's revocation grants can still come in that were signed right before it. */
const LATE_GRANTS_S = 600;

/** What a replica signed while the news was on its way to it. @returns how many grants */
export async function revokeLateGrants(client: Pick<pg.ClientBase, "query">, nowMs: number): Promise<number> {
  const { rows } = await client.query<{ kid: string }>(
    "select kid from writ.signing_keys where purpose = 'grant' and revoked_at > $1",
    [new Date(nowMs - LATE_GRANTS_S * 1000)],
  );
  if (rows.length === 0) return 0;
  const { rowCount } = await client.query(REVOKE_GRANTS, [rows.map((row) => row.kid), new Date(nowMs)]);
  return rowCount ?? 0;
}

/** One key of the kind signs now, and one of them is the newest. @returns whether another one signs than before */
async function ensureActive(
  client: pg.ClientBase,
  kind: Kind,
  replacement: StoredKey | undefined,
  nowMs: number,
): Promise<boolean> {
  const { rows } = await client.query<{ kid: string; signs: boolean; newest: boolean }>(
    `select kid, active_at <= $3 as signs, retired_at is null as newest from writ.signing_keys
     where purpose = $1 and algorithm = $2 and revoked_at is null and (retired_at is null or retired_at > $3)
     order by active_at`,
    [kind.purpose, kind.algorithm, new Date(nowMs)],
  );
  const signing = rows.findLast(({ signs }) => signs);
  const newest = rows.find((row) => row.newest);
  if (signing !== undefined && newest !== undefined) return false;
  if (signing !== undefined) {
    // What was to follow it is revoked: it goes on.
    await client.query("update writ.signing_keys set retired_at = null where kid = $1", [signing.kid]);
    return false;
  }
  if (newest !== undefined) await activateNewest(client, kind, nowMs);
  else if (replacement !== undefined) await insertKey(client, replacement);
  else throw new WritError("conflict", "the keys changed meanwhile; try again");
  return true;
}

async function activateNewest(client: pg.ClientBase, { purpose, algorithm }: Kind, nowMs: number): Promise<void> {
  const values = [purpose, algorithm, new Date(nowMs)];
  await client.query(
    "update writ.signing_keys set retired_at = $3 where purpose = $1 and algorithm = $2 and retired_at > $3",
    values,
  );
  await client.query(
    "update writ.signing_keys set active_at = $3 where purpose = $1 and algorithm = $2 and retired_at is null",
    values,
  );
}
