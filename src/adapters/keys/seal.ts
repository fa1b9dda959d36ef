import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { WritError } from "../../domain/errors.ts";
import type { KeyEncryptionKey, KeyEncryptionKeys } from "./kek.ts";

// A sealed key is: one byte of version, 12 bytes of nonce, 16 bytes of tag, ciphertext (AES-256-GCM, NIST SP 800-38D).

const VERSION = 1;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const HEADER_BYTES = 1 + NONCE_BYTES + TAG_BYTES;

/** What a sealed key is bound to: one moved to another row does not open. */
export interface SealedAs {
  readonly kid: string;
  readonly algorithm: string;
  readonly purpose: string;
}

export function seal(kek: KeyEncryptionKey, as: SealedAs, secret: Uint8Array): Buffer {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv("aes-256-gcm", kek.key, nonce).setAAD(associatedData(as));
  const ciphertext = Buffer.concat([cipher.update(secret), cipher.final()]);
  return Buffer.concat([Buffer.of(VERSION), nonce, cipher.getAuthTag(), ciphertext]);
}

/** @throws WritError that names the key and where the key encryption key came from */
export function unseal(kek: KeyEncryptionKey, as: SealedAs, sealed: Uint8Array): Buffer {
  try {
    if (sealed.length <= HEADER_BYTES || sealed[0] !== VERSION) throw new Error("not of the form of a sealed key");
    const nonce = sealed.subarray(1, 1 + NONCE_BYTES);
    const decipher = createDecipheriv("aes-256-gcm", kek.key, nonce, { authTagLength: TAG_BYTES })
      .setAAD(associatedData(as))
      .setAuthTag(sealed.subarray(1 + NONCE_BYTES, HEADER_BYTES));
    return Buffer.concat([decipher.update(sealed.subarray(HEADER_BYTES)), decipher.final()]);
  } catch (cause) {
    throw new WritError(
      "invalid_argument",
      `the key encryption key of ${kek.source} does not open signing key ${as.kid}: ` +
        "the key was sealed with another one, or its row in writ.signing_keys was changed",
      { cause },
    );
  }
}

/** Whichever of both sealed it. @throws WritError */
export function unsealEither({ current, previous }: KeyEncryptionKeys, as: SealedAs, sealed: Uint8Array): Buffer {
  if (previous === undefined) return unseal(current, as, sealed);
  try {
    return unseal(current, as, sealed);
  } catch {
    return unseal(previous, as, sealed);
  }
}

/** As JSON, in which no part can run over into the next. */
function associatedData({ kid, algorithm, purpose }: SealedAs): Buffer {
  return Buffer.from(JSON.stringify(["writ.signing_keys", VERSION, purpose, algorithm, kid]));
}
