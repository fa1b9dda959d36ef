import { createPublicKey, type JsonWebKey, type KeyObject, verify } from "node:crypto";
import { isJsonObject, type JsonObject } from "../../domain/json.ts";
import { parseStrictJson } from "../../domain/strict-json.ts";
import type { OwnTokens } from "../../ports/own-tokens.ts";
import type { VerificationKey, VerificationKeys } from "../../ports/signer.ts";

/** Longer than any token that is signed here. */
const MAX_TOKEN_CHARS = 20_000;
const COMPACT_JWS = /^([\w-]+)\.([\w-]+)\.([\w-]+)$/;
/** All that a header of Writ's own says; another parameter was put there by somebody else. */
const HEADER = ["alg", "kid", "typ"];
/** Some more than are ever in use at once. */
const MAX_KEY_OBJECTS = 32;

/** Verifies by the keys that are published now: the algorithm is the key's, whatever the token says. */
export function createOwnTokens(keys: VerificationKeys): OwnTokens {
  const objects = new Map<string, KeyObject>();
  const objectOf = ({ jwk }: VerificationKey): KeyObject => {
    const known = objects.get(jwk.kid);
    if (known !== undefined) return known;
    // A kid is the thumbprint of its key: what is kept under it stays right.
    const made = createPublicKey({ key: jwk as unknown as JsonWebKey, format: "jwk" });
    if (objects.size >= MAX_KEY_OBJECTS) objects.clear();
    objects.set(jwk.kid, made);
    return made;
  };
  return {
    verify: (token, purpose, nowMs) => {
      const parts = token.length > MAX_TOKEN_CHARS ? null : COMPACT_JWS.exec(token);
      if (parts === null) return undefined;
      const [, head = "", payload = "", signature = ""] = parts;
      const { alg, kid, ...others } = decoded(head) ?? {};
      if (typeof kid !== "string" || Object.keys(others).some((name) => !HEADER.includes(name))) return undefined;
      const key = keys.find(kid, nowMs);
      if (key === undefined || key.purpose !== purpose || key.algorithm !== alg) return undefined;
      const bytes = bytesOf(signature);
      const signed = Buffer.from(`${head}.${payload}`);
      const options = { key: objectOf(key), dsaEncoding: "ieee-p1363" } as const;
      return bytes !== undefined && verify("sha256", signed, options, bytes) ? decoded(payload) : undefined;
    },
  };
}

function decoded(part: string): JsonObject | undefined {
  const bytes = bytesOf(part);
  if (bytes === undefined) return undefined;
  try {
    const value = parseStrictJson(bytes);
    return isJsonObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Base64url in its one form: what is spelled another way was changed by somebody. */
function bytesOf(part: string): Buffer | undefined {
  const bytes = Buffer.from(part, "base64url");
  return bytes.toString("base64url") === part ? bytes : undefined;
}
