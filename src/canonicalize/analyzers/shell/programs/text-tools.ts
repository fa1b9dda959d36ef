import type { ProgramTable } from "../spec.ts";
import { HELP, SHORT_HELP } from "./options.ts";

/** Programs that change text on its way through, or show bytes. */
export const TEXT_TOOLS: ProgramTable = {
  "ascii-xfr": { flags: "-d -e -n -v", options: { "-s -r": "", "-l -c": "text" }, operands: "read*", stdin: "data" },
  ascii85: { lenient: true, operands: "read*", stdin: "data" },
  awk: { grammar: "awk" },
  b64decode: {
    flags: "-c -i -m -p -r -s",
    options: { "-o": "write" },
    operands: "read*",
    stdin: "data",
    does: ["file.write"],
  },
  b64encode: { flags: "-r", options: { "-o": "write" }, operands: "read? text?", stdin: "data" },
  chardet: { lenient: true, operands: "read*", stdin: "data", output: "facts" },
  chardetect: "chardet",
  choose: {
    lenient: true,
    operands: "text*",
    stdin: "data",
    options: { "-f --field-separator -o --output-field-separator": "text", "-i --input": "read" },
  },
  col: { lenient: true, operands: "read*", stdin: "data" },
  colcrt: { lenient: true, operands: "read*", stdin: "data" },
  colrm: { lenient: true, operands: "text*", stdin: "data" },
  column: {
    flags:
      "-t --table -d --table-noheadings -e --table-header-repeat -L --keep-empty-lines -J --json -x " + "--fillrows",
    lenient: true,
    operands: "read*",
    stdin: "data",
    options: {
      ...HELP,
      "-h -V": { harmless: true },
      "-n --table-name -O --table-order -N --table-columns -l --table-columns-limit -E": "text",
      "--table-noextreme -H --table-hide -R --table-right -T --table-truncate -W --table-wrap -r --tree": "text",
      "-i --tree-id -p --tree-parent -c --output-width -o --output-separator -s --separator": "text",
    },
  },
  combine: { lenient: true, operands: "read text read", stdin: "data" },
  datamash: {
    lenient: true,
    operands: "text*",
    stdin: "data",
    options: { "-t --field-separator --filler -R --round --output-delimiter -C --narm --format": "text" },
  },
  detab: { lenient: true, operands: "read*", stdin: "data" },
  dos2unix: {
    flags:
      "-b --keep-bom -e -f --force -k --keepdate -q --quiet -v --verbose -s --safe -F --follow-symlink " +
      "-S -R -m --add-bom -r --remove-bom -u --keep-utf16 -ascii -7 -iso -1252 -437 -850 -ul -ub",
    options: {
      ...SHORT_HELP,
      "-V -L --license": { harmless: true },
      "-i --info": { value: "text", optional: true, harmless: true },
      "-n --newfile": { operands: "read write" },
      "-o --oldfile": "",
      "-O --to-stdout": { stdout: true, operands: "read*" },
      "--allow-chown --no-allow-chown": "",
      "-c --convmode": "text",
    },
    operands: "write*",
    stdin: "data",
  },
  enca: {
    lenient: true,
    options: { "-L --language": "text", "-x --convert-to": { value: "text", operands: "write*" } },
    operands: "read*",
    stdin: "data",
  },
  envsubst: { lenient: true, operands: "text*", stdin: "data" },
  file: {
    flags:
      "-z --uncompress -Z --uncompress-noreport -b --brief -c --checking-printout -i --mime --apple " +
      "--extension --mime-type --mime-encoding -k --keep-going -l --list -L --dereference -h " +
      "--no-dereference -n --no-buffer -N --no-pad -0 --print0 -p --preserve-date -P --parameter -r " +
      "--raw -s --special-files -S --no-sandbox -d --debug",
    options: {
      ...HELP,
      "-v": { harmless: true },
      "-C --compile": { does: ["file.write"] },
      "-f --files-from": "read",
      "-m --magic-file": "read",
      "-e --exclude --exclude-quiet -F --separator": "text",
    },
    operands: "mention*",
    output: "facts",
  },
  flip: { flags: "-u -d -m -b -v -z", operands: "write*" },
  fromdos: "dos2unix",
  gawk: { grammar: "awk" },
  goawk: { grammar: "awk" },
  gsed: { grammar: "sed" },
  hck: {
    lenient: true,
    operands: "read*",
    stdin: "data",
    options: {
      "-f --fields -d --delimiter -D --output-delimiter -F --header-field -e --exclude": "text",
      "-o --output": "write",
    },
  },
  hd: "hexdump",
  hexdump: {
    flags:
      "-b --one-byte-octal -c --one-byte-char -C --canonical -d --two-bytes-decimal -o " +
      "--two-bytes-octal -x --two-bytes-hex -v --no-squeezing",
    options: {
      "-f --format-file": "read",
      "-e --format -n --length -s --skip": "text",
      "-L --color": { value: "text", optional: true },
    },
    lenient: true,
    operands: "read*",
    stdin: "data",
  },
  hexyl: {
    lenient: true,
    operands: "read*",
    stdin: "data",
    options: {
      "-n --length -c --bytes -s --skip --block-size --border -o --display-offset --color --panels -g": "text",
      "--group-size --endianness -b --base --character-table": "text",
    },
  },
  iconv: {
    flags: "-l --list -c -s --silent --verbose --usage",
    options: { ...HELP, "-? -V": { harmless: true }, "-o --output": "write", "-f --from-code -t --to-code": "text" },
    operands: "read*",
    stdin: "data",
  },
  isutf8: { lenient: true, operands: "read*", stdin: "data" },
  lam: { lenient: true, operands: "read*", stdin: "data" },
  look: { lenient: true, operands: "text read?", options: { "-t --terminate": "text" } },
  mac2unix: "dos2unix",
  mawk: { grammar: "awk" },
  mimetype: { lenient: true, operands: "mention*", output: "facts" },
  mispipe: { operands: "shell*" },
  nawk: { grammar: "awk" },
  ned: {
    flags:
      "--ignore-case --colors --no-filenames --line-numbers --recursive --follow --hidden " +
      "--whole-files --quiet --only-matching --stdout --case-replacements --files-with-matches " +
      "--no-line-numbers --backward --multiline --single -i -c -n -R -u -p -a -f -s",
    options: {
      "--exclude --include --exclude-dir --max-matches --number -k --skip": "text",
      ...HELP,
      "-r --replace --match-num -m": "text",
    },
    operands: "text write*",
    stdin: "data",
  },
  nkf: {
    flags: "-j -s -e -w -u -l -f -m -M -x -X -Z -S -J -E -W -g -d -c -b -t -r -h1 -h2 -L -Lu -Lw -Lm",
    options: {
      "-O": { operands: "read* write" },
      "--overwrite --in-place": { operands: "write*" },
      "--help --version": { harmless: true },
    },
    operands: "read*",
    stdin: "data",
  },
  pee: { operands: "shell*", stdin: "data" },
  progress: {
    lenient: true,
    options: {
      "-c --command -a --additional-command -p --pid -W --wait-delay -o --open-mode -i --ignore-file": "text",
    },
    operands: "text*",
    output: "facts",
  },
  pv: {
    flags:
      "-p -t -e -I -r -a -b -T -8 -k -n -q -W -f -c -l -0 -g -E -S -Y -K -C -u -v --progress --timer " +
      "--eta --fineta --rate --average-rate --bytes --buffer-percent --numeric --quiet --wait --force " +
      "--cursor --line-mode --null --skip-errors --stop-at-size --sync --direct-io --no-splice " +
      "--discard",
    options: {
      ...SHORT_HELP,
      "-V": { harmless: true },
      "-o --output -P --pidfile": "write",
      "-D --delay-start -s --size -i --interval -w --width -H --height -N --name -F --format -L": "text",
      "--rate-limit -B --buffer-size -d --watchfd -R --remote -A --last-written -m": "text",
      "--average-rate-window": "text",
    },
    operands: "read*",
    stdin: "data",
  },
  recode: {
    flags: "-d -f -g -i -p -q -v -s",
    options: { "-h --help --version -l --list": { harmless: true }, "-t": "" },
    operands: "text write*",
    stdin: "data",
  },
  rev: { lenient: true, operands: "read*", stdin: "data" },
  rs: { lenient: true, operands: "text*", stdin: "data" },
  sd: {
    flags: "-s -F --fixed-strings --string-mode -A --across",
    options: {
      ...SHORT_HELP,
      "-V": { harmless: true },
      "-p --preview": { stdout: true, operands: "text text read*" },
      "-f --flags -n --max-replacements": "text",
    },
    operands: "text text write*",
    stdin: "data",
  },
  sed: { grammar: "sed" },
  sponge: { options: { "-a": { operands: "append?" }, "-h": { harmless: true } }, operands: "write?", stdin: "data" },
  strings: {
    lenient: true,
    operands: "read*",
    stdin: "data",
    options: { "-n --bytes -t --radix -e --encoding -U --unicode -T --target -o -s --output-separator": "text" },
  },
  todos: "dos2unix",
  ts: { lenient: true, operands: "text*", stdin: "data" },
  uchardet: "chardet",
  uconv: {
    flags: "-c -l --list -v --verbose -S --show-stats",
    options: {
      ...SHORT_HELP,
      "-V": { harmless: true },
      "-f --from-code -t --to-code -x --transliterate --from-callback --to-callback --callback -b": "text",
      "--block-size": "text",
      "-o --output": "write",
    },
    operands: "read*",
    stdin: "data",
  },
  ul: { lenient: true, operands: "read*", stdin: "data", options: { "-t -T --terminal": "text" } },
  unix2dos: "dos2unix",
  unix2mac: "dos2unix",
  unvis: { lenient: true, operands: "read*", stdin: "data" },
  uudecode: {
    flags: "-c -i -m -r -s",
    options: { ...HELP, "-o --output-file": "write", "-p": { stdout: true } },
    operands: "read*",
    stdin: "data",
    does: ["file.write"],
  },
  vipe: { operands: "text*", stdin: "data", does: ["process.exec"] },
  vis: { lenient: true, operands: "read*", stdin: "data", options: { "-F": "text" } },
  wdiff: {
    lenient: true,
    operands: "read read",
    stdin: "data",
    options: { "-w --start-delete -x --end-delete -y --start-insert -z --end-insert": "text" },
  },
  xxd: {
    flags: "-a -b -C -d -e -E -i -p -ps -postscript -plain -u -v -bits -include -capitalize -autoskip -uppercase",
    options: {
      "-h -help --help": { harmless: true },
      "-r -revert": "",
      "-R": "text",
      "-c -cols -g -groupsize -l -len -n -name -o -s -seek": "text",
    },
    operands: "read? write?",
    stdin: "data",
  },
  zrun: { operands: "command" },
};
