import type pg from "pg";
import type { KeyPurpose, SigningAlgorithm } from "../../domain/signing-key.ts";
import type { StoredKey } from "../../ports/key-store.ts";

export interface KeyRow {
  readonly kid: string;
  readonly algorithm: SigningAlgorithm;
  readonly purpose: KeyPurpose;
  readonly sealed_private: Buffer;
  readonly public_jwk: StoredKey["public_jwk"];
  readonly created_at: Date;
  readonly active_at: Date;
  readonly retired_at: Date | null;
  readonly revoked_at: Date | null;
}

export async function insertKey(client: pg.ClientBase, key: StoredKey, otherwise: "" | "on conflict do nothing" = "") {
  await client.query(
    `insert into writ.signing_keys (kid, algorithm, purpose, sealed_private, public_jwk, created_at, active_at)
     values ($1, $2, $3, $4, $5, $6, $7) ${otherwise}`,
    [
      key.kid,
      key.algorithm,
      key.purpose,
      Buffer.from(key.sealed_private),
      JSON.stringify(key.public_jwk),
      new Date(key.created_at_ms),
      new Date(key.active_at_ms),
    ],
  );
}

/** Column by column: what a later version adds to the table is not this one's to tell. */
export function toKey(row: KeyRow): StoredKey {
  const { kid, algorithm, purpose, sealed_private, public_jwk, created_at, active_at, retired_at, revoked_at } = row;
  return {
    kid,
    algorithm,
    purpose,
    sealed_private,
    public_jwk,
    created_at_ms: created_at.getTime(),
    active_at_ms: active_at.getTime(),
    ...(retired_at === null ? {} : { retired_at_ms: retired_at.getTime() }),
    ...(revoked_at === null ? {} : { revoked_at_ms: revoked_at.getTime() }),
  };
}
