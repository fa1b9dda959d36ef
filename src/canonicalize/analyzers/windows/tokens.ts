import { HOLE, literal, type Value } from "../shell/value.ts";

export type WindowsDialect = "powershell" | "cmd";

/** One command of a pipeline: its words, and whether the next command reads what it prints. */
export interface WindowsCommand {
  readonly words: readonly Value[];
  readonly piped: boolean;
  /** Files that its output goes to. */
  readonly outputs: readonly Value[];
}

export interface WindowsLine {
  readonly commands: readonly WindowsCommand[];
  /** Whether there is nothing in it but words, quotes, pipes and separators. */
  readonly simple: boolean;
}

/** Characters that begin what this reader does not follow: blocks, subexpressions, splatting, calls by value. */
const OPAQUE: Readonly<Record<WindowsDialect, ReadonlySet<string>>> = {
  powershell: new Set(["(", ")", "{", "}", "@", "&", "[", "]", "$"]),
  cmd: new Set(["(", ")", "%", "!"]),
};
const ESCAPE: Readonly<Record<WindowsDialect, string>> = { powershell: "`", cmd: "^" };

/** Splits a line of PowerShell (about_Parsing) or cmd.exe into commands; what it cannot follow stays in it as unknown. */
export function readLine(text: string, dialect: WindowsDialect): WindowsLine {
  const reader = new LineReader(dialect);
  for (let i = 0; i < text.length; i++) i += reader.take(text[i] as string, text[i + 1] ?? "");
  return reader.finish();
}

class LineReader {
  readonly #dialect: WindowsDialect;
  readonly #commands: WindowsCommand[] = [];
  #words: Value[] = [];
  #outputs: Value[] = [];
  #word: string | undefined;
  #quote = "";
  #redirect = false;
  #simple = true;

  constructor(dialect: WindowsDialect) {
    this.#dialect = dialect;
  }

  /** @returns how many characters more it took */
  take(char: string, next: string): number {
    if (this.#quote !== "") return this.#inQuotes(char, next);
    if (char === ESCAPE[this.#dialect] && next !== "") {
      this.#add(next);
      return 1;
    }
    if (char === '"' || (char === "'" && this.#dialect === "powershell")) {
      this.#quote = char;
      this.#word ??= "";
      return 0;
    }
    if (char === "|" || char === ";" || char === "\n" || (char === "&" && this.#separates(next))) {
      const doubled = (char === "|" || char === "&") && next === char;
      this.#endCommand(char === "|" && !doubled);
      return doubled ? 1 : 0;
    }
    if (/\s/.test(char)) {
      this.#endWord();
      return 0;
    }
    if (char === ">" || char === "<") {
      if (/^[0-9*]$/.test(this.#word ?? "")) this.#word = undefined;
      this.#endWord();
      this.#redirect = char === ">";
      return next === ">" ? 1 : 0;
    }
    if (OPAQUE[this.#dialect].has(char)) this.#opaque();
    else this.#add(char);
    return 0;
  }

  finish(): WindowsLine {
    if (this.#quote !== "") this.#simple = false;
    this.#endCommand(false);
    return { commands: this.#commands, simple: this.#simple };
  }

  #separates(next: string): boolean {
    return this.#dialect === "cmd" || next === "&";
  }

  #inQuotes(char: string, next: string): number {
    if (char === this.#quote) {
      this.#quote = "";
      return 0;
    }
    if (this.#quote === '"' && char === ESCAPE[this.#dialect] && next !== "") {
      this.#add(next);
      return 1;
    }
    if (this.#quote === '"' && (char === "$" || char === "%")) this.#opaque();
    else this.#add(char);
    return 0;
  }

  #opaque(): void {
    this.#simple = false;
    this.#add(HOLE);
  }

  #add(char: string): void {
    this.#word = (this.#word ?? "") + char;
  }

  #endWord(): void {
    if (this.#word === undefined) return;
    const value = literal(this.#word);
    if (this.#redirect) this.#outputs.push(value);
    else this.#words.push(value);
    this.#redirect = false;
    this.#word = undefined;
  }

  #endCommand(piped: boolean): void {
    this.#endWord();
    if (this.#words.length > 0) this.#commands.push({ words: this.#words, piped, outputs: this.#outputs });
    this.#words = [];
    this.#outputs = [];
  }
}
