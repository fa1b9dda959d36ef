import type { ProgramSpec, ProgramTable } from "../spec.ts";
import { GIT_NETWORK } from "./git-network.ts";
import { GIT_PLUMBING } from "./git-plumbing.ts";
import { GIT_READING } from "./git-reading.ts";
import { GIT_WRITING } from "./git-writing.ts";
import { each, HELP, SHORT_HELP, SHOWS } from "./options.ts";
import { CLONES, READS, REMOVES, SERVES, UPDATES, WRITES } from "./vcs-commands.ts";

const PULLS: ProgramSpec = { lenient: true, options: HELP, operands: "text*", does: ["net.fetch", "repo.write"] };
const PUSHES: ProgramSpec = { lenient: true, options: HELP, operands: "text*", does: ["repo.push"] };
const RUNS: ProgramSpec = { lenient: true, options: HELP, operands: "text*", does: ["process.exec", "repo.write"] };
const SECRETS: ProgramSpec = {
  lenient: true,
  options: HELP,
  operands: "text*",
  does: ["secret.read"],
  signals: ["credential.secret_store"],
};

const SQL: ProgramSpec = {
  lenient: true,
  options: {
    ...HELP,
    "-q --query": "sql",
    "-f --file": "script",
    "-r --result-format -x --execute -s --save -b --batch": "text",
    "-l --list-saved": { harmless: true },
  },
  operands: "text*",
  stdin: "code",
  language: "sql",
};

/** dolt(1): a database with git's commands. */
const DOLT: ProgramSpec = {
  options: { ...HELP, "--data-dir --host --port --user -u --password -p --use-db": "text" },
  subcommands: {
    ...each(
      "blame constraints diff help log ls query-diff remote-list show status version reflog profile query-plan",
      READS,
    ),
    ...each(
      "add checkout cherry-pick commit conflicts init merge merge-base rebase reset revert schema stash tag table docs ci",
      UPDATES,
    ),
    ...each("fetch pull read-tables", PULLS),
    backup: PUSHES,
    branch: {
      ...WRITES,
      options: {
        ...HELP,
        "-d -D --delete": { does: ["file.delete"] },
        "-a --all -l --list --show-current -r --remote": { stdout: true },
      },
      rules: [{ bare: true, harmless: true }],
    },
    clean: REMOVES,
    clone: {
      ...CLONES,
      options: {
        ...HELP,
        "-b --branch --remote --aws-creds-file --aws-creds-profile --aws-creds-type --aws-region --depth": "text",
      },
    },
    config: {
      ...UPDATES,
      options: { ...HELP, "--list --get": { stdout: true }, "--unset": { does: ["file.delete"] } },
      does: ["file.write"],
    },
    creds: { ...WRITES, does: ["secret.write"], subcommands: each("check ls", READS) },
    dump: {
      ...READS,
      options: { ...HELP, "-fn --file-name -d --directory": "write" },
      does: ["db.read", "file.write"],
    },
    "filter-branch": RUNS,
    gc: REMOVES,
    login: { ...WRITES, does: ["identity.update", "net.connect"] },
    migrate: UPDATES,
    push: PUSHES,
    remote: { ...WRITES, rules: [{ bare: true, harmless: true }] },
    sql: SQL,
    "sql-client": SQL,
    "sql-server": SERVES,
  },
};

const YADM: ProgramSpec = {
  options: {
    ...HELP,
    "-Y --yadm-dir --yadm-data --yadm-repo --yadm-config --yadm-encrypt --yadm-archive --yadm-bootstrap": "mention",
  },
  subcommands: {
    ...GIT_READING,
    ...GIT_WRITING,
    ...GIT_PLUMBING,
    ...GIT_NETWORK,
    ...each("alt perms", UPDATES),
    ...each("introspect list", READS),
    bootstrap: { ...RUNS, does: ["code.run"] },
    clone: {
      ...CLONES,
      options: { ...HELP, "-w -b": "text", "--bootstrap": { does: ["code.run"] } },
      does: ["repo.write", "file.write"],
    },
    config: { ...UPDATES, options: { ...HELP, "--list --get": { stdout: true } }, does: ["file.write"] },
    decrypt: { ...SECRETS, does: ["secret.read", "file.write"] },
    encrypt: UPDATES,
    enter: { operands: "command?" },
    gitconfig: GIT_WRITING["config"] ?? WRITES,
    "git-crypt": SECRETS,
    transcrypt: { ...SECRETS, options: { ...HELP, "-d --display": "", "-F -f --flush-credentials": "" } },
    upgrade: UPDATES,
  },
};

const CHEZMOI: ProgramSpec = {
  options: { ...SHORT_HELP, "-c --config -S --source -D --destination -o --output": "text" },
  flags: "-v -n --dry-run --verbose --force --debug -k",
  subcommands: {
    ...each(
      "cat cat-config data diff doctor dump dump-config execute-template help managed source-path state status target-path unmanaged verify ignored",
      { ...READS, does: ["repo.read", "code.run"] },
    ),
    ...each("add chattr edit edit-config import merge merge-all re-add generate edit-config-template", UPDATES),
    ...each("apply update init upgrade", { ...UPDATES, does: ["file.write", "code.run", "net.fetch"] }),
    ...each("destroy forget purge remove rm", REMOVES),
    ...each("age decrypt encrypt secret", SECRETS),
    archive: { ...READS, options: { ...HELP, "-o --output": "write" } },
    cd: RUNS,
    completion: SHOWS,
    git: RUNS,
    license: SHOWS,
  },
};

/** Other version control, and programs that work on repositories. */
export const OTHER_REPOSITORIES: ProgramTable = {
  b4: {
    options: SHORT_HELP,
    subcommands: {
      ...each("diff ty-list kr", READS),
      ...each("am mbox shazam pr trailers review", { ...PULLS, options: { ...HELP, "-o --outdir": "write" } }),
      prep: { ...UPDATES, options: { ...HELP, "--cleanup": { does: ["file.delete"] } } },
      send: { ...PUSHES, does: ["message.send"] },
      ty: { ...PUSHES, does: ["message.send"] },
      dig: READS,
    },
  },
  bfg: { ...REMOVES, options: { ...HELP, "--replace-text -rt": "read" } },
  bk: { options: SHORT_HELP, operands: "text*", conventional: "infra" },
  chezmoi: CHEZMOI,
  ci: UPDATES,
  co: UPDATES,
  cvs: {
    options: { ...HELP, "-d": "connect", "-e": "shell", "-z": "text" },
    flags: "-q -Q -n -f -r -w -t",
    subcommands: {
      ...each("annotate diff history log rlog status version", READS),
      ...each("add commit ci edit import remove tag rtag unedit watch", PUSHES),
      ...each("checkout co export update", { ...PULLS, does: ["net.fetch", "file.write"] }),
      login: { ...WRITES, does: ["identity.update"] },
    },
  },
  darcs: {
    options: HELP,
    subcommands: {
      ...each("annotate diff help log show status whatsnew dist", READS),
      ...each("add amend apply init mark-conflicts move record rebase rollback tag optimize convert", UPDATES),
      ...each("clone get pull fetch", CLONES),
      ...each("push send", PUSHES),
      ...each("obliterate revert remove unrecord", REMOVES),
      test: RUNS,
      repair: UPDATES,
    },
  },
  dolt: DOLT,
  etckeeper: {
    options: HELP,
    subcommands: {
      ...each("list-installed unclean", READS),
      ...each("commit init post-install pre-commit pre-install", UPDATES),
      uninit: REMOVES,
      vcs: RUNS,
    },
  },
  fossil: {
    options: HELP,
    subcommands: {
      ...each(
        "all annotate blame branch-list changes diff finfo help info leaves ls search status timeline version",
        READS,
      ),
      ...each(
        "add addremove amend cherrypick close commit forget import init merge move mv new open rename tag unset update user",
        UPDATES,
      ),
      ...each("clone", CLONES),
      ...each("pull sync", PULLS),
      ...each("push", PUSHES),
      ...each("clean purge remove revert rm scrub undo", REMOVES),
      ...each("cgi server ui http", SERVES),
      branch: WRITES,
      checkout: UPDATES,
      export: READS,
      settings: { ...UPDATES, does: ["process.schedule"] },
      sqlite3: { ...SQL },
      stash: UPDATES,
    },
  },
  ghq: {
    options: SHORT_HELP,
    subcommands: {
      list: READS,
      root: READS,
      get: { ...CLONES, operands: "fetch*" },
      clone: "get",
      create: WRITES,
      rm: REMOVES,
    },
  },
  "git-cliff": {
    lenient: true,
    options: { ...SHORT_HELP, "-o --output -p --prepend": "write", "-c --config": "read" },
    operands: "text*",
    does: ["repo.read"],
  },
  "git-crypt": {
    options: HELP,
    subcommands: {
      ...each("help status version", READS),
      "add-gpg-user": { ...WRITES, does: ["identity.grant"] },
      "export-key": { ...SECRETS, operands: "write" },
      init: WRITES,
      lock: UPDATES,
      unlock: { ...SECRETS, operands: "read?" },
    },
  },
  "git-secret": { options: HELP, operands: "text*", conventional: "secret" },
  gita: {
    options: HELP,
    operands: "text*",
    subcommands: {
      ...each("freeze ll ls lsgroup st stat status log info", READS),
      ...each("add clone context group rename color flags clear", UPDATES),
      rm: REMOVES,
      fetch: PULLS,
      pull: PULLS,
      push: PUSHES,
      shell: RUNS,
      super: RUNS,
    },
  },
  gitui: { lenient: true, does: ["repo.write"] },
  got: { options: HELP, operands: "text*", conventional: "repo" },
  gt: {
    options: SHORT_HELP,
    operands: "text*",
    subcommands: {
      ...each("create modify amend restack track untrack sync up down top bottom checkout move fold split", UPDATES),
      submit: PUSHES,
      ...each("log ls info", READS),
    },
    conventional: "repo",
  },
  gup: { options: SHORT_HELP, operands: "text*", conventional: "package" },
  lazygit: {
    lenient: true,
    options: {
      ...SHORT_HELP,
      "-v -c --config -cd --print-config-dir": { harmless: true },
      "-p --path": "chdir",
      "-ucf --use-config-file -ucd": { value: "read", does: ["process.exec"] },
      "-l --logs": { harmless: true },
    },
    operands: "text*",
    does: ["repo.write"],
  },
  mr: { ...RUNS, options: { ...HELP, "-c --config": "script", "-d --directory": "chdir" } },
  p4: {
    options: { ...HELP, "-p": "connect", "-u -c -P -C -H": "text", "-d": "chdir" },
    subcommands: {
      ...each(
        "annotate changelists changes client-list clients describe diff diff2 dirs files filelog fstat grep have help info opened print users where",
        READS,
      ),
      ...each(
        "add change client edit integrate label move reconcile rename reopen resolve shelve tag unlock unshelve",
        UPDATES,
      ),
      ...each("sync", PULLS),
      submit: PUSHES,
      ...each("delete obliterate revert", REMOVES),
      login: { ...WRITES, does: ["identity.update"] },
    },
  },
  pijul: {
    options: HELP,
    subcommands: {
      ...each("change credit diff log ls status dependents", READS),
      ...each("add apply archive channel fork git init mv record reset tag", UPDATES),
      clone: CLONES,
      pull: PULLS,
      push: PUSHES,
      ...each("remove unrecord", REMOVES),
      key: { ...SECRETS },
      identity: WRITES,
    },
  },
  rcs: UPDATES,
  rcsdiff: { lenient: true, operands: "read*", does: ["repo.read"] },
  repo: {
    options: SHORT_HELP,
    subcommands: {
      ...each("branches diff grep help info list manifest overview prune-list status version", READS),
      ...each("checkout cherry-pick download init rebase smartsync stage start sync", PULLS),
      ...each("abandon prune", REMOVES),
      forall: { lenient: true, options: { "-c": { operands: "shell*" } }, operands: "text*", does: ["process.exec"] },
      upload: PUSHES,
      selfupdate: { ...PULLS, does: ["code.install"] },
    },
  },
  rlog: { lenient: true, operands: "read*", does: ["repo.read"] },
  stg: { options: SHORT_HELP, operands: "text*", conventional: "repo" },
  tig: { lenient: true, options: { ...SHORT_HELP, "-C": "chdir" }, operands: "text*", does: ["repo.read"] },
  trunk: {
    options: SHORT_HELP,
    operands: "text*",
    subcommands: { ...each("check fmt actions upgrade build serve", { ...RUNS, does: ["code.run"] }) },
    conventional: "repo",
  },
  vcsh: {
    options: HELP,
    subcommands: {
      ...each("foreach-list help list list-tracked list-untracked list-untracked-by status version which", READS),
      ...each("commit init rename", WRITES),
      clone: CLONES,
      delete: REMOVES,
      enter: RUNS,
      foreach: RUNS,
      pull: PULLS,
      push: PUSHES,
      run: { operands: "text command" },
      upgrade: UPDATES,
      "write-gitignore": UPDATES,
    },
  },
  yadm: YADM,
};
