import type { OptionSpec, ProgramSpec, ProgramTable } from "../spec.ts";
import { each, HELP, SHORT_HELP } from "./options.ts";
import { CLONES, READS, REMOVES, SERVES, UPDATES, WRITES } from "./vcs-commands.ts";

type Options = Readonly<Record<string, OptionSpec>>;

const ADDS: ProgramSpec = { lenient: true, options: HELP, operands: "read*", does: ["repo.write"] };
const PUSHES: ProgramSpec = { lenient: true, options: HELP, operands: "upload?", does: ["repo.push"] };
const PULLS: ProgramSpec = { lenient: true, options: HELP, operands: "fetch?", does: ["net.fetch", "repo.write"] };

/** hg(1): any of its settings may be given on the command line, and hooks, aliases and extensions are settings. */
const HG_OPTIONS: Options = {
  ...SHORT_HELP,
  "--cwd": "chdir",
  "-R --repository --repo": "mention",
  "--config": { value: "text", does: ["process.exec", "unknown"] },
  "--debugger": { does: ["code.run"] },
  "-r --rev -b --branch -B --bookmark -u --user -d --date -m --message -I --include -X --exclude --color --encoding --pager -k --keyword -T --template":
    "text",
};

/** Those that reach another repository take the program to reach it with. */
const HG_REMOTE: Options = { ...HG_OPTIONS, "-e --ssh --remotecmd": "shell" };

const HG: ProgramSpec = {
  options: HG_OPTIONS,
  flags: "-v -q -y --verbose --quiet --noninteractive --debug --traceback --time --profile --hidden",
  subcommands: {
    ...each("addremove amend bookmark bookmarks forget phase recover tag uncommit", WRITES),
    ...each(
      "annotate blame branches diff files grep heads help id locate log manifest parents paths root st status summary tags tip verify version",
      READS,
    ),
    ...each("backout checkout evolve graft histedit rebase resolve revert shelve unshelve up update", UPDATES),
    ...each("purge rollback strip", REMOVES),
    add: { ...ADDS, options: HG_OPTIONS },
    archive: { ...READS, options: HG_OPTIONS, operands: "write" },
    bisect: { ...WRITES, options: { ...HG_OPTIONS, "-c --command": "shell" } },
    branch: { ...WRITES, rules: [{ bare: true, harmless: true }] },
    bundle: { ...READS, operands: "write text?" },
    cat: { ...READS, options: { ...HG_OPTIONS, "-o --output": "write" } },
    ci: "commit",
    clone: { ...CLONES, options: HG_REMOTE, flags: "-U --noupdate --pull --uncompressed --stream --insecure" },
    commit: { ...WRITES, options: { ...HG_OPTIONS, "-l --logfile": "read" } },
    config: { ...READS, options: { ...HG_OPTIONS, "-e --edit -g --global": { does: ["file.write"] } } },
    copy: { lenient: true, operands: "copy_from* copy_to", does: ["repo.write"] },
    cp: "copy",
    export: { ...READS, options: { ...HG_OPTIONS, "-o --output": "write" } },
    identify: { ...READS, options: HG_REMOTE, operands: "fetch?" },
    import: { ...UPDATES, operands: "read*" },
    incoming: { ...READS, operands: "fetch?", options: { ...HG_REMOTE, "--bundle": "write" } },
    init: { ...WRITES, operands: "write?", options: HG_OPTIONS },
    merge: { ...UPDATES, options: { ...HELP, "-t --tool": "text" } },
    mv: "rename",
    outgoing: { ...READS, options: HG_REMOTE, operands: "connect?" },
    pull: { ...PULLS, options: HG_REMOTE },
    push: { ...PUSHES, options: HG_REMOTE },
    remove: {
      lenient: true,
      options: { ...HELP, "-I --include -X --exclude": "text" },
      operands: "delete*",
      does: ["repo.write", "file.delete"],
    },
    rename: { lenient: true, operands: "move_from* move_to", does: ["repo.write"] },
    rm: "remove",
    serve: {
      ...SERVES,
      options: {
        ...HG_OPTIONS,
        "-A --accesslog -E --errorlog --pid-file": "write",
        "-a --address -p --port --prefix -n --name --style": "text",
        "--certificate": "read",
      },
    },
    showconfig: "config",
    unbundle: { ...WRITES, operands: "read*" },
  },
};

const SVN_OPTIONS: Options = {
  ...SHORT_HELP,
  "--username --password -r --revision -m --message --depth -c --change --changelist --cl -l --limit --encoding --set-depth --accept --native-eol -x --extensions --with-revprop --strip --show-item --search":
    "text",
  "-F --file --targets": "read",
  "--config-dir": { value: "read", does: ["process.exec"] },
  "--config-option --diff-cmd --diff3-cmd --editor-cmd": { value: "shell" },
};
const svn: Pick<ProgramSpec, "lenient" | "options"> = { lenient: true, options: SVN_OPTIONS };
const SVN_READS: ProgramSpec = { ...svn, operands: "text*", does: ["repo.read"] };
const SVN_WRITES: ProgramSpec = { ...svn, operands: "text*", does: ["repo.write", "file.write"] };
const SVN_PUSHES: ProgramSpec = { ...svn, operands: "text*", does: ["repo.push"] };

const SVN: ProgramSpec = {
  options: SHORT_HELP,
  subcommands: {
    ...each("blame diff help info list log propget proplist status", SVN_READS),
    ...each("changelist merge propdel propedit propset relocate resolve resolved revert switch upgrade", SVN_WRITES),
    ...each("commit copy lock mkdir move unlock", SVN_PUSHES),
    add: { ...svn, operands: "read*", does: ["repo.write"] },
    cat: { ...SVN_READS, operands: "text*" },
    checkout: { ...svn, operands: "fetch* write?", does: ["repo.write", "file.write"] },
    ci: "commit",
    cleanup: { ...svn, operands: "text*", does: ["repo.write"] },
    co: "checkout",
    cp: "copy",
    delete: { ...svn, operands: "delete*", does: ["repo.push"] },
    export: { ...svn, operands: "fetch write?", does: ["file.write"] },
    import: { ...svn, operands: "read upload", does: ["repo.push"] },
    ls: "list",
    mv: "move",
    patch: { ...svn, operands: "read write?", does: ["file.write"] },
    remove: "delete",
    rm: "delete",
    st: "status",
    stat: "status",
    up: "update",
    update: { ...svn, operands: "text*", does: ["net.fetch", "repo.write", "file.write"] },
  },
};

const BZR: ProgramSpec = {
  options: SHORT_HELP,
  subcommands: {
    ...each("annotate cat diff help info log ls missing stat status version", READS),
    ...each("commit init tag whoami", WRITES),
    ...each("merge mv resolve revert shelve unshelve update", UPDATES),
    add: ADDS,
    branch: CLONES,
    checkout: CLONES,
    export: { ...READS, operands: "write text*" },
    pull: PULLS,
    push: PUSHES,
    remove: REMOVES,
    send: { ...PUSHES, does: ["message.send"] },
    serve: SERVES,
    uncommit: REMOVES,
  },
};

/** Version control other than git(1). */
export const VERSION_CONTROL: ProgramTable = {
  brz: BZR,
  bzr: BZR,
  hg: HG,
  svn: SVN,
};
