import { isJsonObject, type JsonObject } from "../../../domain/json.ts";
import { parseStrictJson } from "../../../domain/strict-json.ts";
import { SourceProblem } from "./http-get.ts";
import { MAX_KEYS } from "./limits.ts";

/** What a document of keys says. */
export interface ReadKeys {
  readonly keys: readonly JsonObject[];
  /** `spiffe_refresh_hint`, in seconds (SPIFFE Trust Domain and Bundle, section 4.1.2). */
  readonly refreshHintS?: number;
}

/** Members that only a private or a symmetric key has (RFC 7518 sections 6.2.2, 6.3.2, 6.4). */
export const PRIVATE_MEMBERS = ["d", "p", "q", "dp", "dq", "qi", "oth", "k", "priv"];

/**
 * A JWK set (RFC 7517 section 5), which a SPIFFE bundle is too. A key of a kind that is not known is somebody else's and is left
 * out (RFC 7517 section 5), and so is one that is no secret any more: whoever reads the document could sign with it.
 * @throws SourceProblem
 */
export function readKeys(body: Uint8Array, format: "jwks" | "spiffe"): ReadKeys {
  const set = readJson(body);
  const { keys, spiffe_refresh_hint: hint } = set;
  if (!Array.isArray(keys)) throw new SourceProblem("the document is no JWK set");
  if (keys.length > MAX_KEYS) throw new SourceProblem(`the document has more than ${MAX_KEYS} keys`);
  const usable = keys.filter((key): key is JsonObject => isJsonObject(key) && isUsable(key, format));
  const refreshHintS = typeof hint === "number" && Number.isFinite(hint) && hint > 0 ? hint : undefined;
  return { keys: usable, ...(refreshHintS === undefined ? {} : { refreshHintS }) };
}

/** @throws SourceProblem for what is not an object in JSON that every reader understands the same */
export function readJson(body: Uint8Array): JsonObject {
  let value: unknown;
  try {
    value = parseStrictJson(body);
  } catch {
    throw new SourceProblem("the document is no JSON, or has a member twice");
  }
  if (!isJsonObject(value)) throw new SourceProblem("the document is no JSON object");
  return value;
}

function isUsable(key: JsonObject, format: "jwks" | "spiffe"): boolean {
  const { kty, use, kid } = key;
  if (kty !== "RSA" && kty !== "EC" && kty !== "OKP") return false;
  if (PRIVATE_MEMBERS.some((member) => Object.hasOwn(key, member))) return false;
  if (kid !== undefined && typeof kid !== "string") return false;
  // A bundle's keys say what they are for, and count for nothing else (section 4.2.2).
  if (format === "spiffe") return use === "jwt-svid" || use === "x509-svid";
  return use === undefined || use === "sig";
}
