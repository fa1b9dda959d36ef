import { BUILTINS } from "../../src/adapters/opa/builtins/index.ts";
import { fallbackBuiltins } from "../../src/adapters/opa/fallback/builtins.ts";
import { openReactor } from "../../src/adapters/opa/fallback/fallback.ts";
import { buildBuiltins } from "../opa/wasi/builtins/build.ts";
import { compiledCases } from "./cases.ts";
import type { Failure } from "./failing.ts";
import { ownImpureBuiltins } from "./impure.ts";
import { judge } from "./run-case.ts";

interface Count {
  readonly passed: number;
  readonly all: number;
}

export interface Outcome {
  readonly counts: ReadonlyMap<string, Count>;
  readonly failures: readonly Failure[];
  /** How many pass without OPA's own builtins. */
  readonly passedAlone: number;
}

/**
 * Compiles and runs the cases of these folders, of all when there are none.
 * @param builtins ours, or what stands for them
 */
export async function runFolders(folders: readonly string[], builtins = BUILTINS): Promise<Outcome> {
  const reactor = await openReactor(await buildBuiltins());
  const own = new Map([...fallbackBuiltins(reactor), ...ownImpureBuiltins(reactor)]);
  let passedAlone = 0;
  const counts = new Map<string, Count>();
  const failures: Failure[] = [];
  const seen = new Map<string, number>();
  for await (const test of compiledCases(folders)) {
    const { folder } = test;
    // Some cases share a note.
    const count = (seen.get(test.note) ?? 0) + 1;
    seen.set(test.note, count);
    const note = count === 1 ? test.note : `${test.note} #${count}`;
    const { failure: reason, needsFallback } = await judge(test, { builtins, own });
    if (reason === undefined && !needsFallback) passedAlone++;
    if (reason !== undefined) failures.push({ folder, note, reason });
    const { passed, all } = counts.get(folder) ?? { passed: 0, all: 0 };
    counts.set(folder, { passed: passed + Number(reason === undefined), all: all + 1 });
  }
  return { counts, failures, passedAlone };
}
