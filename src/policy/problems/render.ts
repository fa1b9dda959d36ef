import type { Problem } from "../project/problem.ts";

type Style = "bold" | "dim" | "red" | "yellow" | "cyan";

/** Puts a text into a style, or leaves it as it is where there are no colours. */
export type Paint = (style: Style, text: string) => string;

/** The text of a file by the name that a problem has for it; undefined where it cannot be read. */
export type SourceOf = (file: string) => string | undefined;

/** Wider lines are cut around the place, so that the caret stays below it on a terminal. */
const MAX_LINE_CHARS = 140;

/** A few characters before the place, where a line is cut. */
const CONTEXT_CHARS = 40;

/** Problems for people: place and message, the line of the source with a caret, and what to do. */
export function renderProblems(problems: readonly Problem[], sourceOf: SourceOf, paint: Paint): string {
  return problems.map((problem) => renderProblem(problem, sourceOf, paint)).join("\n");
}

function renderProblem(problem: Problem, sourceOf: SourceOf, paint: Paint): string {
  const { file, line, column, severity, message, hint, code } = problem;
  const place = [file, ...[line, column].filter((part) => part > 0)].join(":");
  const label = paint(severity === "error" ? "red" : "yellow", severity);
  const lines = [
    `${paint("bold", printable(place))}: ${label}: ${printable(message)} ${paint("dim", `[${code}]`)}`,
    ...excerpt(sourceOf(file), line, column, paint),
    ...(hint === undefined ? [] : [`  ${paint("cyan", "hint")}: ${printable(hint)}`]),
  ];
  return `${lines.join("\n")}\n`;
}

function excerpt(source: string | undefined, line: number, column: number, paint: Paint): readonly string[] {
  const text = line > 0 ? source?.split("\n")[line - 1] : undefined;
  if (text === undefined || text.trim() === "") return [];
  const characters = [...text.replace(/\r$/, "")];
  const at = Math.min(Math.max(column, 1), characters.length + 1) - 1;
  const from = at > MAX_LINE_CHARS - CONTEXT_CHARS ? at - CONTEXT_CHARS : 0;
  const shown = characters.slice(from, from + MAX_LINE_CHARS);
  const gutter = `${line}`.padStart(5);
  const plain = (part: readonly string[]): string =>
    part.join("").replaceAll("\t", "    ").replace(UNPRINTABLE, "\u00b7");
  const carets = "^".repeat(widthAt(characters, at));
  return [
    `${paint("dim", `${gutter} |`)} ${plain(shown)}`,
    ...(column > 0
      ? [`${paint("dim", "      |")} ${" ".repeat(plain(characters.slice(from, at)).length)}${paint("red", carets)}`]
      : []),
  ];
}

function printable(text: string): string {
  return text.replace(UNPRINTABLE, "\u00b7");
}

/** What a terminal would take for an order, or print as nothing. */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** How far the name, reference or text at a place goes. */
function widthAt(characters: readonly string[], at: number): number {
  const rest = characters.slice(at).join("");
  // Within a reference one of its parts is meant.
  if (characters[at - 1] === ".") return Math.max(1, [...(/^[\p{L}\p{N}_]+/u.exec(rest)?.[0] ?? "")].length);
  const match = /^(?:[\p{L}\p{N}_]+(?:\.[\p{L}\p{N}_]+)*|"[^"]*"|:=|==|!=|&&|\|\|)/u.exec(rest);
  return Math.max(1, Math.min([...(match?.[0] ?? "")].length, MAX_LINE_CHARS));
}
