import { existsSync } from "node:fs";
import { join } from "node:path";
import { LOCAL_KEYS } from "../../adapters/keys/generate.ts";
import { KeyRing } from "../../adapters/keys/ring.ts";
import { transitKeys } from "../../adapters/keys/transit.ts";
import { transitClient } from "../../adapters/keys/transit-client.ts";
import { withKeyStore } from "../../adapters/postgres/keys.ts";
import type { Config } from "../../config/load.ts";
import type { StoredKey } from "../../ports/key-store.ts";
import { keyEncryptionKeysOf } from "../signer.ts";
import { type Finding, findingsOf, wordsOf } from "./finding.ts";

const { ok, note, problem } = findingsOf("keys");

/** Whether the key encryption key is there, and opens what is stored. @param url undefined without a database */
export async function examineKeys(config: Config, url: string | undefined): Promise<readonly Finding[]> {
  if (config.mode === "development" && config.grants.keyEncryptionKeyFile === "" && isMadeAtStart(config)) {
    return [
      note(
        "kek_made_at_start",
        "development mode makes a key encryption key at the first start",
        "production needs one",
      ),
    ];
  }
  try {
    const keks = keyEncryptionKeysOf(config);
    const there = ok("kek_there", `the key encryption key is that of ${keks.current.source}`);
    if (url === undefined) return [there];
    const stored = await storedKeys(url);
    if (stored.length === 0) {
      return [there, note("no_signing_keys", "there are no signing keys yet", "the first start makes them")];
    }
    const { transit } = config.grants;
    const material = transit === undefined ? LOCAL_KEYS : transitKeys(transitClient(transit), transit.prefix);
    const refused = new KeyRing(keks, material).replace(stored, Date.now());
    const advice =
      "set the key encryption key that sealed them; a rotated one as grants.previous_key_encryption_key_file";
    if (refused.length > 0) return [there, ...refused.map(({ message }) => problem("keys_sealed", message, advice))];
    return [there, ok("keys_open", `it opens all ${stored.length} signing keys`)];
  } catch (error) {
    return [
      problem(
        "kek_unusable",
        wordsOf(error),
        "docs/keys.md; a new one (openssl rand -base64 32) opens nothing that another has sealed",
      ),
    ];
  }
}

/** Looking for it must not make it. */
function isMadeAtStart({ grants, dataDir }: Config): boolean {
  return grants.keyEncryptionKey === undefined && !existsSync(join(dataDir, "key-encryption-key"));
}

/** None where the schema is not there yet, which is another area's finding. */
async function storedKeys(url: string): Promise<readonly StoredKey[]> {
  try {
    return await withKeyStore(url, (keys) => keys.load());
  } catch {
    return [];
  }
}
