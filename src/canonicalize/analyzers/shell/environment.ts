import type { SignalCode } from "../signals.ts";

/** Variables whose value changes what programs do: see the manual pages of bash(1), ld.so(8), git(1), node(1), python(1). */
export interface VariableSpec {
  readonly signal?: SignalCode;
  /** The value is a command that other programs run. */
  readonly runs?: true;
  /** What follows from the value cannot be told: another program is found, other code is loaded. */
  readonly opaque?: true;
  /** Only for what follows in the line, not for the one command that it is set for. */
  readonly lasting?: true;
}

const LOADS: VariableSpec = { signal: "persistence.preload", opaque: true };
const RUNS: VariableSpec = { runs: true };
const OPAQUE: VariableSpec = { opaque: true };
const HISTORY: VariableSpec = { signal: "evasion.history" };

export const ENVIRONMENT: Readonly<Record<string, VariableSpec | undefined>> = {
  BASH_ENV: OPAQUE,
  BROWSER: RUNS,
  DYLD_INSERT_LIBRARIES: LOADS,
  DYLD_LIBRARY_PATH: LOADS,
  EDITOR: RUNS,
  ENV: OPAQUE,
  FPATH: OPAQUE,
  GIT_ASKPASS: RUNS,
  GIT_EDITOR: RUNS,
  GIT_EXTERNAL_DIFF: RUNS,
  GIT_PAGER: RUNS,
  GIT_PROXY_COMMAND: RUNS,
  GIT_SEQUENCE_EDITOR: RUNS,
  GIT_SSH: RUNS,
  GIT_SSH_COMMAND: RUNS,
  HISTCONTROL: HISTORY,
  HISTFILE: HISTORY,
  HISTFILESIZE: HISTORY,
  HISTIGNORE: HISTORY,
  HISTSIZE: HISTORY,
  IFS: { opaque: true, lasting: true },
  JAVA_TOOL_OPTIONS: OPAQUE,
  LD_AUDIT: LOADS,
  LD_LIBRARY_PATH: LOADS,
  LD_PRELOAD: LOADS,
  LESSOPEN: RUNS,
  MANPAGER: RUNS,
  NODE_OPTIONS: OPAQUE,
  PAGER: RUNS,
  PATH: OPAQUE,
  PERL5LIB: OPAQUE,
  PERL5OPT: OPAQUE,
  PROMPT_COMMAND: RUNS,
  PYTHONPATH: OPAQUE,
  PYTHONSTARTUP: OPAQUE,
  RUBYLIB: OPAQUE,
  RUBYOPT: OPAQUE,
  SHELLOPTS: OPAQUE,
  VISUAL: RUNS,
  ZDOTDIR: OPAQUE,
};
