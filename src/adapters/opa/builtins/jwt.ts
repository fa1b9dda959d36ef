import { createSecretKey } from "node:crypto";
import { decodeBase64Url } from "./base64url.ts";
import { type Builtin, type BuiltinContext, BuiltinError, type Builtins, objectArg, stringArg } from "./builtin.ts";
import { parseJson } from "./json-parse.ts";
import { goJson } from "./json-text.ts";
import { ALGORITHMS, isSignature, signatureOf } from "./jwt-algorithms.ts";
import { signingKeyOf, verificationKeysOf } from "./jwt-keys.ts";
import { jsonObject, parseToken, readHeader, sectionText } from "./jwt-token.ts";
import { decodeAndVerify, isSignedByOne } from "./jwt-verify.ts";
import { SIGNATURE_FUEL } from "./limits.ts";
import { ObjectValue, type Value } from "./value.ts";

export const JWT: Builtins = {
  "io.jwt.decode": (args) => decode(stringArg(args, 0)),
  "io.jwt.decode_verify": (args, context) => {
    context.spend(SIGNATURE_FUEL);
    return decodeAndVerify(stringArg(args, 0), objectArg(args, 1), context);
  },
  "io.jwt.encode_sign": ([header = null, payload = null, key = null], context) =>
    encode(goJson(header), goJson(payload), goJson(key), context),
  "io.jwt.encode_sign_raw": (args, context) =>
    encode(stringArg(args, 0), stringArg(args, 1), stringArg(args, 2), context),
  ...Object.fromEntries([...ALGORITHMS.keys()].map((name) => [`io.jwt.verify_${name.toLowerCase()}`, verifier(name)])),
};

function decode(text: string): Value {
  const token = parseToken(text);
  const content = sectionText(token.payload);
  const type = token.header.get("cty") ?? "";
  if (typeof type !== "string") throw new BuiltinError("cty: must be a string");
  // The payload is a token of its own, perhaps in quotes.
  if (type === "JWT") return decode(content.replace(/^["']+|["']+$/g, ""));
  return [token.header, jsonObject(content), decodeBase64Url(token.signature).toString("hex")];
}

function verifier(name: string): Builtin {
  const verify = name.startsWith("HS") ? isSignedWithSecret : isSignedWithKey;
  return (args, { spend }) => {
    spend(SIGNATURE_FUEL);
    return verify(name, stringArg(args, 0), stringArg(args, 1));
  };
}

/** What the header says does not matter, not even whether it is one. */
function isSignedWithSecret(name: string, text: string, secret: string): boolean {
  const [header, payload, signature, more] = text.split(".");
  if (signature === undefined || more !== undefined) throw new BuiltinError("encoded JWT must have 3 sections");
  return isSignature(name, createSecretKey(secret, "utf8"), `${header}.${payload}`, decodeBase64Url(signature));
}

function isSignedWithKey(name: string, text: string, keyText: string): boolean {
  const token = parseToken(text);
  const keys = verificationKeysOf(keyText);
  const signature = decodeBase64Url(token.signature);
  const { kid, alg } = readHeader(token.header);
  return isSignedByOne(keys, kid, alg, (key) => isSignature(name, key, token.signed, signature));
}

/** @param header, payload, key texts, which stand in the token as they are */
function encode(header: string, payload: string, key: string, { spend }: BuiltinContext): string {
  spend(SIGNATURE_FUEL);
  const signingKey = signingKeyOf(key);
  const fields = parseJson(header);
  const alg = fields instanceof ObjectValue ? fields.get("alg") : undefined;
  const type = fields instanceof ObjectValue ? fields.get("typ") : undefined;
  if (typeof alg !== "string") throw new BuiltinError("missing or invalid 'alg' header");
  if (typeof type !== "string" || type === "JWT") parseJson(payload);
  const text = `${Buffer.from(header).toString("base64url")}.${Buffer.from(payload).toString("base64url")}`;
  return `${text}.${signatureOf(alg, signingKey, text).toString("base64url")}`;
}
