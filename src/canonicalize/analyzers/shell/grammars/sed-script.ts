/** What a command of a sed script does beside editing: sed(1), COMMAND SYNOPSIS. */
export interface SedCommand {
  readonly does: "read" | "write" | "execute";
  /** The file, or the command; undefined where the edited text is what runs. */
  readonly argument?: string;
}

const PLAIN = new Set([..."=dDgGhHnNpPxzF{}"]);
const NUMBERED = new Set([..."qQlL"]);
const LABELLED = new Set([..."btT:"]);
const TEXTS = new Set([..."aic"]);
const FILES: Readonly<Record<string, SedCommand["does"]>> = { r: "read", R: "read", w: "write", W: "write" };

/**
 * The commands of a script that reach files or run something; undefined where it is none. Versions of sed differ in
 * whether a delimiter inside of brackets ends a pattern: what either reading finds is found.
 */
export function sedCommands(script: string): readonly SedCommand[] | undefined {
  const plain = readScript(script, false);
  const bracketed = script.includes("[") ? readScript(script, true) : plain;
  if (plain === undefined || bracketed === undefined || plain === bracketed) return plain ?? bracketed;
  return [...plain, ...bracketed];
}

interface Cursor {
  readonly text: string;
  readonly brackets: boolean;
  at: number;
}

function readScript(text: string, brackets: boolean): readonly SedCommand[] | undefined {
  const found: SedCommand[] = [];
  const cursor: Cursor = { text, brackets, at: 0 };
  for (;;) {
    skip(cursor, /[\s;]*/y);
    if (cursor.at >= text.length) return found;
    if (!readAddresses(cursor)) return undefined;
    const name = text[cursor.at++];
    if (name === undefined || !readCommand(name, cursor, found)) return undefined;
  }
}

function skip(cursor: Cursor, pattern: RegExp): string {
  pattern.lastIndex = cursor.at;
  const found = pattern.exec(cursor.text)?.[0] ?? "";
  cursor.at += found.length;
  return found;
}

/** Up to two addresses and what stands between them and the command. */
function readAddresses(cursor: Cursor): boolean {
  for (let count = 0; ; count++) {
    const char = cursor.text[cursor.at];
    if (char === "/" || char === "\\") {
      if (char === "\\") cursor.at++;
      if (!readDelimited(cursor, 1)) return false;
      skip(cursor, /[IM]*/y);
    } else skip(cursor, /\$|[+~]?\d+(?:~\d+)?/y);
    if (count > 0 || skip(cursor, /\s*,\s*/y) === "") break;
  }
  skip(cursor, /[\s!]*/y);
  return true;
}

/** A delimiter, and as many texts up to the next one. */
function readDelimited(cursor: Cursor, texts: number): boolean {
  const { text, brackets } = cursor;
  const delimiter = text[cursor.at++];
  if (delimiter === undefined || delimiter === "\n") return false;
  for (let left = texts; left > 0; left--) {
    let inside = false;
    for (; ; cursor.at++) {
      const char = text[cursor.at];
      if (char === undefined) return false;
      if (char === "\\") cursor.at++;
      else if (char === "[" && brackets && left === texts && !inside) {
        inside = true;
        // A bracket that closes at once is one of the characters.
        cursor.at += skipLength(text, cursor.at + 1, /\^?\]?/y) ?? 0;
      } else if (char === "]" && inside) inside = false;
      else if (char === delimiter && !inside) break;
    }
    cursor.at++;
  }
  return true;
}

function skipLength(text: string, from: number, pattern: RegExp): number | undefined {
  pattern.lastIndex = from;
  return pattern.exec(text)?.[0].length;
}

function readCommand(name: string, cursor: Cursor, found: SedCommand[]): boolean {
  if (name === "{") return true;
  if (name === "}" || PLAIN.has(name)) return ends(cursor);
  if (name === "#") {
    skip(cursor, /[^\n]*/y);
    return true;
  }
  const does = FILES[name];
  if (does !== undefined) {
    found.push({ does, argument: skip(cursor, /[^\n]*/y).trim() });
    return true;
  }
  if (name === "e") {
    const argument = skip(cursor, /[^\n]*/y).trim();
    found.push(argument === "" || argument === ";" ? { does: "execute" } : { does: "execute", argument });
    return true;
  }
  if (TEXTS.has(name)) {
    skip(cursor, /(?:\\[\s\S]|[^\n\\])*/y);
    return true;
  }
  if (name === "v") return skip(cursor, /[^\n;]*/y) !== undefined;
  if (LABELLED.has(name)) return skip(cursor, /[^\n;}]*/y) !== undefined;
  if (NUMBERED.has(name)) {
    skip(cursor, /\s*\d*/y);
    return ends(cursor);
  }
  if (name === "y") return readDelimited(cursor, 2) && ends(cursor);
  return name === "s" && readDelimited(cursor, 2) && readFlags(cursor, found);
}

/** The flags of `s`. */
function readFlags(cursor: Cursor, found: SedCommand[]): boolean {
  const flags = skip(cursor, /[gpiImM0-9e]*/y);
  if (flags.includes("e")) found.push({ does: "execute" });
  if (cursor.text[cursor.at] !== "w") return ends(cursor);
  cursor.at++;
  found.push({ does: "write", argument: skip(cursor, /[^\n]*/y).trim() });
  return true;
}

function ends(cursor: Cursor): boolean {
  skip(cursor, /[ \t\r]*/y);
  const char = cursor.text[cursor.at];
  return char === undefined || char === ";" || char === "\n" || char === "}" || char === "#";
}
