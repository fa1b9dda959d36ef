import type { OptionSpec, ProgramSpec } from "../spec.ts";
import { each, HELP, type Subcommands } from "./options.ts";
import { READS } from "./vcs-commands.ts";

type Options = Readonly<Record<string, OptionSpec>>;

/** What diff options (git-diff(1)) can do beside showing differences; the other ones only format. */
export const GIT_DIFF_OPTIONS: Options = {
  ...HELP,
  "--output": "write",
  "--ext-diff": { does: ["process.exec"] },
  "-O": "read",
  "-S -G -U --unified --inter-hunk-context --diff-algorithm --src-prefix --dst-prefix --line-prefix --anchored --diff-filter -l":
    "text",
  "-I --ignore-matching-lines --word-diff-regex --rotate-to --skip-to --find-object --ws-error-highlight --stat-width --stat-count":
    "text",
};

const HISTORY: ProgramSpec = {
  lenient: true,
  options: {
    ...GIT_DIFF_OPTIONS,
    "-n --max-count --skip --since --after --until --before --author --committer --grep --grep-reflog --format --date --encoding -L":
      "text",
    "--min-parents --max-parents --exclude --glob --decorate-refs --decorate-refs-exclude --show-linear-break": "text",
    "--stdin": "",
  },
  operands: "text*",
  does: ["repo.read"],
};

const READS_FILES: ProgramSpec = { lenient: true, options: HELP, operands: "read*", does: ["repo.read"] };
const DIFF: ProgramSpec = { lenient: true, options: GIT_DIFF_OPTIONS, operands: "read*", does: ["repo.read"] };

const BLAME: ProgramSpec = {
  lenient: true,
  options: { ...HELP, "--contents --ignore-revs-file -S": "read", "-L --ignore-rev --since": "text" },
  operands: "text*",
  does: ["repo.read"],
};

/** Commands of git(1) that change nothing in the repository and reach no other one. */
export const GIT_READING: Subcommands = {
  ...each(
    "cat-file check-attr check-ignore check-mailmap check-ref-format cherry column count-objects describe for-each-ref last-modified merge-base merge-tree name-rev pack-redundant rev-parse show-branch show-ref status survey var verify-commit verify-tag version",
    READS,
  ),
  ...each("diff diff-files diff-index diff-pairs diff-tree", DIFF),
  ...each("log rev-list show whatchanged", HISTORY),
  annotate: BLAME,
  blame: BLAME,
  "fmt-merge-msg": { ...READS, options: { ...HELP, "-F --file": "read", "-m --message --into-name": "text" } },
  fsck: { ...READS, options: { ...HELP, "--lost-found": { does: ["repo.write"] } } },
  "fsck-objects": "fsck",
  "get-tar-commit-id": { does: ["repo.read"], stdin: "data" },
  grep: {
    flags:
      "-a -b -c -E -F -G -h -H -i -I -l -L -n -o -p -P -q -r -v -w -W -z --cached --no-index --untracked --no-exclude-standard --exclude-standard --recurse-submodules --text --ignore-case --word-regexp --invert-match " +
      "--full-name --extended-regexp --basic-regexp --perl-regexp --fixed-strings --line-number --column --files-with-matches --name-only --files-without-match --null --only-matching --count --color --no-color " +
      "--break --heading --show-function --function-context --all-match --quiet --not --and --or --textconv --no-textconv --no-recursive --recursive -1 -2 -3 -4 -5 -6 -7 -8 -9",
    options: {
      ...HELP,
      "-A -B -C -m --after-context --before-context --context --max-count --max-depth --threads --parent-basename":
        "text",
      "-e": { value: "text", operands: "read*" },
      "-f": { value: "read", operands: "read*" },
      "-O --open-files-in-pager": { value: "shell", optional: true, does: ["process.exec"] },
    },
    operands: "text read*",
    does: ["repo.read"],
  },
  "hash-object": {
    ...READS_FILES,
    options: { ...HELP, "-w": { does: ["repo.write"] }, "--path -t": "text" },
    stdin: "data",
  },
  help: { ...READS, options: { ...HELP, "-w --web -i --info": "" } },
  "interpret-trailers": {
    ...READS_FILES,
    options: { ...HELP, "--in-place": { does: ["file.write"] }, "--trailer --where --if-exists --if-missing": "text" },
    stdin: "data",
  },
  "ls-files": {
    ...READS,
    options: {
      ...HELP,
      "-X --exclude-from": "read",
      "-x --exclude --exclude-per-directory --with-tree --format": "text",
    },
    output: "names",
  },
  "ls-tree": { ...READS, output: "names" },
  mailinfo: {
    flags: "-b -k -m -q -s -u -n --scissors --no-scissors --message-id",
    options: { ...HELP, "--encoding --quoted-cr": "text" },
    operands: "write write",
    does: ["repo.read"],
    stdin: "data",
  },
  mailsplit: {
    flags: "-b --keep-cr --mboxrd",
    options: { "-d -f": "text", "-o": "write" },
    operands: "read*",
    does: ["file.write"],
    stdin: "data",
  },
  "patch-id": { ...READS, stdin: "data" },
  "range-diff": { ...DIFF, operands: "text*" },
  shortlog: { ...HISTORY, stdin: "data" },
  "show-index": { ...READS_FILES, stdin: "data" },
  stripspace: { ...READS, stdin: "data" },
  "verify-pack": READS_FILES,
};

/** Commands of git-extras(1) and other collections that only show. */
export const GIT_EXTRA_READING: Subcommands = {
  ...each(
    "abbrev branches brv commits-since contrib count delta effort fame guilt info local-commits locked ls-crypt missing root show-merged-branches show-tree show-unmerged-branches stats summary who",
    READS,
  ),
  browse: { ...READS, does: ["web.browse"] },
  "browse-ci": { ...READS, does: ["web.browse"] },
  standup: { ...READS, options: { ...HELP, "-f": { does: ["net.fetch", "repo.write"] } } },
};
