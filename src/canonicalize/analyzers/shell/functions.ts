import type { Statement } from "unbash";
import type { Run } from "./state.ts";

/**
 * A function, from here on. One that is defined in a branch or a loop may not be the one that runs: what stood under its
 * name before, another function or the program, runs too.
 */
export function defineFunction(name: string, commands: readonly Statement[], run: Run): void {
  const before = run.maybe ? run.frame.functions.get(name) : undefined;
  if (run.maybe && before === undefined) run.frame.doubtful.add(name);
  if (!run.maybe) run.frame.doubtful.delete(name);
  run.frame.functions.set(name, {
    commands: [...(before?.commands ?? []), ...commands],
  });
}
