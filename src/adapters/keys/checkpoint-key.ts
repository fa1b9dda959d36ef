import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from "node:crypto";
import type { KeyEncryptionKeys } from "./kek.ts";
import { seal, unseal, unsealEither } from "./seal.ts";

/** Its raw form (RFC 8032), behind the fixed head of its SubjectPublicKeyInfo (RFC 8410). */
const PUBLIC_KEY_BYTES = 32;

const sealedAs = (name: string) => ({ kid: name, algorithm: "Ed25519", purpose: "checkpoint" });

/** A new Ed25519 key for checkpoints of that name, sealed. */
export function makeCheckpointKey(name: string, { current }: KeyEncryptionKeys) {
  const { privateKey } = generateKeyPairSync("ed25519");
  const secret = privateKey.export({ format: "der", type: "pkcs8" });
  const public_key = createPublicKey(privateKey).export({ format: "der", type: "spki" }).subarray(-PUBLIC_KEY_BYTES);
  const sealed_private = seal(current, sealedAs(name), secret);
  secret.fill(0);
  return { name, public_key, sealed_private };
}

/** @throws WritError when neither key encryption key opens it */
export function openCheckpointKey(name: string, sealed: Uint8Array, keks: KeyEncryptionKeys): KeyObject {
  return createPrivateKey({ key: unsealEither(keks, sealedAs(name), sealed), format: "der", type: "pkcs8" });
}

/** The key sealed with the present key encryption key; undefined where that sealed it already. @throws WritError when neither opens it */
export function resealedCheckpointKey(
  name: string,
  sealed: Uint8Array,
  keks: KeyEncryptionKeys,
): Uint8Array | undefined {
  try {
    unseal(keks.current, sealedAs(name), sealed).fill(0);
    return undefined;
  } catch {
    const secret = unsealEither(keks, sealedAs(name), sealed);
    const again = seal(keks.current, sealedAs(name), secret);
    secret.fill(0);
    return again;
  }
}
