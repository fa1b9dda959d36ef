import type { Paint } from "../problems/render.ts";
import type { MutationReport, ReportedMutation } from "./mutate.ts";

/** Of a rule that is removed as a whole, its beginning tells which it is. */
const MAX_DIFF_LINES = 4;

/** A mutation report for a terminal: what no test noticed, then the scores. */
export function renderMutations(report: MutationReport, paint: Paint): string {
  const { survivors, ignores, packages, invalid } = report;
  const width = Math.max(...packages.map(({ package: name }) => name.length), "all".length);
  const row = (
    name: string,
    { noticed, survived, ignored, score }: Omit<(typeof packages)[number], "package">,
  ): string => {
    const numbers = [noticed, survived, ignored].map((count) => String(count).padStart(8)).join("  ");
    return `${name.padEnd(width)}  ${numbers}  ${paint(survived === 0 ? "cyan" : "red", `${score.toFixed(1).padStart(6)} %`)}`;
  };
  return [
    ...survivors.flatMap((mutation) => mutationLines(mutation, paint)),
    ...ignores.map(({ file, line, ignored }) => paint("dim", `${file}:${line}: ignored: ${ignored ?? ""}`)),
    ...(survivors.length + ignores.length > 0 ? [""] : []),
    paint("bold", `${"package".padEnd(width)}   noticed  survived   ignored     score`),
    ...packages.map((one) => row(one.package, one)),
    row("all", report),
    ...(invalid === 0 ? [] : [paint("dim", `not counted, because they do not compile: ${invalid}`)]),
    "",
  ].join("\n");
}

function mutationLines({ file, line, column, kind, before, after }: ReportedMutation, paint: Paint): readonly string[] {
  return [
    `${paint("bold", `${file}:${line}:${column}`)}: ${kind.replace("_", " ")}, and no test notices`,
    ...diffLines("-", before).map((text) => paint("red", text)),
    ...diffLines("+", after).map((text) => paint("cyan", text)),
  ];
}

function diffLines(sign: string, text: string): readonly string[] {
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  const shown = lines.length > MAX_DIFF_LINES ? [...lines.slice(0, MAX_DIFF_LINES - 1), "…"] : lines;
  return shown.map((line) => `  ${sign} ${line}`);
}
