import { NODES } from "./tables/nodes.ts";
import { isTree, type Tree, type TreeValue } from "./tree.ts";

/** What a statement is called in the facts: its node's name, made exact where one node stands for several statements. */
export function operationOf(kind: string, node: Tree): string {
  switch (kind) {
    case "DropStmt":
      return `drop_${objectName(node["removeType"])}`;
    case "AlterTableStmt":
      return `alter_${objectName(node["objtype"])}`;
    case "CreateTableAsStmt":
      return node["objtype"] === "OBJECT_MATVIEW" ? "create_materialized_view" : "create_table_as";
    case "RenameStmt":
      return `rename_${objectName(node["renameType"])}`;
    case "GrantStmt":
      return node["is_grant"] === true ? "grant" : "revoke";
    case "GrantRoleStmt":
      return node["is_grant"] === true ? "grant_role" : "revoke_role";
    case "VacuumStmt":
      return node["is_vacuumcmd"] === true ? "vacuum" : "analyze";
    case "TransactionStmt":
      return wordOf(node["kind"], "TRANS_STMT_");
    case "VariableSetStmt":
      return String(node["kind"]).startsWith("VAR_RESET") ? "reset" : "set";
    case "SelectStmt":
      return isTree(node["intoClause"]) ? "select_into" : "select";
    default:
      return NODES[kind]?.operation ?? "unknown";
  }
}

const SHORT: Readonly<Record<string, string>> = { matview: "materialized_view" };

/** "OBJECT_MATVIEW" -> "materialized_view". */
export function objectName(type: TreeValue | undefined): string {
  const word = wordOf(type, "OBJECT_");
  return SHORT[word] ?? word;
}

function wordOf(value: TreeValue | undefined, prefix: string): string {
  return typeof value === "string" ? value.replace(prefix, "").toLowerCase() : "object";
}
