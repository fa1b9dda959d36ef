import type { ProgramSpec, ProgramTable } from "../spec.ts";
import { SHORT_HELP } from "./options.ts";

/** csvkit's programs that only read; their flags change nothing else. */
const CSV: ProgramSpec = {
  lenient: true,
  options: {
    "-d --delimiter -D --out-delimiter -q --quotechar -Q --out-quotechar -u --quoting -e --encoding -c --columns":
      "text",
    "-C --not-columns -L --locale -K --skip-lines -z --maxfieldsize -p --escapechar -g --groups -k --key --freq-count":
      "text",
    "--max-rows --max-columns --max-column-width -M --out-lineterminator --lat --lon --crs -y --snifflimit": "text",
  },
  operands: "read*",
  stdin: "data",
};

const XSV: ProgramSpec = {
  flags: "-n --no-headers -N -R -v --everything --cardinality --nulls --median --mode --left --right --full --cross",
  options: {
    "-s --select -d --delimiter -l --limit -j --jobs -w --width -p --pad -t --out-delimiter -e --end -i --index":
      "text",
    "-S --start": "text",
    "-o --output": "write",
  },
  operands: "read*",
  stdin: "data",
};

/** Programs for CSV and other tables. */
export const DATA_TABLES: ProgramTable = {
  // Before version 2 it wrote beside the file.
  csvclean: {
    lenient: true,
    operands: "read*",
    stdin: "data",
    options: {
      "-d --delimiter -q --quotechar -u --quoting -e --encoding -p --escapechar -z --maxfieldsize -K": "text",
      "--skip-lines": "text",
    },
    does: ["file.write"],
  },
  csvcut: CSV,
  csvformat: CSV,
  csvgrep: {
    lenient: true,
    operands: "read*",
    stdin: "data",
    options: {
      "-d --delimiter -q --quotechar -e --encoding -c --columns -m --match -r --regex": "text",
      "-f --file": "read",
    },
  },
  csvjoin: CSV,
  csvjson: CSV,
  csvlook: CSV,
  csvpy: { operands: "read*", does: ["code.run"] },
  csvsort: CSV,
  csvsql: {
    flags: "--no-create --create-if-not-exists --overwrite --no-inference --no-constraints",
    options: {
      ...SHORT_HELP,
      "--query --before-insert --after-insert": "sql",
      "--insert": { does: ["db.write"] },
      "--db": { value: "text", does: ["db.write"] },
      "-d --delimiter -q --quotechar -e --encoding --tables -i --dialect --db-schema -y --snifflimit": "text",
      "--chunk-size --prefix --unique-constraint": "text",
    },
    operands: "read*",
    stdin: "data",
  },
  csvstack: CSV,
  csvstat: CSV,
  csvtool: {
    options: { "-o": "write" },
    lenient: true,
    operands: "text read*",
    stdin: "data",
    rules: [{ operand: /^call$/, does: ["process.exec"] }],
  },
  in2csv: {
    lenient: true,
    operands: "read*",
    stdin: "data",
    options: {
      "-d --delimiter -q --quotechar -e --encoding -f --format -k --key --sheet -K --skip-lines": "text",
      "--encoding-xls -L --locale": "text",
      "-s --schema": "read",
      "--write-sheets": { value: "text", does: ["file.write"] },
    },
  },
  "keep-header": { operands: "read text command" },
  // The verbs tee, split, put, filter and case write files or run text of a language of their own.
  mlr: {
    flags:
      "-n --icsv --ojson --ijson --ocsv --opprint --oxtab --ixtab --inidx --onidx --itsv --otsv --csv " +
      "--tsv --json --c2p --c2j --c2t --c2m --c2d --c2n --c2l --t2c --t2j --t2p --t2m --j2c --j2t --j2p " +
      "--j2m --j2l --l2j --x2j --p2c --ojsonl --ijsonl --jsonl --jvstack --no-jvstack --jlistwrap " +
      "--implicit-csv-header --headerless-csv-output --headerless-csv-input --allow-ragged-csv-input " +
      "--hi --ho --csvlite --asv --usv --xvright --barred --right -S -A -N --no-auto-flatten " +
      "--no-auto-unflatten --omd --imd",
    options: {
      ...SHORT_HELP,
      "-I": { operands: "text write*" },
      "--from --load --mload --mfrom": "read",
      "--prepipe --prepipex": "shell",
      "--ifs --ofs --fs --ips --ops --ps --irs --ors --rs --nr-progress-mod --seed --ofmt --nidx": "text",
      "--fflatsep --records-per-batch -s --io -i -o --tz": "text",
    },
    operands: "text*",
    stdin: "data",
    rules: [{ operand: /^(?:put|filter|tee|split|case|summary|nothing)$/, does: ["code.run"] }],
  },
  q: {
    lenient: true,
    operands: "sql",
    options: {
      "-S --save-db-to-disk": "write",
      "-d --delimiter -D --output-delimiter -e -E": "text",
      "-q --query-filename": "read",
    },
    stdin: "data",
  },
  qsv: "xsv",
  sql2csv: {
    flags: "-v -l -H",
    options: { ...SHORT_HELP, "--query": "sql", "--db": { value: "text", does: ["db.read"] }, "-e --encoding": "text" },
    operands: "read*",
  },
  textql: {
    options: { "-sql": "sql", "-save-to": "write", "-dlm -output-dlm": "text", "-header -output-header -pretty": "" },
    operands: "read*",
    stdin: "data",
  },
  "tidy-viewer": {
    lenient: true,
    operands: "read*",
    stdin: "data",
    options: { "-c --color -n --rows -t --title -f --footer -s --sigfigs -e --extend": "text" },
  },
  "tsv-filter": { lenient: true, operands: "read*", stdin: "data" },
  "tsv-join": {
    lenient: true,
    operands: "read*",
    stdin: "data",
    options: { "-f --filter-file": "read", "-k --key-fields -a --append-fields -d --data-fields": "text" },
  },
  "tsv-pretty": { lenient: true, operands: "read*", stdin: "data" },
  "tsv-sample": { lenient: true, operands: "read*", stdin: "data" },
  "tsv-select": {
    lenient: true,
    operands: "read*",
    stdin: "data",
    options: { "-f --fields -e --exclude -d --delimiter": "text" },
  },
  "tsv-summarize": {
    lenient: true,
    operands: "read*",
    stdin: "data",
    options: { "-g --group-by --sum --mean --median --count": "text" },
  },
  "tsv-uniq": { lenient: true, operands: "read*", stdin: "data", options: { "-f --fields": "text" } },
  vd: "visidata",
  visidata: {
    flags: "-b --batch",
    options: { "-p --play": "script", "-o --output": "write", "-f --filetype -d --delimiter": "text" },
    operands: "read*",
    stdin: "data",
  },
  xsv: {
    subcommands: {
      cat: XSV,
      count: XSV,
      fixlengths: XSV,
      flatten: XSV,
      fmt: XSV,
      frequency: XSV,
      headers: XSV,
      input: XSV,
      join: XSV,
      slice: XSV,
      sort: XSV,
      stats: XSV,
      table: XSV,
      reverse: XSV,
      search: { ...XSV, operands: "text read*" },
      select: { ...XSV, operands: "text read*" },
      sample: { ...XSV, operands: "text read*" },
      index: { operands: "read", options: { "-o --output": "write" }, does: ["file.write"] },
      split: { options: { "-s --size -j --jobs -d --delimiter --filename": "text" }, operands: "write read?" },
      partition: { options: { "-d --delimiter -p --prefix-length --filename": "text" }, operands: "text write read?" },
    },
  },
  zq: {
    lenient: true,
    operands: "text read*",
    stdin: "data",
    rules: [{ operand: /https?:|s3:/, does: ["net.fetch"] }],
    options: { "-i -f": "text", "-o": "write" },
  },
};
