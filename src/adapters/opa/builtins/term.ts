/** A Rego value outside of the module. Numbers keep their text, so that none gets rounded. */
export type Term = null | boolean | string | RegoNumber | readonly Term[] | RegoSet | RegoObject;

export class RegoNumber {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

export class RegoSet {
  readonly items: readonly Term[];

  constructor(items: readonly Term[]) {
    this.items = items;
  }
}

export class RegoObject {
  readonly entries: readonly (readonly [key: Term, value: Term])[];

  constructor(entries: readonly (readonly [key: Term, value: Term])[]) {
    this.entries = entries;
  }
}

/** Narrowed by hand: Array.isArray does not narrow readonly arrays. */
export function isArray(term: Term): term is readonly Term[] {
  return Array.isArray(term);
}

/** Reads what `opa_value_dump` writes: JSON with sets (`{1, 2}`, `set()`) and keys of any type. */
export function parseTerm(text: string): Term {
  return new TermReader(text).read();
}

const NUMBER = /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const STRING = /"(?:[^"\\]|\\.)*"/y;
const WORDS: readonly (readonly [string, () => Term])[] = [
  ["null", () => null],
  ["true", () => true],
  ["false", () => false],
  ["set()", () => new RegoSet([])],
];

class TermReader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  read(): Term {
    switch (this.#text[this.#at]) {
      case '"':
        return JSON.parse(this.#match(STRING)) as string;
      case "[":
        return this.#list("]", () => this.read());
      case "{":
        return this.#objectOrSet();
      default: {
        const word = WORDS.find(([literal]) => this.#text.startsWith(literal, this.#at));
        if (word === undefined) return new RegoNumber(this.#match(NUMBER));
        this.#at += word[0].length;
        return word[1]();
      }
    }
  }

  #objectOrSet(): Term {
    let isSet = false;
    const entries = this.#list("}", (): [Term, Term] => {
      const key = this.read();
      this.#skipSpace();
      if (this.#text[this.#at] !== ":") {
        isSet = true;
        return [key, null];
      }
      this.#at++;
      this.#skipSpace();
      return [key, this.read()];
    });
    return isSet ? new RegoSet(entries.map(([item]) => item)) : new RegoObject(entries);
  }

  #list<T>(close: string, item: () => T): T[] {
    const items: T[] = [];
    this.#at++;
    this.#skipSpace();
    while (this.#text[this.#at] !== close) {
      items.push(item());
      this.#skipSpace();
      if (this.#text[this.#at] === ",") this.#at++;
      this.#skipSpace();
    }
    this.#at++;
    return items;
  }

  #skipSpace(): void {
    while (this.#text[this.#at] === " ") this.#at++;
  }

  #match(pattern: RegExp): string {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0];
    if (found === undefined) throw new SyntaxError(`unreadable value at ${this.#at}`);
    this.#at += found.length;
    return found;
  }
}

/** Writes a term in the form that `opa_value_parse` reads. */
export function dumpTerm(term: Term): string {
  if (term === null || typeof term === "boolean" || typeof term === "string") return JSON.stringify(term);
  if (term instanceof RegoNumber) return term.text;
  if (term instanceof RegoSet) return term.items.length === 0 ? "set()" : `{${term.items.map(dumpTerm).join(",")}}`;
  if (term instanceof RegoObject) {
    return `{${term.entries.map(([key, value]) => `${dumpTerm(key)}:${dumpTerm(value)}`).join(",")}}`;
  }
  return `[${term.map(dumpTerm).join(",")}]`;
}
