import {
  createPrivateKey,
  createPublicKey,
  createSecretKey,
  type JsonWebKey,
  type KeyObject,
  X509Certificate,
} from "node:crypto";
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

const BEGIN = /(?:^|\n)-----BEGIN ([^\n]*?)-----[ \t\r]*\n/;

const verificationKeys = new Cache<readonly Key[]>();

/** The keys of a certificate, a public key in PEM, a JWK or a JWK set. @throws BuiltinError */
export function verificationKeysOf(text: string): readonly Key[] {
  return verificationKeys.get(text, () => {
    const type = BEGIN.exec(text)?.[1];
    if (type === undefined) return jwkSet(text).filter(({ alg }) => alg === "" || ALGORITHMS.has(alg));
    const end = `\n-----END ${type}-----`;
    const behind = text.slice(text.indexOf(end) + end.length);
    if (!text.includes(end) || !/^[ \t\r]*\n?$/.test(behind))
      throw new BuiltinError("extra data after a PEM certificate block");
    return [{ alg: "", kid: "", key: pemKey(text, type) }];
  });
}

/** The first key of a JWK or a JWK set, which may be private. @throws BuiltinError */
export function signingKeyOf(text: string): KeyObject {
  const [first] = jwkSet(text);
  if (first === undefined) throw new BuiltinError("no keys found in JWK set");
  return first.key;
}

function pemKey(text: string, type: string): KeyObject {
  try {
    if (type === "CERTIFICATE") return checked(new X509Certificate(text).publicKey);
    if (type === "PUBLIC KEY") return checked(createPublicKey(text));
  } catch {
    throw new BuiltinError("failed to parse a PEM block");
  }
  throw new BuiltinError("failed to extract a key from the PEM block");
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
  const { alg = "", kid = "" } = source as { alg?: unknown; kid?: unknown };
  if (typeof alg !== "string" || typeof kid !== "string") throw new BuiltinError("failed to parse a JWK key");
  if (alg !== "" && !ALGORITHMS.has(alg) && !OTHER_ALGORITHMS.test(alg))
    throw new BuiltinError("failed to parse a JWK key");
  try {
    return { alg, kid, key: checked(keyObject(source)) };
  } catch {
    throw new BuiltinError("failed to parse a JWK key");
  }
}

function keyObject(key: JsonWebKey): KeyObject {
  if (key.kty === "oct") return createSecretKey(Buffer.from(key.k as string, "base64url"));
  return key.d === undefined ? createPublicKey({ key, format: "jwk" }) : createPrivateKey({ key, format: "jwk" });
}

function checked(key: KeyObject): KeyObject {
  const bits = key.asymmetricKeyDetails?.modulusLength;
  if (bits !== undefined && bits < MIN_RSA_BITS) throw new BuiltinError("the key is too short");
  return key;
}
