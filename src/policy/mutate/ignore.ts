import { WritError } from "../../domain/errors.ts";
import type { Module } from "./syntax.ts";

const MARK = /^mutate:\s*(.*)$/s;
const IGNORE = /^ignore(?:\s+(?<reason>\S.*))?$/s;

/**
 * The lines whose changes no test has to notice, with the reason: `# mutate: ignore <reason>` at the end of the line, or on a
 * line of its own above it.
 *
 * @param origin what messages call the file
 * @throws WritError `invalid_argument` naming file and line where the reason is missing or the word is another
 */
export function ignoredLines({ comments, source }: Module, origin: string): ReadonlyMap<number, string> {
  const lines = source.text.split("\n");
  return new Map(
    comments.flatMap(({ text, line, column }): [number, string][] => {
      const mark = MARK.exec(text);
      if (mark === null) return [];
      const reason = IGNORE.exec(mark[1] ?? "")?.groups?.["reason"];
      if (reason === undefined) {
        const message = `${origin}:${line}:${column}: write "# mutate: ignore" and the reason, in one line`;
        throw new WritError("invalid_argument", message);
      }
      const alone = (lines[line - 1] ?? "").trimStart().startsWith("#");
      const next = lines.findIndex((other, index) => index >= line && !/^\s*(#|$)/.test(other));
      return [[alone ? next + 1 : line, reason]];
    }),
  );
}
