import { isJsonObject, type JsonValue } from "../domain/json.ts";
import { MAX_JSON_DEPTH } from "../domain/limits.ts";

/** A string, number or member's name in a result, and the way to it. */
export interface Leaf {
  readonly path: readonly string[];
  readonly text: string;
  /** It is the name of a member, which some services make of ids. */
  readonly name?: true;
}

/**
 * The leaves of a result that is JSON or a literal of Python, as agents' frameworks print both, perhaps cut off at its end.
 * @returns undefined for whatever else: nothing of it has a place then
 */
export function leavesOf(text: string): readonly Leaf[] | undefined {
  if (!/^\s*[[{(]/.test(text)) return undefined;
  try {
    return leavesOfValue(JSON.parse(text) as JsonValue);
  } catch {
    const reader = new LiteralReader(text);
    return reader.read() ? reader.leaves : undefined;
  }
}

/** The same of a value that was read already. @throws RangeError for one that is nested too deep to be anybody's entry */
export function leavesOfValue(value: JsonValue): readonly Leaf[] {
  const leaves: Leaf[] = [];
  const visit = (item: JsonValue, path: readonly string[]): void => {
    if (path.length > MAX_JSON_DEPTH) throw new RangeError("nested too deep");
    if (Array.isArray(item)) for (const [index, inner] of item.entries()) visit(inner, [...path, `${index}`]);
    else if (isJsonObject(item)) {
      for (const [name, inner] of Object.entries(item)) {
        leaves.push({ path: [...path, name], text: name, name: true });
        visit(inner, [...path, name]);
      }
    } else if (item !== null && typeof item !== "boolean") leaves.push({ path, text: String(item) });
  };
  visit(value, []);
  return leaves;
}

const CLOSING: Readonly<Record<string, string>> = { "[": "]", "{": "}", "(": ")" };
const SCALAR = /[^\s,:[\]{}()'"]+/y;
const ESCAPES: Readonly<Record<string, string>> = { n: "\n", t: "\t", r: "\r" };

/** The end of the text came first: what was read before it stands. */
class CutOff extends Error {}
/** It is no literal: somebody's quotes were not escaped, and nothing tells where his text ends. */
class NoLiteral extends Error {}

class LiteralReader {
  readonly leaves: Leaf[] = [];
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  /** @returns whether the whole text is one literal, or the beginning of one */
  read(): boolean {
    try {
      this.#value([]);
      this.#space();
      return this.#at === this.#text.length;
    } catch (error) {
      if (error instanceof CutOff) return true;
      if (error instanceof NoLiteral) return false;
      throw error;
    }
  }

  #value(path: readonly string[]): void {
    if (path.length > MAX_JSON_DEPTH) throw new NoLiteral();
    const open = this.#next();
    if (CLOSING[open] === undefined) {
      const text = open === "'" || open === '"' ? this.#string(open) : this.#scalar();
      if (!/^(?:true|false|null|none)$/i.test(text)) this.leaves.push({ path, text });
      return;
    }
    this.#at++;
    for (let index = 0; this.#next() !== CLOSING[open]; index++) {
      this.#value(open === "{" ? [...path, this.#name(path)] : [...path, `${index}`]);
      if (this.#next() === ",") this.#at++;
      else if (this.#next() !== CLOSING[open]) throw new NoLiteral();
    }
    this.#at++;
  }

  #name(path: readonly string[]): string {
    const quote = this.#next();
    const name = quote === "'" || quote === '"' ? this.#string(quote) : this.#scalar();
    if (this.#next() !== ":") throw new NoLiteral();
    this.#at++;
    this.leaves.push({ path: [...path, name], text: name, name: true });
    return name;
  }

  #string(quote: string): string {
    let text = "";
    for (this.#at++; ; this.#at++) {
      const character = this.#text[this.#at];
      if (character === undefined) throw new CutOff();
      if (character === quote) break;
      if (character !== "\\") {
        text += character;
        continue;
      }
      const escaped = this.#text[++this.#at];
      if (escaped === undefined) throw new CutOff();
      const hex = /^(?:u([0-9a-f]{4})|x([0-9a-f]{2}))/i.exec(this.#text.slice(this.#at, this.#at + 5));
      text +=
        hex === null ? (ESCAPES[escaped] ?? escaped) : String.fromCharCode(Number.parseInt(hex[1] ?? hex[2] ?? "", 16));
      if (hex !== null) this.#at += hex[0].length - 1;
    }
    this.#at++;
    return text;
  }

  #scalar(): string {
    SCALAR.lastIndex = this.#at;
    const found = SCALAR.exec(this.#text);
    if (found === null) throw new NoLiteral();
    this.#at += found[0].length;
    return found[0];
  }

  #space(): void {
    while (/\s/.test(this.#text[this.#at] ?? "")) this.#at++;
  }

  #next(): string {
    this.#space();
    const character = this.#text[this.#at];
    if (character === undefined) throw new CutOff();
    return character;
  }
}
