import {
  createPrivateKey,
  createPublicKey,
  generateKeyPair,
  hash,
  type KeyObject,
  type SignKeyObjectInput,
  sign,
} from "node:crypto";
import { promisify } from "node:util";
import { WritError } from "../../domain/errors.ts";
import type { SigningAlgorithm } from "../../domain/signing-key.ts";
import type { KeyMaterial, PublicJwk } from "./material.ts";

/** RFC 7518 section 3.3 asks for 2048 or more; each doubling makes a signature some six times as dear. */
const RSA_BITS = 2048;

const generate = promisify(generateKeyPair);

/** Keys of this process's own. RSA takes some 0.1 to 1 s to make, off the main thread. */
export const LOCAL_KEYS: KeyMaterial = {
  make: async (_, algorithm) => {
    const { privateKey } = await generateFor(algorithm);
    return { jwk: publicJwk(privateKey, algorithm), secret: privateKey.export({ format: "der", type: "pkcs8" }) };
  },
  open: (secret, algorithm) => {
    const privateKey = importKey(secret);
    // RFC 7518 section 3.4: R and S side by side, not DER. Without meaning for RSA.
    const key: SignKeyObjectInput = { key: privateKey, dsaEncoding: "ieee-p1363" };
    return { jwk: publicJwk(privateKey, algorithm), sign: async (data) => sign("sha256", data, key) };
  },
};

function importKey(der: Buffer): KeyObject {
  try {
    return createPrivateKey({ key: der, format: "der", type: "pkcs8" });
  } catch {
    // Without the cause: what it says of the bytes is nobody's business.
    throw new WritError("invalid_argument", "a signing key is not of the local signer: grants.signer was changed");
  }
}

/** The public half as JWK (RFC 7517), without any private member. */
export function publicJwk(key: KeyObject, algorithm: SigningAlgorithm): PublicJwk {
  const jwk = (key.type === "private" ? createPublicKey(key) : key).export({ format: "jwk" });
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
