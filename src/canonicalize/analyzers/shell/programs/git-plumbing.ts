import type { OptionSpec } from "../spec.ts";
import { each, HELP, type Subcommands } from "./options.ts";
import { READS, REMOVES, WRITES } from "./vcs-commands.ts";

type Options = Readonly<Record<string, OptionSpec>>;

const DRY_RUN: Options = { ...HELP, "-n --dry-run": { harmless: true } };

/** Commands of git(1) that scripts use, and those that export, import and rewrite history. */
export const GIT_PLUMBING: Subcommands = {
  ...each("multi-pack-index pack-refs replay update-server-info write-tree", WRITES),
  archive: {
    lenient: true,
    options: {
      ...HELP,
      "-o --output": "write",
      "--remote": "fetch",
      "--exec": "shell",
      "--add-file": "read",
      "--format --prefix --mtime --add-virtual-file": "text",
    },
    operands: "text*",
    does: ["repo.read"],
  },
  backfill: { lenient: true, operands: "text*", does: ["net.fetch", "repo.write"] },
  bugreport: {
    lenient: true,
    options: { ...HELP, "-o --output-directory": "write", "-s --suffix --diagnose": "text" },
    does: ["file.write"],
  },
  bundle: {
    options: HELP,
    subcommands: {
      create: { lenient: true, operands: "write text*", does: ["repo.read"] },
      "list-heads": { lenient: true, operands: "read text*" },
      unbundle: { lenient: true, operands: "read text*", does: ["repo.write"] },
      verify: { lenient: true, operands: "read", does: ["repo.read"] },
    },
  },
  "checkout-index": {
    lenient: true,
    options: { ...HELP, "--prefix": "write" },
    operands: "text*",
    does: ["file.write"],
  },
  "commit-graph": { options: HELP, subcommands: { read: READS, verify: READS, write: WRITES } },
  "commit-tree": {
    lenient: true,
    options: { ...HELP, "-F": "read", "-m -p": "text" },
    operands: "text*",
    does: ["repo.write"],
    stdin: "data",
  },
  cvsexportcommit: { lenient: true, options: { "-w": "write", "-d": "text" }, operands: "text*", does: ["file.write"] },
  diagnose: {
    lenient: true,
    options: { ...HELP, "-o --output-directory": "write", "-s --suffix --mode": "text" },
    does: ["file.write"],
  },
  "fast-export": {
    lenient: true,
    options: { ...HELP, "--export-marks": "write", "--import-marks --import-marks-if-exists": "read" },
    operands: "text*",
    does: ["repo.read"],
  },
  "fast-import": {
    lenient: true,
    options: {
      ...HELP,
      "--export-marks --export-pack-edges": "write",
      "--import-marks": "read",
      "--allow-unsafe-features": { does: ["file.write"] },
    },
    operands: "text*",
    does: ["repo.write"],
    stdin: "data",
  },
  "filter-branch": {
    lenient: true,
    options: {
      ...HELP,
      "--setup --env-filter --tree-filter --index-filter --parent-filter --msg-filter --commit-filter --tag-name-filter":
        "shell",
      "--subdirectory-filter --original -d --state-branch": "text",
    },
    operands: "text*",
    does: ["repo.write", "file.delete"],
  },
  "filter-repo": {
    lenient: true,
    options: {
      ...HELP,
      "--dry-run --analyze": { harmless: true },
      "--blob-callback --commit-callback --email-callback --filename-callback --message-callback --name-callback --refname-callback --reset-callback --tag-callback --file-info-callback":
        "code",
      "--paths-from-file --replace-text --replace-message --mailmap --strip-blobs-with-ids": "read",
      "--path --path-glob --path-regex --path-rename --subdirectory-filter --to-subdirectory-filter --refs --strip-blobs-bigger-than --tag-rename":
        "text",
    },
    operands: "text*",
    language: "python",
    does: ["repo.write", "file.delete"],
  },
  "for-each-repo": {
    options: { ...HELP, "--config": "text" },
    flags: "--keep-going",
    operands: "text*",
    does: ["repo.write", "process.exec"],
  },
  hook: {
    options: HELP,
    subcommands: {
      list: READS,
      run: { lenient: true, options: { "--to-stdin": "read" }, operands: "text*", does: ["code.run"] },
    },
  },
  "index-pack": { lenient: true, options: { ...HELP, "-o": "write" }, operands: "read*", does: ["repo.write"] },
  maintenance: {
    options: HELP,
    subcommands: {
      ...each("register run stop", WRITES),
      "is-needed": READS,
      start: { lenient: true, does: ["process.schedule"], signals: ["persistence.cron"] },
      unregister: REMOVES,
    },
  },
  "merge-file": {
    lenient: true,
    options: { ...HELP, "-p --stdout": { stdout: true }, "-L": "text", "--marker-size": "text" },
    operands: "write read read",
  },
  "merge-index": { flags: "-o -q", operands: "command", does: ["repo.write"] },
  mktag: { ...WRITES, stdin: "data" },
  mktree: { ...WRITES, stdin: "data" },
  "pack-objects": {
    lenient: true,
    options: { ...HELP, "--stdout": { stdout: true } },
    operands: "write?",
    does: ["repo.read"],
    stdin: "data",
  },
  prune: { ...REMOVES, options: DRY_RUN },
  "prune-packed": { ...REMOVES, options: DRY_RUN },
  quiltimport: {
    lenient: true,
    options: { ...DRY_RUN, "--patches --series": "read", "--author": "text" },
    does: ["repo.write", "file.write"],
  },
  "read-tree": {
    lenient: true,
    options: { ...DRY_RUN, "--index-output": "write" },
    operands: "text*",
    does: ["repo.write"],
  },
  refs: {
    subcommands: {
      ...each("exists list verify", READS),
      migrate: WRITES,
      optimize: WRITES,
    },
  },
  repack: { ...WRITES, options: { ...HELP, "-d -D": { does: ["file.delete"] }, "--expire-to": "write" } },
  replace: {
    lenient: true,
    options: { ...HELP, "-l --list": { harmless: true }, "-d --delete": { does: ["file.delete"] } },
    operands: "text*",
    does: ["repo.write"],
  },
  repo: { subcommands: { info: READS, structure: READS } },
  "send-pack": {
    lenient: true,
    options: { ...DRY_RUN, "--receive-pack --exec": "shell" },
    operands: "upload text*",
    does: ["repo.push"],
  },
  "symbolic-ref": {
    lenient: true,
    options: { ...HELP, "-d --delete": { does: ["file.delete"] }, "-m": "text" },
    operands: "text*",
    does: ["repo.write"],
  },
  "unpack-file": { operands: "text", does: ["file.write"] },
  "unpack-objects": { ...WRITES, stdin: "data" },
  "update-index": { ...WRITES, operands: "read*" },
  "update-ref": { ...WRITES, options: { ...HELP, "-d": { does: ["file.delete"] }, "-m": "text" } },
};
