import type { ProgramSpec, ProgramTable } from "../spec.ts";
import { each, HELP, SHORT_HELP, SHOWS } from "./options.ts";
import { FORGETS, GRANTS, KEEPS, LENDS, LISTS, OPTIONS, SIGNS_IN, TELLS, WRITES } from "./secrets.ts";

const SYNCS: ProgramSpec = { lenient: true, options: OPTIONS, operands: "text*", does: ["net.connect"] };

const PASS: ProgramSpec = {
  options: { ...HELP, "-h": { harmless: true } },
  flags: "-c --clip --store -q --qrcode",
  operands: "text*",
  subcommands: {
    ...each("cp edit generate init insert mv rename copy add import", KEEPS),
    ...each("find ls list search help version", LISTS),
    ...each("grep otp show cat", TELLS),
    ...each("rm remove delete", FORGETS),
    git: { lenient: true, operands: "text*", does: ["repo.write", "repo.push"] },
  },
  // Any other operand is the name of a password that is printed.
  rules: [
    { operand: /./, does: ["secret.read"], signals: ["credential.secret_store"] },
    { bare: true, does: ["infra.read"] },
  ],
};

const KEYRING: ProgramSpec = {
  lenient: true,
  options: OPTIONS,
  operands: "text*",
  subcommands: {
    ...each("get lookup show search", TELLS),
    ...each("set store add", KEEPS),
    ...each("del clear rm delete", FORGETS),
    lock: SYNCS,
    list: LISTS,
  },
};

/** Programs in which people keep their passwords. */
export const PASSWORD_MANAGERS: ProgramTable = {
  bw: {
    options: OPTIONS,
    flags: "--pretty --raw --response --cleanexit --quiet --nointeraction",
    subcommands: {
      ...each("list get export receive", TELLS),
      ...each("create edit restore move share", KEEPS),
      ...each("config encode completion status", SHOWS),
      ...each("lock sync update", SYNCS),
      delete: FORGETS,
      generate: SHOWS,
      import: { ...KEEPS, operands: "text read" },
      login: SIGNS_IN,
      logout: SIGNS_IN,
      send: { ...KEEPS, does: ["secret.read", "net.upload"] },
      serve: { lenient: true, does: ["net.listen", "secret.read"] },
      unlock: TELLS,
      confirm: GRANTS,
    },
  },
  bws: {
    options: OPTIONS,
    operands: "text*",
    subcommands: {
      run: LENDS,
      secret: { options: OPTIONS, operands: "text*", conventional: "secret", subcommands: { get: TELLS, list: TELLS } },
    },
    conventional: "secret",
  },
  dashlane: TELLS,
  dcli: TELLS,
  "gnome-keyring": KEYRING,
  gopass: PASS,
  keepassxc: TELLS,
  "keepassxc-cli": {
    options: { ...SHORT_HELP, "-k --key-file": "read" },
    subcommands: {
      ...each("analyze db-info diceware estimate generate help ls locate search", LISTS),
      ...each("clip export show", { ...TELLS, operands: "read text*" }),
      ...each("add attachment-import db-create db-edit edit import merge mkdir mv", {
        ...KEEPS,
        operands: "write text*",
      }),
      ...each("rm rmdir attachment-rm", { ...FORGETS, operands: "write text*" }),
      "attachment-export": { ...TELLS, operands: "read text* write" },
      open: { ...TELLS, operands: "read" },
    },
  },
  keyring: KEYRING,
  lpass: {
    options: OPTIONS,
    subcommands: {
      ...each("ls status version", LISTS),
      ...each("export show", TELLS),
      ...each("add duplicate edit generate import mv passwd", KEEPS),
      ...each("rm", FORGETS),
      login: SIGNS_IN,
      logout: SIGNS_IN,
      share: GRANTS,
      sync: SYNCS,
    },
  },
  op: {
    options: { ...OPTIONS, "--encoding": "text" },
    flags: "--debug --iso-timestamps --no-color",
    subcommands: {
      ...each("read inject signin", { ...TELLS, options: { ...OPTIONS, "-i --in-file": "read" }, stdin: "data" }),
      ...each("account group user events-api connect service-account", {
        ...GRANTS,
        subcommands: each("get list", LISTS),
      }),
      completion: SHOWS,
      document: {
        options: OPTIONS,
        subcommands: {
          create: { ...KEEPS, operands: "read" },
          delete: FORGETS,
          edit: { ...KEEPS, operands: "text read" },
          get: { ...TELLS },
          list: LISTS,
        },
      },
      item: {
        options: OPTIONS,
        subcommands: {
          ...each("get share", TELLS),
          ...each("create edit move template", KEEPS),
          delete: FORGETS,
          list: LISTS,
        },
      },
      plugin: GRANTS,
      run: LENDS,
      signout: SIGNS_IN,
      update: SYNCS,
      vault: { options: OPTIONS, operands: "text*", conventional: "infra" },
      whoami: LISTS,
    },
  },
  pass: PASS,
  passage: PASS,
  passbolt: { options: OPTIONS, operands: "text*", conventional: "secret" },
  "proton-pass": TELLS,
  rbw: {
    options: OPTIONS,
    subcommands: {
      ...each("code get", TELLS),
      ...each("add edit generate", KEEPS),
      ...each("config stop-agent unlocked", WRITES),
      ...each("login register unlock", SIGNS_IN),
      list: LISTS,
      search: LISTS,
      lock: SYNCS,
      purge: FORGETS,
      remove: FORGETS,
      sync: SYNCS,
      history: TELLS,
    },
  },
  "secret-tool": KEYRING,
};
