import type { CodeRole, Deed, Known } from "./library.ts";
import { locate } from "./roles/arguments.ts";
import { runCommands } from "./roles/commands.ts";
import { readEnvironment, setEnvironment } from "./roles/environment.ts";
import { openFiles, touchFiles } from "./roles/files.ts";
import { mail, reachHosts } from "./roles/network.ts";
import { evaluate, query, runScript } from "./roles/texts.ts";
import { type Deeds, incomplete, type Run } from "./run.ts";
import { hasHole, textOf } from "./value.ts";

type Role = (deed: Deed, deeds: Deeds, run: Run) => void;

/** A module that is imported by a name that the program puts together. */
function importModule(deed: Deed, deeds: Deeds, run: Run): void {
  const names = (locate(deed.arguments[0], deeds) ?? []).map(textOf);
  for (const name of names) {
    const { library, program } = run.evaluation;
    if (hasHole(name)) {
      run.seen.dynamic = true;
      incomplete(run);
    } else {
      program.imports.add(name);
      if (!library.isKnown(library.canonical(name))) incomplete(run);
    }
  }
}

const nothing: Role = () => {};

const ROLES: Readonly<Record<CodeRole, Role>> = {
  read: touchFiles,
  list: touchFiles,
  search: touchFiles,
  write: touchFiles,
  append: touchFiles,
  delete: touchFiles,
  remove_tree: touchFiles,
  move: touchFiles,
  permission: touchFiles,
  open: openFiles,
  script: runScript,
  // Told before all others, see folders.ts.
  chdir: nothing,
  fetch: reachHosts,
  upload: reachHosts,
  connect: reachHosts,
  listen: reachHosts,
  request: reachHosts,
  shell: runCommands,
  spawn: runCommands,
  program: runCommands,
  sql: query,
  eval: evaluate,
  eval_text: evaluate,
  module: importModule,
  kill: (_deed, _deeds, run) => run.collector.does("process.kill"),
  mail,
  environment: readEnvironment,
  set_environment: setEnvironment,
};

const QUIET: ReadonlySet<CodeRole> = new Set(["module", "environment", "set_environment"]);

/** Everything that one call of a known function does. */
export function perform(known: Known, deeds: Deeds, run: Run): void {
  for (const deed of known.deeds) ROLES[deed.role](deed, deeds, run);
  for (const signal of known.signals) run.collector.signal(signal, deeds.name);
  if (known.dynamic) {
    run.seen.dynamic = true;
    incomplete(run);
  }
  if (known.socket) run.seen.socket = true;
  if (known.ties) run.seen.ties = true;
  if (known.deeds.some(({ role }) => !QUIET.has(role)) || known.dynamic || known.signals.length > 0) {
    run.calls.add(deeds.name);
  }
}
