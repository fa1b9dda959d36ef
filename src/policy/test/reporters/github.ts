import { countsOf, exitCodeOf, isBad, type TestReport } from "../result.ts";
import type { Reporter } from "./reporter.ts";

interface Annotation {
  readonly level: "error" | "warning";
  readonly title: string;
  readonly text: string;
  readonly file?: string;
  readonly line?: number;
  readonly column?: number;
}

/** Workflow commands of GitHub Actions, which show as annotations beside the lines of a pull request; then the sum. */
export const github: Reporter = (report) => {
  const { passed, failed, differed, skipped } = countsOf(report.results);
  const sum = `${passed} passed, ${failed} failed, ${differed} differ, ${skipped} skipped, exit code ${exitCodeOf(report)}`;
  return `${[...annotationsOf(report).map(command), sum].join("\n")}\n`;
};

function annotationsOf({ results, problems, complaints }: TestReport): readonly Annotation[] {
  return [
    ...problems.map(({ severity, code, message, hint, ...at }) => ({
      level: severity,
      title: code,
      text: hint === undefined ? message : `${message}\nhint: ${hint}`,
      ...(at.line > 0 ? { file: at.file, line: at.line } : {}),
      ...(at.column > 0 ? { column: at.column } : {}),
    })),
    ...results.filter(isBad).map(({ name, suite, message = "", details, file, line, column }) => ({
      level: "error" as const,
      title: `${suite} ${name}`,
      text: [message, ...details].join("\n"),
      file,
      line,
      column,
    })),
    ...complaints.map((text) => ({ level: "error" as const, title: "writ policy test", text })),
  ];
}

function command({ level, title, text, file, line, column }: Annotation): string {
  const properties = Object.entries({ file, line, col: column, title })
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `${key}=${property(String(value))}`);
  return `::${level} ${properties.join(",")}::${data(text)}`;
}

/** As actions/toolkit escapes them (packages/core/src/command.ts). */
function data(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function property(text: string): string {
  return data(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
