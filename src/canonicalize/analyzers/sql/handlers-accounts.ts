import type { Handler } from "./handlers.ts";
import type { Statement } from "./statement.ts";
import { POWERFUL_ROLES, ROLE_POWERS, UNTRUSTED_CODE } from "./tables/objects.ts";
import { COMMAND_SETTINGS } from "./tables/settings.ts";
import { isTree, nodesAt, options, type Tree, tableName, textAt, treeAt } from "./tree.ts";

function roleOptions(node: Tree, statement: Statement): void {
  const given = options(node);
  if (given.has("password")) {
    // A name where a role is created, a node where one is altered.
    statement.signal("account.password", textAt(node, "role") ?? textAt(treeAt(node, "role"), "rolename") ?? "");
  }
  for (const option of ROLE_POWERS) if (given.has(option)) statement.signal("account.privileged_group", option);
}

function grant(node: Tree, statement: Statement): { readonly skip: readonly string[] } {
  const tables = nodesAt(node, "objects", "RangeVar").map(tableName);
  for (const table of tables.length === 0 ? [undefined] : tables) statement.does("db.admin", table);
  return { skip: ["objects"] };
}

function grantRole(node: Tree, statement: Statement): undefined {
  statement.does("db.admin");
  for (const role of nodesAt(node, "granted_roles", "AccessPriv")) {
    const name = textAt(role, "priv_name") ?? "";
    if (POWERFUL_ROLES.test(name)) statement.signal("account.privileged_group", name);
  }
}

/** ALTER FUNCTION … SET: a setting for as long as the function runs. */
function functionSettings(node: Tree, statement: Statement): { readonly skip: readonly string[] } {
  for (const { arg } of nodesAt(node, "actions", "DefElem")) {
    const setting = isTree(arg) ? textAt(treeAt(arg, "VariableSetStmt"), "name") : undefined;
    if (setting !== undefined && COMMAND_SETTINGS.has(setting)) statement.command(undefined, "schema");
  }
  return { skip: ["actions"] };
}

/** ALTER SYSTEM, and the settings that a role or a database begins with. */
function lastingSetting(node: Tree, statement: Statement): { readonly skip: readonly string[] } {
  const name = textAt(treeAt(node, "setstmt"), "name") ?? "";
  statement.does("db.admin", undefined, "schema");
  if (COMMAND_SETTINGS.has(name.toLowerCase())) statement.command(undefined, "schema");
  return { skip: ["setstmt"] };
}

function language(field: string): Handler {
  return (node, statement) => {
    const name = textAt(node, field) ?? "";
    statement.does("db.admin", undefined, "schema");
    if (UNTRUSTED_CODE.test(name)) statement.signal("sql.command_execution", name);
    return undefined;
  };
}

/** What is about accounts and rights. */
export const ACCOUNT_HANDLERS: Readonly<Record<string, Handler>> = {
  GrantStmt: grant,
  GrantRoleStmt: grantRole,
  AlterFunctionStmt: functionSettings,
  AlterSystemStmt: lastingSetting,
  AlterRoleSetStmt: lastingSetting,
  AlterDatabaseSetStmt: lastingSetting,
  CreateExtensionStmt: language("extname"),
  CreatePLangStmt: language("plname"),
  CreateRoleStmt: (node, statement) => {
    statement.signal("account.create", textAt(node, "role") ?? "");
    roleOptions(node, statement);
    return undefined;
  },
  AlterRoleStmt: (node, statement) => {
    roleOptions(node, statement);
    return undefined;
  },
  RenameStmt: (node, statement) => {
    if (node["renameType"] === "OBJECT_ROLE" || node["renameType"] === "OBJECT_DATABASE")
      statement.does("db.admin", undefined, "schema");
    return undefined;
  },
};
