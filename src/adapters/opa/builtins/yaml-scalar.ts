import { BuiltinError } from "./builtin.ts";
import { formatFloat } from "./go-float.ts";
import { parseTime } from "./time-parse.ts";

/** What a plain scalar of YAML is to go-yaml 3. Numbers are JSON's text. */
export type PlainScalar =
  | { readonly kind: "null" | "string" | "timestamp" }
  | { readonly kind: "boolean"; readonly value: boolean }
  | { readonly kind: "int"; readonly value: bigint }
  | { readonly kind: "float"; readonly value: number };

const NULLS = ["", "~", "null", "Null", "NULL"];
const BOOLEANS: Readonly<Record<string, boolean>> = {
  true: true,
  True: true,
  TRUE: true,
  false: false,
  False: false,
  FALSE: false,
};
const SPECIAL_FLOAT = /^(?:[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/;
const FLOAT = /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/;
const INTEGERS: readonly (readonly [RegExp, prefix: string])[] = [
  [/^[-+]?0[xX][0-9a-fA-F]+$/, "0x"],
  [/^[-+]?0[bB][01]+$/, "0b"],
  [/^[-+]?0[oO][0-7]+$/, "0o"],
  [/^[-+]?0[0-7]+$/, "0o"],
  [/^[-+]?(?:0|[1-9][0-9]*)$/, ""],
];
const TIMESTAMPS = [
  "2006-1-2T15:4:5.999999999Z07:00",
  "2006-1-2t15:4:5.999999999Z07:00",
  "2006-1-2 15:4:5.999999999",
  "2006-1-2",
];
const MAX_UINT64 = 2n ** 64n - 1n;
const MIN_INT64 = -(2n ** 63n);

/** go-yaml's resolve. */
export function resolvePlain(text: string): PlainScalar {
  if (NULLS.includes(text)) return { kind: "null" };
  const boolean = Object.hasOwn(BOOLEANS, text) ? BOOLEANS[text] : undefined;
  if (boolean !== undefined) return { kind: "boolean", value: boolean };
  if (SPECIAL_FLOAT.test(text))
    return { kind: "float", value: text.includes("n") || text.includes("N") ? Number.NaN : Number.POSITIVE_INFINITY };
  if (!/^[-+.0-9]/.test(text)) return { kind: "string" };
  if (/^\d{4}-/.test(text) && TIMESTAMPS.some((layout) => isTime(layout, text))) return { kind: "timestamp" };
  const plain = text.startsWith(".") ? text : text.replaceAll("_", "");
  const integer = integerOf(plain);
  if (integer !== undefined) return { kind: "int", value: integer };
  const float = FLOAT.test(plain) ? Number(plain) : Number.NaN;
  return Number.isFinite(float) ? { kind: "float", value: float } : { kind: "string" };
}

/** A number as go-yaml writes it. */
export function numberText(text: string): string {
  const number = resolvePlain(text);
  if (number.kind === "int") return String(number.value);
  return number.kind === "float" ? formatFloat(number.value, "g", -1) : text;
}

function integerOf(text: string): bigint | undefined {
  const form = INTEGERS.find(([pattern]) => pattern.test(text));
  if (form === undefined) return undefined;
  const digits = text.replace(/^[-+]/, "").replace(/^0[xXbBoO]/, "");
  const value = BigInt(form[1] + digits) * (text.startsWith("-") ? -1n : 1n);
  return value >= MIN_INT64 && value <= MAX_UINT64 ? value : undefined;
}

function isTime(layout: string, text: string): boolean {
  try {
    parseTime(layout, text);
    return true;
  } catch (error) {
    if (error instanceof BuiltinError) return false;
    throw error;
  }
}
