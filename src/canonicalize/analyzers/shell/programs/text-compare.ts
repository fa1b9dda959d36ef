import type { ProgramTable } from "../spec.ts";
import { HELP, SHORT_HELP } from "./options.ts";

/** Programs that compare files and apply the differences. */
export const TEXT_COMPARISON: ProgramTable = {
  bsdiff: { operands: "read read write" },
  bspatch: { operands: "read write read" },
  bzcmp: "zdiff",
  bzdiff: "zdiff",
  cmp: {
    flags: "-b --print-bytes -l --verbose -s --quiet --silent",
    options: { "-i --ignore-initial -n --bytes": "text" },
    lenient: true,
    operands: "read read text*",
    stdin: "data",
    output: "facts",
  },
  colordiff: "diff",
  delta: {
    lenient: true,
    options: {
      "--paging --features --syntax-theme --width -w --tabs --side-by-side --diff-so-fancy": "text",
      "--minus-style --plus-style": "text",
      "--pager": "shell",
    },
    operands: "read*",
    stdin: "data",
  },
  diff: {
    options: {
      "--from-file --to-file": "search",
      "-X --exclude-from": "read",
      "-W --width -F --show-function-line --label --tabsize -x --exclude -S --starting-file -I": "text",
      "--ignore-matching-lines -D --ifdef --GTYPE-group-format --line-format --LTYPE-line-format": "text",
      "--horizon-lines --palette": "text",
      "-c -C --context -u -U --unified --color": { value: "text", optional: true },
    },
    lenient: true,
    operands: "search*",
    stdin: "data",
    flags:
      "-r --recursive -N --new-file --normal -q --brief -s --report-identical-files -e --ed -n --rcs -y " +
      "--side-by-side --left-column --suppress-common-lines -p --show-c-function -t --expand-tabs -T " +
      "--initial-tab --suppress-blank-empty -l --paginate --no-dereference --unidirectional-new-file " +
      "--ignore-file-name-case --no-ignore-file-name-case -i --ignore-case -E --ignore-tab-expansion -Z " +
      "--ignore-trailing-space -b --ignore-space-change -w --ignore-all-space -B --ignore-blank-lines " +
      "-a --text --strip-trailing-cr -d --minimal --speed-large-files",
  },
  "diff-so-fancy": { lenient: true, stdin: "data", operands: "read*" },
  diff3: {
    flags:
      "-A --show-all -e --ed -E --show-overlap -3 --easy-only -x --overlap-only -X -i -m --merge -a " +
      "--text --strip-trailing-cr -T --initial-tab",
    options: { ...HELP, "-v": { harmless: true }, "--diff-program": "shell", "-L --label": "text" },
    operands: "read*",
    stdin: "data",
  },
  diffoscope: {
    flags: "--no-progress --progress --exclude-directory-metadata",
    options: {
      ...HELP,
      "--html --text --json --markdown --html-dir --output-empty": { value: "write" },
      "--exclude --max-report-size --fuzzy-threshold": "text",
    },
    operands: "search*",
  },
  diffstat: { lenient: true, options: { "-o": "write" }, operands: "read*", stdin: "data", output: "facts" },
  difft: {
    lenient: true,
    options: { "--display --color --context --width --tab-width --background --override --syntax-highlight": "text" },
    operands: "search*",
  },
  difftastic: "difft",
  dwdiff: {
    lenient: true,
    operands: "read*",
    stdin: "data",
    options: {
      "-d --delimiters -P -W --whitespace -A --algorithm -C --context -w --start-delete -x": "text",
      "--stop-delete -y --start-insert -z --stop-insert": "text",
    },
  },
  filterdiff: { lenient: true, operands: "read*", stdin: "data" },
  gdiff: "diff",
  icdiff: {
    lenient: true,
    options: { "--cols -E --exclude-lines --encoding -L --label -U --unified --tabsize": "text" },
    operands: "search*",
  },
  interdiff: { lenient: true, operands: "read*" },
  jd: {
    flags: "-set -mset -yaml -v2",
    options: { "-o": "write", "-f -t -setkeys -precision": "text", "-p": "" },
    operands: "read*",
    stdin: "data",
  },
  kdiff3: {
    operands: "write*",
    flags: "-m --merge --auto --qall",
    options: { "-o --output --out": "write", "-b --base": "read", "--L1 --L2 --L3": "text" },
  },
  lsdiff: { lenient: true, operands: "read*", stdin: "data" },
  meld: {
    operands: "write*",
    flags: "-n --newtab -a --auto-compare -u --unified",
    options: { ...SHORT_HELP, "-o --output": "write", "-L --label --diff": "text" },
  },
  opendiff: { operands: "read read", options: { "-merge": "write", "-ancestor": "read" } },
  patch: {
    flags:
      "-l -c -e -n -u -N -R --merge -E -Z -T -b --backup-if-mismatch --no-backup-if-mismatch -t -f -s " +
      "--verbose --posix --binary -v --ignore-whitespace --context --ed --normal --unified --forward --reverse " +
      "--remove-empty-files --set-utc --set-time --backup --batch --force --silent --quiet --follow-symlinks",
    options: {
      ...HELP,
      "--dry-run": { harmless: true },
      "-i --input": "read",
      "-o --output -r --reject-file": "write",
      "-d --directory": "chdir",
      "-p --strip -F --fuzz -D --ifdef --quoting-style -V --version-control -B --prefix -Y --basename-prefix": "text",
      "-z --suffix -g --get --reject-format --read-only": "text",
    },
    operands: "write? read?",
    stdin: "data",
    does: ["file.write"],
    output: "facts",
  },
  rdiff: {
    subcommands: {
      signature: { operands: "read? write?" },
      delta: { operands: "read read? write?" },
      patch: { operands: "read read? write?" },
    },
    flags: "-v -s -z -f -V --force --statistics",
    options: { "-b -I -O -R -S": "text" },
  },
  sdiff: {
    flags:
      "-i --ignore-case -E --ignore-tab-expansion -Z --ignore-trailing-space -b --ignore-space-change " +
      "-W --ignore-all-space -B --ignore-blank-lines --strip-trailing-cr -a --text -l --left-column -s " +
      "--suppress-common-lines -t --expand-tabs -d --minimal -H --speed-large-files",
    options: {
      ...HELP,
      "-v": { harmless: true },
      "-o --output": "write",
      "--diff-program": "shell",
      "-I --ignore-matching-lines -w --width --tabsize": "text",
    },
    operands: "read*",
    stdin: "data",
  },
  splitdiff: { operands: "read*", does: ["file.write"] },
  xdelta3: {
    flags: "-c -d -e -f -n -q -v -N -0 -1 -9",
    options: { "-s": "read", "-B -I -P -S -W": "text" },
    operands: "read write?",
    stdin: "data",
  },
  xzcmp: "zdiff",
  xzdiff: "zdiff",
  zcmp: "zdiff",
  zdiff: { lenient: true, operands: "read*", stdin: "data" },
};
