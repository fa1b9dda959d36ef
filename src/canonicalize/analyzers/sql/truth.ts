import { isTree, listAt, literal, names, type Tree, type TreeValue, treeAt } from "./tree.ts";

/** Whether a condition holds for every row whatever is in it, as far as one can tell by looking: `true`, `1=1`, `a=a`. */
export function alwaysTrue(condition: TreeValue | undefined, depth = MAX_DEPTH): boolean {
  if (!isTree(condition) || depth === 0) return false;
  const bool = condition["BoolExpr"];
  if (isTree(bool)) {
    const args = listAt(bool, "args");
    if (bool["boolop"] === "OR_EXPR") return args.some((arg) => alwaysTrue(arg, depth - 1));
    if (bool["boolop"] === "AND_EXPR") return args.every((arg) => alwaysTrue(arg, depth - 1));
    return args.length === 1 && alwaysFalse(args[0]);
  }
  if (isTree(condition["TypeCast"]))
    return /^(?:t|true|y|yes|on|1)$/i.test(literal(condition) ?? "") || truthy(condition["TypeCast"]["arg"]);
  if (isTree(condition["NullTest"])) {
    return (
      condition["NullTest"]["nulltesttype"] === "IS_NOT_NULL" && constantOf(condition["NullTest"]["arg"]) !== undefined
    );
  }
  if (isTree(condition["A_Expr"])) return comparisonHolds(condition["A_Expr"]);
  return truthy(condition);
}

function alwaysFalse(condition: TreeValue | undefined): boolean {
  const value = constantOf(condition);
  if (value !== undefined) return value === false || value === 0;
  return isTree(condition) && isTree(condition["A_Expr"]) && comparisonFails(condition["A_Expr"]);
}

/** A constant that databases take for true: `true`, or in MySQL and SQLite any number but 0. */
function truthy(value: TreeValue | undefined): boolean {
  const constant = constantOf(value);
  return constant === true || (typeof constant === "number" && constant !== 0);
}

function comparisonHolds(expression: Tree): boolean {
  const { lexpr, rexpr, kind } = expression;
  if (kind === "AEXPR_LIKE" || kind === "AEXPR_ILIKE") return /^%+$/.test(literal(rexpr) ?? "");
  const left = constantOf(lexpr);
  const right = constantOf(rexpr);
  const operator = names(listAt(expression, "name"))[0] ?? "";
  if (left !== undefined && right !== undefined) return compare(left, operator, right);
  const column = columnOf(lexpr);
  return column !== undefined && column === columnOf(rexpr) && ["=", ">=", "<=", "=="].includes(operator);
}

function comparisonFails(expression: Tree): boolean {
  const left = constantOf(expression["lexpr"]);
  const right = constantOf(expression["rexpr"]);
  const operator = names(listAt(expression, "name"))[0] ?? "";
  return left !== undefined && right !== undefined && operator === "=" && left !== right;
}

function compare(left: Constant, operator: string, right: Constant): boolean {
  switch (operator) {
    case "=":
    case "==":
      return left === right;
    case "<>":
      return left !== right;
    case "<":
      return left < right;
    case "<=":
      return left <= right;
    case ">":
      return left > right;
    case ">=":
      return left >= right;
    default:
      return false;
  }
}

type Constant = string | number | boolean;

function constantOf(value: TreeValue | undefined): Constant | undefined {
  if (!isTree(value) || !isTree(value["A_Const"])) return undefined;
  const constant = value["A_Const"];
  if (isTree(constant["boolval"])) return constant["boolval"]["boolval"] === true;
  if (isTree(constant["ival"])) return Number(constant["ival"]["ival"] ?? 0);
  if (isTree(constant["fval"])) return Number(constant["fval"]["fval"] ?? 0);
  return isTree(constant["sval"]) ? String(constant["sval"]["sval"] ?? "") : undefined;
}

function columnOf(value: TreeValue | undefined): string | undefined {
  if (!isTree(value) || !isTree(value["ColumnRef"])) return undefined;
  const fields = names(listAt(treeAt(value, "ColumnRef"), "fields"));
  return fields.length === 0 ? undefined : fields.join(".");
}

/** Conditions in conditions that are looked at: who hides `true` deeper has another WHERE in mind than "no WHERE". */
const MAX_DEPTH = 16;
