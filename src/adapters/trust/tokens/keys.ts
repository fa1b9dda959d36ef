import { type CryptoKey, compactVerify, importJWK } from "jose";
import type { JsonObject } from "../../../domain/json.ts";
import type { TokenRefused } from "../../../ports/token-verifier.ts";
import type { KeyDocument } from "../sources/source.ts";
import { bareKey, fits } from "./algorithms.ts";
import type { CompactToken } from "./compact.ts";
import { invalid, refused } from "./refused.ts";

/** A token that does not name its key is tried with so many, and no more: each try costs a signature check. */
const MAX_TRIED = 4;

/** The keys that may have signed the token; several when it does not say which. */
export function candidateKeys({ kid, alg }: CompactToken, { keys }: KeyDocument): readonly JsonObject[] | TokenRefused {
  const named = kid === undefined ? keys : keys.filter((key) => key["kid"] === kid);
  if (named.length === 0)
    return refused("key_unknown", "the issuer has no key of the token's key id, as far as is known");
  const fitting = named.filter((key) => fits(key, alg));
  if (fitting.length === 0) {
    return refused("token_algorithm_refused", "the token's algorithm does not fit the issuer's key");
  }
  if (fitting.length > MAX_TRIED) return invalid("the token does not say which of the issuer's keys signed it");
  return fitting;
}

/** @returns the one of the keys that signed the token */
export async function signedBy(token: CompactToken, keys: readonly JsonObject[]): Promise<JsonObject | TokenRefused> {
  for (const key of keys) {
    if (await hasSigned(token, key)) return key;
  }
  return invalid("the token's signature is not that of the issuer's key");
}

async function hasSigned({ text, alg }: CompactToken, key: JsonObject): Promise<boolean> {
  try {
    await compactVerify(text, await importKey(key, alg), { algorithms: [alg] });
    return true;
  } catch {
    return false;
  }
}

/** Importing costs as much as checking a signature; documents that are gone take their keys with them. */
const imported = new WeakMap<JsonObject, Map<string, Promise<CryptoKey>>>();

function importKey(key: JsonObject, alg: string): Promise<CryptoKey> {
  const byAlgorithm = imported.get(key) ?? new Map<string, Promise<CryptoKey>>();
  imported.set(key, byAlgorithm);
  const known = byAlgorithm.get(alg);
  if (known !== undefined) return known;
  const made = importJWK({ ...bareKey(key) }, alg) as Promise<CryptoKey>;
  byAlgorithm.set(alg, made);
  return made;
}
