import { LOCAL_KEYS } from "../adapters/keys/generate.ts";
import { type KeyEncryptionKeys, loadKeyEncryptionKeys } from "../adapters/keys/kek.ts";
import { createSigner, type SigningKeys } from "../adapters/keys/signer.ts";
import { transitKeys } from "../adapters/keys/transit.ts";
import { transitClient } from "../adapters/keys/transit-client.ts";
import type { Config } from "../config/load.ts";
import type { KeyStore } from "../ports/key-store.ts";

/** What keys are sealed with. @throws WritError that names the setting or file, never its content */
export function keyEncryptionKeysOf({
  grants,
  dataDir,
  mode,
}: Pick<Config, "grants" | "dataDir" | "mode">): KeyEncryptionKeys {
  return loadKeyEncryptionKeys({
    ...(grants.keyEncryptionKey === undefined ? {} : { bytes: grants.keyEncryptionKey }),
    file: grants.keyEncryptionKeyFile,
    previousFile: grants.previousKeyEncryptionKeyFile,
    dataDir,
    development: mode === "development",
  });
}

/**
 * Opens the signing keys, and makes those that are missing.
 * @param unreadable told of a key that another replica made and that cannot be opened here
 */
export function openSigner(
  { grants, dataDir, mode }: Config,
  store: KeyStore,
  unreadable: (message: string) => void = () => {},
): Promise<SigningKeys> {
  const { current, previous } = keyEncryptionKeysOf({ grants, dataDir, mode });
  return createSigner({
    store,
    kek: current,
    previousKek: previous,
    material:
      grants.transit === undefined ? LOCAL_KEYS : transitKeys(transitClient(grants.transit), grants.transit.prefix),
    algorithms: grants.algorithms,
    overlap_s: grants.keyOverlapS,
    now: Date.now,
    unreadable,
  });
}
