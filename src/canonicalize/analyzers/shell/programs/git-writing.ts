import type { OptionSpec, ProgramSpec, RuleSpec } from "../spec.ts";
import { GIT_DIFF_OPTIONS } from "./git-reading.ts";
import { DIGITS, each, HELP, type Subcommands } from "./options.ts";
import { READS, REMOVES, WRITES } from "./vcs-commands.ts";

type Options = Readonly<Record<string, OptionSpec>>;

const DRY_RUN: Options = { ...HELP, "-n --dry-run": { harmless: true } };

/** Settings (git-config(1)) that name programs that git runs later, or send its traffic elsewhere. */
const RUNS_LATER =
  /^(?:core\.(?:pager|editor|sshcommand|hookspath|fsmonitor|gitproxy|askpass|attributesfile|worktree|alternaterefscommand)|alias\..*|pager\..*|.*\.(?:helper|command|cmd|textconv|clean|smudge|process|driver|program|external|uploadpack|receivepack|path|vcs|insteadof|pushinsteadof|proxy|proxycommand|update|editor|sslverify|fetchrecursesubmodules|recurse|tocmd|cccmd|sendmailcmd|server)|include(?:if)?\..*|credential\..*|init\.templatedir|diff\.external|protocol\..*)$/i;

/** A strategy of merging is the program git-merge-NAME. */
const OTHER_STRATEGY: RuleSpec = {
  value: /^(?!(?:ort|recursive|resolve|octopus|ours|subtree|theirs)$)/,
  does: ["process.exec"],
};
const STRATEGY: readonly RuleSpec[] = [{ ...OTHER_STRATEGY, option: "--strategy" }];
const SHORT_STRATEGY: readonly RuleSpec[] = [{ ...OTHER_STRATEGY, option: "-s --strategy" }];

const MERGE: ProgramSpec = {
  lenient: true,
  options: {
    ...HELP,
    "-F --file": "read",
    "-m --message --into-name --cleanup -X --strategy-option": "text",
    "-s --strategy": "text",
    "--abort": { does: ["file.delete"] },
  },
  rules: SHORT_STRATEGY,
  operands: "text*",
  does: ["repo.merge", "file.write"],
};

/** Commands of git(1) that change the repository or the files here. */
export const GIT_WRITING: Subcommands = {
  ...each("citool gui history", WRITES),
  add: {
    lenient: true,
    options: { ...DRY_RUN, "--pathspec-from-file": "read", "--chmod": "text" },
    operands: "read*",
    does: ["repo.write"],
  },
  am: {
    lenient: true,
    options: {
      ...HELP,
      "--directory --exclude --include --whitespace --patch-format --resolvemsg --empty --quoted-cr": "text",
    },
    operands: "read*",
    does: ["repo.write", "file.write"],
    stdin: "data",
  },
  apply: {
    lenient: true,
    options: {
      ...HELP,
      "--stat --numstat --summary --check": { stdout: true },
      "--apply": { does: ["file.write"] },
      "--unsafe-paths": { does: ["unknown"] },
      "--build-fake-ancestor": "write",
      "--directory --exclude --include --whitespace -p -C": "text",
    },
    operands: "read*",
    does: ["file.write"],
    stdin: "data",
  },
  bisect: {
    options: HELP,
    subcommands: {
      ...each("bad good new next old reset skip start", WRITES),
      ...each("help log terms view visualize", READS),
      replay: { operands: "read", does: ["repo.write"] },
      run: { operands: "command", does: ["repo.write"] },
    },
  },
  branch: {
    lenient: true,
    options: {
      ...HELP,
      "-d -D --delete": { does: ["file.delete"] },
      "-l --list --show-current --contains --no-contains --merged --no-merged --points-at": {
        harmless: true,
      },
      "--format --sort --set-upstream-to -u": "text",
    },
    rules: [{ bare: true, harmless: true }],
    operands: "text*",
    does: ["repo.write"],
  },
  checkout: {
    lenient: true,
    options: { ...HELP, "--pathspec-from-file": "read", "-b -B --orphan --conflict": "text" },
    operands: "text*",
    does: ["repo.write", "file.write"],
  },
  "cherry-pick": {
    lenient: true,
    options: {
      ...HELP,
      "-m --mainline --cleanup -X --strategy-option": "text",
      "-s --signoff": "",
      "--strategy": "text",
    },
    rules: STRATEGY,
    operands: "text*",
    does: ["repo.write", "file.write"],
  },
  clean: { lenient: true, options: { ...DRY_RUN, "-e --exclude": "text" }, operands: "delete*", does: ["file.delete"] },
  commit: {
    lenient: true,
    options: {
      ...HELP,
      "--dry-run --short --porcelain --long": { harmless: true },
      "-F --file -t --template --pathspec-from-file": "read",
      "-m --message --author --date -c --reedit-message -C --reuse-message --fixup --squash --trailer --cleanup":
        "text",
    },
    operands: "read*",
    does: ["repo.write"],
  },
  config: {
    lenient: true,
    options: {
      ...HELP,
      "-l --list --get --get-all --get-regexp --get-urlmatch --get-color --get-colorbool": { stdout: true },
      "-f --file": "write",
      "--comment --type --value --default --blob --url": "text",
    },
    rules: [{ operand: RUNS_LATER, does: ["process.schedule"], signals: ["persistence.git"] }],
    operands: "text*",
    does: ["file.write"],
  },
  difftool: {
    lenient: true,
    options: { ...GIT_DIFF_OPTIONS, "--tool-help": { harmless: true }, "-x --extcmd": "shell", "-t --tool": "text" },
    operands: "text*",
    does: ["process.exec"],
  },
  "format-patch": {
    lenient: true,
    flags: DIGITS,
    options: {
      ...GIT_DIFF_OPTIONS,
      "-o --output-directory": "write",
      "--stdout": { stdout: true },
      "--signature-file --description-file": "read",
      "--subject-prefix --start-number --suffix --to --cc --in-reply-to --signature --from --base -v --reroll-count":
        "text",
    },
    operands: "text*",
    does: ["file.write", "repo.read"],
  },
  gc: { ...REMOVES, does: ["repo.write"] },
  init: {
    lenient: true,
    options: {
      ...HELP,
      "--template": { value: "read", does: ["process.schedule"], signals: ["persistence.git"] },
      "-b --initial-branch --object-format --ref-format": "text",
      "--separate-git-dir": "write",
    },
    operands: "write?",
    does: ["repo.write"],
  },
  "init-db": "init",
  merge: MERGE,
  mergetool: {
    lenient: true,
    options: { ...HELP, "--tool-help": { harmless: true }, "-t --tool": "text", "-O": "read" },
    operands: "text*",
    does: ["process.exec", "file.write"],
  },
  mv: { lenient: true, options: DRY_RUN, operands: "move_from* move_to", does: ["repo.write"] },
  notes: {
    options: { ...HELP, "--ref": "text" },
    rules: [{ bare: true, does: ["repo.read"] }],
    subcommands: {
      ...each("get-ref list show", READS),
      add: {
        lenient: true,
        options: { "-F --file": "read", "-m --message": "text" },
        operands: "text*",
        does: ["repo.write"],
      },
      append: "add",
      copy: WRITES,
      edit: "add",
      merge: WRITES,
      prune: REMOVES,
      remove: REMOVES,
    },
  },
  rebase: {
    lenient: true,
    options: {
      ...HELP,
      "-x --exec": "shell",
      "--onto --whitespace --empty -X --strategy-option": "text",
      "-s --strategy": "text",
      "--show-current-patch": { harmless: true },
    },
    rules: SHORT_STRATEGY,
    operands: "text*",
    does: ["repo.write", "file.write"],
  },
  reflog: {
    ...READS,
    rules: [{ operand: /^(?:delete|drop|expire|write)$/, does: ["repo.write", "file.delete"] }],
  },
  rerere: {
    options: HELP,
    rules: [{ bare: true, does: ["repo.write"] }],
    subcommands: {
      ...each("clear forget gc", REMOVES),
      ...each("diff remaining status", READS),
    },
  },
  reset: {
    lenient: true,
    options: {
      ...HELP,
      "--hard --merge --keep": { does: ["file.write", "file.delete"] },
      "--pathspec-from-file": "read",
    },
    operands: "text*",
    does: ["repo.write"],
  },
  restore: {
    lenient: true,
    options: { ...HELP, "-s --source --conflict": "text", "--pathspec-from-file": "read" },
    operands: "write*",
    does: ["repo.write"],
  },
  revert: {
    lenient: true,
    options: { ...HELP, "-m --mainline --cleanup -X --strategy-option --strategy": "text" },
    rules: STRATEGY,
    operands: "text*",
    does: ["repo.write", "file.write"],
  },
  rm: {
    lenient: true,
    options: { ...DRY_RUN, "--cached": "", "--pathspec-from-file": "read" },
    operands: "delete*",
    does: ["repo.write"],
  },
  "sparse-checkout": {
    options: HELP,
    subcommands: {
      ...each("add disable init reapply set", WRITES),
      "check-rules": READS,
      clean: REMOVES,
      list: READS,
    },
  },
  stage: "add",
  stash: {
    lenient: true,
    options: { ...HELP, "-m --message": "text", "--pathspec-from-file": "read" },
    rules: [{ bare: true, does: ["repo.write", "file.write"] }],
    subcommands: {
      ...each("branch create export import store", WRITES),
      apply: { ...WRITES, does: ["repo.write", "file.write"] },
      clear: REMOVES,
      drop: REMOVES,
      list: READS,
      pop: "apply",
      push: {
        ...WRITES,
        options: { ...HELP, "-m --message": "text", "--pathspec-from-file": "read" },
        does: ["repo.write", "file.write"],
      },
      save: "push",
      show: { ...READS, options: GIT_DIFF_OPTIONS },
    },
  },
  switch: {
    lenient: true,
    options: { ...HELP, "-c --create -C --force-create --orphan --conflict": "text" },
    operands: "text*",
    does: ["repo.write", "file.write"],
  },
  tag: {
    lenient: true,
    options: {
      ...HELP,
      "-l --list --contains --no-contains --merged --no-merged --points-at -n --sort -v --verify": { harmless: true },
      "-d --delete": { does: ["file.delete"] },
      "-F --file": "read",
      "-m --message -u --local-user --cleanup --format": "text",
    },
    rules: [{ bare: true, harmless: true }],
    operands: "text*",
    does: ["repo.write"],
  },
  worktree: {
    options: HELP,
    subcommands: {
      ...each("lock repair unlock", WRITES),
      add: { lenient: true, options: { "-b -B --reason": "text" }, operands: "write text*", does: ["repo.write"] },
      list: READS,
      move: { lenient: true, operands: "move_from move_to", does: ["repo.write"] },
      prune: { ...REMOVES, options: DRY_RUN },
      remove: { lenient: true, operands: "delete", does: ["repo.write"] },
    },
  },
};
