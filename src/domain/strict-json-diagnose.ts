import { errorPointer } from "./error-pointer.ts";
import { invalidField, WritError } from "./errors.ts";
import type { JsonValue } from "./json.ts";
import { survivesDouble } from "./strict-json-number.ts";

const WHITESPACE = /[ \t\n\r]*/y;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const LITERAL = /true|false|null/y;

/** What makes a string unfit for PostgreSQL and for UTF-8, if anything. */
export function stringProblem(text: string): string | undefined {
  if (text.includes("\0")) return "holds \\u0000";
  return text.isWellFormed() ? undefined : "holds a lone surrogate";
}

/** Why text is not strict JSON: the first cause, with the field where it stands. Slow; only for text known to be bad. */
export function diagnoseJson(text: string, at: string, maxDepth: number): WritError {
  try {
    new Diagnosis(text, maxDepth).document(at);
  } catch (error) {
    if (error instanceof WritError) return error;
    throw error;
  }
  return invalidField(at, "is not strict JSON");
}

/** What of a parsed value could not have come from strict JSON, if anything. */
export function diagnoseValue(value: JsonValue, at: string, depthLeft: number): WritError | undefined {
  if (typeof value === "string") {
    const problem = stringProblem(value);
    return problem === undefined ? undefined : invalidField(at, problem);
  }
  if (typeof value === "number") return Number.isFinite(value) ? undefined : invalidField(at, "is not a finite number");
  if (typeof value !== "object" || value === null) return undefined;
  if (depthLeft === 0) return invalidField(at, "is nested too deep");
  for (const [key, item] of Object.entries(value)) {
    const problem = stringProblem(key);
    if (problem !== undefined) return invalidField(at, `has a key that ${problem}`);
    const inside = diagnoseValue(item, errorPointer(at, key), depthLeft - 1);
    if (inside !== undefined) return inside;
  }
  return undefined;
}

/** A recursive reader that keeps the pointer of where it is and throws at the first thing that is wrong. */
class Diagnosis {
  readonly #text: string;
  readonly #maxDepth: number;
  #position = 0;

  constructor(text: string, maxDepth: number) {
    this.#text = text;
    this.#maxDepth = maxDepth;
  }

  document(at: string): void {
    if (this.#text.startsWith("\uFEFF")) throw invalidField(at, "starts with a byte order mark");
    this.#take(WHITESPACE);
    if (this.#position === this.#text.length) throw invalidField(at, "is empty");
    this.#value(at, 0);
    this.#take(WHITESPACE);
    if (this.#position < this.#text.length) this.#notJson(at);
  }

  #value(at: string, depth: number): void {
    const next = this.#text[this.#position];
    if (next === "{") this.#object(at, depth + 1);
    else if (next === "[") this.#array(at, depth + 1);
    else if (next === '"') this.#string(at, "");
    else if (next === "-" || (next !== undefined && next >= "0" && next <= "9")) this.#number(at);
    else if (this.#take(LITERAL) === undefined) this.#notJson(at);
  }

  #object(at: string, depth: number): void {
    this.#open(at, depth);
    if (this.#skip("}")) return;
    const keys = new Set<string>();
    do {
      this.#take(WHITESPACE);
      const key = this.#string(at, "has a key that ");
      const field = errorPointer(at, key);
      if (keys.has(key)) throw invalidField(field, "is there twice");
      keys.add(key);
      if (!this.#skip(":")) this.#notJson(field);
      this.#take(WHITESPACE);
      this.#value(field, depth);
    } while (this.#skip(","));
    if (!this.#skip("}")) this.#notJson(at);
  }

  #array(at: string, depth: number): void {
    this.#open(at, depth);
    if (this.#skip("]")) return;
    let index = 0;
    do {
      this.#take(WHITESPACE);
      this.#value(errorPointer(at, index), depth);
      index += 1;
    } while (this.#skip(","));
    if (!this.#skip("]")) this.#notJson(at);
  }

  #open(at: string, depth: number): void {
    if (depth > this.#maxDepth) throw invalidField(at, "is nested too deep");
    this.#position += 1;
  }

  #string(at: string, prefix: string): string {
    const literal = this.#text.slice(this.#position, this.#endOfString());
    let value: unknown;
    try {
      value = JSON.parse(literal);
    } catch {
      return this.#notJson(at);
    }
    if (typeof value !== "string") return this.#notJson(at);
    const problem = stringProblem(value);
    if (problem !== undefined) throw invalidField(at, `${prefix}${problem}`);
    this.#position += literal.length;
    return value;
  }

  /** A loop: a pattern with alternatives would overflow the matcher's stack on a long string. */
  #endOfString(): number {
    let i = this.#position + 1;
    while (i < this.#text.length && this.#text[i] !== '"') i += this.#text[i] === "\\" ? 2 : 1;
    return i + 1;
  }

  #number(at: string): void {
    const literal = this.#take(NUMBER);
    if (literal === undefined) return this.#notJson(at);
    if (!survivesDouble(literal)) throw invalidField(at, "is a number that a double would round; send it as a string");
  }

  /** Skips whitespace and then the character, if that is what comes next. */
  #skip(character: string): boolean {
    this.#take(WHITESPACE);
    if (this.#text[this.#position] !== character) return false;
    this.#position += 1;
    return true;
  }

  #take(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#position;
    const match = pattern.exec(this.#text)?.[0];
    this.#position += match?.length ?? 0;
    return match;
  }

  #notJson(at: string): never {
    const before = this.#text.slice(0, this.#position);
    const line = before.split("\n").length;
    const column = this.#position - before.lastIndexOf("\n");
    throw invalidField(at, `is not JSON (line ${line}, column ${column})`);
  }
}
