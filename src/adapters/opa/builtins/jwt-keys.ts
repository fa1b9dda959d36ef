import {
  createPrivateKey,
  createPublicKey,
  createSecretKey,
  type JsonWebKey,
  type KeyObject,
  X509Certificate,
} from "node:crypto";
import { decodeKeyBase64 } from "./base64url.ts";
import { BuiltinError } from "./builtin.ts";
import { Cache } from "./cache.ts";
import { ALGORITHMS } from "./jwt-algorithms.ts";

/** A key, and what a JWK says of its use; "" for nothing. */
export interface Key {
  readonly alg: string;
  readonly kid: string;
  readonly key: KeyObject;
}

/** Algorithms that keys may name beside those that are checked here; such keys are passed over. */
const OTHER_ALGORITHMS =
  /^(?:none|ES256K|Ed25519|Ed448|RSA1_5|RSA-OAEP(?:-256|-384|-512)?|A(?:128|192|256)(?:GCM)?KW|dir|ECDH-ES(?:\+A(?:128|192|256)KW)?|PBES2-HS(?:256\+A128|384\+A192|512\+A256)KW)$/;

/** Go refuses shorter ones. */
const MIN_RSA_BITS = 1024;
const MAX_RSA_EXPONENT = 2n ** 63n - 1n;

const BEGIN = /(?:^|\n)-----BEGIN ([^\n]*?)-----[ \t\r]*\n/;

const verificationKeys = new Cache<readonly Key[]>();

/** The keys of a certificate, a public key in PEM, a JWK or a JWK set. @throws BuiltinError */
export function verificationKeysOf(text: string): readonly Key[] {
  return verificationKeys.get(text, () => {
    const block = pemBlock(text);
    return block === undefined
      ? jwkSet(text).filter(({ alg }) => alg === "" || ALGORITHMS.has(alg))
      : [{ alg: "", kid: "", key: pemKey(block) }];
  });
}

/** The first key of a JWK or a JWK set, which may be private. @throws BuiltinError */
export function signingKeyOf(text: string): KeyObject {
  const [first] = jwkSet(text);
  if (first === undefined) throw new BuiltinError("no keys found in JWK set");
  return first.key;
}

interface PemBlock {
  readonly type: string;
  readonly der: Buffer;
}

/** What Go's pem.Decode finds; undefined for what is no PEM. @throws BuiltinError for more than one block */
function pemBlock(text: string): PemBlock | undefined {
  const type = BEGIN.exec(text)?.[1];
  if (type === undefined) return undefined;
  const end = `\n-----END ${type}-----`;
  const [inside = "", behind, ...more] = text.slice(BEGIN.exec(text)?.index).replace(BEGIN, "\n").split(end);
  const digits = inside.replace(/[ \t\r\n]/g, "");
  if (behind === undefined || digits.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(digits)) return undefined;
  if (more.length > 0 || !/^[ \t\r]*\n?$/.test(behind)) {
    throw new BuiltinError("extra data after a PEM certificate block");
  }
  return { type, der: Buffer.from(digits, "base64") };
}

/** What OpenSSL would pass over stands behind neither certificate nor key. */
function pemKey({ type, der }: PemBlock): KeyObject {
  if (type !== "CERTIFICATE" && type !== "PUBLIC KEY") {
    throw new BuiltinError("failed to extract a key from the PEM block");
  }
  try {
    const certificate = type === "CERTIFICATE" ? new X509Certificate(der) : undefined;
    const key = certificate?.publicKey ?? createPublicKey({ key: der, format: "der", type: "spki" });
    const read = certificate?.raw ?? key.export({ format: "der", type: "spki" });
    if (!read.equals(der)) throw new BuiltinError("trailing data");
    return checked(key);
  } catch {
    throw new BuiltinError("failed to parse a PEM block");
  }
}

function jwkSet(text: string): Key[] {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    throw new BuiltinError("failed to parse a JWK key (set)");
  }
  if (typeof parsed !== "object" || parsed === null) throw new BuiltinError("failed to parse a JWK key (set)");
  const keys = "keys" in parsed ? parsed.keys : [parsed];
  if (!Array.isArray(keys)) throw new BuiltinError("failed to parse a JWK key (set)");
  return keys.map((key) => jwk(key as JsonWebKey));
}

function jwk(source: JsonWebKey): Key {
  if (typeof source !== "object" || source === null) throw new BuiltinError("failed to parse a JWK key");
  const { alg = "", kid = "" } = source as { alg?: unknown; kid?: unknown };
  if (typeof alg !== "string" || typeof kid !== "string") throw new BuiltinError("failed to parse a JWK key");
  if (alg !== "" && !ALGORITHMS.has(alg) && !OTHER_ALGORITHMS.test(alg))
    throw new BuiltinError("failed to parse a JWK key");
  try {
    return { alg, kid, key: checked(keyObject(withPlainNumbers(source))) };
  } catch {
    throw new BuiltinError("failed to parse a JWK key");
  }
}

/** Fields that hold numbers or bytes, by the type of key. */
const BYTES: Readonly<Record<string, readonly string[]>> = {
  oct: ["k"],
  RSA: ["n", "e", "d", "p", "q", "dp", "dq", "qi"],
  EC: ["x", "y", "d"],
  OKP: ["x", "d"],
};

/** The key in the one base64 that it should be written in, which Node does not insist on. @throws BuiltinError */
function withPlainNumbers(key: JsonWebKey): JsonWebKey {
  // Go finds this one name whatever its letters are.
  const [, kty] = Object.entries(key).findLast(([name]) => name.toLowerCase() === "kty") ?? [];
  const names = (BYTES[kty as string] ?? []).filter((name) => key[name] !== undefined);
  const plain = names.map((name) => {
    const bytes = decodeKeyBase64(key[name] as string);
    if (kty === "RSA" && bytes.every((byte) => byte === 0)) throw new BuiltinError(`no value for ${name}`);
    return [name, bytes.toString("base64url")];
  });
  return { ...key, kty: kty as string, ...Object.fromEntries(plain) };
}

function keyObject(key: JsonWebKey): KeyObject {
  if (key.kty === "oct" && key.k !== "") return createSecretKey(Buffer.from(key.k as string, "base64url"));
  return key.d === undefined ? createPublicKey({ key, format: "jwk" }) : createPrivateKey({ key, format: "jwk" });
}

function checked(key: KeyObject): KeyObject {
  const { modulusLength = MIN_RSA_BITS, publicExponent = 1n } = key.asymmetricKeyDetails ?? {};
  if (modulusLength < MIN_RSA_BITS) throw new BuiltinError("the key is too short");
  if (publicExponent > MAX_RSA_EXPONENT) throw new BuiltinError("the key's exponent is too large");
  return key;
}
