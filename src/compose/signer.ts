import { loadKeyEncryptionKey } from "../adapters/keys/kek.ts";
import { createSigner } from "../adapters/keys/signer.ts";
import type { Config } from "../config/load.ts";
import type { KeyStore } from "../ports/key-store.ts";
import type { TokenSigner } from "../ports/signer.ts";

/** Opens the signing keys, and makes those that are missing. */
export function openSigner({ grants, dataDir, mode }: Config, store: KeyStore): Promise<TokenSigner> {
  const kek = loadKeyEncryptionKey({
    ...(grants.keyEncryptionKey === undefined ? {} : { bytes: grants.keyEncryptionKey }),
    file: grants.keyEncryptionKeyFile,
    dataDir,
    development: mode === "development",
  });
  return createSigner({ store, kek, algorithms: grants.algorithms, now: Date.now });
}
