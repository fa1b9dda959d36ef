import type { ProgramSpec, ProgramTable } from "../spec.ts";
import { each, HELP, SHORT_HELP, SHOWS } from "./options.ts";
import {
  BUILDS,
  CLEANS,
  INSTALLS,
  PUBLISHES,
  REFRESHES,
  RUNS_CODE,
  RUNS_COMMAND,
  SETS,
  SHOWS_PACKAGES,
  SIGNS_IN,
  UNINSTALLS,
} from "./package-commands.ts";

const JS_OPTIONS = {
  ...SHORT_HELP,
  "-C --dir --cwd --prefix": "chdir",
  "--registry": "fetch",
  "--userconfig --globalconfig -w --workspace -F --filter --loglevel --omit --include --otp --tag --access --cache --scope --reporter --depth":
    "text",
} as const;

/** Settings (npmrc(5)) that name programs, or where packages come from. */
const NPM_CONFIG: ProgramSpec = {
  ...SETS,
  rules: [
    {
      operand:
        /^(?:script-shell|shell|git|editor|viewer|browser|node-options|registry|prefix|.*:registry|.*_auth(?:Token)?|init-module|globalconfig|userconfig|ignore-scripts|onload-script)(?:=|$)/i,
      does: ["process.schedule"],
    },
  ],
  subcommands: each("get list ls", SHOWS),
};

const READING =
  "bin bugs diff dist-tag docs doctor explain explore-info find-dupes fund help help-search home info la licenses list ll ls outdated owner ping prefix query repo root s sbom se search show star-list stars v version view why whoami audit team profile access";
const INSTALLING =
  "add ci clean-install create dedupe ddp i import in init inst install install-ci-test install-test it link ln isntall rebuild rb up update upgrade upgrade-interactive";

/** npm(1) and programs that understand much of the same. A script of the project may be anything. */
const NPM: ProgramSpec = {
  flags:
    "-g -D -P -O -E -B -q -s -y --global --silent --json --long --parseable --production --save --save-dev --offline --prefer-offline --force --yes --verbose --dry-run --legacy-peer-deps --no-audit --no-fund --ignore-scripts --workspaces --foreground-scripts -r -ws -p",
  options: { ...JS_OPTIONS, "-v": "" },
  subcommands: {
    ...each(READING, SHOWS_PACKAGES),
    ...each(INSTALLING, INSTALLS),
    ...each("remove rm r un uninstall unlink prune", { ...UNINSTALLS, does: ["file.delete", "process.exec"] }),
    ...each("build restart run run-script rum start stop t test tst serve dev", RUNS_CODE),
    ...each("access set-script shrinkwrap", SETS),
    ...each("adduser login logout", SIGNS_IN),
    ...each("c config set", NPM_CONFIG),
    ...each("deprecate publish star undeprecate unstar", PUBLISHES),
    audit: { ...SHOWS_PACKAGES, rules: [{ operand: /^fix$/, does: ["code.install"] }] },
    cache: {
      ...SHOWS_PACKAGES,
      rules: [
        { operand: /^(?:clean|clear|rm|delete|prune)$/, does: ["file.delete"] },
        { operand: /^add$/, does: ["net.fetch", "file.write"] },
      ],
    },
    "dist-tag": { ...SHOWS_PACKAGES, rules: [{ operand: /^(?:add|rm|set)$/, does: ["repo.release"] }] },
    edit: RUNS_CODE,
    exec: { ...RUNS_CODE, options: { ...HELP, "-c --call": "shell" }, does: ["code.install", "code.run"] },
    explore: RUNS_CODE,
    get: SHOWS_PACKAGES,
    hook: { ...SETS, does: ["net.connect", "infra.update"] },
    install: { ...INSTALLS, operands: "text*" },
    org: { ...SETS, does: ["identity.grant"] },
    owner: { ...SHOWS_PACKAGES, rules: [{ operand: /^(?:add|rm)$/, does: ["identity.grant"] }] },
    pack: { ...BUILDS, options: { ...HELP, "--pack-destination": "write", "--dry-run": { stdout: true } } },
    pkg: {
      ...SETS,
      rules: [{ operand: /^delete$/, does: ["file.delete"] }],
      subcommands: each("get", SHOWS),
    },
    profile: { ...SHOWS_PACKAGES, rules: [{ operand: /^(?:set|enable-2fa|disable-2fa)$/, does: ["identity.update"] }] },
    team: { ...SHOWS_PACKAGES, rules: [{ operand: /^(?:add|rm|create|destroy)$/, does: ["identity.grant"] }] },
    token: {
      ...SHOWS_PACKAGES,
      rules: [
        { operand: /^create$/, does: ["secret.read", "identity.grant"] },
        { operand: /^revoke$/, does: ["secret.delete"] },
      ],
    },
    trust: { ...SETS, does: ["identity.grant"] },
    unpublish: { ...PUBLISHES, does: ["repo.release", "infra.delete"] },
    version: { ...SETS, rules: [{ bare: true, harmless: true }] },
  },
};

/** Yarn, pnpm and others take any other word for the name of a script of the project. */
const RUNS_SCRIPTS: ProgramSpec = {
  ...NPM,
  operands: "text*",
  rules: [
    { bare: true, does: ["code.install"] },
    { operand: /./, does: ["code.run"] },
  ],
  subcommands: {
    ...NPM.subcommands,
    ...each("cat-file cat-index find-hash list-all licenses constraints", SHOWS_PACKAGES),
    ...each("approve import patch patch-commit stage tag", SETS),
    ...each("env global npm plugin policies self-update", INSTALLS),
    ...each("node recursive workspace", RUNS_CODE),
    "approve-builds": { ...SETS, does: ["identity.grant", "code.run"] },
    autoclean: CLEANS,
    catalog: SHOWS_PACKAGES,
    deploy: BUILDS,
    dlx: { ...RUNS_CODE, does: ["code.install", "code.run"] },
    fetch: REFRESHES,
    server: { lenient: true, does: ["net.listen"] },
    setup: { ...SETS, signals: ["persistence.shell_startup"] },
    store: {
      ...SHOWS_PACKAGES,
      rules: [
        { operand: /^prune$/, does: ["file.delete"] },
        { operand: /^add$/, does: ["net.fetch", "file.write"] },
      ],
    },
    workspaces: { ...RUNS_CODE, subcommands: each("info list", SHOWS) },
    x: { ...RUNS_CODE, does: ["code.install", "code.run"] },
  },
};

const BUN: ProgramSpec = {
  ...RUNS_SCRIPTS,
  flags: `${NPM.flags?.replace(" -r -ws -p", "")} -b -i -d --hot --watch --smol --bun --no-install --install --if-present`,
  options: {
    ...JS_OPTIONS,
    "-v --revision": "",
    "-e --eval -p --print": { value: "code" },
    "--env-file -c --config --tsconfig-override": "read",
    "-r --preload --import": "script",
    "--inspect --inspect-wait --inspect-brk": { value: "text", optional: true, does: ["net.listen"] },
    "-l --loader --define --drop --port --conditions --shell --stack-trace-limit": "text",
  },
  operands: "script text*",
  rules: [{ bare: true, harmless: true }],
  language: "javascript",
  stdin: "code",
  subcommands: {
    ...RUNS_SCRIPTS.subcommands,
    build: { ...BUILDS, options: { ...HELP, "--outfile --outdir": "write" }, operands: "read*" },
    create: { ...INSTALLS, operands: "text write?" },
    exec: { lenient: true, operands: "shell" },
    feedback: { lenient: true, operands: "text*", does: ["net.upload"] },
    pm: {
      options: SHORT_HELP,
      subcommands: {
        ...each(
          "bin cache default-trusted hash hash-print hash-string list ls untrusted version whoami why view",
          SHOWS_PACKAGES,
        ),
        cache: { ...SHOWS_PACKAGES, rules: [{ operand: /^rm$/, does: ["file.delete"] }] },
        migrate: SETS,
        pack: { ...BUILDS, options: { ...HELP, "--destination": "write", "--dry-run": { stdout: true } } },
        pkg: {
          ...SETS,
          rules: [{ operand: /^delete$/, does: ["file.delete"] }],
          subcommands: each("get", SHOWS),
        },
        trust: { ...INSTALLS, does: ["identity.grant", "code.run"] },
        scan: SHOWS_PACKAGES,
      },
    },
    publish: { ...PUBLISHES, options: { ...HELP, "--registry": "upload" } },
    repl: RUNS_CODE,
    run: { ...RUNS_CODE, options: { ...HELP, "--env-file": "read" } },
    upgrade: INSTALLS,
  },
};

const RUNS_PACKAGE: ProgramSpec = {
  flags: "-y -q -n --yes --no --no-install --ignore-existing --quiet --prefer-offline --silent --bun --verbose",
  options: {
    "-h --help -v --version": { harmless: true },
    "-c --call": "shell",
    "-p --package --shell -w --workspace": "text",
    "--prefix": "chdir",
    "--registry": "fetch",
  },
  operands: "text*",
  does: ["code.install", "code.run"],
  lenient: true,
};

const VERSIONS: ProgramSpec = {
  options: SHORT_HELP,
  subcommands: {
    ...each(
      "alias-list bin current debug default-show doctor env help list list-all list-remote ls ls-all ls-remote listnew latest prefix root version versions which where whence outdated plugins",
      SHOWS_PACKAGES,
    ),
    ...each(
      "add install upgrade update i use-install reinstall-packages migrate-packages plugin plugin-add plugin-update fetch",
      INSTALLS,
    ),
    ...each(
      "alias default deactivate global local pin set shell unalias use reshim rehash on off init setup completions hook unload cache-path",
      SETS,
    ),
    ...each("cache clear prune remove rm uninstall", CLEANS),
    exec: RUNS_COMMAND,
    run: { ...RUNS_CODE },
    unload: SETS,
  },
  conventional: "package",
};

/** Programs of JavaScript's packages. What builds, tests and formats is in another table. */
export const JAVASCRIPT_PACKAGES: ProgramTable = {
  asdf: VERSIONS,
  bower: {
    options: SHORT_HELP,
    subcommands: {
      ...each("help home info list lookup search version", SHOWS_PACKAGES),
      ...each("install update", INSTALLS),
      ...each("cache prune uninstall", CLEANS),
      init: SETS,
      link: SETS,
      login: SIGNS_IN,
      register: PUBLISHES,
      unregister: PUBLISHES,
    },
  },
  bun: BUN,
  bunx: RUNS_PACKAGE,
  cnpm: NPM,
  corepack: {
    options: SHORT_HELP,
    subcommands: {
      ...each("disable enable pack", SETS),
      ...each("hydrate install prepare up use", INSTALLS),
      cache: CLEANS,
    },
  },
  fnm: VERSIONS,
  goenv: VERSIONS,
  jenv: VERSIONS,
  lerna: {
    options: SHORT_HELP,
    subcommands: {
      ...each("changed diff info list ls", SHOWS_PACKAGES),
      ...each("add bootstrap link", INSTALLS),
      ...each("exec run watch", RUNS_CODE),
      ...each("create import init", SETS),
      clean: CLEANS,
      publish: PUBLISHES,
      version: { ...PUBLISHES, does: ["repo.write", "repo.push"] },
    },
  },
  mise: {
    options: { ...SHORT_HELP, "-C --cd": "chdir" },
    subcommands: {
      ...VERSIONS.subcommands,
      ...each("activate config settings unuse", SETS),
      "self-update": INSTALLS,
      sync: INSTALLS,
      tasks: SHOWS_PACKAGES,
      trust: { lenient: true, operands: "text*", does: ["identity.grant"] },
      watch: RUNS_CODE,
      x: RUNS_COMMAND,
    },
    conventional: "package",
  },
  n: {
    ...INSTALLS,
    options: { ...HELP, "--lts --latest": "" },
    subcommands: each("bin list ls lsr", SHOWS),
  },
  ncu: {
    lenient: true,
    options: { ...SHORT_HELP, "-u --upgrade": { does: ["file.write"] }, "--packageFile": "read" },
    operands: "text*",
    does: ["net.fetch"],
  },
  nodenv: VERSIONS,
  npm: NPM,
  "npm-check": {
    lenient: true,
    options: { ...SHORT_HELP, "-u --update -y --update-all": { does: ["code.install"] } },
    operands: "text*",
  },
  "npm-check-updates": "ncu",
  npx: RUNS_PACKAGE,
  nvm: VERSIONS,
  plenv: VERSIONS,
  pnpm: RUNS_SCRIPTS,
  pnpx: RUNS_PACKAGE,
  rbenv: VERSIONS,
  rtx: VERSIONS,
  rush: {
    options: SHORT_HELP,
    subcommands: {
      ...each("check list scan version-info", SHOWS_PACKAGES),
      ...each("add install update update-autoinstaller upgrade-interactive", INSTALLS),
      ...each("build rebuild test", RUNS_CODE),
      ...each("change init link unlink version", SETS),
      publish: PUBLISHES,
      purge: CLEANS,
    },
  },
  rvm: {
    ...VERSIONS,
    subcommands: {
      ...VERSIONS.subcommands,
      do: RUNS_CODE,
      gemset: SETS,
      get: INSTALLS,
      implode: CLEANS,
      requirements: INSTALLS,
    },
  },
  sdk: {
    ...VERSIONS,
    subcommands: {
      ...VERSIONS.subcommands,
      flush: CLEANS,
      home: SHOWS_PACKAGES,
      offline: SETS,
      selfupdate: INSTALLS,
      u: SETS,
      c: SHOWS_PACKAGES,
    },
  },
  volta: { ...VERSIONS, subcommands: { ...VERSIONS.subcommands, run: RUNS_COMMAND } },
  yarn: RUNS_SCRIPTS,
  yarnpkg: RUNS_SCRIPTS,
  yo: { ...INSTALLS, does: ["code.run", "file.write"] },
};
