import { combinations, type Evaluation, union } from "../evaluation.ts";
import { MAX_ITEMS } from "../limits.ts";
import { DATA_VALUES, isDecoded, textOf, type Value, type Values } from "../value.ts";
import { percentFormat } from "./format.ts";
import { joinPath } from "./paths.ts";

/** What an operator makes of two values, other than `+`. */
export function binaryValues(operator: string, left: Values, right: Values, evaluation: Evaluation): Values {
  const rows = combinations([left, right]);
  if (rows === undefined) return DATA_VALUES;
  return union(rows.map(([a, b]) => [binary(operator, a as Value, b as Value, evaluation)]));
}

const ARITHMETIC: Readonly<Record<string, (a: number, b: number) => number>> = {
  "-": (a, b) => a - b,
  "*": (a, b) => a * b,
  "/": (a, b) => a / b,
  "//": (a, b) => Math.floor(a / b),
  "%": (a, b) => a - b * Math.floor(a / b),
  "**": (a, b) => a ** b,
  "^": (a, b) => a ^ b,
  "&": (a, b) => a & b,
  "|": (a, b) => a | b,
  "<<": (a, b) => a << b,
  ">>": (a, b) => a >> b,
};

function binary(operator: string, a: Value, b: Value, evaluation: Evaluation): Value {
  if (a.kind === "number" && b.kind === "number") {
    const value = ARITHMETIC[operator]?.(a.value, b.value);
    return value !== undefined && Number.isFinite(value) ? { kind: "number", value } : { kind: "data" };
  }
  if (operator === "%" && a.kind === "text" && evaluation.dialect.language === "python") {
    const values =
      b.kind === "list" && !b.open ? b.items.map((item) => (item.length === 1 ? (item[0] as Value) : UNKNOWN)) : [b];
    return evaluation.folded(percentFormat(a.text, values), isDecoded(a));
  }
  if (operator === "/" && a.kind === "object" && a.type === "Path")
    return { ...a, text: joinPath([textOf(a), textOf(b)]) };
  if (operator === "/" && b.kind === "object" && b.type === "Path")
    return { ...b, text: joinPath([textOf(a), textOf(b)]) };
  if (operator === "*" && b.kind === "number") return repeated(a, b.value, evaluation);
  if (operator === "*" && a.kind === "number") return repeated(b, a.value, evaluation);
  if (operator === "|" && a.kind === "dictionary" && b.kind === "dictionary") {
    return { kind: "dictionary", entries: new Map([...a.entries, ...b.entries]), open: a.open || b.open };
  }
  return isDecoded(a) || isDecoded(b) ? { kind: "data", decoded: true } : { kind: "data" };
}

const UNKNOWN: Value = { kind: "unknown" };

function repeated(value: Value, times: number, evaluation: Evaluation): Value {
  if (value.kind === "list") return { ...value, repeated: true };
  if (value.kind !== "text" || times < 0 || times > MAX_ITEMS) return { kind: "data" };
  return evaluation.folded(value.text.repeat(times), isDecoded(value));
}
