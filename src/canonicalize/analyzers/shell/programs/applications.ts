import type { ProgramSpec, ProgramTable } from "../spec.ts";
import { each, HELP, SHORT_HELP, SHOWS } from "./options.ts";
import { READS, REMOVES, WRITES } from "./plain-commands.ts";

export const CONNECTS: ProgramSpec = { lenient: true, options: SHORT_HELP, operands: "text*", does: ["net.connect"] };

export const UPLOADS: ProgramSpec = { lenient: true, options: SHORT_HELP, operands: "text*", does: ["net.upload"] };

const FETCHES: ProgramSpec = {
  lenient: true,
  options: { ...SHORT_HELP, "-o --output -d --directory": "write" },
  operands: "fetch*",
  does: ["file.write"],
};

const RUNS: ProgramSpec = { lenient: true, options: SHORT_HELP, operands: "script text*", does: ["code.run"] };

export const RUNS_PROJECT: ProgramSpec = { lenient: true, options: SHORT_HELP, operands: "text*", does: ["code.run"] };

export const DAEMON: ProgramSpec = {
  lenient: true,
  options: { ...SHORT_HELP, "-c --config -f": "read", "-p --pidfile": "text" },
  operands: "text*",
  does: ["net.listen", "process.exec"],
};

const CONVERTS: ProgramSpec = {
  lenient: true,
  options: { ...SHORT_HELP, "-o --output --outfile": "write" },
  operands: "read*",
  stdin: "data",
};

const GROUPWARE: ProgramSpec = { options: SHORT_HELP, operands: "text*", conventional: "infra" };

const ISSUES: ProgramSpec = { options: SHORT_HELP, operands: "text*", conventional: "ticket" };

const TORRENT: ProgramSpec = {
  lenient: true,
  options: { ...SHORT_HELP, "-w --download-dir -o --out": "write", "-f --finish": { value: "shell" } },
  operands: "text*",
  does: ["net.fetch", "file.write"],
};

/** Applications of many kinds: backups, servers, notebooks, job queues, downloads, monitors. */
export const APPLICATIONS: ProgramTable = {
  a2ping: CONVERTS,
  accelerate: { ...RUNS_PROJECT, subcommands: each("env estimate-memory config-show", SHOWS) },
  airflow: { ...RUNS_PROJECT, subcommands: each("cheat-sheet info list version", SHOWS) },
  "apport-bug": UPLOADS,
  "archwiki-rs": { ...READS, does: ["net.fetch"] },
  bd: ISSUES,
  bdfr: FETCHES,
  bedtools: CONVERTS,
  box: { ...RUNS_PROJECT, subcommands: each("help info list validate verify", SHOWS) },
  broot: {
    ...READS,
    options: {
      ...SHORT_HELP,
      "--install": { does: ["file.write"], signals: ["persistence.shell_startup"] },
      "-c --cmd": "text",
      "--out --outcmd": "write",
    },
  },
  cast: { ...CONNECTS, rules: [{ operand: /^send$/, does: ["payment.transfer"] }] },
  circleci: { ...GROUPWARE, subcommands: { local: RUNS_PROJECT } },
  clamdscan: {
    lenient: true,
    options: { ...SHORT_HELP, "--move --copy": "write", "--remove": { does: ["file.delete"] }, "-l --log": "write" },
    operands: "search*",
  },
  cmatrix: SHOWS,
  "copr-cli": { options: SHORT_HELP, operands: "text*", conventional: "infra" },
  dagger: { ...RUNS_PROJECT, subcommands: each("functions help version config", SHOWS) },
  ddev: { ...RUNS_PROJECT, subcommands: { ...each("describe list logs status version help", SHOWS), delete: REMOVES } },
  dillo: {
    lenient: true,
    options: { ...SHORT_HELP, "-f --fullwindow -g -l --local": "" },
    operands: "fetch*",
    does: ["web.browse"],
  },
  dlv: { ...RUNS_PROJECT, signals: ["privilege.debug"] },
  drone: GROUPWARE,
  duc: { ...READS, rules: [{ operand: /^index$/, does: ["file.write"] }] },
  dvc: {
    ...RUNS_PROJECT,
    subcommands: {
      ...each("check-ignore config-list dag diff doctor help list params-show plots root status version", SHOWS),
      ...each(
        "add checkout commit config freeze import import-url init install move unfreeze unprotect update stage",
        WRITES,
      ),
      ...each("destroy gc remove", REMOVES),
      ...each("fetch get pull", { ...WRITES, does: ["net.fetch", "file.write"] }),
      push: UPLOADS,
    },
  },
  efetch: "esearch",
  elink: "esearch",
  esearch: { ...READS, does: ["net.fetch"] },
  expac: SHOWS,
  fastfetch: SHOWS,
  forever: {
    ...RUNS,
    does: ["code.run", "process.schedule"],
    subcommands: {
      ...each("list logs columns", SHOWS),
      ...each("stop stopall", { ...REMOVES, does: ["process.kill"] }),
    },
  },
  forge: RUNS_PROJECT,
  gnmic: CONNECTS,
  grype: { ...READS, does: ["net.fetch"] },
  hardhat: RUNS_PROJECT,
  hn: { ...READS, does: ["net.fetch"] },
  "home-manager": {
    ...RUNS_PROJECT,
    does: ["code.install"],
    subcommands: {
      ...each("generations help news packages option", SHOWS),
      ...each("expire-generations remove-generations uninstall", REMOVES),
    },
  },
  hurl: {
    lenient: true,
    options: {
      ...SHORT_HELP,
      "-o --output --report-html --report-json --report-junit --report-tap": "write",
      "--variables-file -K --netrc-file --file-root": "read",
      "-x --proxy": "connect",
      "--variable --user -u": "text",
    },
    operands: "read*",
    does: ["http.request"],
    stdin: "data",
  },
  ipfs: {
    options: { ...SHORT_HELP, "--api -c": "text" },
    operands: "text*",
    subcommands: {
      ...each("cat ls id stats version swarm resolve commands", CONNECTS),
      ...each("config init repo", WRITES),
      add: { lenient: true, operands: "search*", does: ["net.upload"], stdin: "upload" },
      get: { ...WRITES, does: ["net.fetch", "file.write"] },
      daemon: DAEMON,
      pin: CONNECTS,
      name: UPLOADS,
      shutdown: REMOVES,
    },
  },
  isoinfo: { lenient: true, options: { "-i": "read", "-x": "text" }, operands: "text*" },
  "jenkins-cli": GROUPWARE,
  kool: RUNS_PROJECT,
  lando: {
    ...RUNS_PROJECT,
    subcommands: {
      ...each("config info list logs share-list version", SHOWS),
      ...each("destroy poweroff stop", REMOVES),
      share: { ...WRITES, does: ["net.listen"], signals: ["network.tunnel"] },
    },
  },
  mktorrent: {
    lenient: true,
    options: { ...SHORT_HELP, "-o --output": "write", "-a --announce -l --piece-length -n -c -w": "text" },
    operands: "search",
  },
  monolith: {
    lenient: true,
    options: { ...SHORT_HELP, "-o --output": "write", "-C --cookie-file": "read", "-u -t -d -b --base-url": "text" },
    operands: "fetch*",
  },
  nb: {
    options: SHORT_HELP,
    operands: "text*",
    subcommands: {
      ...each("list ls show search help env settings status count tasks todos folders notebooks open peek", READS),
      ...each("add edit import init copy do move rename undo", WRITES),
      delete: REMOVES,
      ...each("browse", { ...READS, does: ["net.listen"] }),
      sync: { ...UPLOADS, does: ["repo.push"] },
    },
    conventional: "file",
  },
  neofetch: SHOWS,
  nextflow: {
    ...RUNS_PROJECT,
    options: { ...HELP, "-C -c": "read", "-log": "write" },
    subcommands: {
      ...each("config help info inspect list log view", READS),
      ...each("drop clean", REMOVES),
      ...each("clone pull", { ...WRITES, does: ["net.fetch", "file.write"] }),
      "self-update": { ...WRITES, does: ["code.install"] },
    },
  },
  ntpdate: { ...CONNECTS, does: ["net.connect", "infra.update"] },
  ntpq: { lenient: true, options: { "-c": "text" }, operands: "connect*" },
  onefetch: SHOWS,
  papermill: { ...RUNS_PROJECT, operands: "script write text*" },
  pfetch: SHOWS,
  pls: READS,
  presenterm: { lenient: true, operands: "read*" },
  promtool: { ...READS, operands: "text*" },
  pydoc: { ...READS, options: { ...SHORT_HELP, "-p -b": { does: ["net.listen"] }, "-w": { does: ["file.write"] } } },
  pydoc3: "pydoc",
  pyinstaller: { ...RUNS, does: ["code.run", "file.write"] },
  rfetch: SHOWS,
  rtorrent: TORRENT,
  scrapy: {
    ...RUNS_PROJECT,
    subcommands: {
      ...each("list settings version bench", { ...SHOWS, does: ["code.run"] }),
      ...each("fetch view", { lenient: true, operands: "fetch", does: ["code.run"] }),
    },
  },
  "sentry-cli": {
    ...GROUPWARE,
    subcommands: {
      ...each("send-event sourcemaps upload-dif", UPLOADS),
      login: { ...CONNECTS, does: ["identity.update"] },
    },
  },
  sipcalc: SHOWS,
  snakemake: { ...RUNS_PROJECT, options: { ...SHORT_HELP, "-s --snakefile": "script", "-n --dry-run": "" } },
  snmpget: { lenient: true, options: { "-v -c -u -l -a -A -x -X -O -m -M": "text" }, operands: "connect text*" },
  snmpgetnext: "snmpget",
  snmpset: {
    lenient: true,
    options: { "-v -c -u -l -a -A -x -X": "text" },
    operands: "connect text*",
    does: ["infra.update"],
  },
  snmpwalk: "snmpget",
  stripe: {
    ...GROUPWARE,
    subcommands: {
      listen: { ...CONNECTS, does: ["net.listen"] },
      trigger: CONNECTS,
      payouts: { ...CONNECTS, does: ["payment.transfer"] },
      payment_intents: { ...CONNECTS, does: ["payment.transfer"] },
      transfers: { ...CONNECTS, does: ["payment.transfer"] },
      refunds: { ...CONNECTS, does: ["payment.refund"] },
    },
  },
  sui: {
    ...GROUPWARE,
    subcommands: {
      client: {
        ...CONNECTS,
        does: ["payment.transfer", "net.connect"],
        subcommands: {
          ...each(
            "active-address active-env addresses balance chain-identifier dynamic-field envs gas object objects tx-block",
            CONNECTS,
          ),
          ...each("new-address new-env switch", WRITES),
        },
      },
      keytool: { ...READS, does: ["secret.read"], subcommands: { list: READS } },
      move: { ...RUNS_PROJECT, subcommands: { new: WRITES } },
      start: DAEMON,
      genesis: WRITES,
    },
  },
  syft: { ...READS, options: { ...SHORT_HELP, "-o --output --file": "text" } },
  timetrap: WRITES,
  tmsu: { ...WRITES, subcommands: each("files help info status tags untagged values version", READS) },
  transmission: TORRENT,
  "transmission-cli": TORRENT,
  "transmission-create": {
    lenient: true,
    options: { ...SHORT_HELP, "-o --outfile": "write", "-t --tracker -c --comment": "text" },
    operands: "search",
  },
  "transmission-daemon": { ...TORRENT, does: ["net.listen", "net.fetch", "file.write"] },
  "transmission-edit": { lenient: true, operands: "write*" },
  "transmission-remote": {
    ...TORRENT,
    options: {
      ...SHORT_HELP,
      "-l --list -st --session-stats -si --session-info -i --info -f --files -pi --peer-info": { stdout: true },
      "-rad --remove-and-delete -r --remove": { does: ["file.delete"] },
      "-w --download-dir": "write",
      "-a --add": { value: "text", optional: true },
      "-t --torrent -n --auth": "text",
    },
    does: ["net.connect", "net.fetch", "file.write"],
  },
  "transmission-show": { lenient: true, operands: "read*" },
  travis: GROUPWARE,
  truffle: { ...RUNS_PROJECT, subcommands: each("help version config networks", SHOWS) },
  twilio: { ...GROUPWARE, subcommands: { "api:core:messages:create": { ...CONNECTS, does: ["message.send"] } } },
  upower: SHOWS,
  vt: { ...CONNECTS, subcommands: { scan: UPLOADS } },
  wakeonlan: {
    lenient: true,
    options: { ...SHORT_HELP, "-f": "read", "-i -p": "text" },
    operands: "text*",
    does: ["net.connect"],
  },
  wandb: {
    ...CONNECTS,
    subcommands: { sync: UPLOADS, login: { ...CONNECTS, does: ["identity.update"] }, status: SHOWS },
  },
  "wayland-info": SHOWS,
  webtorrent: TORRENT,
  wezterm: {
    options: { ...HELP, "--config-file": { value: "script" } },
    operands: "text*",
    subcommands: {
      ...each("ls-fonts show-keys", SHOWS),
      imgcat: { lenient: true, operands: "read" },
      start: { flags: "--always-new-process", options: { ...HELP, "--cwd": "mention" }, operands: "command?" },
      ssh: { lenient: true, operands: "remote shell*", elsewhere: true },
      cli: {
        ...READS,
        subcommands: {
          "send-text": { ...READS, does: ["process.exec"] },
          spawn: { lenient: true, operands: "command?" },
          list: SHOWS,
        },
      },
      serial: CONNECTS,
      connect: CONNECTS,
    },
  },
  wn: READS,
};
