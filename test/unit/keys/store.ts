import { randomBytes } from "node:crypto";
import { loadKeyEncryptionKey } from "../../../src/adapters/keys/kek.ts";
import type { KeyStore, StoredKey } from "../../../src/ports/key-store.ts";

// Keys in memory for tests of what stands above the store; the store's own rules are tested with PostgreSQL.

export const aKek = () => loadKeyEncryptionKey({ bytes: randomBytes(32), file: "", dataDir: "", development: false });

/** With the store's rule: none beside an unretired one of the same purpose and algorithm. */
export function memoryStore(): KeyStore & { keys: StoredKey[]; tell(): void } {
  const keys: StoredKey[] = [];
  const hearers: ((keys: readonly StoredKey[]) => void)[] = [];
  const unused = async () => {
    throw new Error("not in this test");
  };
  return {
    keys,
    tell: () => {
      for (const hear of hearers) hear([...keys]);
    },
    load: async () => [...keys],
    insertIfAbsent: async (added) => {
      for (const key of added) {
        const there = keys.some(
          (other) =>
            other.purpose === key.purpose && other.algorithm === key.algorithm && other.retired_at_ms === undefined,
        );
        if (!there) keys.push(key);
      }
    },
    follow: unused,
    activate: unused,
    revoke: unused,
    reseal: async (changes) => {
      for (const { kid, after } of changes) {
        const index = keys.findIndex((key) => key.kid === kid);
        keys[index] = { ...(keys[index] as StoredKey), sealed_private: after };
      }
      return changes.length;
    },
    watch: (hear) => {
      hearers.push(hear);
    },
  };
}
