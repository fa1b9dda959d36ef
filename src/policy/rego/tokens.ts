/** A token of Rego text. Places are counted from 1, columns in characters, as OPA counts them. */
export interface Token {
  readonly kind: "name" | "string" | "number" | "mark" | "comment";
  /** As written. */
  readonly text: string;
  readonly line: number;
  readonly column: number;
  /** How many brackets are open around it; a closing bracket is as deep as its opening one. */
  readonly depth: number;
}

/** `:=`, `==` and the like are one mark, every other character is one by itself. */
const TOKEN =
  /(?<space>[ \t\r\n]+)|(?<comment>#(?:[^\r\n]|\r(?!\n))*)|(?<template>\$["`])|(?<string>"(?:[^"\\\n]|\\.)*"?|`[^`]*`?)|(?<name>[A-Za-z_][A-Za-z0-9_]*)|(?<number>[0-9][0-9.eE]*)|(?<mark>:=|==|!=|<=|>=|[\s\S])/uy;

const OPENING = new Set(["(", "[", "{"]);
const CLOSING = new Set([")", "]", "}"]);

/**
 * Cuts Rego into tokens, whether or not it parses: for finding places and near misses in what OPA has its own opinion of.
 * Text between the expressions of a template string is one `string` token each.
 */
export function tokensOf(text: string): readonly Token[] {
  return new Scanner(text).all();
}

/** The text that a string token stands for. */
export function stringValue({ text }: Token): string {
  if (!text.startsWith('"')) return text.replace(/^`|`$/g, "");
  try {
    return JSON.parse(text) as string;
  } catch {
    return text.replace(/^"|"$/g, "");
  }
}

class Scanner {
  readonly #text: string;
  readonly #tokens: Token[] = [];
  #at = 0;
  #line = 1;
  #column = 1;
  #depth = 0;

  constructor(text: string) {
    this.#text = text;
  }

  all(): readonly Token[] {
    while (this.#at < this.#text.length) this.#next();
    return this.#tokens;
  }

  #next(): void {
    TOKEN.lastIndex = this.#at;
    const groups = TOKEN.exec(this.#text)?.groups ?? {};
    const [kind, text] = Object.entries(groups).find(([, value]) => value !== undefined) ?? ["mark", "\0"];
    if (kind === "template") this.#template(text as string);
    else if (kind === "space") this.#advance(text as string);
    else this.#take(kind as Token["kind"], text as string);
  }

  #take(kind: Token["kind"], text: string): void {
    if (CLOSING.has(text)) this.#depth = Math.max(0, this.#depth - 1);
    this.#tokens.push({ kind, text, line: this.#line, column: this.#column, depth: this.#depth });
    if (OPENING.has(text)) this.#depth += 1;
    this.#advance(text);
  }

  /** `$"text {expression} text"`: what stands in the braces is Rego, strings of its own included. */
  #template(opening: string): void {
    const quote = opening[1] as string;
    this.#take("mark", "$");
    const piece = quote === "`" ? /[^`{]*/y : /(?:[^"\\{\n]|\\.)*/y;
    let start = quote;
    this.#depth += 1;
    for (;;) {
      piece.lastIndex = this.#at + start.length;
      const end = this.#text[(piece.exec(this.#text)?.[0].length ?? 0) + this.#at + start.length] ?? "";
      const body = this.#text.slice(this.#at, piece.lastIndex);
      this.#take("string", end === quote ? body + quote : body);
      if (end !== "{") break;
      this.#braces();
      start = "";
    }
    this.#depth = Math.max(0, this.#depth - 1);
  }

  #braces(): void {
    const outside = this.#depth;
    this.#next();
    while (this.#at < this.#text.length && this.#depth > outside) this.#next();
  }

  #advance(text: string): void {
    this.#at += text.length;
    const lines = text.split("\n");
    if (lines.length > 1) this.#column = 1;
    this.#line += lines.length - 1;
    this.#column += [...(lines.at(-1) ?? "")].length;
  }
}
