import type { OptionSpec, ProgramSpec, ProgramTable, RuleSpec } from "../spec.ts";
import { each, SHORT_HELP } from "./options.ts";

type Options = Readonly<Record<string, OptionSpec>>;

/** --config of jj(1) can name programs (pagers, editors, aliases) that it runs. */
const JJ_RULES: readonly RuleSpec[] = [
  {
    option: "--config --config-toml",
    value: /^(?!(?:ui\.(?:color|graph|log-word-wrap)|user\.))/,
    does: ["process.exec", "unknown"],
  },
];
const JJ_TEXT =
  "-r --revision --revisions --from --to -f -t -m --message -T --template -n --limit --tool --at-operation --at-op --color -A --insert-after -B --insert-before -o -d --destination -s --source -b --branch --into";
const JJ_OPTIONS: Options = {
  ...SHORT_HELP,
  "-R --repository": "mention",
  "--config --config-toml": "text",
  "--config-file": { value: "read", does: ["process.exec", "unknown"] },
  [JJ_TEXT]: "text",
};
const jj: Pick<ProgramSpec, "lenient" | "options" | "operands" | "rules"> = {
  lenient: true,
  options: JJ_OPTIONS,
  operands: "text*",
  rules: JJ_RULES,
};
const JJ_READS: ProgramSpec = { ...jj, does: ["repo.read"] };
const JJ_WRITES: ProgramSpec = { ...jj, does: ["repo.write", "file.write"] };
const JJ_REMOVES: ProgramSpec = { ...jj, does: ["repo.write", "file.delete"] };

const JJ: ProgramSpec = {
  ...jj,
  rules: [...JJ_RULES, { bare: true, does: ["repo.read"] }],
  subcommands: {
    ...each(
      "absorb commit describe diffedit duplicate edit metaedit new next parallelize prev rebase redo restore revert sign simplify-parents split squash undo unsign",
      JJ_WRITES,
    ),
    ...each("diff evolog help interdiff log root show st status version", JJ_READS),
    abandon: JJ_REMOVES,
    b: "bookmark",
    bisect: {
      subcommands: {
        run: {
          flags: "--find-good",
          options: { "--range -r": "text", "--command": "shell" },
          operands: "command",
          does: ["repo.write"],
        },
      },
    },
    bookmark: {
      ...jj,
      subcommands: {
        ...each("create move rename set track untrack", JJ_WRITES),
        delete: JJ_REMOVES,
        forget: JJ_REMOVES,
        list: JJ_READS,
        c: "create",
        d: "delete",
        l: "list",
        m: "move",
        r: "rename",
        s: "set",
        t: "track",
      },
    },
    config: {
      ...jj,
      subcommands: {
        ...each("get list path", JJ_READS),
        e: "edit",
        edit: { ...JJ_WRITES, does: ["file.write"] },
        g: "get",
        l: "list",
        p: "path",
        s: "set",
        set: {
          ...JJ_WRITES,
          rules: [
            {
              operand: /^(?!user\.|ui\.color)[\w-]+\.[\w.-]+$/,
              does: ["process.schedule"],
              signals: ["persistence.git"],
            },
          ],
          does: ["file.write"],
        },
        unset: { ...JJ_WRITES, does: ["file.write"] },
      },
    },
    desc: "describe",
    file: {
      ...jj,
      subcommands: {
        ...each("annotate list search show", JJ_READS),
        ...each("chmod track untrack", JJ_WRITES),
      },
    },
    fix: { ...JJ_WRITES, does: ["repo.write", "process.exec"] },
    gerrit: { subcommands: { upload: { ...jj, does: ["repo.push"] } } },
    git: {
      ...jj,
      subcommands: {
        ...each("colocation export import", JJ_WRITES),
        clone: {
          ...jj,
          options: { ...JJ_OPTIONS, "--remote --depth": "text" },
          operands: "fetch write?",
          does: ["repo.write", "file.write"],
        },
        fetch: { ...jj, does: ["net.fetch", "repo.write"] },
        init: { ...jj, options: { ...JJ_OPTIONS, "--git-repo": "mention" }, operands: "write?", does: ["repo.write"] },
        push: { ...jj, options: { ...JJ_OPTIONS, "--dry-run": { harmless: true } }, does: ["repo.push"] },
        remote: {
          ...jj,
          subcommands: {
            add: { ...jj, operands: "text connect", does: ["repo.write"] },
            list: JJ_READS,
            remove: JJ_REMOVES,
            rename: JJ_WRITES,
            "set-url": { ...jj, operands: "text connect", does: ["repo.write"] },
          },
        },
        root: JJ_READS,
      },
    },
    op: "operation",
    operation: {
      ...jj,
      subcommands: {
        ...each("diff log show", JJ_READS),
        ...each("restore revert undo", JJ_WRITES),
        abandon: JJ_REMOVES,
      },
    },
    resolve: { ...JJ_WRITES, options: { ...JJ_OPTIONS, "-l --list": { harmless: true } } },
    sparse: {
      ...jj,
      subcommands: {
        ...each("edit reset set", JJ_WRITES),
        list: JJ_READS,
      },
    },
    tag: { ...jj, subcommands: { delete: JJ_REMOVES, list: JJ_READS, set: JJ_WRITES } },
    util: {
      ...jj,
      subcommands: {
        ...each("completion config-schema markdown-help", JJ_READS),
        exec: { operands: "command" },
        gc: JJ_REMOVES,
        "install-man-pages": { operands: "write" },
        snapshot: JJ_WRITES,
      },
    },
    workspace: {
      ...jj,
      subcommands: {
        add: { ...JJ_WRITES, operands: "write" },
        forget: JJ_REMOVES,
        list: JJ_READS,
        rename: JJ_WRITES,
        root: JJ_READS,
        "update-stale": JJ_WRITES,
      },
    },
  },
};

/** Jujutsu (https://jj-vcs.github.io/jj/latest/cli-reference/). */
export const JUJUTSU: ProgramTable = { jj: JJ };
