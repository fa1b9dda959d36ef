import { Num, ObjectValue, SetValue, type Value } from "./value.ts";

/** Go's unicode.IsPrint. */
const PRINTABLE = /^[\p{L}\p{M}\p{N}\p{P}\p{S} ]$/u;

const ESCAPES: Readonly<Record<string, string>> = {
  "\x07": "\\a",
  "\b": "\\b",
  "\f": "\\f",
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
  "\v": "\\v",
  "\\": "\\\\",
};

export function isPrintable(character: string): boolean {
  return PRINTABLE.test(character);
}

/** Go's strconv.Quote, or with `ascii` QuoteToASCII; with another quote, that of QuoteRune. */
export function quote(text: string, options: { readonly ascii?: boolean; readonly mark?: string } = {}): string {
  const { ascii = false, mark = '"' } = options;
  let quoted = "";
  for (const character of text) {
    const code = character.codePointAt(0) as number;
    if (character === mark) quoted += `\\${mark}`;
    else if (ESCAPES[character] !== undefined) quoted += ESCAPES[character];
    else if (isPrintable(character) && !(ascii && code > 0x7e)) quoted += character;
    else if (code < 0x20 || code === 0x7f) quoted += `\\x${hex(code, 2)}`;
    else quoted += code < 0x10000 ? `\\u${hex(code, 4)}` : `\\U${hex(code, 8)}`;
  }
  return mark + quoted + mark;
}

function hex(code: number, digits: number): string {
  return code.toString(16).padStart(digits, "0");
}

/** A value as OPA prints terms. */
export function termText(value: Value): string {
  if (typeof value === "string") return quote(value);
  if (value === null || typeof value === "boolean") return String(value);
  if (value instanceof Num) return value.text;
  if (value instanceof SetValue) return value.size === 0 ? "set()" : `{${value.elements.map(termText).join(", ")}}`;
  if (value instanceof ObjectValue) {
    return `{${value.entries.map(([key, item]) => `${termText(key)}: ${termText(item)}`).join(", ")}}`;
  }
  return `[${value.map(termText).join(", ")}]`;
}
