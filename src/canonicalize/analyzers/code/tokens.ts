/** A word or a string of a program in a language that is not parsed. */
export interface Token {
  readonly kind: "word" | "string" | "command";
  /** A word as it stands; what is between the quotes of a string. */
  readonly text: string;
  readonly from: number;
  readonly to: number;
}

/** A word with what joins it to others: `Net::HTTP.get`, `os.execute`. */
const WORD = /\$?[A-Za-z_][A-Za-z0-9_]{0,60}(?:(?:::|\.|-)[A-Za-z_][A-Za-z0-9_]{0,60}){0,4}/y;

const BRACKETS: Readonly<Record<string, string>> = { "(": ")", "[": "]", "{": "}", "<": ">" };

/**
 * Words and strings of a program, without knowing its language. Words are looked for inside strings too, because which
 * quotes belong together cannot be known; a string ends at a quote of its kind that no backslash is in front of.
 */
export function* tokensOf(text: string): Generator<Token> {
  // Where no more quotes of a kind are, looking for them again and again would take the square of the time.
  const unclosed = new Set<string>();
  const ends = new Map<string, number>();
  let skip = 0;
  for (let at = 0; at < text.length; at++) {
    const char = text[at] as string;
    if (at >= skip && (char === '"' || char === "'" || char === "`") && !unclosed.has(char)) {
      const end = closing(text, at + 1, char);
      if (end === undefined) unclosed.add(char);
      else {
        yield {
          kind: char === "`" ? "command" : "string",
          text: unquoted(text.slice(at + 1, end)),
          from: at,
          to: end + 1,
        };
        skip = end + 1;
      }
      continue;
    }
    const quoted = at >= skip ? bracketed(text, at, ends) : undefined;
    if (quoted !== undefined) yield quoted;
    if (!/[A-Za-z_$]/.test(char) || /[A-Za-z0-9_$]/.test(text[at - 1] ?? "")) continue;
    WORD.lastIndex = at;
    const word = WORD.exec(text)?.[0];
    if (word === undefined) continue;
    yield { kind: "word", text: word, from: at, to: at + word.length };
    at += word.length - 1;
  }
}

function closing(text: string, from: number, quote: string): number | undefined {
  for (let at = from; at < text.length; at++) {
    if (text[at] === "\\") at += 1;
    else if (text[at] === quote) return at;
  }
  return undefined;
}

/** `%x(ls)` of ruby, `qx{ls}` of perl; `ends` keeps where the next closing bracket of a kind is. */
function bracketed(text: string, at: number, ends: Map<string, number>): Token | undefined {
  if (!text.startsWith("%x", at) && !text.startsWith("qx", at)) return undefined;
  const open = text[at + 2] ?? "";
  if (!/[^\sA-Za-z0-9_]/.test(open)) return undefined;
  const close = BRACKETS[open] ?? open;
  let end = ends.get(close) ?? -1;
  if (end < at + 3) {
    end = text.indexOf(close, at + 3);
    ends.set(close, end < 0 ? text.length : end);
  }
  if (end < 0 || end >= text.length) return undefined;
  return { kind: "command", text: text.slice(at + 3, end), from: at, to: end + 1 };
}

function unquoted(text: string): string {
  return text.replace(/\\(["'`\\$])/g, "$1");
}
