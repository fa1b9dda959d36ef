import { effectsOf } from "./functions.ts";
import { HANDLERS } from "./handlers.ts";
import { operationOf } from "./operation.ts";
import { Statement } from "./statement.ts";
import { NODES, type NodeSpec } from "./tables/nodes.ts";
import { STATEMENTS_AS_NAMES } from "./tables/words.ts";
import { isTree, listAt, literal, names, type Tree, type TreeValue, tableName, textAt, treeAt } from "./tree.ts";

/** The names of common table expressions that may be used at a place. */
interface Scope {
  readonly names: ReadonlySet<string>;
  readonly outer: Scope | undefined;
}

interface Place {
  readonly value: TreeValue;
  readonly scope: Scope | undefined;
  /** Whether the statement is only explained, so that nothing is written. */
  readonly inert: boolean;
}

/**
 * What one statement of PostgreSQL's parse tree does: `node` is `{ "SelectStmt": … }` or its like. `looseEnds` where it
 * may be meant for a database that needs no `;`.
 */
export function readTree(node: Tree, looseEnds: boolean): Statement {
  const [kind, content] = Object.entries(node)[0] ?? ["", {}];
  const body = isTree(content) ? content : {};
  const statement = new Statement(operationOf(kind, body));
  if (NODES[kind] === undefined) statement.opaque();
  new TreeReader(statement, looseEnds).run(node);
  if (statement.idle) statement.does("db.read");
  return statement;
}

/** Walks a tree without recursion, since a tree may be as deep as the text is long. */
class TreeReader {
  readonly #statement: Statement;
  readonly #looseEnds: boolean;
  readonly #left: Place[] = [];

  constructor(statement: Statement, looseEnds: boolean) {
    this.#statement = statement;
    this.#looseEnds = looseEnds;
  }

  run(root: Tree): void {
    this.#left.push({ value: root, scope: undefined, inert: false });
    for (let place = this.#left.pop(); place !== undefined; place = this.#left.pop()) this.#visit(place);
  }

  #visit({ value, scope, inert }: Place): void {
    if (Array.isArray(value)) {
      for (const item of value as readonly TreeValue[]) if (typeof item === "object") this.#push(item, scope, inert);
      return;
    }
    if (!isTree(value)) return;
    if (typeof value["relname"] === "string") this.#table(value, scope);
    if (typeof value["aliasname"] === "string") this.#alias(value["aliasname"]);
    const inside = isTree(value["withClause"]) ? this.#with(value["withClause"], scope, inert) : scope;
    for (const key in value) {
      const child = value[key];
      if (typeof child !== "object" || child === null || key === "withClause") continue;
      if (isTree(child) && key.charCodeAt(0) <= UPPER_Z) this.#node(key, child, inside, inert);
      else if (key === "intoClause" || key === "into") this.#into(treeAt(value, key));
      else this.#push(child, inside, inert);
    }
  }

  #push(value: TreeValue, scope: Scope | undefined, inert: boolean): void {
    this.#left.push({ value, scope, inert });
  }

  #table(range: Tree, scope: Scope | undefined): void {
    const name = tableName(range);
    for (let at = scope; at !== undefined; at = at.outer) if (at.names.has(name)) return;
    this.#statement.does("db.read", name);
    // DuckDB and its like take a name that is a path for the file.
    if (FILE_LIKE.test(name)) this.#statement.file("read", name);
  }

  #alias(name: string): void {
    if (this.#looseEnds && STATEMENTS_AS_NAMES.has(name)) this.#statement.opaque();
  }

  #into(into: Tree): void {
    const table = treeAt(into, "rel");
    if (typeof table["relname"] === "string") this.#statement.does("db.schema", tableName(table));
  }

  /** Queues the queries of a WITH and gives the names that hold for the statement behind it. */
  #with(clause: Tree, outer: Scope | undefined, inert: boolean): Scope {
    const recursive = clause["recursive"] === true;
    const expressions = listAt(clause, "ctes").flatMap((item) =>
      isTree(item) && isTree(item["CommonTableExpr"]) ? [item["CommonTableExpr"]] : [],
    );
    const all = new Set(expressions.map((expression) => textAt(expression, "ctename") ?? ""));
    const whole: Scope = { names: all, outer };
    let before = outer;
    for (const expression of expressions) {
      this.#push({ ...expression, withClause: null }, recursive ? whole : before, inert);
      before = { names: new Set([textAt(expression, "ctename") ?? ""]), outer: before };
    }
    return whole;
  }

  #node(kind: string, node: Tree, scope: Scope | undefined, inert: boolean): void {
    const spec = NODES[kind];
    if (spec !== undefined) return this.#statementNode(kind, node, spec, scope, inert);
    if (kind === "FuncCall") this.#call(node);
    else if (kind === "TypeCast") this.#cast(node);
    else if (kind === "ColumnRef") this.#column(node);
    else if (kind === "ResTarget" && typeof node["name"] === "string") this.#alias(node["name"]);
    this.#push(node, scope, inert);
  }

  #statementNode(kind: string, node: Tree, spec: NodeSpec, scope: Scope | undefined, inert: boolean): void {
    const statement = this.#statement;
    if (inert) return this.#push(node, scope, true);
    statement.raise(spec.class);
    for (const field of spec.at ?? []) {
      for (const target of targets(node[field])) {
        statement.does(spec.verb, tableName(target), spec.class);
        this.#alias(textAt(treeAt(target, "alias"), "aliasname") ?? "");
      }
    }
    const handled = HANDLERS[kind]?.(node, statement) ?? {};
    if (spec.verb !== "db.read" && !statement.did(spec.verb)) statement.does(spec.verb, undefined, spec.class);
    const rest: Record<string, TreeValue | undefined> = { ...node };
    for (const field of spec.at ?? []) delete rest[field];
    for (const field of handled.skip ?? []) delete rest[field];
    this.#push(rest, scope, handled.inert === true);
  }

  #call(node: Tree): void {
    const name = names(listAt(node, "funcname"));
    const args = listAt(node, "args");
    this.#statement.calls(name.at(-1) ?? "", effectsOf(name), (index) => literal(args[index]));
  }

  /** `OPENROWSET(BULK '/path', …)` of Transact-SQL looks like a literal of a type. */
  #cast(node: Tree): void {
    const type = names(listAt(treeAt(node, "typeName"), "names")).at(-1);
    if (type === "bulk") this.#statement.file("read", literal(node["arg"]));
  }

  #column(node: Tree): void {
    const fields = listAt(node, "fields");
    const last = fields.at(-1);
    this.#statement.columns.add(isTree(last) && isTree(last["A_Star"]) ? "*" : (names(fields).at(-1) ?? ""));
  }
}

/** The tables in a field that holds one or a list of them. */
function targets(value: TreeValue | undefined): readonly Tree[] {
  const list = Array.isArray(value) ? (value as readonly TreeValue[]) : [value];
  return list.flatMap((item) => {
    const range = isTree(item) && isTree(item["RangeVar"]) ? item["RangeVar"] : item;
    return isTree(range) && typeof range["relname"] === "string" ? [range] : [];
  });
}

const FILE_LIKE = /[/\\]|\.(?:csv|tsv|json|jsonl|ndjson|parquet|xlsx|db|sqlite)$/;
const UPPER_Z = 0x5a;
