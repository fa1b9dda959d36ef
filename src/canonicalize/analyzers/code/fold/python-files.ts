import { DATA_VALUES, HOLE, NAME_HOLE, TREE_HOLE, text, textOf, type Value, type Values } from "../value.ts";
import { argument, type Fold, type FoldInput } from "./arguments.ts";
import { baseName, joinPath, parentPath } from "./paths.ts";

function pathsOf(input: FoldInput, position: number, name: string | undefined, otherwise: string): readonly string[] {
  return (argument(input, position, name) ?? [text(otherwise)]).map(textOf);
}

function change(make: (path: string) => string): Fold {
  return (input) => pathsOf(input, 0, "path", HOLE).map((path) => input.evaluation.folded(make(path)));
}

function listOf(items: Values): Values {
  return [{ kind: "list", items: [items], open: false, repeated: true }];
}

/** All arguments joined, for each combination of one value each only where there is one. */
function joinedArguments({ args }: FoldInput): string {
  if (args.open) return HOLE;
  const parts = args.positional.map((values) => (values.length === 1 ? textOf(values[0] as Value) : HOLE));
  return joinPath(parts);
}

const join: Fold = (input) => {
  const last = input.args.positional.at(-1) ?? [];
  if (input.args.open || last.length < 2) return [input.evaluation.folded(joinedArguments(input))];
  return last.map((value) => {
    const positional = [...input.args.positional.slice(0, -1), [value]];
    return input.evaluation.folded(joinedArguments({ ...input, args: { ...input.args, positional } }));
  });
};

const path: Fold = (input) => [
  { kind: "object", type: "Path", text: input.args.positional.length === 0 ? "." : joinedArguments(input) },
];

/** What stands directly in a folder. */
const childNames: Fold = () => listOf([text(NAME_HOLE)]);

const entries: Fold = (input) =>
  listOf(
    pathsOf(input, 0, "path", ".").map(
      (folder): Value => ({ kind: "object", type: "DirEntry", text: joinPath([folder, NAME_HOLE]) }),
    ),
  );

/** `(folder, names of folders, names of files)` of every folder below. */
const walk: Fold = (input) => {
  const folders = pathsOf(input, 0, "top", HOLE).map((top): Value => text(joinPath([top, TREE_HOLE])));
  const names = listOf([text(NAME_HOLE)]);
  return listOf([{ kind: "list", items: [folders, names, names], open: false }]);
};

const matches: Fold = (input) =>
  listOf(pathsOf(input, 0, "pathname", HOLE).map((pattern) => text(pattern.replaceAll("**", TREE_HOLE))));

const temporary = text(joinPath(["/tmp", NAME_HOLE]));

/** What Python's functions make of known paths (os.path, pathlib, glob, tempfile). */
export const PYTHON_FILE_FOLDS: Readonly<Record<string, Fold>> = {
  "os.path.join": join,
  "os.path.expanduser": change((value) => value),
  "os.path.expandvars": change((value) => value.replace(/^\$\{?HOME\}?(?=\/|$)/, "~")),
  "os.path.abspath": change((value) => value),
  "os.path.realpath": change((value) => value),
  "os.path.normpath": change((value) => value),
  "os.path.dirname": change(parentPath),
  "os.path.basename": change((value) => (value.includes(HOLE) ? NAME_HOLE : baseName(value))),
  "os.fspath": change((value) => value),
  "os.getcwd": ({ evaluation }) => [text(evaluation.cwd ?? ".")],
  "os.getcwdb": ({ evaluation }) => [text(evaluation.cwd ?? ".")],
  "os.listdir": childNames,
  "os.scandir": entries,
  "os.walk": walk,
  "os.fwalk": walk,
  "os.getenv": (input) => variable(input),
  "os.environ.get": (input) => variable(input),
  "os.environ.copy": () => [{ kind: "library", name: "os.environ" }],
  "os.getlogin": () => [text(NAME_HOLE)],
  "os.getpid": () => [text(NAME_HOLE)],
  "glob.glob": matches,
  "glob.iglob": matches,
  "tempfile.gettempdir": () => [text("/tmp")],
  "tempfile.mkdtemp": () => [temporary],
  "tempfile.mktemp": () => [temporary],
  "tempfile.mkstemp": () => [{ kind: "list", items: [DATA_VALUES, [temporary]], open: false }],
  "pathlib.Path": path,
  "pathlib.PosixPath": path,
  "pathlib.PurePath": path,
  "pathlib.PurePosixPath": path,
  "pathlib.Path.home": () => [{ kind: "object", type: "Path", text: "~" }],
  "pathlib.Path.cwd": ({ evaluation }) => [{ kind: "object", type: "Path", text: evaluation.cwd ?? "." }],
};

/** A variable of the environment: home is where it is, others are what was set outside, or the fallback. */
function variable(input: FoldInput): Values {
  const [name] = argument(input, 0, "key") ?? [];
  if (name?.kind === "text" && name.text === "HOME") return [text("~")];
  const fallback = argument(input, 1, "default") ?? [];
  return [{ kind: "data" }, ...fallback.filter(({ kind }) => kind === "text")];
}
