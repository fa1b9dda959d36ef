import type { ProgramTable } from "../spec.ts";
import { HELP, SHORT_HELP } from "./options.ts";

/** Programs for XML, HTML and documents. */
export const DOCUMENTS: ProgramTable = {
  cmark: { lenient: true, operands: "read*", stdin: "data", options: { "-t --to --width": "text" } },
  html2text: {
    lenient: true,
    operands: "read*",
    stdin: "data",
    options: { "-o": "write", "-style -width -from_encoding -to_encoding -b --body-width": "text" },
  },
  htmlq: {
    lenient: true,
    options: { "-f --filename": "read", "-o --output": "write", "-a --attribute -b --base -r --remove-nodes": "text" },
    operands: "text*",
    stdin: "data",
  },
  hxnormalize: { lenient: true, operands: "read*", stdin: "data" },
  hxselect: { lenient: true, operands: "text*", stdin: "data" },
  hxunent: { lenient: true, operands: "read*", stdin: "data" },
  markdown: { lenient: true, operands: "read*", stdin: "data" },
  pandoc: {
    flags:
      "-s --standalone --toc --table-of-contents -N --number-sections --self-contained " +
      "--embed-resources --mathjax --mathml --webtex --katex --incremental -i --no-highlight " +
      "--preserve-tabs -p --ascii --atx-headers --reference-links --section-divs --listings " +
      "--html-q-tags --strip-comments --file-scope --sandbox -C --citeproc --verbose --quiet " +
      "--fail-if-warnings --ignore-args --dump-args --list-tables -v --biblatex --natbib --trace " +
      "--no-check-certificate",
    options: {
      ...SHORT_HELP,
      "--list-input-formats --list-output-formats --list-extensions --list-highlight-languages": {
        value: "text",
        optional: true,
        harmless: true,
      },
      "--list-highlight-styles -D --print-default-template --print-default-data-file": {
        value: "text",
        optional: true,
        harmless: true,
      },
      "--print-highlight-style --bash-completion": { value: "text", optional: true, harmless: true },
      "-o --output --log --extract-media": "write",
      "-F --filter -L --lua-filter --pdf-engine --pdf-engine-opt --defaults -d": "script",
      "-H --include-in-header -B --include-before-body -A --include-after-body --template": "read",
      "--metadata-file --reference-doc --bibliography --csl --citation-abbreviations": "read",
      "--syntax-definition --abbreviations --epub-cover-image --epub-metadata --epub-embed-font": "read",
      "--data-dir --resource-path": "read",
      "-f --from -r --read -t --to -w --write -M --metadata -V --variable --variable-json -T": "text",
      "--title-prefix --toc-depth --shift-heading-level-by --base-header-level --columns --tab-stop": "text",
      "--wrap --eol --dpi --highlight-style -c --css --slide-level --top-level-division --number-offset": "text",
      "--indented-code-classes --default-image-extension --id-prefix --email-obfuscation": "text",
      "--track-changes --reference-location --markdown-headings --epub-chapter-level --split-level": "text",
      "--request-header --ipynb-output": "text",
    },
    operands: "read*",
    stdin: "data",
    rules: [{ operand: /^https?:/, does: ["net.fetch"] }],
  },
  pup: {
    lenient: true,
    options: { "-f --file": "read", "-i --indent -l --limit": "text" },
    operands: "text*",
    stdin: "data",
  },
  xidel: {
    flags: "-s --silent -v --verbose --color --trace --xml --html",
    options: {
      ...SHORT_HELP,
      "-e --extract --css --xpath --xquery -f --follow --input-format --output-format": "text",
      "--printed-node-format --header -H --user-agent --variable": "text",
      "-d --post --data": { value: "at_file", does: ["net.upload"] },
      "--extract-file --template-file --xquery-file": "read",
      "--download": { value: "write", does: ["net.fetch"] },
    },
    operands: "read*",
    stdin: "data",
    rules: [{ operand: /^https?:/, does: ["net.fetch"] }],
  },
  xml: "xmlstarlet",
  xmllint: {
    flags:
      "--noout --format --recover --debug --copy --huge --noent --noenc --nonet --nowarning --nodtdattr " +
      "--noblanks --nocdata --nsclean --nofixup-base-uris --c14n --c14n11 --exc-c14n --html --xmlout " +
      "--timing --repeat --memory --push --stream --walker --sax --sax1 --sax2 --insert --postvalid " +
      "--valid --dropdtd --loaddtd --dtdattr --version --testIO --oldxml10 --quiet --pedantic " +
      "--load-trace --xinclude --noxincludenode --nodefdtd --auto --compress",
    options: {
      "--help": { harmless: true },
      "--shell": { does: ["process.exec"] },
      "--output -o": "write",
      "--xpath --encode --pattern --maxmem --pretty --dtdvalidfpi": "text",
      "--schema --relaxng --schematron --dtdvalid --path --catalogs": "read",
      "--net": { does: ["net.fetch"] },
    },
    operands: "read*",
    stdin: "data",
    rules: [{ operand: /^(?:https?|ftp):/, does: ["net.fetch"] }],
  },
  xmlstarlet: {
    flags: "-q --quiet --doc-namespace --no-doc-namespace",
    options: { ...HELP },
    subcommands: {
      sel: {
        lenient: true,
        options: {
          "-m --match -v --value-of -o --output -i --if --elif -N -E --encode -e --elem -a --attr -s --sort": "text",
          "-f2": "text",
          "--var": "text",
        },
        operands: "read*",
        stdin: "data",
      },
      select: "sel",
      ed: {
        options: {
          "-L --inplace": { operands: "write*" },
          "-d --delete -u --update -v --value -s --subnode -t --type -n -i --insert -a --append -r --rename": "text",
          "-m --move -x --expr -N --var": "text",
          "-P -S -O -H": "",
        },
        operands: "read*",
        stdin: "data",
      },
      edit: "ed",
      tr: { lenient: true, operands: "read*", stdin: "data" },
      transform: "tr",
      val: { lenient: true, options: { "-d --dtd -s --xsd -r --relaxng": "read" }, operands: "read*" },
      validate: "val",
      fo: { lenient: true, options: { "-s --indent-spaces -e --encode": "text" }, operands: "read*", stdin: "data" },
      format: "fo",
      el: { lenient: true, operands: "read*", stdin: "data" },
      elements: "el",
      c14n: { lenient: true, operands: "read*" },
      ls: { lenient: true, operands: "list*" },
      esc: { lenient: true, operands: "text*" },
      unesc: { lenient: true, operands: "text*" },
      pyx: { lenient: true, operands: "read*" },
      p2x: { lenient: true, operands: "read*" },
    },
  },
  xmlwf: { lenient: true, operands: "read*", stdin: "data", options: { "-d": { value: "write" } } },
  xsltproc: {
    flags:
      "--verbose -v --timing --repeat --debug --dumpextensions --novalid --nodtdattr --noout --huge " +
      "--html --nonet --xinclude --xincludestyle --profile --load-trace --catalogs",
    options: {
      "--version -V": { harmless: true },
      "-o --output --writesubtree": "write",
      "--encoding --maxdepth --maxvars --maxparserdepth --seed-rand --param --stringparam --path": "text",
    },
    operands: "script read*",
    language: "xslt",
  },
};
