import type { OptionSpec, ProgramSpec, RuleSpec } from "../spec.ts";
import { DIGITS, each, HELP, type Subcommands } from "./options.ts";
import { FETCHES, READS, WRITES } from "./vcs-commands.ts";

type Options = Readonly<Record<string, OptionSpec>>;

const DRY_RUN: Options = { ...HELP, "-n --dry-run": { harmless: true } };
const PUBLISHES: ProgramSpec = { lenient: true, options: HELP, operands: "text*", does: ["repo.push"] };

/** `ext::COMMAND` and `fd::` are transports that run what they say (git-remote-ext(1)). */
const TRANSPORT: RuleSpec = { operand: /^(?:ext|fd)::/, does: ["process.exec"] };

/** Settings that only change how things look or who somebody is; any other may name a program or another server. */
export const GIT_OTHER_SETTINGS =
  /^(?!(?:color\.|column\.|user\.(?:name|email)(?:=|$)|author\.|committer\.|advice\.|core\.(?:quotepath|autocrlf|eol|safecrlf|filemode|ignorecase|abbrev|precomposeunicode|longpaths|symlinks|commentchar|preloadindex|untrackedcache|compression|bigfilethreshold)=|init\.defaultbranch=|protocol\.version=|commit\.gpgsign=|tag\.gpgsign=|gc\.|pack\.|diff\.(?:renames|algorithm|context|noprefix|mnemonicprefix|renamelimit)=|log\.|status\.|merge\.(?:conflictstyle|ff|renamelimit)=|pull\.|push\.(?:default|autosetupremote)=|rebase\.(?:autosquash|autostash)=|fetch\.(?:prune|parallel)=|http\.(?:postbuffer|lowspeedlimit|lowspeedtime|version)=|safe\.directory=|versionsort\.|grep\.|blame\.|index\.|feature\.|submodule\.recurse=))/i;

const FETCH_OPTIONS: Options = {
  ...HELP,
  "--upload-pack": "shell",
  "--depth --deepen --shallow-since --shallow-exclude --refmap --negotiation-tip --filter -o --server-option -j --jobs --bundle-uri --submodule-prefix":
    "text",
};

const CLONE: ProgramSpec = {
  lenient: true,
  options: {
    ...HELP,
    "-u --upload-pack": "shell",
    "--template": { value: "read", does: ["process.schedule"], signals: ["persistence.git"] },
    "-c --config": "text",
    "--separate-git-dir": "write",
    "--reference --reference-if-able": "read",
    "--bundle-uri": "fetch",
    "-b --branch -o --origin --depth --shallow-since --shallow-exclude --filter --server-option -j --jobs --revision --ref-format":
      "text",
  },
  rules: [TRANSPORT, { option: "-c --config", value: GIT_OTHER_SETTINGS, does: ["process.exec", "unknown"] }],
  operands: "fetch write?",
  does: ["repo.write", "file.write"],
};

const SVN_LIKE: ProgramSpec = {
  options: HELP,
  subcommands: {
    ...each("branch dcommit submit tag", PUBLISHES),
    ...each("fetch rebase sync unshelve", FETCHES),
    ...each("find find-rev info log", READS),
    clone: { ...FETCHES, operands: "fetch write?" },
    init: { ...WRITES, operands: "connect text*" },
  },
};

/** Commands of git(1) that reach other repositories, send mail or serve. */
export const GIT_NETWORK: Subcommands = {
  ...each("p4 svn tfs", SVN_LIKE),
  annex: {
    options: HELP,
    subcommands: {
      ...each("add enableremote init initremote lock unannex unlock", WRITES),
      ...each("addurl get importfeed pull remote", FETCHES),
      ...each("assistant copy export move push sync", PUBLISHES),
      ...each("find fsck help info list log status unused version whereis", READS),
      drop: { ...WRITES, does: ["repo.write", "file.delete"] },
      dropunused: "drop",
      uninit: "drop",
      webapp: { does: ["net.listen"] },
    },
  },
  clone: CLONE,
  credential: {
    subcommands: {
      approve: { does: ["secret.write"] },
      capability: {},
      fill: { does: ["secret.read"], signals: ["credential.secret_store"] },
      reject: { does: ["secret.delete"] },
    },
  },
  "credential-cache": { lenient: true, operands: "text*", does: ["secret.read"], signals: ["credential.secret_store"] },
  "credential-store": {
    lenient: true,
    options: { "--file": "read" },
    operands: "text*",
    does: ["secret.read", "secret.write"],
    signals: ["credential.secret_store"],
  },
  daemon: {
    lenient: true,
    options: {
      ...HELP,
      "--access-hook": "shell",
      "--pid-file": "write",
      "--base-path --listen --port --user --group --timeout --max-connections": "text",
    },
    operands: "list*",
    does: ["net.listen"],
    signals: ["network.listen"],
  },
  fetch: {
    lenient: true,
    options: FETCH_OPTIONS,
    rules: [TRANSPORT],
    operands: "fetch? text*",
    does: ["net.fetch", "repo.write"],
  },
  "fetch-pack": {
    lenient: true,
    options: { ...HELP, "--exec --upload-pack": "shell" },
    rules: [TRANSPORT],
    operands: "fetch text*",
    does: ["repo.write"],
  },
  "http-fetch": FETCHES,
  "http-push": PUBLISHES,
  "imap-send": { ...PUBLISHES, does: ["message.send"], stdin: "upload" },
  instaweb: {
    lenient: true,
    options: {
      ...HELP,
      "-d --httpd -b --browser": "shell",
      "-p --port -m --module-path": "text",
      "--stop stop": { harmless: true },
    },
    operands: "text*",
    does: ["net.listen"],
    signals: ["network.listen"],
  },
  lfs: {
    options: HELP,
    subcommands: {
      ...each("checkout dedup migrate track uninstall untrack update", WRITES),
      ...each("env ext fsck locks logs ls-files pointer status version", READS),
      ...each("lock push unlock", PUBLISHES),
      clone: CLONE,
      fetch: FETCHES,
      install: { ...WRITES, does: ["file.write"] },
      prune: { ...WRITES, does: ["file.delete"] },
      pull: FETCHES,
    },
  },
  "ls-remote": {
    lenient: true,
    options: { ...HELP, "--upload-pack --exec": "shell", "--sort -o --server-option": "text" },
    rules: [TRANSPORT],
    operands: "fetch? text*",
  },
  pull: {
    lenient: true,
    options: { ...FETCH_OPTIONS, "-s --strategy -X --strategy-option --cleanup": "text" },
    rules: [
      TRANSPORT,
      {
        option: "-s --strategy",
        value: /^(?!(?:ort|recursive|resolve|octopus|ours|subtree|theirs)$)/,
        does: ["process.exec"],
      },
    ],
    operands: "fetch? text*",
    does: ["net.fetch", "repo.write", "file.write"],
  },
  push: {
    lenient: true,
    options: {
      ...HELP,
      "--receive-pack --exec": "shell",
      "--repo": "upload",
      "-o --push-option --recurse-submodules": "text",
      "-d --delete --prune --mirror": { does: ["file.delete"] },
    },
    rules: [TRANSPORT, { operand: /^:/, does: ["file.delete"] }],
    operands: "upload? text*",
    does: ["repo.push"],
  },
  "receive-pack": { ...WRITES, stdin: "data" },
  remote: {
    flags: "-v --verbose",
    options: HELP,
    rules: [{ bare: true, does: ["repo.read"] }],
    subcommands: {
      ...each("rename set-branches set-head", WRITES),
      add: {
        lenient: true,
        options: { ...HELP, "-t -m": "text" },
        rules: [TRANSPORT],
        operands: "text connect",
        does: ["repo.write"],
      },
      "get-url": READS,
      prune: { ...WRITES, options: DRY_RUN },
      remove: { ...WRITES, does: ["repo.write", "file.delete"] },
      rm: "remove",
      "set-url": {
        lenient: true,
        options: HELP,
        rules: [TRANSPORT],
        operands: "text connect text?",
        does: ["repo.write"],
      },
      show: { ...READS, does: ["net.fetch"] },
      update: FETCHES,
    },
  },
  "request-pull": { ...READS, operands: "text fetch text?" },
  "send-email": {
    lenient: true,
    flags: DIGITS,
    options: {
      ...HELP,
      "--smtp-server": "connect",
      "--to-cmd --cc-cmd --header-cmd --sendmail-cmd": "shell",
      "--to --cc --bcc --from --subject --in-reply-to --smtp-user --smtp-pass --smtp-encryption --smtp-server-port --identity --envelope-sender --confirm":
        "text",
    },
    operands: "read*",
    does: ["message.send"],
  },
  shell: { options: { "-c": "shell" }, stdin: "shell" },
  submodule: {
    flags: "-q --quiet --cached",
    options: HELP,
    rules: [{ bare: true, does: ["repo.read"] }],
    subcommands: {
      ...each("absorbgitdirs init set-branch sync", WRITES),
      add: {
        lenient: true,
        options: { ...HELP, "-b --branch --name --depth --reference": "text" },
        rules: [TRANSPORT],
        operands: "fetch write?",
        does: ["repo.write"],
      },
      deinit: { ...WRITES, does: ["repo.write", "file.delete"] },
      foreach: { flags: "--recursive -q --quiet", operands: "shell*" },
      "set-url": { lenient: true, rules: [TRANSPORT], operands: "text connect", does: ["repo.write"] },
      status: READS,
      summary: READS,
      update: FETCHES,
    },
  },
  subtree: {
    options: { ...HELP, "-P --prefix -m --message -b --branch --onto --annotate": "text" },
    flags: "-q --quiet -d --debug --squash --rejoin --ignore-joins",
    subcommands: {
      add: { ...FETCHES, operands: "fetch text?", options: { "-P --prefix -m --message": "text" } },
      merge: WRITES,
      pull: "add",
      push: { ...PUBLISHES, operands: "upload text?", options: { "-P --prefix -m --message": "text" } },
      split: WRITES,
    },
  },
  "upload-archive": READS,
  "upload-pack": READS,
  "web--browse": { lenient: true, operands: "fetch*", does: ["web.browse"] },
};
