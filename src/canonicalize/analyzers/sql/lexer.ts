import { isDigit, isSpace, isWord, isWordStart, OPERATOR_CHARS } from "./characters.ts";
import type { LexicalRules } from "./dialects.ts";
import { closingQuote, commentEnd, dollarQuoteEnd, escapedStringEnd, lineEnd } from "./quotes.ts";

type TokenKind =
  | "word"
  /** A quoted name. */
  | "name"
  | "string"
  | "number"
  /** A place for a value: `?`, `$1`, `:name`, `@name`, `%s`. */
  | "parameter"
  | "operator"
  /** `(`, `)`, `[`, `]`, `,`, `.` and `;`. */
  | "mark"
  /** A line for the client program: `\copy …`, `.shell …`, `DELIMITER //`. */
  | "command";

export interface Token {
  readonly kind: TokenKind;
  readonly start: number;
  readonly end: number;
  /** A word in lower case, the content of a quoted name or string, the text of anything else. */
  readonly value: string;
}

export interface Lexed {
  readonly tokens: readonly Token[];
  /** How deep parentheses and brackets nest. */
  readonly nesting: number;
  /** Whether a string or quoted name does not end: no database runs such a text. */
  readonly unterminated: boolean;
  /** Whether there is something that databases disagree about: NUL, or outside of quotes white space that is not ASCII. */
  readonly odd: boolean;
}

/** A text as a family of databases would cut it. Linear in its length. */
export function lex(text: string, rules: LexicalRules): Lexed {
  return new Lexer(text, rules).run();
}

class Lexer {
  readonly #text: string;
  readonly #rules: LexicalRules;
  readonly #tokens: Token[] = [];
  #at = 0;
  #depth = 0;
  #nesting = 0;
  #unterminated = false;
  #odd: boolean;
  /** Whether the content of an executable comment is being read. */
  #inComment = false;
  /** What ends a statement beside `;`, as the MySQL client's DELIMITER says. */
  #delimiter = "";

  constructor(text: string, rules: LexicalRules) {
    this.#text = text;
    this.#rules = rules;
    this.#odd = text.includes("\0");
  }

  run(): Lexed {
    while (this.#at < this.#text.length) this.#next();
    return { tokens: this.#tokens, nesting: this.#nesting, unterminated: this.#unterminated, odd: this.#odd };
  }

  #next(): void {
    const text = this.#text;
    const at = this.#at;
    const char = text.charCodeAt(at);
    if (isSpace(char)) {
      if (char > 0x7f) this.#odd = true;
      this.#at += 1;
    } else if (this.#delimiter !== "" && text.startsWith(this.#delimiter, at)) {
      this.#push("mark", at + this.#delimiter.length, ";");
    } else if (this.#comment(char) || this.#clientLine(char)) {
      return;
    } else if (isWordStart(char) || (char === HASH && this.#rules.hashNames)) {
      this.#word();
    } else if (isDigit(char) || (char === DOT && isDigit(text.charCodeAt(at + 1)))) {
      this.#number();
    } else if (!this.#quoted(char) && !this.#parameter(char)) {
      this.#markOrOperator(char);
    }
  }

  #lineEnd(): number {
    return lineEnd(this.#text, this.#at, this.#rules.returnEndsLine);
  }

  #push(kind: TokenKind, end: number, value: string): void {
    this.#tokens.push({ kind, start: this.#at, end, value });
    this.#at = end;
  }

  #comment(char: number): boolean {
    const { hashComments, slashComments, dashNeedsSpace, nestedComments, executableComments } = this.#rules;
    const next = this.#text.charCodeAt(this.#at + 1);
    if (char === DASH && next === DASH) {
      const third = this.#text.charCodeAt(this.#at + 2);
      if (dashNeedsSpace && !(Number.isNaN(third) || third <= SPACE)) return false;
      this.#at = this.#lineEnd();
      return true;
    }
    if ((char === HASH && hashComments) || (char === SLASH && next === SLASH && slashComments)) {
      this.#at = this.#lineEnd();
      return true;
    }
    if (this.#inComment && char === STAR && next === SLASH) {
      this.#inComment = false;
      this.#at += 2;
      return true;
    }
    if (char !== SLASH || next !== STAR) return false;
    EXECUTABLE.lastIndex = this.#at;
    const opening = executableComments ? EXECUTABLE.exec(this.#text) : null;
    this.#inComment ||= opening !== null;
    this.#at = opening === null ? commentEnd(this.#text, this.#at, nestedComments) : EXECUTABLE.lastIndex;
    return true;
  }

  /** psql takes a backslash anywhere outside of quotes; sqlite3, sqlcmd and mysql read commands where a line begins. */
  #clientLine(char: number): boolean {
    const text = this.#text;
    if (char === BACKSLASH) {
      // `\g` and its like end a statement, and the next may follow in the same line.
      SHORT_COMMAND.lastIndex = this.#at;
      const end = SHORT_COMMAND.test(text) ? SHORT_COMMAND.lastIndex : lineEnd(text, this.#at, true);
      this.#push("command", end, text.slice(this.#at, end).trimEnd());
      return true;
    }
    if (char !== DOT && !CLIENT_LINE_STARTS.has(char | 0x20)) return false;
    GO_LINE.lastIndex = this.#at;
    const divides = this.#rules.goDivides && this.#beginsLine() && GO_LINE.test(text);
    CLIENT_LINE.lastIndex = this.#at;
    if (!divides && !(this.#betweenStatements() && CLIENT_LINE.test(text))) return false;
    const end = lineEnd(text, this.#at, true);
    const line = text.slice(this.#at, end);
    const delimiter = DELIMITER_LINE.exec(line)?.[1];
    if (delimiter !== undefined) this.#delimiter = delimiter === ";" ? "" : delimiter;
    this.#push("command", end, line.trimEnd());
    return true;
  }

  /** Whether only spaces stand before this place in its line. */
  #beginsLine(): boolean {
    let before = this.#at - 1;
    while (before >= 0 && (this.#text[before] === " " || this.#text[before] === "\t")) before -= 1;
    return before < 0 || this.#text[before] === "\n";
  }

  /** Whether this place begins a line, and no statement is under way. */
  #betweenStatements(): boolean {
    const last = this.#tokens.at(-1);
    return (last === undefined || last.value === ";" || last.kind === "command") && this.#beginsLine();
  }

  #word(): void {
    const text = this.#text;
    let end = this.#at + 1;
    while (end < text.length && isWord(text.charCodeAt(end))) end += 1;
    const word = text.slice(this.#at, end).toLowerCase();
    const quote = text.charCodeAt(end);
    if (quote === SINGLE && STRING_PREFIXES.has(word)) {
      if (word === "e" && this.#rules.dollarQuotes) return this.#escapedString(end);
      if (word !== "e") return this.#string(end, quote);
    }
    if (text.startsWith("&'", end) && word === "u") return this.#string(end + 1, SINGLE);
    if (text.startsWith('&"', end) && word === "u") return this.#name(end + 1, DOUBLE);
    this.#push("word", end, word);
  }

  #number(): void {
    NUMBER.lastIndex = this.#at;
    NUMBER.test(this.#text);
    const end = Math.max(NUMBER.lastIndex, this.#at + 1);
    this.#push("number", end, this.#text.slice(this.#at, end));
  }

  #quoted(char: number): boolean {
    const { doubleQuotedStrings, backtickNames, bracketNames, dollarQuotes } = this.#rules;
    if (char === SINGLE || (char === DOUBLE && doubleQuotedStrings)) this.#string(this.#at, char);
    else if (char === DOUBLE || (char === BACKTICK && backtickNames)) this.#name(this.#at, char);
    else if (char === OPEN_BRACKET && bracketNames) this.#name(this.#at, CLOSE_BRACKET);
    else if (char === DOLLAR && dollarQuotes) return this.#dollarQuoted();
    else return false;
    return true;
  }

  #string(open: number, quote: number): void {
    const escapes = this.#rules.backslashEscapes;
    const close = closingQuote(this.#text, open + 1, quote, escapes);
    const content = this.#text.slice(open + 1, close);
    const doubled = String.fromCharCode(quote);
    const value = content.replaceAll(doubled + doubled, doubled);
    this.#end("string", close, escapes ? value.replace(/\\([\s\S])/g, "$1") : value);
  }

  #escapedString(open: number): void {
    const { end, value } = escapedStringEnd(this.#text, open);
    this.#end("string", end, value);
  }

  #name(open: number, quote: number): void {
    const close = closingQuote(this.#text, open + 1, quote, false);
    const doubled = String.fromCharCode(quote);
    this.#end("name", close, this.#text.slice(open + 1, close).replaceAll(doubled + doubled, doubled));
  }

  /** A string or name that closes at this place, or never does where the text ends there. */
  #end(kind: TokenKind, close: number, value: string): void {
    if (close >= this.#text.length) this.#unterminated = true;
    this.#push(kind, Math.min(close + 1, this.#text.length), value);
  }

  #dollarQuoted(): boolean {
    const found = dollarQuoteEnd(this.#text, this.#at);
    if (found === undefined) return false;
    if (!found.closed) this.#unterminated = true;
    this.#push("string", found.end, this.#text.slice(found.contentStart, found.contentEnd));
    return true;
  }

  #parameter(char: number): boolean {
    const pattern = PARAMETERS[String.fromCharCode(char)];
    if (pattern === undefined) return false;
    pattern.lastIndex = this.#at;
    if (!pattern.test(this.#text)) return false;
    this.#push("parameter", pattern.lastIndex, this.#text.slice(this.#at, pattern.lastIndex));
    return true;
  }

  #markOrOperator(char: number): void {
    const text = this.#text;
    let end = this.#at + 1;
    if (OPERATOR_CHARS.has(char)) {
      while (end < text.length && OPERATOR_CHARS.has(text.charCodeAt(end)) && !this.#endsOperator(end)) end += 1;
      return this.#push("operator", end, text.slice(this.#at, end));
    }
    if (char === OPEN || char === OPEN_BRACKET) this.#nesting = Math.max(this.#nesting, ++this.#depth);
    else if (char === CLOSE || char === CLOSE_BRACKET) this.#depth -= 1;
    if (char === COLON) while (text.charCodeAt(end) === COLON || text.charCodeAt(end) === EQUALS) end += 1;
    this.#push(char === COLON ? "operator" : "mark", end, text.slice(this.#at, end));
  }

  #placeholderAt(at: number): boolean {
    PERCENT_PARAMETER.lastIndex = at;
    return PERCENT_PARAMETER.test(this.#text);
  }

  /** What may follow an operator without a space. */
  #endsOperator(at: number): boolean {
    const char = this.#text.charCodeAt(at);
    const next = this.#text.charCodeAt(at + 1);
    // `--` is a comment to PostgreSQL, whatever it is to the one whose rules these are.
    if (char === DASH && (next === DASH || this.#text.charCodeAt(at - 1) === DASH)) return true;
    if (char === SLASH) return next === STAR || (next === SLASH && this.#rules.slashComments);
    if (char === STAR && next === SLASH) return this.#inComment;
    if (char === HASH) return this.#rules.hashComments;
    if (char === BACKTICK) return this.#rules.backtickNames;
    if (char === PERCENT) return this.#placeholderAt(at);
    return char === AT ? isWordStart(next) : char === QUESTION;
  }
}

const SPACE = 0x20;
const DOUBLE = 0x22;
const HASH = 0x23;
const DOLLAR = 0x24;
const SINGLE = 0x27;
const OPEN = 0x28;
const CLOSE = 0x29;
const STAR = 0x2a;
const PERCENT = 0x25;
const DASH = 0x2d;
const DOT = 0x2e;
const SLASH = 0x2f;
const COLON = 0x3a;
const EQUALS = 0x3d;
const QUESTION = 0x3f;
const AT = 0x40;
const OPEN_BRACKET = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_BRACKET = 0x5d;
const BACKTICK = 0x60;

const STRING_PREFIXES: ReadonlySet<string> = new Set(["b", "e", "n", "x", "_utf8", "_utf8mb4", "_latin1", "_binary"]);
const NUMBER = /0x[0-9a-f]+|[0-9][0-9_]*(?:\.[0-9_]*)?(?:e[+-]?[0-9]+)?|\.[0-9_]+(?:e[+-]?[0-9]+)?/iy;
/** MySQL and MariaDB, with the version from which on the content is executed. */
const EXECUTABLE = /\/\*M?!(?:[0-9]{5,6})?/y;
const PERCENT_PARAMETER = /%(?:s(?![A-Za-z0-9_])|\([A-Za-z0-9_]+\)s)/y;
const PARAMETERS: Readonly<Record<string, RegExp | undefined>> = {
  "?": /\?[0-9]*(?![|&])/y,
  $: /\$(?:[0-9]+|[A-Za-z_][A-Za-z0-9_]*)/y,
  ":": /:(?:[A-Za-z_][A-Za-z0-9_]*|[0-9]+|'[A-Za-z0-9_]+'|"[A-Za-z0-9_]+")/y,
  "@": /@{1,2}[A-Za-z_][A-Za-z0-9_$#]*/y,
  "%": PERCENT_PARAMETER,
};
/** First letters of DELIMITER and GO, in lower case, and of sqlcmd's `:r` and `!!`. */
const CLIENT_LINE_STARTS: ReadonlySet<number> = new Set([0x64, 0x67, COLON | 0x20, 0x21]);
const CLIENT_LINE = /\.[A-Za-z]|delimiter[ \t]|!!|:(?:!!|(?:r|out|error|connect|setvar|quit|exit|on error)\b)/iy;
const DELIMITER_LINE = /^delimiter[ \t]+([^\s]{1,16})/i;
const SHORT_COMMAND = /\\(?:g|G|gx|gset|gexec|gdesc|;)(?=[ \t]*(?:[;\\\r\n]|$)|[ \t]+--)/y;
const GO_LINE = /go[ \t]*(?:[0-9]+[ \t]*)?(?:\r?\n|$)/iy;
