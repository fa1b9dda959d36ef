import { isJsonObject, type JsonObject } from "../../../domain/json.ts";
import { parseStrictJson } from "../../../domain/strict-json.ts";
import type { TokenRefused } from "../../../ports/token-verifier.ts";
import { invalid, refused } from "./refused.ts";

/** A token with the groups of a large company in it; above this it is a document, and hashing and parsing it costs. */
const MAX_TOKEN_CHARS = 16_384;

/** Ids of keys are names and thumbprints. */
const MAX_KID_CHARS = 256;

/** A compact JWS (RFC 7515 section 7.1) whose header and claims can be read. Nothing of it is believed yet. */
export interface CompactToken {
  readonly text: string;
  readonly header: JsonObject;
  readonly alg: string;
  /** Lower case and without `application/` (RFC 7515 section 4.1.9); "" where there is none. */
  readonly typ: string;
  /** Only ever compared with ids of keys that are known: no path, no URL, no query. */
  readonly kid?: string;
  readonly claims: JsonObject;
}

/** Keys that a token brings along or points to (RFC 7515 section 4.1): who believes them believes anybody. */
const KEY_MEMBERS = ["jwk", "jku", "x5u", "x5c"];

/**
 * What changes how the rest is to be read: extensions (section 4.1.11), a payload that is not encoded (RFC 7797), a token
 * in a token (RFC 7519 section 5.2), encryption and compression (RFC 7516).
 */
const READING_MEMBERS = ["crit", "b64", "cty", "enc", "zip"];

/** @param keyInHeader whether it is of a kind that brings its key along (RFC 9449 section 4.2) */
export function readCompact(text: string, keyInHeader = false): CompactToken | TokenRefused {
  if (text.length > MAX_TOKEN_CHARS)
    return refused("token_too_large", `a token has at most ${MAX_TOKEN_CHARS} characters`);
  const parts = text.split(".", 6);
  if (parts.length === 5) return invalid("the token is encrypted");
  if (parts.length !== 3) return invalid("the token is no compact JWS of three parts");
  const [header, claims] = [readPart(parts[0] as string), readPart(parts[1] as string)];
  if (header === undefined)
    return invalid("the token's header is not canonical base64url of JSON without duplicate members");
  if (claims === undefined)
    return invalid("the token's claims are not canonical base64url of JSON without duplicate members");
  if (decode(parts[2] as string) === undefined) return invalid("the token's signature is not canonical base64url");
  const stated = readHeader(header, keyInHeader);
  return "fault" in stated ? stated : { text, header, ...stated, claims };
}

function readHeader(
  header: JsonObject,
  keyInHeader: boolean,
): Pick<CompactToken, "alg" | "typ" | "kid"> | TokenRefused {
  const { alg, kid, typ } = header;
  if (typeof alg !== "string") return invalid("the token's header names no algorithm");
  const foreign = KEY_MEMBERS.find((member) => Object.hasOwn(header, member) && !(keyInHeader && member === "jwk"));
  if (foreign !== undefined) return invalid(`the token's header has ${foreign}: keys are not taken from tokens`);
  const changing = READING_MEMBERS.find((member) => Object.hasOwn(header, member));
  if (changing !== undefined) return invalid(`the token's header has ${changing}, which is not supported`);
  if (typ !== undefined && typeof typ !== "string") return invalid("the token's typ is no string");
  if (kid !== undefined && (typeof kid !== "string" || kid === "" || kid.length > MAX_KID_CHARS)) {
    return invalid(`the token's kid is no string of 1 to ${MAX_KID_CHARS} characters`);
  }
  const type = (typ ?? "").toLowerCase().replace(/^application\//, "");
  return { alg, typ: type, ...(kid === undefined ? {} : { kid }) };
}

function readPart(part: string): JsonObject | undefined {
  const bytes = decode(part);
  if (bytes === undefined || bytes.length === 0) return undefined;
  try {
    const value = parseStrictJson(bytes);
    return isJsonObject(value) ? value : undefined;
  } catch {
    // Its message names members of the token.
    return undefined;
  }
}

/** RFC 4648 section 3.5: bits that nobody reads must be zero, so that one token has one text. */
function decode(part: string): Buffer | undefined {
  const bytes = Buffer.from(part, "base64url");
  return bytes.toString("base64url") === part ? bytes : undefined;
}
