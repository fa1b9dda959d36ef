import { isDeepStrictEqual } from "node:util";
import type { JsonObject } from "../../../domain/json.ts";
import type { VerifiedToken } from "../../../ports/token-verifier.ts";
import { Generations } from "../generations.ts";
import type { KeySource } from "../sources/source.ts";

/** Tokens that one worker surely remembers; one that is forgotten costs one signature check more. */
export const MIN_REMEMBERED = 5_000;

/** What is remembered takes about twice its text; there are two generations of it. */
const MAX_CHARS = 8 * 1024 * 1024;

/** A token that was verified, and with what. */
export interface Remembered {
  readonly verified: VerifiedToken;
  readonly source: KeySource;
  readonly key: JsonObject;
  /** The list of keys in which the key was. */
  readonly keys: readonly JsonObject[];
  readonly chars: number;
  /** From when on the token counts no more, its clock skew included. */
  readonly endsAtMs: number;
}

/** Tokens that were verified, by digest, until they expire or their key is withdrawn. */
export class VerifiedTokens {
  readonly #generations = new Generations<Remembered>({ entries: MIN_REMEMBERED, weight: MAX_CHARS });

  /** Undefined for what has to be verified, again or for the first time. */
  get(id: string, nowMs: number): VerifiedToken | undefined {
    const entry = this.#generations.get(id);
    if (entry === undefined) return undefined;
    const current = nowMs < entry.endsAtMs ? withKey(entry, nowMs) : undefined;
    if (current === undefined) {
      this.#generations.forget(id);
      return undefined;
    }
    this.set(id, current);
    return current.verified;
  }

  set(id: string, entry: Remembered): void {
    this.#generations.keep(id, entry, entry.chars);
  }
}

/** The entry, if its key is among those that count now. */
function withKey(entry: Remembered, nowMs: number): Remembered | undefined {
  const keys = entry.source.current(nowMs)?.keys;
  if (keys === entry.keys) return entry;
  return keys?.some((key) => isDeepStrictEqual(key, entry.key)) === true ? { ...entry, keys } : undefined;
}
