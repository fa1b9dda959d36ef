import type { ProgramTable } from "../spec.ts";
import { HELP, SHORT_HELP } from "./options.ts";

/** Programs that show text a page at a time or in colour. */
export const PAGERS: ProgramTable = {
  bat: {
    flags:
      "-A -p -pp -n -f -u -P -d -S --show-all --plain --number --unbuffered --diff --force-colorization " +
      "--chop-long-lines --no-config --no-custom-assets --no-lessopen --lessopen --list-themes " +
      "--list-languages -L --acknowledgements --diagnostic --squeeze-blank -s --no-pager",
    options: {
      ...SHORT_HELP,
      "-V": { harmless: true },
      "--pager": "shell",
      "-l --language -H --highlight-line --file-name --diff-context --tabs --wrap --terminal-width": "text",
      "--color --italic-text --decorations --paging -m --map-syntax --ignored-suffix --theme": "text",
      "--theme-light --theme-dark --style -r --line-range --strip-ansi --binary --squeeze-limit": "text",
      "--completion --nonprintable-notation": "text",
      "--config-file": { harmless: true },
    },
    operands: "read*",
    stdin: "data",
    subcommands: {
      cache: {
        flags: "-b --build -c --clear --blank",
        options: { "--source": "read", "--target": "write" },
        does: ["file.write"],
      },
    },
  },
  batcat: "bat",
  bzless: "less",
  bzmore: "more",
  ccat: { lenient: true, operands: "read*", stdin: "data", options: { "-C --color -G": "text" } },
  glow: {
    flags: "-p --pager -a --all -l --local -n -t --tui -m --mouse",
    options: { ...SHORT_HELP, "-v": { harmless: true }, "-s --style -w --width": "text", "--config": "read" },
    operands: "read*",
    stdin: "data",
    rules: [{ operand: /^(?:https?:|github\.com|gitlab\.com)/, does: ["net.fetch"] }],
  },
  highlight: {
    flags: "-l -n -q -V --force --line-numbers --stdout --print-style",
    options: {
      ...SHORT_HELP,
      "-o --output -d --outdir -c --style-outfile": "write",
      "-S --syntax -s --style -O --out-format -i --input -T --doc-title -t --replace-tabs -u --encoding": "text",
    },
    operands: "read*",
    stdin: "data",
  },
  // Where `+` starts a command, `!` in it runs one of the shell.
  less: {
    flags:
      "-a -A -B -c -C -d -e -E -f -F -g -G -i -I -J -K -L -m -M -n -N -q -Q -r -R -s -S -u -U -w -W -X " +
      "-~ -? --search-skip-screen --SEARCH-SKIP-SCREEN --auto-buffers --clear-screen --CLEAR-SCREEN " +
      "--dumb --quit-at-eof --QUIT-AT-EOF --force --quit-if-one-screen --hilite-search --HILITE-SEARCH " +
      "--ignore-case --IGNORE-CASE --status-column --quit-on-intr --no-lessopen --long-prompt " +
      "--LONG-PROMPT --line-numbers --LINE-NUMBERS --quiet --silent --QUIET --SILENT " +
      "--raw-control-chars --RAW-CONTROL-CHARS --squeeze-blank-lines --chop-long-lines " +
      "--underline-special --UNDERLINE-SPECIAL --hilite-unread --HILITE-UNREAD --no-init --tilde " +
      "--file-size --follow-name --incsearch --mouse --MOUSE --no-keypad --no-histdups --save-marks " +
      "--use-backslash --use-color --exit-follow-on-close --form-feed --no-vbell --redraw-on-quit " +
      "--proc-backspace",
    options: {
      ...HELP,
      "-V": { harmless: true },
      "-o --log-file -O --LOG-FILE": "write",
      "-k --lesskey-file --lesskey-src --lesskey-content": { value: "read", does: ["process.exec"] },
      "-T --tag-file": "read",
      "-b --buffers -D --color -h --max-back-scroll -j --jump-target -p --pattern -P --prompt -t --tag": "text",
      "-x --tabs -y --max-forw-scroll -z --window --quotes -# --shift --line-num-width --rscroll": "text",
      "--status-col-width --wheel-lines --header --match-shift --search-options --modelines --intr": "text",
    },
    operands: "read*",
    stdin: "data",
    rules: [
      { operand: /^\+.*[!|]/, does: ["process.exec", "unknown"] },
      { operand: /^\+.*s/, does: ["file.write"] },
    ],
  },
  lesspipe: "more",
  lnav: {
    flags: "-d -H -h -q -r -R -t -V -n -N",
    options: { "-c": "code", "-f": "script", "-e": "shell", "-I": "mention", "-i -m -u": { does: ["file.write"] } },
    operands: "read*",
    stdin: "data",
    language: "lnav",
  },
  lzless: "less",
  mdcat: { lenient: true, operands: "read*", stdin: "data" },
  mdless: "mdcat",
  mdv: "mdcat",
  moar: "more",
  moor: "more",
  more: {
    flags:
      "-d --silent -f --logical -l --no-pause -c --print-over -p --clean-print -e --exit-on-eof -s " +
      "--squeeze -u --plain",
    options: { "-n --lines": "text" },
    operands: "read*",
    stdin: "data",
    lenient: true,
  },
  most: { lenient: true, operands: "read*", stdin: "data" },
  multitail: {
    flags: "-f -D -C -P",
    options: { "-l -L -e": "shell", "-i -I": "read", "-s -sn -n -N -cS -cs -c -Z": "text" },
    operands: "read*",
    stdin: "data",
  },
  ov: {
    flags: "-f -w -n -l",
    options: {
      ...SHORT_HELP,
      "-v": { harmless: true },
      "-X --exec": { operands: "command" },
      "-H --header -d --column-delimiter -x --tab-width": "text",
    },
    operands: "read*",
    stdin: "data",
  },
  pager: "less",
  pg: "more",
  pygmentize: {
    flags: "-g -v -s -V -h -L -N -C --json",
    options: { "-o": "write", "-l -f -O -P -F -a -S": "text", "-x": { does: ["code.run"] } },
    operands: "read*",
    stdin: "data",
  },
  slit: "more",
  "source-highlight": {
    options: {
      ...SHORT_HELP,
      "-i --input": "read",
      "-o --output --output-dir": "write",
      "-s --src-lang -f --out-format --style-file --title": "text",
    },
    operands: "read*",
    stdin: "data",
    does: ["file.write"],
  },
  vcat: "mdcat",
  xzless: "less",
  xzmore: "more",
  zless: "less",
  zmore: "more",
  zstdless: "less",
};
