import type { ProgramSpec, ProgramTable } from "../spec.ts";
import { GIT_NETWORK, GIT_OTHER_SETTINGS } from "./git-network.ts";
import { GIT_PLUMBING } from "./git-plumbing.ts";
import { GIT_EXTRA_READING, GIT_READING } from "./git-reading.ts";
import { GIT_WRITING } from "./git-writing.ts";
import { each, HELP, SHOWS, type Subcommands } from "./options.ts";
import { FETCHES, REMOVES, WRITES } from "./vcs-commands.ts";

const PUBLISHES: ProgramSpec = { lenient: true, options: HELP, operands: "text*", does: ["repo.push", "repo.write"] };
const RUNS: ProgramSpec = { lenient: true, options: HELP, operands: "text*", does: ["repo.write", "process.exec"] };

/** Commands of git-extras(1), git-flow and other collections that change something. */
const GIT_EXTRA_WRITING: Subcommands = {
  ...each(
    "abort clear clear-soft delete-merged-branches delete-squashed-branches delete-submodule fresh-branch obliterate wip-delete",
    REMOVES,
  ),
  ...each(
    "blame-someone-else coauthor cola continue gh-pages graft hash-tree lock magic merge-into psykorebase reauthor rebase-patch rename-remote setup squash unlock wip",
    WRITES,
  ),
  ...each("create-branch feature fork publish rename-branch rename-tag", PUBLISHES),
  absorb: { ...WRITES, options: { ...HELP, "-n --dry-run": { harmless: true } } },
  alias: { ...WRITES, rules: [{ operand: /\s|^!/, does: ["process.schedule"], signals: ["persistence.git"] }] },
  "archive-file": { ...WRITES, does: ["file.write"] },
  authors: { ...WRITES, options: { ...HELP, "-l --list": { harmless: true } }, does: ["file.write"] },
  bug: {
    options: HELP,
    subcommands: {
      ...each("add comment label select status termui title user", WRITES),
      bridge: FETCHES,
      ls: { lenient: true, operands: "text*" },
      pull: FETCHES,
      push: PUBLISHES,
      rm: REMOVES,
      show: { lenient: true, operands: "text*" },
      webui: { lenient: true, does: ["net.listen"] },
    },
  },
  bulk: {
    options: {
      ...HELP,
      "--addworkspace --addcurrent": "text",
      "--removeworkspace": { value: "text", does: ["file.delete"] },
      "--purge": { does: ["file.delete"] },
      "--listall": { harmless: true },
      "--from": "fetch",
      "-w": "text",
    },
    flags: "-a -g",
    operands: "text*",
    does: ["repo.write", "process.exec"],
  },
  changelog: {
    ...WRITES,
    options: {
      ...HELP,
      "-l --list --stdout -x": { harmless: true },
      "-a --all -n --no-merges -m --merges-only -p --prune-old": "",
      "-t --tag -f --final-tag -s --start-tag --start-commit": "text",
    },
    does: ["file.write"],
  },
  cliff: {
    lenient: true,
    options: { ...HELP, "-o --output --prepend -p": "write", "-c --config": "read" },
    operands: "text*",
    does: ["repo.read"],
    rules: [{ option: "--init -i", does: ["file.write"] }],
    flags: "--init -i",
  },
  cp: { lenient: true, operands: "copy_from copy_to", does: ["repo.write"] },
  "delete-branch": { ...REMOVES, does: ["repo.push", "file.delete"] },
  "delete-tag": { ...REMOVES, does: ["repo.push", "file.delete"] },
  extras: { options: HELP, subcommands: { update: { does: ["code.install"] } } },
  flow: {
    options: HELP,
    operands: "text*",
    does: ["repo.write"],
    rules: [
      { operand: /^(?:publish|push)$/, does: ["repo.push"] },
      { operand: /^(?:pull|track)$/, does: ["net.fetch"] },
    ],
  },
  "force-clone": {
    lenient: true,
    options: { ...HELP, "-b --branch": "text" },
    operands: "fetch write?",
    does: ["repo.write", "file.write", "file.delete"],
  },
  ignore: { ...WRITES, rules: [{ bare: true, harmless: true }] },
  "ignore-io": {
    ...WRITES,
    options: { ...HELP, "-a --append -r --replace -e --export": { does: ["file.write"] } },
    does: ["net.fetch"],
  },
  imerge: { ...RUNS, subcommands: each("diagram list", SHOWS) },
  "merge-repo": FETCHES,
  mr: { ...FETCHES, rules: [{ operand: /^clean$/, does: ["file.delete"] }] },
  open: { ...WRITES, does: ["web.browse"] },
  paste: { ...PUBLISHES, does: ["net.upload"] },
  pr: { ...FETCHES, rules: [{ operand: /^clean$/, does: ["file.delete"] }] },
  "pull-request": { ...PUBLISHES, does: ["ticket.write", "repo.push"] },
  release: { ...PUBLISHES, does: ["repo.push", "repo.write", "repo.release"] },
  "rename-file": { operands: "move_from move_to", does: ["repo.write"] },
  repl: { lenient: true, does: ["repo.write"] },
  "reset-file": { lenient: true, operands: "write text?", does: ["repo.write"] },
  rscp: { lenient: true, operands: "text write*", does: ["net.fetch"] },
  scp: { lenient: true, operands: "text read*", does: ["net.upload"] },
  secret: {
    options: HELP,
    subcommands: {
      ...each("add hide init", WRITES),
      cat: { lenient: true, operands: "text*", does: ["secret.read"] },
      changes: { lenient: true, operands: "text*", does: ["secret.read"] },
      clean: REMOVES,
      list: {},
      killperson: { operands: "text*", does: ["identity.grant"] },
      remove: REMOVES,
      removeperson: "killperson",
      reveal: { lenient: true, operands: "text*", does: ["secret.read", "file.write"] },
      tell: "killperson",
      usage: {},
      whoknows: {},
    },
  },
  sed: { lenient: true, options: HELP, operands: "text*", does: ["file.write"] },
  sync: { ...FETCHES, does: ["net.fetch", "repo.write", "file.delete"] },
  touch: { lenient: true, operands: "write*", does: ["repo.write"] },
  town: FETCHES,
  undo: {
    ...WRITES,
    options: { ...HELP, "-h --hard": { does: ["file.delete"] }, "-s --soft": "" },
    does: ["repo.write", "file.delete"],
  },
  unpublish: { ...REMOVES, does: ["repo.push", "file.delete"] },
  utimes: { ...WRITES, does: ["file.write"] },
};

/** git(1). A subcommand that is in none of the tables may be an alias for anything, so it is `partial`. */
export const GIT_PROGRAMS: ProgramTable = {
  git: {
    flags:
      "-p -P --paginate --no-pager --no-replace-objects --bare --literal-pathspecs --glob-pathspecs --noglob-pathspecs --icase-pathspecs --no-optional-locks --no-lazy-fetch --no-advice",
    options: {
      "-h --help": { harmless: true },
      "-v --version --html-path --man-path --info-path --list-cmds": "",
      "-C": "chdir",
      "-c": "text",
      "--exec-path": { value: "read", optional: true },
      "--git-dir --work-tree": "mention",
      "--namespace --attr-source --super-prefix": "text",
    },
    rules: [
      { option: "-c", value: GIT_OTHER_SETTINGS, does: ["process.exec", "unknown"] },
      { option: "--exec-path", value: /./, does: ["process.exec", "unknown"] },
    ],
    subcommands: {
      ...GIT_READING,
      ...GIT_EXTRA_READING,
      ...GIT_EXTRA_WRITING,
      ...GIT_WRITING,
      ...GIT_PLUMBING,
      ...GIT_NETWORK,
    },
  },
  "git-lfs": { subcommands: (GIT_NETWORK["lfs"] as ProgramSpec).subcommands ?? {} },
  "git-receive-pack": { operands: "write", stdin: "data" },
  "git-shell": { options: { "-c": "shell" }, stdin: "shell" },
  "git-upload-archive": { operands: "read" },
  "git-upload-pack": { flags: "--strict --no-strict", options: { "--timeout": "text" }, operands: "read" },
  gitk: { lenient: true, operands: "text*", does: ["repo.read"] },
  scalar: {
    options: HELP,
    subcommands: {
      ...each("diagnose reconfigure register run unregister", WRITES),
      clone: { lenient: true, options: { "-b --branch": "text" }, operands: "fetch write?", does: ["repo.write"] },
      delete: { operands: "delete", does: ["repo.write"] },
      list: {},
      version: {},
    },
  },
};
