import { createPrivateKey, createPublicKey, createSecretKey, type JsonWebKey, type KeyObject } from "node:crypto";
import { readFileSync } from "node:fs";
import { reasonOf, refused } from "./refused.ts";

/** RFC 7518 section 3.1 and RFC 8037: what OPA signs with, and the types of key that fit. */
const ALGORITHMS = {
  RS256: { type: "rsa" },
  RS384: { type: "rsa" },
  RS512: { type: "rsa" },
  PS256: { type: "rsa" },
  PS384: { type: "rsa" },
  PS512: { type: "rsa" },
  ES256: { type: "ec", curve: "prime256v1" },
  ES384: { type: "ec", curve: "secp384r1" },
  ES512: { type: "ec", curve: "secp521r1" },
  EdDSA: { type: "ed25519" },
  HS256: { type: "secret", minBytes: 32 },
  HS384: { type: "secret", minBytes: 48 },
  HS512: { type: "secret", minBytes: 64 },
} as const satisfies Record<string, KeyShape>;

interface KeyShape {
  readonly type: string;
  readonly curve?: string;
  /** RFC 7518 section 3.2: no shorter than the hash. */
  readonly minBytes?: number;
}

/** RFC 7518 section 3.3. */
const MIN_RSA_BITS = 2048;

export type SigningAlgorithm = keyof typeof ALGORITHMS;

export const SIGNING_ALGORITHMS = Object.keys(ALGORITHMS) as readonly SigningAlgorithm[];

export function isSigningAlgorithm(name: string): name is SigningAlgorithm {
  return Object.hasOwn(ALGORITHMS, name);
}

/** The setting that names a key's file for what its algorithm takes it for. */
export function keyInFile(algorithm: SigningAlgorithm, file: string): Pick<KeySettings, "keyFile" | "secretFile"> {
  return isSecret(algorithm) ? { secretFile: file } : { keyFile: file };
}

/** A key that is bound to one algorithm: what a token says of itself decides nothing. */
export interface BundleKey {
  readonly algorithm: SigningAlgorithm;
  readonly key: KeyObject;
  /** What signatures with it must say they are for. */
  readonly scope?: string;
}

/** One key as it is configured; exactly one of the four members that hold or name it. */
export interface KeySettings {
  readonly algorithm: SigningAlgorithm;
  /** PEM (SPKI, PKCS #1, certificate) or JWK of a public key. */
  readonly key?: string;
  readonly keyFile?: string;
  /** Of HS256, HS384 and HS512, and of no other algorithm. */
  readonly secret?: string;
  readonly secretFile?: string;
  readonly scope?: string;
}

/**
 * @param id what signatures call the key; stands in messages
 * @throws WritError `invalid_argument` which names the key, and repeats nothing of it
 */
export function loadVerificationKey(id: string, settings: KeySettings): BundleKey {
  const { algorithm, scope } = settings;
  const name = `the verification key ${id}`;
  const text = materialOf(name, settings);
  const key = isSecret(algorithm) ? secretKey(text) : publicKey(name, text);
  return { algorithm, key: fitting(name, algorithm, key), ...(scope === undefined ? {} : { scope }) };
}

/**
 * @param text PEM or JWK of a private key; the secret itself for HS256, HS384 and HS512
 * @throws WritError `invalid_argument` which repeats nothing of the key
 */
export function loadSigningKey(algorithm: SigningAlgorithm, text: string): BundleKey {
  const name = "the signing key";
  const key = isSecret(algorithm) ? secretKey(text) : parsed(name, () => createPrivateKey(keyInput(text)));
  return { algorithm, key: fitting(name, algorithm, key) };
}

function materialOf(name: string, { algorithm, key, keyFile, secret, secretFile }: KeySettings): string {
  if ([key, keyFile, secret, secretFile].filter((value) => value !== undefined).length !== 1) {
    throw refused(`${name} needs exactly one of key, key_file, secret and secret_file`);
  }
  // An RSA public key is public: taken for a secret, everybody could sign with it.
  if (isSecret(algorithm) !== (key === undefined && keyFile === undefined)) {
    throw refused(`${name}: ${algorithm} wants a ${isSecret(algorithm) ? "secret" : "public key"}`);
  }
  const file = keyFile ?? secretFile;
  if (file === undefined) return (key ?? secret) as string;
  try {
    const text = readFileSync(file, "utf8");
    return secretFile === undefined ? text : text.replace(/\r?\n$/, "");
  } catch (error) {
    throw refused(`${name}: ${file} cannot be read (${reasonOf(error)})`);
  }
}

function publicKey(name: string, text: string): KeyObject {
  if (/-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(text) || isPrivateJwk(text)) {
    throw refused(`${name} is a private key; configure its public half`);
  }
  return parsed(name, () => createPublicKey(keyInput(text)));
}

function parsed(name: string, parse: () => KeyObject): KeyObject {
  try {
    return parse();
  } catch {
    // Without its cause: a message of OpenSSL may say what the key holds.
    throw refused(`${name} is neither PEM nor JWK`);
  }
}

function keyInput(text: string): string | { readonly key: JsonWebKey; readonly format: "jwk" } {
  return text.trimStart().startsWith("{") ? { key: JSON.parse(text) as JsonWebKey, format: "jwk" } : text;
}

function isPrivateJwk(text: string): boolean {
  return text.trimStart().startsWith("{") && /"(d|k)"\s*:/.test(text);
}

function isSecret(algorithm: SigningAlgorithm): boolean {
  return ALGORITHMS[algorithm].type === "secret";
}

function secretKey(text: string): KeyObject {
  return createSecretKey(text, "utf8");
}

function fitting(name: string, algorithm: SigningAlgorithm, key: KeyObject): KeyObject {
  const { type, curve, minBytes }: KeyShape = ALGORITHMS[algorithm];
  const { namedCurve, modulusLength } = key.asymmetricKeyDetails ?? {};
  if ((key.asymmetricKeyType ?? "secret") !== type || namedCurve !== curve) {
    throw refused(`${name} is no key for ${algorithm}`);
  }
  if (modulusLength !== undefined && modulusLength < MIN_RSA_BITS) {
    throw refused(`${name} has fewer than ${MIN_RSA_BITS} bits`);
  }
  if (minBytes !== undefined && (key.symmetricKeySize ?? 0) < minBytes) {
    throw refused(`${name} is shorter than the ${minBytes} bytes that ${algorithm} needs`);
  }
  return key;
}
