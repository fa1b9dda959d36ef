import { effectsOf } from "./functions.ts";
import { ACCOUNT_HANDLERS } from "./handlers-accounts.ts";
import { objectName } from "./operation.ts";
import type { Statement } from "./statement.ts";
import { CODE_LANGUAGES, DATA_OBJECTS, SQL_LANGUAGES, UNTRUSTED_CODE } from "./tables/objects.ts";
import {
  isTree,
  listAt,
  literal,
  names,
  nodesAt,
  options,
  optionText,
  type Tree,
  tableName,
  textAt,
  treeAt,
} from "./tree.ts";
import { alwaysTrue } from "./truth.ts";

interface Handled {
  /** Fields that the handler has read; the walk need not. */
  readonly skip?: readonly string[];
  /** Whether what is inside is not executed. */
  readonly inert?: boolean;
}

export type Handler = (node: Tree, statement: Statement) => Handled | undefined;

function changedRows(node: Tree, statement: Statement): Handled | undefined {
  for (const target of [...nodesAt(node, "targetList", "ResTarget"), ...nodesAt(node, "cols", "ResTarget")]) {
    statement.columns.add(textAt(target, "name") ?? "");
  }
  for (const target of nodesAt(treeAt(node, "onConflictClause"), "targetList", "ResTarget")) {
    statement.columns.add(textAt(target, "name") ?? "");
  }
  if (isTree(node["returningClause"])) statement.does("db.read", tableName(treeAt(node, "relation")));
  return undefined;
}

function changedWhere(node: Tree, statement: Statement): Handled | undefined {
  if (node["whereClause"] === undefined || alwaysTrue(node["whereClause"])) {
    statement.unlimited(tableName(treeAt(node, "relation")));
  }
  return changedRows(node, statement);
}

function merge(node: Tree, statement: Statement): undefined {
  const table = tableName(treeAt(node, "relation"));
  for (const clause of nodesAt(node, "mergeWhenClauses", "MergeWhenClause")) {
    if (clause["commandType"] !== "CMD_DELETE") continue;
    statement.does("db.delete", table, "write");
    const unmatched = clause["matchKind"] === "MERGE_WHEN_NOT_MATCHED_BY_SOURCE";
    if (clause["condition"] === undefined && (unmatched || alwaysTrue(node["joinCondition"])))
      statement.unlimited(table);
  }
}

function copy(node: Tree, statement: Statement): Handled {
  const into = node["is_from"] === true;
  const table = treeAt(node, "relation");
  const file = textAt(node, "filename");
  if (typeof table["relname"] === "string") statement.does(into ? "db.write" : "db.read", tableName(table), "write");
  if (node["is_program"] === true) statement.command(file, "write");
  else if (file !== undefined) statement.file(into ? "read" : "write", file);
  return { skip: ["relation"] };
}

function explain(node: Tree): Handled {
  const analyze = options(node).get("analyze");
  const off = /^(?:false|off|no|0)$/i.test(optionText(analyze) ?? "");
  return { inert: !options(node).has("analyze") || off };
}

function drop(node: Tree, statement: Statement): Handled {
  const object = objectName(node["removeType"]);
  const owner = DATA_OBJECTS[object];
  for (const item of listAt(node, "objects")) {
    const path = isTree(item) && isTree(item["List"]) ? names(listAt(item["List"], "items")) : names([item]);
    // A trigger, rule or policy is named by its table and its own name.
    const table = owner === "table" ? path : owner === "part_of_table" ? path.slice(0, -1) : [];
    statement.does("db.schema", table.length === 0 ? undefined : table.join("."));
  }
  if (owner === "table" || owner === "data" || node["behavior"] === "DROP_CASCADE")
    statement.signal("destruction.database", `drop ${object}`);
  return { skip: ["objects"] };
}

function destroys(detail: string): Handler {
  return (_, statement) => {
    statement.signal("destruction.database", detail);
    return undefined;
  };
}

function alterTable(node: Tree, statement: Statement): undefined {
  const table = tableName(treeAt(node, "relation"));
  for (const command of nodesAt(node, "cmds", "AlterTableCmd")) {
    const kind = textAt(command, "subtype") ?? "";
    if (kind === "AT_DropColumn") statement.signal("destruction.database", "drop column");
    if (/Owner|RowSecurity|(?:Enable|Disable)(?:Always|Replica)?(?:Trig|Rule)/.test(kind))
      statement.does("db.admin", table, "schema");
  }
}

/** The text of a function or of a DO block: run by nobody, but its statements are what it is there for. */
function body(node: Tree, statement: Statement, field: "args" | "options"): Handled {
  const given = options(node, field);
  const language = (optionText(given.get("language")) ?? (field === "args" ? "plpgsql" : "sql")).toLowerCase();
  const text = optionText(given.get("as"));
  if (UNTRUSTED_CODE.test(language)) statement.signal("sql.command_execution", `language ${language}`);
  if (SQL_LANGUAGES.has(language)) statement.body(text);
  else statement.code(text, CODE_LANGUAGES.get(language) ?? language);
  return { skip: [field] };
}

function doBlock(node: Tree, statement: Statement): Handled {
  statement.does("db.admin");
  return body(node, statement, "args");
}

function createFunction(node: Tree, statement: Statement): Handled {
  statement.does("db.schema");
  statement.does("db.admin", undefined, "schema");
  return body(node, statement, "options");
}

function call(node: Tree, statement: Statement): undefined {
  const { funccall } = node;
  if (!isTree(funccall)) return;
  const name = names(listAt(funccall, "funcname"));
  const args = listAt(funccall, "args");
  statement.calls(name.at(-1) ?? "", effectsOf(name), (index) => literal(args[index]));
  statement.complete = false;
  statement.does("db.write", undefined, "unknown");
}

function setVariable(node: Tree, statement: Statement): Handled {
  // SET TRANSACTION and SET SESSION CHARACTERISTICS
  if (node["kind"] === "VAR_SET_MULTI") statement.does("db.read", undefined, "admin");
  else statement.setting(textAt(node, "name") ?? "");
  return { skip: ["args"] };
}

function foreignTable(node: Tree, statement: Statement): Handled {
  const base = treeAt(node, "base");
  statement.does("db.schema", tableName(treeAt(base, "relation")));
  // file_fdw reads a file or the output of a program of the server.
  const given = options(node);
  if (given.has("program")) statement.command(optionText(given.get("program")));
  if (given.has("filename")) statement.file("read", optionText(given.get("filename")));
  return { skip: ["options"] };
}

function reaches(field: string): Handler {
  return (node, statement) => {
    const address = textAt(node, field) ?? optionText(options(node).get("host"));
    if (address !== undefined) statement.host("connect", address);
    return undefined;
  };
}

export const HANDLERS: Readonly<Record<string, Handler | undefined>> = {
  ...ACCOUNT_HANDLERS,
  InsertStmt: changedRows,
  UpdateStmt: changedWhere,
  DeleteStmt: changedWhere,
  MergeStmt: merge,
  CopyStmt: copy,
  ExplainStmt: explain,
  DropStmt: drop,
  TruncateStmt: destroys("truncate"),
  DropdbStmt: destroys("drop database"),
  DropOwnedStmt: destroys("drop owned"),
  AlterTableStmt: alterTable,
  CreateTableAsStmt: (node, statement) => {
    statement.does("db.schema", tableName(treeAt(treeAt(node, "into"), "rel")));
    return { skip: ["into"] };
  },
  DoStmt: doBlock,
  CreateFunctionStmt: createFunction,
  CallStmt: call,
  VariableSetStmt: setVariable,
  CreateForeignTableStmt: foreignTable,
  CreateForeignServerStmt: reaches("host"),
  AlterForeignServerStmt: reaches("host"),
  CreateSubscriptionStmt: reaches("conninfo"),
  AlterSubscriptionStmt: reaches("conninfo"),
  ExecuteStmt: (_, statement) => {
    statement.complete = false;
    return undefined;
  },
  LoadStmt: (node, statement) => {
    statement.command(undefined);
    statement.file("read", textAt(node, "filename"));
    return undefined;
  },
  CreateTableSpaceStmt: (node, statement) => {
    statement.file("write", textAt(node, "location"));
    return undefined;
  },
};
