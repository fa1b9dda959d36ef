import type { JsonObject } from "../../../domain/json.ts";

/** What a key has to be for an algorithm (RFC 7518 section 3.1, RFC 8037 section 3.1, RFC 9864 section 2.2). */
const KEYS: Readonly<Record<string, { readonly kty: string; readonly crv?: string }>> = {
  ES256: { kty: "EC", crv: "P-256" },
  ES384: { kty: "EC", crv: "P-384" },
  ES512: { kty: "EC", crv: "P-521" },
  RS256: { kty: "RSA" },
  RS384: { kty: "RSA" },
  RS512: { kty: "RSA" },
  PS256: { kty: "RSA" },
  PS384: { kty: "RSA" },
  PS512: { kty: "RSA" },
  EdDSA: { kty: "OKP", crv: "Ed25519" },
  Ed25519: { kty: "OKP", crv: "Ed25519" },
};

/** RFC 7518 section 3.3 asks for 2048 bits; above 8192 a signature costs milliseconds. In characters of base64url. */
const MIN_MODULUS_CHARS = 342;
const MAX_MODULUS_CHARS = 1366;
/** 65537 has 4; an exponent as long as the modulus makes a check as slow as a signature. */
const MAX_EXPONENT_CHARS = 6;

/** Whether a public key is one for this algorithm, and for checking signatures with. */
export function fits(key: JsonObject, alg: string): boolean {
  const wanted = Object.hasOwn(KEYS, alg) ? KEYS[alg] : undefined;
  if (wanted === undefined || key["kty"] !== wanted.kty) return false;
  if (wanted.crv !== undefined && key["crv"] !== wanted.crv) return false;
  if (key["alg"] !== undefined && sameAlgorithm(key["alg"]) !== sameAlgorithm(alg)) return false;
  const { use, key_ops: operations } = key;
  if (use !== undefined && use !== "sig" && use !== "jwt-svid") return false;
  if (operations !== undefined && !(Array.isArray(operations) && operations.includes("verify"))) return false;
  return wanted.kty !== "RSA" || isSoundRsa(key);
}

/** Two names of one. */
function sameAlgorithm(alg: unknown): unknown {
  return alg === "EdDSA" ? "Ed25519" : alg;
}

function isSoundRsa({ n, e }: JsonObject): boolean {
  return (
    typeof n === "string" &&
    typeof e === "string" &&
    n.length >= MIN_MODULUS_CHARS &&
    n.length <= MAX_MODULUS_CHARS &&
    e.length <= MAX_EXPONENT_CHARS
  );
}

/** Members that make a public key what it is, in the order of RFC 7638 section 3.2. */
const REQUIRED: Readonly<Record<string, readonly string[]>> = {
  EC: ["crv", "kty", "x", "y"],
  OKP: ["crv", "kty", "x"],
  RSA: ["e", "kty", "n"],
};

/** The key without all that is said about it; undefined for what is no public key. */
export function bareKey(key: JsonObject): Readonly<Record<string, string>> | undefined {
  const { kty } = key;
  const members = typeof kty === "string" && Object.hasOwn(REQUIRED, kty) ? (REQUIRED[kty] as readonly string[]) : [];
  const entries = members.map((member) => [member, key[member]] as const);
  if (entries.length === 0 || entries.some(([, value]) => typeof value !== "string" || value === "")) return undefined;
  return Object.fromEntries(entries) as Record<string, string>;
}
