import { createPublicKey, generateKeyPair, hash, type KeyObject } from "node:crypto";
import { promisify } from "node:util";
import type { JsonObject } from "../../domain/json.ts";
import type { KeyPurpose, SigningAlgorithm, StoredKey } from "../../ports/key-store.ts";
import type { KeyEncryptionKey } from "./kek.ts";
import { seal } from "./seal.ts";

/** RFC 7518 section 3.3 asks for 2048 or more; each doubling makes a signature some six times as dear. */
const RSA_BITS = 2048;

const generate = promisify(generateKeyPair);

/** A new key of the algorithm, sealed. RSA takes some 0.1 to 1 s, off the main thread. */
export async function generateSealed(
  algorithm: SigningAlgorithm,
  purpose: KeyPurpose,
  kek: KeyEncryptionKey,
  nowMs: number,
): Promise<StoredKey> {
  const { privateKey } = await generateFor(algorithm);
  const publicKey = publicJwk(privateKey, algorithm);
  const kid = publicKey.kid;
  return {
    kid,
    algorithm,
    purpose,
    sealed_private: seal(kek, { kid, algorithm, purpose }, privateKey.export({ format: "der", type: "pkcs8" })),
    public_jwk: publicKey,
    created_at_ms: nowMs,
  };
}

/** The public half as JWK (RFC 7517), without any private member. */
export function publicJwk(privateKey: KeyObject, algorithm: SigningAlgorithm): JsonObject & { readonly kid: string } {
  const jwk = createPublicKey(privateKey).export({ format: "jwk" });
  const members = { ES256: ["crv", "kty", "x", "y"], RS256: ["e", "kty", "n"] }[algorithm];
  // RFC 7638 section 3.2: the required members in lexicographic order, which is also all that is public.
  const required: Record<string, string> = Object.fromEntries(members.map((name) => [name, String(jwk[name])]));
  const kid = hash("sha256", JSON.stringify(required), "base64url");
  return { ...required, kid, alg: algorithm, use: "sig" };
}

function generateFor(algorithm: SigningAlgorithm): Promise<{ readonly privateKey: KeyObject }> {
  switch (algorithm) {
    case "ES256":
      return generate("ec", { namedCurve: "P-256" });
    case "RS256":
      return generate("rsa", { modulusLength: RSA_BITS });
  }
}
