import type { ProgramSpec, ProgramTable } from "../spec.ts";
import { DIGITS, each, HELP, SHORT_HELP, SHOWS } from "./options.ts";
import { READS, WRITES } from "./plain-commands.ts";

const LOOKS_UP: ProgramSpec = { lenient: true, options: SHORT_HELP, operands: "text*", does: ["net.fetch"] };
const TICKETS: ProgramSpec = {
  options: SHORT_HELP,
  operands: "text*",
  subcommands: {
    ...each("browse help me open serverinfo version completion", READS),
    init: WRITES,
    issue: {
      options: SHORT_HELP,
      operands: "text*",
      subcommands: { clone: { ...READS, does: ["ticket.write"] } },
      conventional: "ticket",
    },
  },
  conventional: "ticket",
};
const PRINTS: ProgramSpec = {
  lenient: true,
  options: { ...HELP, "-h": "connect", "-d -P -o -n -U -t -# -q -i": "text" },
  operands: "read*",
  does: ["device.control"],
  stdin: "data",
};
const ACCOUNTING_READS: ProgramSpec = {
  lenient: true,
  options: {
    ...SHORT_HELP,
    "-f --file -F --rules-file --conf": "read",
    "-o --output-file": "write",
    "-b --begin -e --end -p --period -X --value --depth -O --output-format --alias --pivot --sort": "text",
  },
  operands: "text*",
};
const ACCOUNTING_WRITES: ProgramSpec = {
  ...ACCOUNTING_READS,
  options: { ...ACCOUNTING_READS.options, "--dry-run": { stdout: true } },
  operands: "read*",
  does: ["file.write"],
};

/** man(1): its pager, its browser and its preprocessors are commands. */
const MAN: ProgramSpec = {
  flags: `${DIGITS} -a -c -D -d -f -i -I -k -K -l -t -T -u -w -W -X -Z --all --apropos --ascii --catman --default --debug --global-apropos --ignore-case --local-file --location --location-cat --match-case --names-only --no-hyphenation --no-justification --no-subpages --path --regex --troff --update --warnings --whatis --where --where-cat --wildcard --ditroff`,
  options: {
    "-h -? --help -V --version --usage": { harmless: true },
    "-P --pager": { value: "shell" },
    "-H --html": { value: "shell", optional: true, does: ["process.exec"] },
    "-C --config-file": { value: "read", does: ["process.exec"] },
    "-L --locale -m --systems -M --manpath -S -s --sections -e --extension -E --encoding -p --preprocessor -r --prompt -R --recode":
      "text",
  },
  operands: "text*",
};

/** Things that people look at, print, plan and count. */
export const EVERYDAY: ProgramTable = {
  ansiweather: LOOKS_UP,
  beancount: ACCOUNTING_READS,
  betty: READS,
  cal: {
    flags: `${DIGITS} -A -B -C -d -e -H -h -j -J -m -M -N -n -o -s -S -v -w -y -Y -p -b --color --days --iso --julian --monday --months --one --reform --span --sunday --three --twelve --vertical --week --year --columns`,
    options: { "-V --version --help": { harmless: true } },
    operands: "text*",
  },
  calcurse: {
    lenient: true,
    options: {
      ...SHORT_HELP,
      "-i --import -c --calendar": "read",
      "-Q --query -a --appointment -n --next -t --todo -d --day": { value: "text", optional: true, stdout: true },
    },
    does: ["calendar.write"],
  },
  calendar: READS,
  cheat: {
    ...READS,
    options: {
      ...SHORT_HELP,
      "-e --edit": { value: "text", does: ["file.write"] },
      "--rm": { value: "text", does: ["file.delete"] },
      "--init": "",
    },
  },
  cht: LOOKS_UP,
  "cht.sh": LOOKS_UP,
  cups: PRINTS,
  cupsaccept: PRINTS,
  cupsd: { lenient: true, does: ["net.listen"] },
  cupsdisable: PRINTS,
  cupsenable: PRINTS,
  cupsreject: PRINTS,
  cupstestppd: { lenient: true, operands: "read*" },
  ddate: READS,
  ddgr: LOOKS_UP,
  dict: { ...LOOKS_UP, options: { ...HELP, "-h --host": "connect" } },
  eva: READS,
  exchange: LOOKS_UP,
  gcal: READS,
  gcalcli: {
    options: SHORT_HELP,
    operands: "text*",
    subcommands: {
      ...each("agenda calm calw list search updates conflicts", { ...READS, does: ["calendar.read"] }),
      ...each("add edit import quick", { ...READS, does: ["calendar.write"] }),
      delete: { ...READS, does: ["calendar.delete"] },
      remind: { lenient: true, operands: "text shell*", does: ["calendar.read"] },
      init: WRITES,
    },
  },
  "gnucash-cli": ACCOUNTING_READS,
  googler: LOOKS_UP,
  hledger: {
    ...ACCOUNTING_READS,
    subcommands: {
      ...each(
        "accounts acc a activity aregister areg balance bal balancesheet bs balancesheetequity bse cashflow cf check codes commodities demo descriptions diff files help incomestatement is notes payees prices print print-unique register reg roi setup stats tags test",
        ACCOUNTING_READS,
      ),
      ...each("add close import rewrite", ACCOUNTING_WRITES),
      web: { ...ACCOUNTING_READS, does: ["net.listen"] },
      ui: ACCOUNTING_READS,
      edit: ACCOUNTING_WRITES,
      iadd: ACCOUNTING_WRITES,
      get: { ...ACCOUNTING_READS, does: ["net.fetch"] },
    },
  },
  "hledger-ui": ACCOUNTING_READS,
  "hledger-web": { ...ACCOUNTING_READS, does: ["net.listen"], signals: ["network.listen"] },
  howdoi: LOOKS_UP,
  jcal: READS,
  jira: TICKETS,
  jrnl: {
    lenient: true,
    options: {
      ...SHORT_HELP,
      "--config-file": "read",
      "--file": "write",
      "--delete": { does: ["file.delete"] },
      "-n -from -to -on -contains --format": { value: "text", stdout: true },
    },
    operands: "text*",
    does: ["file.write"],
  },
  kjv: READS,
  ledger: {
    ...ACCOUNTING_READS,
    options: {
      ...ACCOUNTING_READS.options,
      "--init-file --price-db": "read",
      "--output": "write",
      "--pager": { value: "shell" },
    },
  },
  linear: TICKETS,
  lp: PRINTS,
  lpadmin: {
    ...PRINTS,
    options: { ...PRINTS.options, "-x -r": { value: "text", does: ["infra.delete"] } },
    operands: "text*",
    does: ["infra.update"],
  },
  lpinfo: SHOWS,
  lpmove: { ...PRINTS, operands: "text*" },
  lpoptions: {
    lenient: true,
    options: {
      ...HELP,
      "-h": "connect",
      "-o -d -x -r": { value: "text", does: ["file.write"] },
      "-l": { stdout: true },
      "-p": "text",
    },
    operands: "text*",
  },
  lpq: SHOWS,
  lpr: PRINTS,
  lprm: { ...PRINTS, operands: "text*" },
  lpstat: SHOWS,
  man: MAN,
  mandb: { ...WRITES },
  manpath: READS,
  navi: {
    lenient: true,
    options: { ...SHORT_HELP, "--print": { stdout: true } },
    operands: "text*",
    does: ["process.exec"],
  },
  ncal: "cal",
  newsboat: {
    lenient: true,
    options: { ...SHORT_HELP, "-u -i -C": "read", "-c -l": "write", "-x --execute": "text" },
    does: ["net.fetch", "file.write"],
  },
  ntfy: {
    lenient: true,
    options: SHORT_HELP,
    operands: "text*",
    does: ["net.upload", "message.send"],
    stdin: "upload",
  },
  obsidian: { lenient: true, operands: "text*", does: ["file.write"] },
  pal: READS,
  rdict: LOOKS_UP,
  remind: { lenient: true, options: { "-k": "shell" }, operands: "read text*" },
  sdcv: READS,
  sr: "surfraw",
  surfraw: { ...LOOKS_UP, does: ["web.search"] },
  taskwarrior: WRITES,
  tealdeer: "tldr",
  timew: {
    options: SHORT_HELP,
    operands: "text*",
    subcommands: {
      ...each("day diagnostics export gaps get help month report show summary tags totals week", READS),
      ...each(
        "annotate cancel config continue fill join lengthen modify move resize shorten split start stop tag track undo untag",
        WRITES,
      ),
      delete: { ...WRITES, does: ["file.delete"] },
    },
  },
  tldr: {
    lenient: true,
    options: {
      ...SHORT_HELP,
      "-v": { harmless: true },
      "-u --update --update_cache": { does: ["net.fetch", "file.write"] },
      "-c --clear-cache": { does: ["file.delete"] },
      "-p --platform -L --language -s --search --color": "text",
      "-f --render": "read",
      "--seed-config": { does: ["file.write"] },
    },
    operands: "text*",
  },
  tldrl: "tldr",
  todo: { ...WRITES, rules: [{ operand: /^(?:rm|del|delete|flush|archive)$/, does: ["file.delete"] }] },
  "todo.sh": "todo",
  todoist: {
    options: SHORT_HELP,
    operands: "text*",
    subcommands: { ...each("l list projects labels completed-list karma", { ...READS, does: ["ticket.read"] }) },
    conventional: "ticket",
  },
  trans: LOOKS_UP,
  translate: LOOKS_UP,
  tuxi: LOOKS_UP,
  watson: {
    options: SHORT_HELP,
    operands: "text*",
    subcommands: {
      ...each("aggregate frames help log projects report status tags", READS),
      sync: { ...READS, does: ["net.upload"] },
    },
    conventional: "file",
  },
  wiki: LOOKS_UP,
  wikiman: READS,
  "wttr.in": LOOKS_UP,
  xman: READS,
};
