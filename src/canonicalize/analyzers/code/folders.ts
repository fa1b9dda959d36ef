import type { Evaluator } from "./evaluate.ts";
import { locate } from "./roles/arguments.ts";
import type { Deeds, Run } from "./run.ts";
import { hasHole, textOf } from "./value.ts";

/** Folders that the program changes into: relative paths may be of any of them. */
export function noteFolders(evaluator: Evaluator, run: Run): void {
  for (const call of evaluator.program.calls) {
    for (const callee of evaluator.values(call.callee)) {
      const known = callee.kind === "library" ? evaluator.library.find(callee.name) : undefined;
      for (const deed of known?.deeds ?? []) {
        if (deed.role !== "chdir") continue;
        const deeds: Deeds = { args: evaluator.arguments(call.arguments), self: undefined, name: "" };
        for (const folder of locate(deed.arguments[0], deeds) ?? [])
          run.folders.push(folderOf(textOf(folder), run.folders[0]));
      }
    }
  }
}

function folderOf(folder: string, from: string | undefined): string | undefined {
  if (hasHole(folder)) return undefined;
  if (/^[/~]/.test(folder)) return folder;
  return from === undefined ? undefined : `${from}/${folder}`;
}
