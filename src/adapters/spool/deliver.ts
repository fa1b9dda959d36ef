import { appendFile } from "node:fs/promises";
import { join } from "node:path";
import { WritError } from "../../domain/errors.ts";
import type { RecordEntry } from "../../domain/record.ts";
import { type RecordLookup, type RecordSink, ROW_REFUSED } from "../../ports/record-store.ts";
import { FILE_MODE, makeFolder } from "./folder.ts";
import type { Frame } from "./frame.ts";
import { entryOf } from "./payload.ts";

export type SpoolLog = (event: string, fields: Readonly<Record<string, string | number>>) => void;

/** Where spooled records go. */
export interface Destination {
  readonly sink: RecordSink;
  readonly lookup: RecordLookup;
  /** Told of records that were answered and will never be in the database. */
  readonly lost: (count: number) => void;
  readonly log: SpoolLog;
  /** A folder for what people have to look at. */
  readonly asideDir: string;
}

/** Brings frames into the database, each exactly once. */
export class Delivery {
  readonly #to: Destination;
  readonly #always: boolean;
  #doubtful: boolean;

  /** @param adopted the records are another process's, who may have brought in some of them */
  constructor(to: Destination, adopted: boolean) {
    this.#to = to;
    this.#always = adopted;
    this.#doubtful = adopted;
  }

  /** @throws WritError unavailable when it is not known that all are there; then they are to be delivered again */
  async deliver(frames: readonly Frame[]): Promise<void> {
    const entries = frames.map(({ payload }) => entryOf(payload));
    const there = this.#doubtful ? await this.#to.lookup.recorded(entries.map(({ decision }) => decision)) : NONE;
    const missing = entries.filter(({ decision }) => !there.has(decision.id));
    this.#doubtful = true;
    const results = await Promise.allSettled(missing.map((entry) => this.#to.sink.append(entry)));
    const refused: RecordEntry[] = [];
    for (const [index, result] of results.entries()) {
      const entry = missing[index];
      if (result.status === "fulfilled" || entry === undefined) continue;
      if (!isRowRefused(result.reason)) throw result.reason;
      refused.push(entry);
    }
    if (refused.length > 0) await this.#setAside(refused);
    this.#doubtful = this.#always;
  }

  /** Rows that the database refuses: because another process was first, or for ever. */
  async #setAside(refused: readonly RecordEntry[]): Promise<void> {
    const there = await this.#to.lookup.recorded(refused.map(({ decision }) => decision));
    const lost = refused.filter(({ decision }) => !there.has(decision.id));
    if (lost.length === 0) return;
    await makeFolder(this.#to.asideDir);
    const lines = lost.map(({ decision }) => `${JSON.stringify(decision)}\n`).join("");
    await appendFile(join(this.#to.asideDir, "refused.jsonl"), lines, { mode: FILE_MODE });
    this.#to.lost(lost.length);
    for (const { decision } of lost) this.#to.log("spool_record_refused", { decision_id: decision.id });
  }
}

const NONE: ReadonlySet<string> = new Set();

function isRowRefused(error: unknown): boolean {
  return error instanceof WritError && error.reason?.code === ROW_REFUSED;
}
