import { Num, ObjectValue, SetValue, type Value } from "./value.ts";

/** Deeper values are refused: reading them would take the stack. */
const MAX_DEPTH = 2_000;

/** The text is no value, or nested too deeply. */
class BadValueText extends Error {
  override readonly name = "BadValueText";
}

/** Reads what `opa_value_dump` writes: JSON, and sets, and objects with whatever keys. @throws BadValueText */
export function parseValue(text: string): Value {
  const reader = new Reader(text);
  const value = reader.value(0);
  reader.end();
  return value;
}

/** Writes what `opa_value_parse` reads. */
export function formatValue(value: Value): string {
  if (typeof value === "string") return JSON.stringify(value.toWellFormed());
  if (value === null || typeof value === "boolean") return String(value);
  if (value instanceof Num) return value.text;
  if (value instanceof SetValue) {
    return value.size === 0 ? "set()" : `{${value.elements.map(formatValue).join(", ")}}`;
  }
  if (value instanceof ObjectValue) {
    return `{${value.entries.map(([key, item]) => `${formatValue(key)}: ${formatValue(item)}`).join(", ")}}`;
  }
  return `[${value.map(formatValue).join(", ")}]`;
}

/** OPA also prints numbers such as `.5`. */
const NUMBER = /-?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?/y;
const SPACE = /[ \t\r\n]*/y;
const WORDS: readonly (readonly [string, Value])[] = [
  ["null", null],
  ["true", true],
  ["false", false],
];
const EMPTY_SET = "set()";

class Reader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  end(): void {
    this.#skip();
    if (this.#at !== this.#text.length) throw this.#bad();
  }

  value(depth: number): Value {
    if (depth > MAX_DEPTH) throw new BadValueText("a value is nested too deeply");
    this.#skip();
    const first = this.#text[this.#at];
    if (first === '"') return this.#string();
    if (first === "[") return this.#list("]", depth);
    if (first === "{") return this.#objectOrSet(depth);
    return first === "s" ? this.#emptySet() : (this.#number() ?? this.#word());
  }

  #skip(): void {
    const code = this.#text.charCodeAt(this.#at);
    // Most tokens stand close together.
    if (code > 0x20) return;
    SPACE.lastIndex = this.#at;
    SPACE.test(this.#text);
    this.#at = SPACE.lastIndex;
  }

  #take(character: string): boolean {
    this.#skip();
    if (this.#text[this.#at] !== character) return false;
    this.#at++;
    return true;
  }

  #string(): string {
    const start = this.#at;
    let end = this.#text.indexOf('"', start + 1);
    let escaped = false;
    while (end !== -1 && this.#isEscaped(end)) {
      escaped = true;
      end = this.#text.indexOf('"', end + 1);
    }
    if (end === -1) throw this.#bad();
    this.#at = end + 1;
    const raw = this.#text.slice(start + 1, end);
    if (!escaped && !raw.includes("\\")) return raw;
    try {
      return JSON.parse(`"${raw}"`) as string;
    } catch {
      throw this.#bad();
    }
  }

  #isEscaped(quote: number): boolean {
    let at = quote - 1;
    while (this.#text[at] === "\\") at--;
    return (quote - 1 - at) % 2 === 1;
  }

  #list(close: string, depth: number): Value[] {
    this.#at++;
    const items: Value[] = [];
    if (this.#take(close)) return items;
    do items.push(this.value(depth + 1));
    while (this.#take(","));
    if (!this.#take(close)) throw this.#bad();
    return items;
  }

  #objectOrSet(depth: number): Value {
    this.#at++;
    if (this.#take("}")) return new ObjectValue([]);
    const first = this.value(depth + 1);
    if (!this.#take(":")) return this.#setFrom(first, depth);
    const entries: [Value, Value][] = [[first, this.value(depth + 1)]];
    while (this.#take(",")) {
      const key = this.value(depth + 1);
      if (!this.#take(":")) throw this.#bad();
      entries.push([key, this.value(depth + 1)]);
    }
    if (!this.#take("}")) throw this.#bad();
    return new ObjectValue(entries);
  }

  #setFrom(first: Value, depth: number): SetValue {
    const items = [first];
    while (this.#take(",")) items.push(this.value(depth + 1));
    if (!this.#take("}")) throw this.#bad();
    return new SetValue(items);
  }

  #emptySet(): SetValue {
    if (!this.#text.startsWith(EMPTY_SET, this.#at)) throw this.#bad();
    this.#at += EMPTY_SET.length;
    return new SetValue([]);
  }

  #number(): Num | undefined {
    NUMBER.lastIndex = this.#at;
    const match = NUMBER.exec(this.#text);
    if (match === null) return undefined;
    this.#at = NUMBER.lastIndex;
    return new Num(match[0]);
  }

  #word(): Value {
    const found = WORDS.find(([word]) => this.#text.startsWith(word, this.#at));
    if (found === undefined) throw this.#bad();
    this.#at += found[0].length;
    return found[1];
  }

  #bad(): BadValueText {
    return new BadValueText(`no value at ${this.#at}`);
  }
}
