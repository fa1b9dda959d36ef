import type { ProgramSpec, ProgramTable } from "../spec.ts";
import { HELP } from "./options.ts";

const WORDS: ProgramSpec = { lenient: true, operands: "text*", output: "facts" };

const JOBS: ProgramSpec = { lenient: true, operands: "text*", output: "nothing" };

const SET_FLAGS =
  "-a -b -e -f -h -k -m -n -o -p -t -u -v -x -B -C -E -H -P -T +a +b +e +f +h +k +m +n +o +p +t +u " +
  "+v +x +B +C +E +H +P +T - -g -U -L -l -q -S";

/** Assignments after which the shell does not keep what was typed. */
const HISTORY_OFF = /^HIST(?:FILE=(?:\/dev\/null)?$|(?:FILE)?SIZE=0$|CONTROL=(?:ignoreboth|ignorespace)|IGNORE=\*)/;

/** signal(7) */
const SIGNAL_NAMES =
  "HUP INT QUIT ILL TRAP ABRT BUS FPE KILL USR1 SEGV USR2 PIPE ALRM TERM STKFLT CHLD CONT " +
  "STOP TSTP TTIN TTOU URG XCPU XFSZ VTALRM PROF WINCH IO PWR SYS POLL";
const SIGNAL_OPTIONS = SIGNAL_NAMES.replaceAll(/\w+/g, (name) => `-${name} -SIG${name}`);

/** Commands that shells bring themselves (bash(1) SHELL BUILTIN COMMANDS; zsh's where agents meet them). */
export const BUILTINS: ProgramTable = {
  ".": "source",
  ":": WORDS,
  "[": { grammar: "test" },
  alias: WORDS,
  // Functions from the folders of fpath, run when they are called.
  autoload: { flags: "-U -z -k -X -w -t -T -r -R -d", operands: "text*", does: ["code.run"] },
  bg: JOBS,
  bind: {
    flags: "-l -p -P -s -S -v -V -X",
    options: { "-m -q -u -r": "text", "-f": "script", "-x": { value: "text", does: ["process.exec"] } },
    operands: "text*",
    output: "nothing",
  },
  bindkey: {
    flags: "-e -v -a -l -L -d -D -A -N -M -r -R",
    operands: "text*",
    options: { "-s": { does: ["process.exec"] } },
    output: "facts",
  },
  break: WORDS,
  builtin: { operands: "command" },
  caller: WORDS,
  cd: { flags: "-L -P -e -q -s", options: { "-@": "" }, operands: "chdir?", output: "nothing" },
  chdir: "cd",
  command: { flags: "-p", options: { "-v -V": { harmless: true, operands: "text*" } }, operands: "command" },
  compgen: {
    flags: "-a -b -c -d -e -f -g -j -k -s -u -v",
    options: { "-o -A -G -P -S -X -V": "text", "-W": "text", "-C": "shell", "-F": "shell" },
    operands: "text*",
  },
  complete: {
    flags: "-a -b -c -d -e -f -g -j -k -s -u -v -p -r -D -E -I",
    options: { "-o -A -G -W -P -S -X": "text", "-C": "shell", "-F": "text" },
    operands: "text*",
    output: "nothing",
  },
  compopt: { flags: "-D -E -I", options: { "-o +o": "text" }, operands: "text*", output: "nothing" },
  continue: WORDS,
  declare: {
    flags: "-a -A -f -F -g -i -I -l -n -p -r -t -u -x +a +A +f +g +i +l +n +r +t +u +x",
    operands: "environment*",
    rules: [
      { bare: true, signals: ["credential.environment"] },
      { operand: HISTORY_OFF, signals: ["evasion.history"] },
    ],
  },
  dirs: { flags: "-c -l -p -v", operands: "text*", output: "names" },
  disown: JOBS,
  echo: { lenient: true, operands: "text*" },
  emulate: { flags: "-L -R -l", options: { "-c": "shell" }, operands: "text*" },
  enable: { flags: "-a -d -n -p -s", options: { "-f": "script" }, operands: "text*" },
  eval: { operands: "shell*" },
  exec: { flags: "-c -l", options: { "-a": "text" }, operands: "command?" },
  exit: WORDS,
  export: {
    flags: "-f -n -p",
    operands: "environment*",
    rules: [
      { bare: true, signals: ["credential.environment"] },
      { operand: HISTORY_OFF, signals: ["evasion.history"] },
    ],
  },
  false: WORDS,
  fc: {
    flags: "-n -r",
    options: {
      "-l": { harmless: true },
      "-e": "shell",
      "-s": { does: ["process.exec"] },
      "-A -W": { operands: "write?", does: ["file.write"] },
      "-R": { operands: "read?" },
    },
    operands: "text*",
    does: ["process.exec"],
  },
  fg: JOBS,
  getopts: WORDS,
  hash: {
    flags: "-l -r -d -t -f -m -v",
    options: { "-p": { value: "script", does: ["process.exec"] } },
    operands: "text*",
  },
  help: WORDS,
  history: {
    flags: "-0 -1 -2 -3 -4 -5 -6 -7 -8 -9 -i -f -E",
    options: {
      "-c": { signals: ["evasion.history"] },
      "-d": { value: "text", signals: ["evasion.history"] },
      "-a": { operands: "append?", does: ["file.append"] },
      "-w": { operands: "write?", does: ["file.write"] },
      "-n -r": { operands: "read?" },
      "-s": "",
      "-p": "",
    },
    operands: "text*",
    rules: [{ option: "-w", operand: /^\/dev\/null$/, signals: ["evasion.history"] }],
  },
  jobs: { flags: "-l -n -p -r -s", options: { "-x": { operands: "command" } }, operands: "text*" },
  kill: {
    flags: SIGNAL_OPTIONS,
    options: {
      ...HELP,
      "-l -L --list --table": { harmless: true, operands: "text*" },
      "-0": { harmless: true },
      "-1": "",
      "-s --signal -n -q --queue": "text",
      "-a --all -p --pid --verbose": "",
      "--timeout": "text",
    },
    operands: "process*",
    output: "nothing",
    rules: [
      { option: "-1", bare: true, does: ["process.kill"], signals: ["destruction.processes"] },
      { operand: /^-1$/, signals: ["destruction.processes"] },
    ],
  },
  let: WORDS,
  limit: WORDS,
  local: "declare",
  logout: WORDS,
  mapfile: {
    flags: "-t",
    options: { "-d -n -O -s -u -c": "text", "-C": "shell" },
    operands: "text?",
    stdin: "data",
    output: "nothing",
  },
  popd: { flags: "-n -q -0 -1 -2 -3 -4 -5 -6 -7 -8 -9", operands: "text?", output: "names" },
  print: {
    flags: "-n -r -R -l -a -c -C -D -i -m -N -o -O -P -b",
    options: { "-u -v -x -X -f": "text", "-s -S": { does: ["file.append"] }, "-z -p": { does: ["process.exec"] } },
    operands: "text*",
  },
  printf: { lenient: true, options: { "-v": "text" }, operands: "text*" },
  pushd: { flags: "-n -q -0 -1 -2 -3 -4 -5 -6 -7 -8 -9", operands: "chdir?", output: "names" },
  read: {
    flags: "-e -E -r -s -q -k -l -z -A -c",
    options: { "-a -d -i -n -N -p -t -u": "text" },
    operands: "text*",
    stdin: "data",
    output: "nothing",
  },
  readarray: "mapfile",
  readonly: "declare",
  rehash: WORDS,
  return: WORDS,
  sched: { operands: "text command", does: ["process.schedule"] },
  set: {
    flags: SET_FLAGS,
    operands: "text*",
    rules: [
      {
        bare: true,
        lacks: SET_FLAGS,
        signals: ["credential.environment"],
      },
      { option: "+o", operand: /^history$/, signals: ["evasion.history"] },
    ],
  },
  setopt: {
    lenient: true,
    operands: "text*",
    output: "facts",
    rules: [{ operand: /^no_?hist/i, signals: ["evasion.history"] }],
  },
  shift: WORDS,
  shopt: {
    flags: "-s -u -q -p -o",
    operands: "text*",
    output: "facts",
    rules: [{ option: "-u", operand: /^(?:histappend|cmdhist|history)$/, signals: ["evasion.history"] }],
  },
  source: { operands: "script text*", language: "shell" },
  suspend: JOBS,
  test: { grammar: "test" },
  times: WORDS,
  trap: {
    flags: "-l -p -P",
    operands: "shell? text*",
    // Runs before each command, and sees what is typed.
    rules: [{ operand: /^DEBUG$/, signals: ["collection.capture"] }],
  },
  true: WORDS,
  type: WORDS,
  typeset: "declare",
  ulimit: WORDS,
  umask: WORDS,
  unalias: WORDS,
  unset: {
    flags: "-f -v -n",
    operands: "text*",
    output: "nothing",
    rules: [{ operand: /^HIST(?:FILE|SIZE|FILESIZE)$/, signals: ["evasion.history"] }],
  },
  unsetopt: {
    lenient: true,
    operands: "text*",
    output: "facts",
    rules: [{ operand: /^hist/i, signals: ["evasion.history"] }],
  },
  vared: { flags: "-c -a -A -h -e", options: { "-p -r -M -m -t": "text" }, operands: "text", output: "nothing" },
  wait: JOBS,
  whence: WORDS,
  where: WORDS,
  // Modules bring commands for files and sockets (zsh/files, zsh/net/tcp).
  zmodload: { flags: "-l -L", operands: "text*", does: ["code.run"] },
};
