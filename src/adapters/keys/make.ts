import type { StoredKey } from "../../ports/key-store.ts";
import type { KeyEncryptionKey } from "./kek.ts";
import type { KeyMaterial } from "./material.ts";
import { seal } from "./seal.ts";

/** Makes keys and seals them. */
export interface KeyMaker {
  readonly material: KeyMaterial;
  readonly kek: KeyEncryptionKey;
  readonly now: () => number;
}

/** @param known ids of the keys that there are already */
export async function makeKey(
  { material, kek, now }: KeyMaker,
  { purpose, algorithm }: Pick<StoredKey, "purpose" | "algorithm">,
  activeAtMs: number,
  known: ReadonlySet<string>,
): Promise<StoredKey> {
  const { jwk, secret } = await material.make(purpose, algorithm, known);
  const { kid } = jwk;
  const sealed_private = seal(kek, { kid, algorithm, purpose }, secret);
  secret.fill(0);
  return { kid, algorithm, purpose, sealed_private, public_jwk: jwk, created_at_ms: now(), active_at_ms: activeAtMs };
}
