import { WritError } from "../../../domain/errors.ts";
import type { RecordEntry } from "../../../domain/record.ts";
import type { AppendResult } from "../../../ports/record-store.ts";
import { conditionsOf } from "./conditions.ts";

/** An entry and whoever waits for it. */
export interface Waiting {
  readonly entry: RecordEntry;
  readonly settle: (result: AppendResult | WritError) => void;
}

/** Entries of one flush: more make the first of them wait, and gain nothing any more. */
const MAX_FLUSH_ENTRIES = 500;
/** A flush of the largest requests stays below what PostgreSQL and this process hold without effort. */
const MAX_FLUSH_BYTES = 8 * 1024 * 1024;
/** What may wait in one worker while PostgreSQL stands still. */
const MAX_QUEUED_ENTRIES = 16_384;
const MAX_QUEUED_BYTES = 128 * 1024 * 1024;
const RETRY_AFTER_MS = 500;

/** First in, first out, bounded. */
export class Queue {
  #waiting: Waiting[] = [];
  #bytes = 0;

  get size(): number {
    return this.#waiting.length;
  }

  /** @throws WritError resource_exhausted */
  push(waiting: Waiting): void {
    const bytes = sizeOf(waiting.entry);
    if (this.#waiting.length >= MAX_QUEUED_ENTRIES || this.#bytes + bytes > MAX_QUEUED_BYTES) {
      throw new WritError("resource_exhausted", "too many decisions wait for the record", {
        retryAfterMs: RETRY_AFTER_MS,
      });
    }
    this.#waiting.push(waiting);
    this.#bytes += bytes;
  }

  /** The entries of the next flush. Of two that change the same the second waits for the flush after. */
  take(): readonly Waiting[] {
    const taken: Waiting[] = [];
    const left: Waiting[] = [];
    const changed = new Set<string>();
    let bytes = 0;
    for (const waiting of this.#waiting) {
      const keys = conditionsOf(waiting.entry);
      const full = taken.length >= MAX_FLUSH_ENTRIES || (taken.length > 0 && bytes >= MAX_FLUSH_BYTES);
      if (full || keys.some((key) => changed.has(key))) {
        left.push(waiting);
        continue;
      }
      for (const key of keys) changed.add(key);
      bytes += sizeOf(waiting.entry);
      taken.push(waiting);
    }
    this.#waiting = left;
    this.#bytes -= bytes;
    return taken;
  }
}

/** In UTF-16 units, which is near enough to bytes for a bound. */
function sizeOf({ decision }: RecordEntry): number {
  return decision.input.length + decision.answer.length;
}
