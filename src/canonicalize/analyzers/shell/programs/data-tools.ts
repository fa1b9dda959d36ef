import type { ProgramTable } from "../spec.ts";
import { HELP, SHORT_HELP } from "./options.ts";

/** Programs for JSON, YAML and TOML. */
export const DATA_TOOLS: ProgramTable = {
  dasel: {
    flags: "-n -r --pretty --colour",
    options: {
      ...SHORT_HELP,
      "-f --file": "write",
      "-o --out": "write",
      "--read -w --write -t --type -v --value -s --selector": "text",
    },
    operands: "text*",
    stdin: "data",
    subcommands: {
      put: { operands: "text*" },
      delete: { operands: "text*" },
      select: { operands: "text*" },
      validate: { operands: "read*" },
    },
  },
  fx: { operands: "read? code*", stdin: "data", language: "javascript" },
  gojq: "jq",
  gron: { lenient: true, operands: "read*", stdin: "data", rules: [{ operand: /^https?:/, does: ["net.fetch"] }] },
  jaq: "jq",
  jc: {
    flags:
      "-p -r -q -d -m -u -a -y -C -M -B -v -h --pretty --raw --quiet --debug --monochrome --unbuffer " +
      "--meta-out --yaml-out --force-color",
    options: { "--help --version": { harmless: true } },
    operands: "command?",
    stdin: "data",
  },
  jid: { lenient: true, operands: "read*", stdin: "data" },
  jless: { lenient: true, operands: "read*", stdin: "data" },
  jo: { lenient: true, operands: "text*", stdin: "data", rules: [{ operand: /[=@:][@:%]/, does: ["file.read"] }] },
  jp: { lenient: true, options: { "-f --filename -e --expr-file": "read" }, operands: "text*", stdin: "data" },
  // --arg takes two words; the types can say one: the filter is then taken for a file, which is no less.
  jq: {
    flags:
      "-a -c -C -e -h -j -M -n -r -R -s -S -b --ascii-output --compact-output --color-output " +
      "--exit-status --join-output --monochrome-output --null-input --raw-output --raw-input --slurp " +
      "--sort-keys --tab --seq --stream --stream-errors --unbuffered --raw-output0 --binary " +
      "--build-configuration --debug-trace",
    options: {
      ...HELP,
      "-V": { harmless: true },
      "-f --from-file": { value: "read", operands: "read*" },
      "-L --library-path": "mention",
      "--args --jsonargs": { operands: "text*" },
      "--indent": "text",
      "--arg --argjson": "text",
      "--slurpfile --rawfile --argfile": { value: "text", operands: "read*" },
    },
    operands: "text read*",
    stdin: "data",
    rules: [{ operand: /(?:^|[^.\w$"])(?:env\b|\$ENV\b)(?!\s*\.\s*\w)/, signals: ["credential.environment"] }],
  },
  jqp: "jq",
  json2yaml: { lenient: true, operands: "read*", stdin: "data" },
  json_pp: { lenient: true, stdin: "data" },
  json_reformat: { lenient: true, operands: "read*", stdin: "data" },
  json_xs: { options: { "-f -t -s": "text", "-e": "code" }, flags: "-v -p", language: "perl", stdin: "data" },
  jtc: {
    lenient: true,
    operands: "read*",
    stdin: "data",
    options: { "-w -u -i -p -T -x -y -t": "text", "-f": { operands: "write*" } },
  },
  remarshal: {
    options: {
      "-i --input": "read",
      "-o --output": "write",
      "-if -of --if --of --input-format --output-format --indent-json --wrap --unwrap": "text",
      ...SHORT_HELP,
    },
    operands: "read? write?",
    stdin: "data",
  },
  taplo: {
    subcommands: {
      fmt: { operands: "write*", flags: "--check --diff" },
      format: "fmt",
      lint: { operands: "read*" },
      check: "lint",
      get: { operands: "text*", options: { "-f --file-path": "read" } },
      lsp: { operands: "text*", does: ["process.exec"] },
    },
    options: { ...SHORT_HELP },
  },
  toml: { lenient: true, operands: "text*" },
  tomlq: "yq",
  ungron: { lenient: true, operands: "read*", stdin: "data" },
  xq: {
    flags: "-n -m -a -e -j -c -r --no-color --color --html --compact",
    options: {
      ...SHORT_HELP,
      "-x --xpath -q --query -A --attr --indent": "text",
      "-i --in-place": { operands: "text write*" },
    },
    operands: "text read*",
    stdin: "data",
  },
  "xq-python": "xq",
  yaml2json: { lenient: true, operands: "read*", stdin: "data" },
  yj: { lenient: true, operands: "text*", stdin: "data" },
  yq: {
    flags:
      "-P -e -C -M -n -N -j -r -0 -v -c -S -a -y -Y -t -x -R --prettyPrint --exit-status --colors " +
      "--no-colors --null-input --no-doc --tojson --unwrapScalar --verbose --raw-output " +
      "--compact-output --slurp --sort-keys --yaml-output --yaml-roundtrip --explicit-start " +
      "--explicit-end --nul-output --raw-input --string-interpolation --header-preprocess " +
      "--yaml-fix-merge-anchor-to-spec",
    options: {
      ...SHORT_HELP,
      "-V": { harmless: true },
      "-i --inplace --in-place": { operands: "text write*" },
      "-s --split-exp": { value: "text", does: ["file.write"] },
      "--split-exp-file --from-file": "read",
      "-o --output-format -p --input-format -I --indent --front-matter -f --expression --csv-separator": "text",
      "--tsv-separator --xml-attribute-prefix --xml-content-name --properties-separator --lua-prefix": "text",
      "--lua-suffix --width --indentless-lists --arg --argjson --grammar-version -w": "text",
    },
    operands: "text read*",
    stdin: "data",
    rules: [
      { operand: /\bload/, does: ["file.read", "unknown"] },
      { operand: /\benv\(\w*(?:SECRET|TOKEN|KEY|PASS)/, signals: ["credential.environment"] },
    ],
    subcommands: {
      eval: { operands: "text read*", stdin: "data" },
      e: "eval",
      "eval-all": "eval",
      ea: "eval",
      r: "eval",
      read: "eval",
      w: { operands: "write text*" },
      write: "w",
      d: "w",
      m: { operands: "read*" },
      merge: "m",
      v: { operands: "read" },
      validate: "v",
      "shell-completion": { operands: "text" },
    },
  },
};
