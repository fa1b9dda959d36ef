import type { ProgramTable } from "../spec.ts";
import { HELP, SHORT_HELP } from "./options.ts";

/** Programs for TeX, man pages and office documents. */
export const PRINTED_DOCUMENTS: ProgramTable = {
  a2ps: {
    operands: "read*",
    options: { ...HELP, "-o --output": "write", "-P --printer -d": { value: "text", does: ["device.control"] } },
    stdin: "data",
  },
  antiword: { lenient: true, operands: "read*", stdin: "data" },
  asciidoc: "asciidoctor",
  asciidoctor: {
    flags: "-e -s -S -q -v -w -n --embedded --verbose",
    options: {
      ...SHORT_HELP,
      "-V": { harmless: true },
      "-o --out-file -D --destination-dir": "write",
      "-r --require -T --template-dir -I": "script",
      "-a --attribute -b --backend -d --doctype -B --base-dir -E": "text",
    },
    operands: "read*",
    does: ["file.write"],
  },
  "asciidoctor-pdf": "asciidoctor",
  biber: {
    operands: "read",
    does: ["file.write"],
    flags: "--quiet --debug --tool",
    options: { "-O --output-file --output-directory": "write" },
  },
  bibtex: { operands: "read", flags: "-terse", options: { "-min-crossrefs": "text" }, does: ["file.write"] },
  "calibre-debug": { operands: "script*", does: ["code.run"] },
  catdoc: { lenient: true, operands: "read*", stdin: "data", options: { "-s -d -f -m -w": "text" } },
  catppt: { lenient: true, operands: "read*", stdin: "data" },
  chktex: { lenient: true, operands: "read*", stdin: "data" },
  context: "tex",
  detex: { lenient: true, operands: "read*", stdin: "data" },
  docx2txt: { operands: "read write?", stdin: "data" },
  doxygen: {
    flags: "-g -s -u -l -w -x -d -b",
    options: { "-h --help -v --version": { harmless: true } },
    operands: "script? text*",
    does: ["file.write"],
  },
  dvipdfm: "dvips",
  dvipdfmx: "dvips",
  dvips: { operands: "read", options: { "-o": "write", "-t -p -l -D -P": "text" }, does: ["file.write"] },
  "ebook-convert": { operands: "read write text*", options: { ...SHORT_HELP } },
  enscript: {
    flags: "-1 -2 -B -c -G -q -r -R -v -Z -g -h -j -k -K -l -m -z",
    options: {
      ...HELP,
      "-V": { harmless: true },
      "-o -p --output": "write",
      "-P -d --printer": { value: "text", does: ["device.control"] },
      "-I --filter": "shell",
      "-a -A -b -C -E -f -F -i -J -L -M -n -N -s -S -t -T -u -U -w -W -X --header --title --language": {
        value: "text",
        optional: true,
      },
      "--color --margins --word-wrap": { value: "text", optional: true },
    },
    operands: "read*",
    stdin: "data",
  },
  eqn: { lenient: true, operands: "read*", stdin: "data" },
  etex: "tex",
  groff: {
    flags: "-a -b -c -C -e -E -g -G -i -j -k -l -N -p -R -s -S -t -V -X -z -Z",
    options: {
      "-h --help -v --version": { harmless: true },
      "-U": { does: ["process.exec"] },
      "-d -D -f -F -I -K -L -m -M -n -o -P -r -T -w -W": "text",
    },
    operands: "read*",
    stdin: "data",
  },
  help2man: {
    options: {
      ...HELP,
      "-o --output": "write",
      "-n --name -s --section -m --manual -S --source -i --include": "text",
      "-N --no-info": "",
    },
    operands: "command",
    does: ["process.exec"],
  },
  kpsewhich: { lenient: true, operands: "text*", output: "names" },
  lacheck: { lenient: true, operands: "read*", stdin: "data" },
  latex: "tex",
  // Its configuration is a program, and rules run others.
  latexmk: {
    flags:
      "-pdf -pdfxe -pdflua -dvi -ps -f -g -silent -quiet -verbose -bibtex -bibtex- -cd -pv -view -F -gg " +
      "-halt-on-error -shell-escape",
    options: {
      "-h -help --help -v -version --version": { harmless: true },
      "-c -C -CA": { operands: "read*", does: ["file.delete"] },
      "-pvc": { does: ["process.exec"] },
      "-e -r -pdflatex -latex -xelatex -lualatex": { value: "code" },
      "-outdir -output-directory -auxdir -jobname -interaction -synctex": { value: "text", optional: true },
    },
    operands: "read*",
    does: ["code.run", "file.write"],
    language: "perl",
  },
  // Macros run with what is opened.
  libreoffice: {
    flags:
      "--headless --invisible --nologo --norestore --nodefault --nofirststartwizard --nolockcheck " +
      "--writer --calc --impress --draw --math --base --view --safe-mode --quickstart --cat",
    options: {
      "-h --help --version": { harmless: true },
      "--convert-to --outdir": { value: "text", does: ["file.write"] },
      "--infilter --print-to-file --printer-name --pt -p": { value: "text" },
      "--accept": { value: "listen" },
    },
    operands: "write*",
    rules: [{ operand: /^(?:macro|vnd\.sun\.star\.script):/, does: ["code.run"] }],
  },
  localc: "libreoffice",
  lowriter: "libreoffice",
  lualatex: "tex",
  luatex: "tex",
  lyx: {
    options: { "-e --export -E --export-to -i --import -x --execute": { value: "text", does: ["file.write"] } },
    operands: "write*",
  },
  mandoc: { lenient: true, operands: "read*", stdin: "data", options: { "-I -K -m -M -O -T -W": "text" } },
  nroff: "groff",
  odt2txt: {
    lenient: true,
    operands: "read*",
    stdin: "data",
    options: { "--output": "write", "--width --encoding --subst": "text" },
  },
  pdflatex: "tex",
  pdftex: "tex",
  pic: {
    flags: "-n -c -C -S -t -z",
    options: { "-v --version": { harmless: true }, "-U": { does: ["process.exec"] }, "-T": "text" },
    operands: "read*",
    stdin: "data",
  },
  platex: "tex",
  refer: { lenient: true, operands: "read*", stdin: "data" },
  rst2html: { operands: "read? write?", stdin: "data" },
  soelim: { lenient: true, operands: "read*", stdin: "data" },
  soffice: "libreoffice",
  tbl: { lenient: true, operands: "read*", stdin: "data" },
  tectonic: {
    flags: "-k --keep-intermediates --keep-logs --synctex -p --print -C --only-cached -X",
    options: {
      ...SHORT_HELP,
      "-o --outdir": "write",
      "-Z -c --chatter -b --bundle --format --outfmt -r --reruns": "text",
    },
    operands: "read*",
    does: ["file.write", "net.fetch"],
  },
  tex: {
    flags:
      "-draftmode -halt-on-error -file-line-error -no-file-line-error -recorder -no-shell-escape -8bit " +
      "-enc -etex -ipc -mltex -parse-first-line -version --version -help --help",
    options: {
      "-shell-escape --shell-escape -shell-restricted -enable-write18 --enable-write18": { does: ["process.exec"] },
      "-output-directory --output-directory": "write",
      "-interaction --interaction -jobname --jobname -fmt -output-format --output-format -progname": "text",
      "-synctex --synctex -cnf-line -kpathsea-debug -output-comment -translate-file": "text",
      "-default-translate-file": "text",
    },
    operands: "read*",
    does: ["file.write"],
    language: "tex",
  },
  texcount: { lenient: true, operands: "read*", stdin: "data" },
  texdoc: { lenient: true, operands: "text*" },
  troff: "groff",
  unoconv: {
    flags: "-l --listener -n --no-launch -v -vv",
    options: {
      ...SHORT_HELP,
      "-o --output": "write",
      "-f --format -d --doctype -e --export -i --import -p --port -s --server -T --timeout --password": "text",
      "-t --template": "read",
    },
    operands: "read*",
    does: ["file.write"],
  },
  unrtf: {
    lenient: true,
    does: ["file.write"],
    operands: "read*",
    stdin: "data",
    options: { "--nopict": "", "-t -P": "text" },
  },
  weasyprint: {
    operands: "read write",
    does: ["net.fetch"],
    options: {
      ...SHORT_HELP,
      "-s --stylesheet -a --attachment": "read",
      "-e --encoding -m --media-type -u --base-url": "text",
    },
  },
  wkhtmltopdf: {
    flags:
      "-q -g -l -n --quiet --grayscale --lowquality --disable-javascript --enable-local-file-access " +
      "--disable-local-file-access --no-background --print-media-type",
    options: {
      "-h -H --help -V --version": { harmless: true },
      "-O -s -T -B -L -R --page-size --orientation --margin-top --margin-bottom --margin-left": "text",
      "--margin-right --title --zoom --dpi --javascript-delay --header-html --footer-html": "text",
      "--user-style-sheet": "text",
    },
    operands: "read* write",
    does: ["net.fetch"],
  },
  xelatex: "tex",
  xetex: "tex",
  xls2csv: { lenient: true, operands: "read*", stdin: "data" },
};
