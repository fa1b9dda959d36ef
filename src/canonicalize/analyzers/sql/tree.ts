/** PostgreSQL's parse tree as JSON: `{ "SelectStmt": { "targetList": […], … } }`. */
export type TreeValue = string | number | boolean | null | readonly TreeValue[] | Tree;

export interface Tree {
  readonly [key: string]: TreeValue | undefined;
}

export function isTree(value: TreeValue | undefined): value is Tree {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The node in a field that may hold one kind of node only, or an empty one. */
export function treeAt(node: Tree, field: string): Tree {
  const value = node[field];
  return isTree(value) ? value : EMPTY;
}

export function listAt(node: Tree, field: string): readonly TreeValue[] {
  const value = node[field];
  return Array.isArray(value) ? value : [];
}

export function textAt(node: Tree, field: string): string | undefined {
  const value = node[field];
  return typeof value === "string" ? value : undefined;
}

/** The nodes of one kind in a list of wrapped nodes. */
export function nodesAt(node: Tree, field: string, kind: string): readonly Tree[] {
  return listAt(node, field).flatMap((item) => (isTree(item) && isTree(item[kind]) ? [item[kind]] : []));
}

/** `schema.name`, with what stands before where it is written down. */
export function tableName(range: Tree): string {
  return [range["catalogname"], range["schemaname"], range["relname"]]
    .filter((part) => typeof part === "string")
    .join(".");
}

/** The texts in a list of `{ "String": { "sval": … } }`. */
export function names(list: readonly TreeValue[]): readonly string[] {
  return list.flatMap((item) => (isTree(item) && isTree(item["String"]) ? [textAt(item["String"], "sval") ?? ""] : []));
}

/** The text of a string literal, with or without a cast; undefined of anything else. */
export function literal(value: TreeValue | undefined): string | undefined {
  let node = value;
  for (let casts = 0; casts < MAX_CASTS && isTree(node); casts += 1) {
    const constant = node["A_Const"];
    if (isTree(constant)) return isTree(constant["sval"]) ? (textAt(constant["sval"], "sval") ?? "") : undefined;
    const inner: TreeValue | undefined = node["TypeCast"] ?? node["NamedArgExpr"];
    node = isTree(inner) ? inner["arg"] : undefined;
  }
  return undefined;
}

/** The `DefElem` options of a statement: their names in lower case with the text of their values. */
export function options(node: Tree, field = "options"): ReadonlyMap<string, TreeValue | undefined> {
  return new Map(
    nodesAt(node, field, "DefElem").map((option) => [textAt(option, "defname")?.toLowerCase() ?? "", option["arg"]]),
  );
}

/** The text of an option's value: a string, or the first of a list. */
export function optionText(value: TreeValue | undefined): string | undefined {
  if (!isTree(value)) return undefined;
  if (isTree(value["List"])) return names(listAt(value["List"], "items"))[0];
  return isTree(value["String"]) ? (textAt(value["String"], "sval") ?? "") : undefined;
}

const EMPTY: Tree = {};

/** `'x'::text::varchar` and the like; nobody casts a literal more often. */
const MAX_CASTS = 4;
