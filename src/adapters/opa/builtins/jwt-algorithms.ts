import { constants, createHmac, type KeyObject, sign, timingSafeEqual, verify } from "node:crypto";
import { BuiltinError } from "./builtin.ts";

/** What an algorithm of RFC 7518 is made of. */
interface Algorithm {
  readonly kind: "secret" | "rsa" | "pss" | "ec" | "ed25519";
  readonly hash: string | null;
}

export const ALGORITHMS: ReadonlyMap<string, Algorithm> = new Map([
  ...["256", "384", "512"].flatMap((bits): [string, Algorithm][] => [
    [`HS${bits}`, { kind: "secret", hash: `sha${bits}` }],
    [`RS${bits}`, { kind: "rsa", hash: `sha${bits}` }],
    [`PS${bits}`, { kind: "pss", hash: `sha${bits}` }],
    [`ES${bits}`, { kind: "ec", hash: `sha${bits}` }],
  ]),
  ["EdDSA", { kind: "ed25519", hash: null }] as [string, Algorithm],
]);

const KEY_TYPES: Readonly<Record<Exclude<Algorithm["kind"], "secret">, string>> = {
  rsa: "rsa",
  pss: "rsa",
  ec: "ec",
  ed25519: "ed25519",
};

/** Bytes of each half of a signature. */
const CURVE_BYTES: Readonly<Record<string, number>> = { secp224r1: 28, prime256v1: 32, secp384r1: 48, secp521r1: 66 };

/** Whether a signature is one of this text under this key; a key of another kind has signed nothing. */
export function isSignature(name: string, key: KeyObject, text: string, signature: Buffer): boolean {
  const algorithm = ALGORITHMS.get(name);
  if (algorithm === undefined) return false;
  if (algorithm.kind === "secret") return key.type === "secret" && isMac(hmac(algorithm, key, text), signature);
  if (key.type !== "public" || key.asymmetricKeyType !== KEY_TYPES[algorithm.kind]) return false;
  try {
    const halves = algorithm.kind === "ec" ? ecSignature(key, signature) : signature;
    return halves !== undefined && verify(algorithm.hash, Buffer.from(text), options(algorithm, key), halves);
  } catch {
    return false;
  }
}

/** Signs a text. @throws BuiltinError when the key is not one for the algorithm */
export function signatureOf(name: string, key: KeyObject, text: string): Buffer {
  const algorithm = ALGORITHMS.get(name);
  if (algorithm === undefined) throw new BuiltinError(`unknown JWS algorithm: ${name}`);
  if (algorithm.kind === "secret") {
    if (key.type !== "secret") throw new BuiltinError("the key is no secret");
    return hmac(algorithm, key, text);
  }
  if (key.type !== "private" || key.asymmetricKeyType !== KEY_TYPES[algorithm.kind]) {
    throw new BuiltinError("the key is none for the algorithm");
  }
  const saltLength = constants.RSA_PSS_SALTLEN_DIGEST;
  return sign(algorithm.hash, Buffer.from(text), { ...options(algorithm, key), saltLength });
}

function isMac(expected: Buffer, found: Buffer): boolean {
  return expected.length === found.length && timingSafeEqual(expected, found);
}

function hmac({ hash }: Algorithm, key: KeyObject, text: string): Buffer {
  return createHmac(hash as string, key)
    .update(text, "utf8")
    .digest();
}

function options({ kind }: Algorithm, key: KeyObject) {
  if (kind === "pss") return { key, padding: constants.RSA_PKCS1_PSS_PADDING };
  return kind === "ec" ? { key, dsaEncoding: "ieee-p1363" as const } : { key };
}

/** Go takes each half as a number, however many zeros stand in front of it. */
function ecSignature(key: KeyObject, signature: Buffer): Buffer | undefined {
  const size = CURVE_BYTES[key.asymmetricKeyDetails?.namedCurve ?? ""];
  if (size === undefined) return undefined;
  const middle = Math.floor(signature.length / 2);
  const halves = [signature.subarray(0, middle), signature.subarray(middle)].map((half) => {
    const digits = half.subarray(
      Math.max(
        half.findIndex((byte) => byte !== 0),
        0,
      ),
    );
    return digits.length > size ? undefined : Buffer.concat([Buffer.alloc(size - digits.length), digits]);
  });
  const [r, s] = halves;
  return r === undefined || s === undefined ? undefined : Buffer.concat([r, s]);
}
