import { DATA_VALUES, HOLE, NAME_HOLE, TREE_HOLE, text, textOf, type Value, type Values } from "../value.ts";
import { argument } from "./arguments.ts";
import type { MethodFold } from "./methods.ts";
import { joinPath, parentPath } from "./paths.ts";

function pathTo(value: string): Value {
  return { kind: "object", type: "Path", text: value };
}

function listOf(items: Values): Values {
  return [{ kind: "list", items: [items], open: false, repeated: true }];
}

const same: MethodFold = (of) => [of];
const asText: MethodFold = (of) => [text(textOf(of))];

const joined: MethodFold = (of, input) => {
  if (input.args.open) return [pathTo(HOLE)];
  const parts = input.args.positional.map((values) => (values.length === 1 ? textOf(values[0] as Value) : HOLE));
  return [pathTo(joinPath([textOf(of), ...parts]))];
};

const matching: MethodFold = (of, input) => {
  const pattern = textOf(argument(input, 0, "pattern")?.[0] ?? { kind: "unknown" });
  return listOf([pathTo(joinPath([textOf(of), pattern.replaceAll("**", TREE_HOLE)]))]);
};

/** The file of another name in the same folder. */
const renamed: MethodFold = (of) => [pathTo(joinPath([parentPath(textOf(of)), NAME_HOLE]))];

/** Methods of pathlib.Path that give paths. */
export const PATH_METHODS: ReadonlyMap<string, MethodFold> = new Map<string, MethodFold>([
  ["joinpath", joined],
  ["resolve", same],
  ["absolute", same],
  ["expanduser", same],
  ["__enter__", same],
  ["as_posix", asText],
  ["__str__", asText],
  ["with_suffix", renamed],
  ["with_name", renamed],
  ["with_stem", renamed],
  ["relative_to", () => DATA_VALUES],
  ["iterdir", (of) => listOf([pathTo(joinPath([textOf(of), NAME_HOLE]))])],
  ["glob", matching],
  ["rglob", (of) => listOf([pathTo(joinPath([textOf(of), TREE_HOLE]))])],
]);
