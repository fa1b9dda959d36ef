import pg from "pg";
import type { KeyPurpose, KeyStore, SigningAlgorithm, StoredKey } from "../../ports/key-store.ts";
import { clientConfig } from "./connection.ts";
import { storeUnavailable } from "./errors.ts";
import { inTransaction } from "./transaction.ts";

interface Row {
  readonly kid: string;
  readonly algorithm: SigningAlgorithm;
  readonly purpose: KeyPurpose;
  readonly sealed_private: Buffer;
  readonly public_jwk: StoredKey["public_jwk"];
  readonly created_at: Date;
  readonly retired_at: Date | null;
}

/** Lends the key store to one piece of work, for who needs nothing else of the database. */
export async function withKeyStore<T>(url: string, work: (keys: KeyStore) => Promise<T>): Promise<T> {
  const pool = new pg.Pool({ ...clientConfig(url, "keys"), max: 1 });
  pool.on("error", () => {});
  try {
    return await work(keyStore(pool));
  } finally {
    await pool.end();
  }
}

export function keyStore(pool: pg.Pool): KeyStore {
  return {
    load: async (purpose) => {
      try {
        const text = "select * from writ.signing_keys where purpose = $1 order by created_at, kid";
        return (await pool.query<Row>(text, [purpose])).rows.map(toKey);
      } catch (error) {
        throw storeUnavailable(error);
      }
    },
    insertIfAbsent: (keys) =>
      inTransaction(pool, async (client) => {
        // One replica after the other, so that of racing replicas the keys of one win together.
        await client.query("lock table writ.signing_keys in share row exclusive mode");
        for (const key of keys) await insert(client, key);
      }),
  };
}

async function insert(client: pg.PoolClient, key: StoredKey): Promise<void> {
  await client.query(
    `insert into writ.signing_keys (kid, algorithm, purpose, sealed_private, public_jwk, created_at)
     values ($1, $2, $3, $4, $5, $6) on conflict do nothing`,
    [
      key.kid,
      key.algorithm,
      key.purpose,
      Buffer.from(key.sealed_private),
      JSON.stringify(key.public_jwk),
      new Date(key.created_at_ms),
    ],
  );
}

function toKey({ created_at, retired_at, ...key }: Row): StoredKey {
  return {
    ...key,
    created_at_ms: created_at.getTime(),
    ...(retired_at === null ? {} : { retired_at_ms: retired_at.getTime() }),
  };
}
