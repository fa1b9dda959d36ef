/** A place in a file as OPA counts: lines and characters (code points), from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** A stretch of a file, in UTF-16 units from its start, the end not included. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** The text of one file and the way between OPA's places and offsets. */
export class RegoSource {
  readonly text: string;
  readonly #lines: readonly number[];

  constructor(text: string) {
    this.text = text;
    this.#lines = [0, ...[...text.matchAll(/\n/g)].map(({ index }) => index + 1)];
  }

  /** The span of `expected` when it stands at this place; undefined otherwise. */
  spanAt({ line, column }: Place, expected: string): Span | undefined {
    const lineStart = this.#lines[line - 1];
    if (lineStart === undefined) return undefined;
    const before = [...this.text.slice(lineStart, this.#lines[line] ?? this.text.length)].slice(0, column - 1);
    const start = lineStart + before.join("").length;
    return this.text.startsWith(expected, start) ? { start, end: start + expected.length } : undefined;
  }

  placeOf(offset: number): Place {
    const next = this.#lines.findIndex((start) => start > offset);
    const line = next === -1 ? this.#lines.length : next;
    return { line, column: [...this.text.slice(this.#lines[line - 1], offset)].length + 1 };
  }

  slice({ start, end }: Span): string {
    return this.text.slice(start, end);
  }

  /** The lines that a span touches, whole. */
  linesOf({ start, end }: Span): Span {
    const lineStart = this.text.lastIndexOf("\n", start - 1) + 1;
    const lineEnd = this.text.indexOf("\n", Math.max(start, end - 1));
    return { start: lineStart, end: lineEnd === -1 ? this.text.length : lineEnd };
  }

  replace({ start, end }: Span, replacement: string): string {
    return this.text.slice(0, start) + replacement + this.text.slice(end);
  }
}
