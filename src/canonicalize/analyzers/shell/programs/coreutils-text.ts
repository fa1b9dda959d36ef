import type { ProgramSpec, ProgramTable } from "../spec.ts";
import { HELP } from "./options.ts";

const DIGESTS: ProgramSpec = { lenient: true, operands: "read*", stdin: "data", output: "facts" };

/** GNU coreutils that read text and print some of it, and programs for digests of the same form. */
export const COREUTILS_TEXT: ProgramTable = {
  b2sum: DIGESTS,
  b3sum: DIGESTS,
  base32: "base64",
  // On macOS, -i and -o name files.
  base64: {
    flags: "-i --ignore-garbage -D -d --decode",
    options: { ...HELP, "-o --output": "write", "-b --break": "text", "--input": "read", "-w --wrap": "text" },
    operands: "read?",
    stdin: "data",
  },
  basenc: {
    flags:
      "--base64 --base64url --base32 --base32hex --base16 --base2msbf --base2lsbf -d --decode -i " +
      "--ignore-garbage --z85",
    options: { ...HELP, "-w --wrap": "text" },
    operands: "read?",
    stdin: "data",
  },
  cat: { lenient: true, operands: "read*", stdin: "data" },
  cksum: {
    lenient: true,
    operands: "read*",
    stdin: "data",
    output: "facts",
    options: { "-a --algorithm -l --length -o": "text" },
  },
  comm: { options: { "--output-delimiter": "text" }, lenient: true, operands: "read read", stdin: "data" },
  crc32: DIGESTS,
  csplit: {
    flags: "-k --keep-files --suppress-matched -s --quiet --silent -z --elide-empty-files",
    options: { ...HELP, "-f --prefix": "write", "-b --suffix-format -n --digits": "text" },
    operands: "read text*",
    does: ["file.write"],
    stdin: "data",
    output: "facts",
  },
  cut: {
    flags: "-n --complement -s --only-delimited -z --zero-terminated -M",
    options: { "-b --bytes -c --characters -d --delimiter -f --fields --output-delimiter": "text" },
    lenient: true,
    operands: "read*",
    stdin: "data",
  },
  dircolors: { lenient: true, operands: "read?" },
  expand: { flags: "-i --initial", options: { "-t --tabs": "text" }, lenient: true, operands: "read*", stdin: "data" },
  fmt: {
    flags: "-c --crown-margin -s --split-only -t --tagged-paragraph -u --uniform-spacing",
    options: { "-p --prefix -w --width -g --goal": "text" },
    lenient: true,
    operands: "read*",
    stdin: "data",
  },
  fold: {
    flags: "-b --bytes -s --spaces",
    options: { "-w --width": "text" },
    lenient: true,
    operands: "read*",
    stdin: "data",
  },
  head: {
    flags: "-q --quiet --silent -v --verbose -z --zero-terminated",
    options: { "-n --lines -c --bytes": "text" },
    lenient: true,
    operands: "read*",
    stdin: "data",
  },
  join: {
    flags: "-i --ignore-case --check-order --nocheck-order --header -z --zero-terminated",
    options: { "-a -e -j -o -t -v -1 -2": "text" },
    lenient: true,
    operands: "read read",
    stdin: "data",
  },
  md5: { lenient: true, operands: "read*", stdin: "data", output: "facts", options: { "-s": "text" } },
  md5sum: DIGESTS,
  nl: {
    flags: "-p --no-renumber",
    options: {
      "-b --body-numbering -d --section-delimiter -f --footer-numbering -h --header-numbering -i": "text",
      "--line-increment -l --join-blank-lines -n --number-format -s --number-separator -v": "text",
      "--starting-line-number -w --number-width": "text",
    },
    lenient: true,
    operands: "read*",
    stdin: "data",
  },
  numfmt: {
    lenient: true,
    operands: "text*",
    stdin: "data",
    options: {
      "-d --delimiter --field --format --from --from-unit --invalid --padding --round --suffix --to": "text",
      "--to-unit": "text",
    },
  },
  od: {
    flags: "-v --output-duplicates --traditional -a -b -c -d -f -i -l -o -s -x",
    options: {
      "-S --strings": "text",
      "-A --address-radix --endian -j --skip-bytes -N --read-bytes -t --format": "text",
      "-w --width": { value: "text", optional: true },
    },
    lenient: true,
    operands: "read*",
    stdin: "data",
  },
  paste: {
    flags: "-s --serial -z --zero-terminated",
    options: { "-d --delimiters": "text" },
    lenient: true,
    operands: "read*",
    stdin: "data",
  },
  pr: {
    flags:
      "-a --across -c --show-control-chars -d --double-space -F -f --form-feed -J --join-lines -m " +
      "--merge -r --no-file-warnings -t --omit-header -T --omit-pagination -v --show-nonprinting",
    options: {
      "--columns": "text",
      "-D --date-format -h --header -l --length -N --first-line-number -o --indent -w --width -W": "text",
      "--page-width": "text",
      "-e --expand-tabs -i --output-tabs -n --number-lines -s --separator -S --sep-string": {
        value: "text",
        optional: true,
      },
    },
    lenient: true,
    operands: "read*",
    stdin: "data",
  },
  ptx: {
    flags: "-A --auto-reference -R --right-side-refs -f --ignore-case -r --references -t --typeset-mode",
    options: {
      ...HELP,
      "-G --traditional": { operands: "read? write?" },
      "-b --break-file -i --ignore-file -o --only-file": "read",
      "-F --flag-truncation -M --macro-name -O --format -T -S --sentence-regexp -W --word-regexp -g": "text",
      "--gap-size -w --width": "text",
    },
    operands: "read*",
    stdin: "data",
  },
  sha1sum: DIGESTS,
  sha224sum: DIGESTS,
  sha256sum: DIGESTS,
  sha384sum: DIGESTS,
  sha3sum: DIGESTS,
  sha512sum: DIGESTS,
  shasum: { lenient: true, operands: "read*", stdin: "data", output: "facts", options: { "-a --algorithm": "text" } },
  shuf: {
    flags: "-r --repeat -z --zero-terminated",
    options: {
      ...HELP,
      "-o --output": "write",
      "--random-source": "read",
      "-e --echo": { operands: "text*" },
      "-i --input-range": { value: "text", operands: "text*" },
      "-n --head-count": "text",
    },
    operands: "read?",
    stdin: "data",
  },
  sort: {
    flags:
      "-c -C -b --ignore-leading-blanks -d --dictionary-order -f --ignore-case -g " +
      "--general-numeric-sort -i --ignore-nonprinting -M --month-sort -h --human-numeric-sort -n " +
      "--numeric-sort -R --random-sort -r --reverse -V --version-sort --debug -m --merge -s --stable -u " +
      "--unique -z --zero-terminated",
    options: {
      ...HELP,
      "-o --output": "write",
      "--compress-program": "shell",
      "--files0-from --random-source": "read",
      "-T --temporary-directory": "mention",
      "--check": { value: "text", optional: true },
      "--sort --batch-size -k --key -S --buffer-size -t --field-separator --parallel": "text",
    },
    operands: "read*",
    stdin: "data",
  },
  split: {
    flags: "-d -x -e --elide-empty-files -u --unbuffered --verbose",
    options: {
      ...HELP,
      "--filter": "shell",
      "-a --suffix-length --additional-suffix -b --bytes -C --line-bytes -l --lines -n --number -t": "text",
      "--separator": "text",
      "--numeric-suffixes --hex-suffixes": { value: "text", optional: true },
    },
    operands: "read? write?",
    does: ["file.write"],
    stdin: "data",
    output: "nothing",
  },
  sum: DIGESTS,
  tac: {
    flags: "-b --before -r --regex",
    options: { "-s --separator": "text" },
    lenient: true,
    operands: "read*",
    stdin: "data",
  },
  tail: {
    flags: "-F -q --quiet --silent --retry -v --verbose -z --zero-terminated -f",
    options: {
      "-n --lines -c --bytes": "text",
      "--follow": { value: "text", optional: true },
      "--max-unchanged-stats --pid -s --sleep-interval": "text",
    },
    lenient: true,
    operands: "read*",
    stdin: "data",
  },
  tee: {
    flags: "-i --ignore-interrupts -p",
    options: { ...HELP, "-a --append": { operands: "append*" }, "--output-error": { value: "text", optional: true } },
    stdin: "data",
    operands: "write*",
  },
  tr: { lenient: true, operands: "text*", stdin: "data" },
  tsort: { lenient: true, operands: "read*", stdin: "data" },
  unexpand: {
    flags: "-a --all --first-only",
    options: { "-t --tabs": "text" },
    lenient: true,
    operands: "read*",
    stdin: "data",
  },
  uniq: {
    flags:
      "-0 -1 -2 -3 -4 -5 -6 -7 -8 -9 -c --count -d --repeated -D -i --ignore-case -u --unique -z " +
      "--zero-terminated",
    options: {
      ...HELP,
      "-f --skip-fields -s --skip-chars -w --check-chars": "text",
      "--all-repeated --group": { value: "text", optional: true },
    },
    operands: "read? write?",
    stdin: "data",
  },
  wc: {
    lenient: true,
    operands: "read*",
    stdin: "data",
    output: "facts",
    options: { "--files0-from": "read", "--total": "text" },
  },
  xxh128sum: DIGESTS,
  xxh64sum: DIGESTS,
  xxhsum: DIGESTS,
};
