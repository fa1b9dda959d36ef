import { compiledCases } from "./cases.ts";
import type { Failure } from "./failing.ts";
import { failureOf } from "./run-case.ts";

interface Count {
  readonly passed: number;
  readonly all: number;
}

export interface Outcome {
  readonly counts: ReadonlyMap<string, Count>;
  readonly failures: readonly Failure[];
}

/** Compiles and runs the cases of these folders, of all when there are none. */
export async function runFolders(folders: readonly string[]): Promise<Outcome> {
  const counts = new Map<string, Count>();
  const failures: Failure[] = [];
  const seen = new Map<string, number>();
  for await (const test of compiledCases(folders)) {
    const { folder } = test;
    // Some cases share a note.
    const count = (seen.get(test.note) ?? 0) + 1;
    seen.set(test.note, count);
    const note = count === 1 ? test.note : `${test.note} #${count}`;
    const reason = await failureOf(test);
    if (reason !== undefined) failures.push({ folder, note, reason });
    const { passed, all } = counts.get(folder) ?? { passed: 0, all: 0 };
    counts.set(folder, { passed: passed + Number(reason === undefined), all: all + 1 });
  }
  return { counts, failures };
}
