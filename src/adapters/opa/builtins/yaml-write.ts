import { type JsonShape, jsonShape } from "./json-text.ts";
import { Num, type Value } from "./value.ts";
import { numberText, resolvePlain } from "./yaml-scalar.ts";

/** Booleans of YAML 1.1 and its numbers of base 60, which other readers take for such. */
const OLD = /^(?:y|Y|yes|Yes|YES|on|On|ON|n|N|no|No|NO|off|Off|OFF|[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?)$/;

/** What is never plain, by its first character, anywhere, or at the end. */
const INDICATOR = /^(?:[#,[\]{}&*!|>'"%@`]|[?:](?:[ \t]|$)|-(?:[ \t]|$)|---|\.\.\.)|:(?:[ \t]|$)|[ \t]#|^ | $/;

/** What go-yaml escapes: it holds everything outside the first plane for unprintable. */
const UNPRINTABLE = /[^\n\x20-\x7e\u00a0-\ud7ff\ue000-\ufefe\uff00-\ufffd]|[\u2028\u2029]/u;

const MAX_SIMPLE_KEY_BYTES = 128;

const ESCAPES: Readonly<Record<string, string>> = {
  "\0": "\\0",
  "\x07": "\\a",
  "\b": "\\b",
  "\t": "\\t",
  "\n": "\\n",
  "\v": "\\v",
  "\f": "\\f",
  "\r": "\\r",
  "\x1b": "\\e",
  '"': '\\"',
  "\\": "\\\\",
  "\x85": "\\N",
  "\u2028": "\\L",
  "\u2029": "\\P",
};

/** As go-yaml 3 writes what OPA hands it: block style, two spaces. */
export function writeYaml(value: Value): string {
  const shape = jsonShape(value);
  return isBlock(shape) ? block(shape, "") : `${scalar(shape, "")}\n`;
}

type Block = readonly JsonShape[] | ReadonlyMap<string, JsonShape>;

function isBlock(shape: JsonShape): shape is Block {
  if (shape instanceof Map) return shape.size > 0;
  return Array.isArray(shape) && shape.length > 0;
}

/** Lines of a list or a map, each with its indentation. */
function block(shape: Block, indent: string): string {
  const inner = `${indent}  `;
  if (!(shape instanceof Map)) {
    return (shape as readonly JsonShape[])
      .map(
        (item) => `${indent}- ${isBlock(item) ? block(item, inner).slice(inner.length) : `${scalar(item, indent)}\n`}`,
      )
      .join("");
  }
  return [...(shape as ReadonlyMap<string, JsonShape>)]
    .sort(([a], [b]) => compareKeys(a, b))
    .map(([key, item]) => {
      const isSimple = !key.includes("\n") && Buffer.byteLength(key) <= MAX_SIMPLE_KEY_BYTES;
      const end = isBlock(item) ? "" : ` ${scalar(item, indent)}\n`;
      if (isSimple) return `${indent}${text(key, indent)}:${isBlock(item) ? `\n${block(item, inner)}` : end}`;
      const rest = isBlock(item) ? ` ${block(item, inner).slice(inner.length)}` : end;
      return `${indent}? ${text(key, indent)}\n${indent}:${rest}`;
    })
    .join("");
}

function scalar(shape: JsonShape, indent: string): string {
  if (typeof shape === "string") return text(shape, indent);
  if (shape instanceof Num) return numberText(shape.text);
  if (shape === null || typeof shape === "boolean") return String(shape);
  return shape instanceof Map ? "{}" : "[]";
}

function text(value: string, indent: string): string {
  if (value.includes("\n")) {
    // A tab may stand in a block, and nowhere else.
    const isSpecial = UNPRINTABLE.test(value.replaceAll("\t", "")) || / (?:\n|$)/.test(value);
    return isSpecial ? doubleQuoted(value) : literal(value, `${indent}  `);
  }
  if (resolvePlain(value).kind !== "string" || OLD.test(value) || UNPRINTABLE.test(value)) return doubleQuoted(value);
  return INDICATOR.test(value) ? `'${value.replaceAll("'", "''")}'` : value;
}

function literal(value: string, indent: string): string {
  const hint = /^[ \n]/.test(value) ? "2" : "";
  const chomping = !value.endsWith("\n") ? "-" : value === "\n" || value.endsWith("\n\n") ? "+" : "";
  const lines = value.replace(/\n$/, "").split("\n");
  return `|${hint}${chomping}\n${lines.map((line) => (line === "" ? "" : indent + line)).join("\n")}`;
}

function doubleQuoted(value: string): string {
  let quoted = "";
  for (const character of value) {
    const code = character.codePointAt(0) as number;
    if (ESCAPES[character] !== undefined) quoted += ESCAPES[character];
    else if (!UNPRINTABLE.test(character)) quoted += character;
    else if (code <= 0xff) quoted += `\\x${hex(code, 2)}`;
    else quoted += code <= 0xffff ? `\\u${hex(code, 4)}` : `\\U${hex(code, 8)}`;
  }
  return `"${quoted}"`;
}

function hex(code: number, digits: number): string {
  return code.toString(16).toUpperCase().padStart(digits, "0");
}

const DIGIT = /^\p{Nd}$/u;
const LETTER = /^\p{L}$/u;

/** go-yaml's natural order: letters behind all else, numbers in texts by value. */
function compareKeys(a: string, b: string): number {
  const [x, y] = [[...a], [...b]];
  let isNumber = false;
  for (let at = 0; at < x.length && at < y.length; at++) {
    const [p, q] = [x[at] as string, y[at] as string];
    if (p === q) {
      isNumber = DIGIT.test(p);
      continue;
    }
    const [isLetter, isOther] = [LETTER.test(p), LETTER.test(q)];
    if (isLetter !== isOther) return isLetter === isNumber ? -1 : 1;
    if (isLetter) return codeOf(p) - codeOf(q);
    const lead = (p === "0" || q === "0") && /[1-9]\d*$/.test(a.slice(0, x.slice(0, at).join("").length)) ? "1" : "";
    const [m, n] = [digitsFrom(x, at), digitsFrom(y, at)];
    const [v, w] = [int64(`${lead}${m}`), int64(`${lead}${n}`)];
    if (v !== w) return v < w ? -1 : 1;
    return m.length - n.length || codeOf(p) - codeOf(q);
  }
  return x.length - y.length;
}

/** Digits beyond the largest integer overflow, as they do in Go. */
function int64(digits: string): bigint {
  return BigInt.asIntN(64, BigInt(digits || "0"));
}

function digitsFrom(characters: readonly string[], at: number): string {
  let end = at;
  while (/^[0-9]$/.test(characters[end] ?? "")) end++;
  return characters.slice(at, end).join("");
}

function codeOf(character: string): number {
  return character.codePointAt(0) as number;
}
