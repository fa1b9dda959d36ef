import { createSecretKey, type KeyObject } from "node:crypto";
import { decodeBase64Url } from "./base64url.ts";
import { type BuiltinContext, BuiltinError, isArray } from "./builtin.ts";
import { formatFloat } from "./go-float.ts";
import { isSignature } from "./jwt-algorithms.ts";
import { type Key, verificationKeysOf } from "./jwt-keys.ts";
import { jsonObject, parseToken, readHeader, sectionText, type Token } from "./jwt-token.ts";
import { compare, Num, ObjectValue, type Value } from "./value.ts";

/** What a token must be, as the policy says. */
interface Constraints {
  readonly keys: readonly Key[] | undefined;
  readonly secret: KeyObject | undefined;
  readonly alg: string;
  readonly iss: string;
  readonly aud: string;
  /** In nanoseconds since 1970. */
  readonly time: number | undefined;
}

const NAMES = ["cert", "secret", "alg", "iss", "aud", "time"];
const NS_PER_S = 1e9;

/** @returns `[valid, header, payload]`; both are empty for a token that is not valid @throws BuiltinError */
export function decodeAndVerify(text: string, source: ObjectValue, context: BuiltinContext): Value {
  const constraints = readConstraints(source, context);
  const found = verified(text, constraints);
  if (found === undefined || !isAcceptable(found.payload, constraints)) {
    return [false, new ObjectValue([]), new ObjectValue([])];
  }
  return [true, found.header, found.payload];
}

/** Whether one of the keys has made the signature: the one with the token's id if there is one, else any. */
export function isSignedByOne(
  keys: readonly Key[],
  kid: string,
  alg: string,
  isSignedBy: (key: KeyObject) => boolean,
): boolean {
  const named = kid === "" ? undefined : keys.find((key) => key.kid === kid);
  if (named !== undefined) return isSignedBy(named.key);
  return keys.some((key) => (key.alg === "" || key.alg === alg) && isSignedBy(key.key));
}

function readConstraints(source: ObjectValue, { nowNs }: BuiltinContext): Constraints {
  for (const [key] of source.entries) {
    if (!NAMES.includes(key as string)) throw new BuiltinError("unknown token validation constraint");
  }
  const text = (name: string): string => {
    const value = source.get(name) ?? "";
    if (typeof value !== "string") throw new BuiltinError(`${name} constraint: must be a string`);
    return value;
  };
  const keys = source.has("cert") ? verificationKeysOf(text("cert")) : undefined;
  const secret = text("secret");
  if ((keys === undefined) === (secret === "")) throw new BuiltinError("there must be one key constraint");
  return {
    keys,
    secret: secret === "" ? undefined : createSecretKey(secret, "utf8"),
    alg: text("alg"),
    iss: text("iss"),
    aud: text("aud"),
    time: timeOf(source.get("time")) ?? (nowNs === undefined ? undefined : Number(nowNs)),
  };
}

function timeOf(value: Value | undefined): number | undefined {
  if (value === undefined) return undefined;
  const time = value instanceof Num ? Number(value.text) : Number.NaN;
  if (!Number.isFinite(time) || time < 0) throw new BuiltinError("token time constraint: must be a number");
  return time;
}

/** Header and payload of the token, or of the one that it holds; undefined when a signature does not fit. */
function verified(text: string, constraints: Constraints): { header: ObjectValue; payload: ObjectValue } | undefined {
  for (let inner = text; ; ) {
    const token = parseToken(inner);
    const header = readHeader(token.header);
    if (!header.valid || (constraints.alg !== "" && constraints.alg !== header.alg)) return undefined;
    if (!isSigned(token, header.kid, header.alg, constraints)) return undefined;
    const payload = sectionText(token.payload);
    if (header.cty.toLowerCase() !== "jwt") return { header: token.header, payload: jsonObject(payload) };
    inner = payload;
  }
}

function isSigned(token: Token, kid: string, alg: string, { keys, secret }: Constraints): boolean {
  const signature = decodeBase64Url(token.signature);
  const isSignedBy = (key: KeyObject) => isSignature(alg, key, token.signed, signature);
  return keys === undefined ? secret !== undefined && isSignedBy(secret) : isSignedByOne(keys, kid, alg, isSignedBy);
}

/** RFC 7519, section 4.1. */
function isAcceptable(payload: ObjectValue, { iss, aud, time }: Constraints): boolean {
  const [issuer, audience] = [payload.get("iss"), payload.get("aud")];
  if (iss !== "" && issuer !== undefined && typeof issuer !== "string") throw new BuiltinError("iss must be a string");
  if (iss !== "" && issuer !== iss) return false;
  // Who names no audience accepts only tokens without one.
  if (audience === undefined ? aud !== "" : !isAudience(audience, aud)) return false;
  const expires = timeClaim(payload, "exp");
  const notBefore = timeClaim(payload, "nbf");
  if (expires === undefined && notBefore === undefined) return true;
  if (time === undefined)
    throw new BuiltinError("a token with exp or nbf needs the constraint time, e.g. of input.now");
  const now = new Num(formatFloat(time / NS_PER_S, "g", -1));
  return (
    (expires === undefined || compare(now, expires) < 0) && (notBefore === undefined || compare(now, notBefore) >= 0)
  );
}

function isAudience(audience: Value, wanted: string): boolean {
  return audience === wanted || (isArray(audience) && audience.includes(wanted));
}

function timeClaim(payload: ObjectValue, name: string): Num | undefined {
  const value = payload.get(name);
  if (value !== undefined && !(value instanceof Num)) throw new BuiltinError(`${name} value must be a number`);
  return value;
}
