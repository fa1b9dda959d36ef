/** What an awk program does beside printing: gawk(1), I/O Statements. An argument that is put together is undefined. */
export interface AwkAction {
  readonly does: "command" | "read" | "write" | "include" | "environment" | "arguments";
  readonly argument?: string;
}

type Kind = "string" | "pattern" | "name" | "number" | "sign" | "line" | "open";

interface Token {
  readonly kind: Kind;
  readonly text: string;
}

const SPACE = /(?:[ \t\r]|\\\r?\n|#[^\n]*)+/y;
const STRING = /"(?:[^"\\\n]|\\[\s\S])*"/y;
const NAME = /@?[A-Za-z_]\w*/y;
const NUMBER = /(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?/y;
const SIGN = /\n|\|\||&&|\|&|>>|\+\+|--|[<>=!+\-*/%^~]=|[\s\S]/y;
/** Behind one of these a slash divides. */
const VALUE_ENDS = new Set([")", "]", "++", "--", "$"]);
/** Tokens that are looked at for where input comes from. */
const NEAR = 12;
const STATEMENT_ENDS = new Set([";", "}", "\n", ")", "{", undefined]);

function tokensOf(program: string): readonly Token[] {
  const tokens: Token[] = [];
  // For each open parenthesis, whether a statement follows the closing one.
  const heads: boolean[] = [];
  let headClosed = false;
  let at = 0;
  const take = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    const match = pattern.exec(program);
    if (match !== null) at += match[0].length;
    return match;
  };
  const put = (kind: Kind, text: string | undefined): boolean => {
    if (text !== undefined) tokens.push({ kind, text });
    return text !== undefined;
  };
  while (at < program.length) {
    if (take(SPACE) !== null) continue;
    if (put("string", take(STRING)?.[0])) continue;
    const before = tokens.at(-1);
    const pattern = program[at] === "/" && (headClosed || !endsValue(before)) ? patternEnd(program, at) : undefined;
    // Nothing behind what is left open means anything to awk.
    if (program[at] === '"' || pattern === -1) {
      put("open", program[at]);
      return tokens;
    }
    if (pattern !== undefined) {
      put("pattern", program.slice(at, pattern));
      at = pattern;
      continue;
    }
    if (put("name", take(NAME)?.[0]) || put("number", take(NUMBER)?.[0])) continue;
    const sign = take(SIGN)?.[0] ?? "";
    if (sign === "(") heads.push(before?.kind === "name" && HEADS.has(before.text));
    headClosed = sign === ")" && heads.pop() === true;
    put(sign === "\n" ? "line" : "sign", sign);
  }
  return tokens;
}

/** Behind the slash that closes a pattern, -1 where none does; in brackets a slash is one of the characters. */
function patternEnd(program: string, start: number): number {
  let inside = false;
  for (let i = start + 1; i < program.length; i++) {
    const char = program[i];
    if (char === "\n") return -1;
    if (char === "\\") i++;
    else if (inside && char === "[" && program[i + 1] === ":") {
      const close = program.indexOf(":]", i + 2);
      if (close > 0 && close - i < LONGEST_CLASS) i = close + 1;
    } else if (char === "[" && !inside) {
      inside = true;
      if (program[i + 1] === "^") i++;
      if (program[i + 1] === "]") i++;
    } else if (char === "]") inside = false;
    else if (char === "/" && !inside) return i + 1;
  }
  return -1;
}

/** `[:xdigit:]` and the like. */
const LONGEST_CLASS = 12;

/** Whether a slash behind the token divides. */
function endsValue(token: Token | undefined): boolean {
  if (token === undefined || token.kind === "line") return false;
  if (token.kind === "sign") return VALUE_ENDS.has(token.text);
  return token.kind !== "name" || !KEYWORDS.has(token.text);
}

const HEADS = new Set(["if", "while", "for"]);

/** Behind one of these stands a pattern. */
const KEYWORDS = new Set(["print", "printf", "return", "in", "case", "do", "else", "exit", "getline"]);

/** What a program does, in the order of its text. */
export function awkActions(program: string): readonly AwkAction[] {
  const tokens = tokensOf(program);
  const found: AwkAction[] = [];
  const printing = { active: false, depth: 0 };
  let depth = 0;
  tokens.forEach((token, index) => {
    const { kind, text } = token;
    if (kind === "open") found.push({ does: "include" });
    else if (kind === "name") {
      if (text === "print" || text === "printf") Object.assign(printing, { active: true, depth });
      else nameAction(tokens, index, found);
    } else if (kind === "sign" || kind === "line") {
      if (text === "(" || text === "[") depth++;
      if (text === ")" || text === "]") depth--;
      if (text === ";" || text === "}" || text === "\n") printing.active = false;
      if (text === "|" || text === "|&") pipeAction(tokens, index, found);
      const redirects = (text === ">" || text === ">>") && printing.active && depth === printing.depth;
      if (redirects) found.push(action("write", operandAt(tokens, index + 1)));
    }
  });
  return found;
}

function action(does: AwkAction["does"], argument: string | undefined): AwkAction {
  return argument === undefined ? { does } : { does, argument };
}

/** A string that is all of an operand. */
function operandAt(tokens: readonly Token[], index: number): string | undefined {
  const token = tokens[index];
  if (token?.kind !== "string" || !STATEMENT_ENDS.has(tokens[index + 1]?.text)) return undefined;
  return unescaped(token.text);
}

function nameAction(tokens: readonly Token[], index: number, found: AwkAction[]): void {
  const { text } = tokens[index] as Token;
  const [next, after, end] = tokens.slice(index + 1, index + 4);
  // `@include`, `@load`, and a function that is called by a name in a variable.
  if (text.startsWith("@")) found.push({ does: "include" });
  else if (text === "system" && next?.text === "(") {
    const known = after?.kind === "string" && end?.text === ")";
    found.push(action("command", known ? unescaped(after.text) : undefined));
  } else if (text === "getline") {
    const near = tokens.slice(index + 1, index + NEAR);
    const stop = near.findIndex((token) => token.text === "<" || STATEMENT_ENDS.has(token.text) || token.text === "|");
    if (stop >= 0 && near[stop]?.text === "<") {
      const file = near[stop + 1];
      found.push(action("read", file?.kind === "string" ? unescaped(file.text) : undefined));
    }
  } else if (text === "ENVIRON") {
    const one = next?.text === "[" && after?.kind === "string" && end?.text === "]";
    if (!one) found.push({ does: "environment" });
  } else if (text === "ARGV" && assigned(tokens, index + 1)) found.push({ does: "arguments" });
}

/** Whether what is named is set, here or by a function that gets it whole. */
function assigned(tokens: readonly Token[], from: number): boolean {
  const near = tokens.slice(from, from + NEAR);
  if (near[0]?.text !== "[") return true;
  const close = near.findIndex(({ text }) => text === "]");
  return close < 0 || /^(?:=|.=)$/.test(near[close + 1]?.text ?? "");
}

function pipeAction(tokens: readonly Token[], index: number, found: AwkAction[]): void {
  const next = tokens.slice(index + 1).find(({ kind }) => kind !== "line");
  if (next?.text !== "getline" || next.kind !== "name") {
    found.push(action("command", operandAt(tokens, index + 1)));
    return;
  }
  const [before, token] = tokens.slice(Math.max(0, index - 2), index);
  const last = token ?? before;
  const first = token === undefined ? undefined : before;
  // What stands in front of the string belongs to it where it is a value.
  const alone = first === undefined || (first.kind === "sign" ? !VALUE_ENDS.has(first.text) : first.kind === "line");
  found.push(action("command", last?.kind === "string" && alone ? unescaped(last.text) : undefined));
}

const ESCAPES: Readonly<Record<string, string>> = { a: "\x07", b: "\b", f: "\f", n: "\n", r: "\r", t: "\t", v: "\v" };

/** What a string stands for; its text is that of the program, with its quotes. */
function unescaped(text: string): string {
  return text
    .slice(1, -1)
    .replace(/\\(?:x([0-9a-fA-F]{1,2})|([0-7]{1,3})|(\r?\n)|([\s\S]))/g, (_, hex, octal, line, char) => {
      if (hex !== undefined) return String.fromCharCode(Number.parseInt(hex, 16));
      if (octal !== undefined) return String.fromCharCode(Number.parseInt(octal, 8));
      return line !== undefined ? "" : (ESCAPES[char] ?? char);
    });
}
