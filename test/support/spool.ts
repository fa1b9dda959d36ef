import { mkdtempSync, rmSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import type { Destination } from "../../src/adapters/spool/deliver.ts";
import { payloadOf } from "../../src/adapters/spool/payload.ts";
import { WritError } from "../../src/domain/errors.ts";
import type { RecordEntry } from "../../src/domain/record.ts";
import { type AppendResult, ROW_REFUSED } from "../../src/ports/record-store.ts";
import { entryOf } from "./records.ts";

/** How the next flush ends: `uncertain` writes the records and says that it could not. */
export type Fate = "written" | "failed" | "uncertain";

interface Waiting {
  readonly entry: RecordEntry;
  readonly settle: (result: AppendResult | WritError) => void;
}

/** A place for records that fails as a database does, a flush at a time, and remembers what came and in which order. */
export class Ledger {
  readonly ids: string[] = [];
  readonly events: string[] = [];
  /** Ids of records that it refuses for ever. */
  readonly poison = new Set<string>();
  lost = 0;
  fate: () => Fate = () => "written";
  reachable = true;
  #waiting: Waiting[] = [];

  destination(asideDir: string): Destination {
    return {
      sink: { append: (entry) => this.#append(entry), close: async () => {} },
      lookup: {
        recorded: async (rows) => {
          if (!this.reachable) throw unavailable();
          return new Set(rows.map(({ id }) => id).filter((id) => this.ids.includes(id)));
        },
      },
      lost: (count) => {
        this.lost += count;
      },
      log: (event) => this.events.push(event),
      asideDir,
    };
  }

  #append(entry: RecordEntry): Promise<AppendResult> {
    if (this.#waiting.length === 0) setImmediate(() => this.#flush(this.#waiting.splice(0)));
    return new Promise((resolve, reject) => {
      this.#waiting.push({
        entry,
        settle: (result) => (result instanceof WritError ? reject(result) : resolve(result)),
      });
    });
  }

  #flush(group: readonly Waiting[]): void {
    const fate = this.reachable ? this.fate() : "failed";
    for (const { entry, settle } of group) {
      const { id } = entry.decision;
      // The second as the primary key has it.
      if (this.poison.has(id) || this.ids.includes(id)) {
        settle(fate === "failed" ? unavailable() : refusedRow());
        continue;
      }
      if (fate !== "failed") this.ids.push(id);
      settle(fate === "written" ? { status: "recorded", recorded: "committed" } : unavailable());
    }
  }
}

function unavailable(): WritError {
  return new WritError("unavailable", "the record store is down");
}

function refusedRow(): WritError {
  return new WritError("unavailable", "the record store failed (23505)", {
    reason: { code: ROW_REFUSED, metadata: {} },
  });
}

/** An entry as a journal keeps it, and its id. */
export function spooledRecord(): { readonly id: string; readonly payload: string } {
  const entry = entryOf();
  return { id: entry.decision.id, payload: payloadOf(entry) };
}

/** A folder that is gone after the test. */
export function spoolFolder(): string {
  const dir = mkdtempSync(join(tmpdir(), "writ-spool-"));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
}

/** The files below a folder, with their bytes. */
export async function filesIn(dir: string): Promise<ReadonlyMap<string, Buffer>> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
  return new Map(await Promise.all(files.map(async (path) => [path, await readFile(path)] as const)));
}

/** The sum of a metric over its labels. */
export async function metric(base: string, name: string): Promise<number> {
  const text = await (await fetch(`${base}/metrics`)).text();
  const lines = text.split("\n").filter((line) => line.startsWith(`${name} `) || line.startsWith(`${name}{`));
  if (lines.length === 0) throw new Error(`there is no metric ${name}`);
  return lines.reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(" "))), 0);
}
