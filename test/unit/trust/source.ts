import type { KeyDocument, KeySource } from "../../../src/adapters/trust/sources/source.ts";
import type { JsonObject } from "../../../src/domain/json.ts";

/** A source in a test's hands. */
export interface HeldSource extends KeySource {
  /** What it knows; undefined for nothing. */
  document: KeyDocument | undefined;
  /** How often somebody met a key that is not there. */
  misses: number;
}

export function heldSource(keys: readonly JsonObject[]): HeldSource {
  const held: HeldSource = {
    document: { keys, fetchedAtMs: 0 },
    misses: 0,
    current: () => held.document,
    miss: async () => {
      held.misses += 1;
    },
    close: () => {},
  };
  return held;
}
