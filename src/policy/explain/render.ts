import type { Paint } from "../problems/render.ts";
import type { Explanation } from "./explain.ts";
import type { Cause, Failure } from "./failure.ts";
import type { ExplainedRule, Said } from "./rules.ts";

const EFFECT_STYLES: Readonly<Record<string, Parameters<Paint>[0]>> = {
  block: "red",
  require_approval: "yellow",
  warn: "yellow",
  allow: "cyan",
};

/** More near misses than this say nothing; JSON has them all. */
const MAX_NEAR = 6;

/** Where nothing allows, the allowing rules that came furthest. */
const MAX_MISSED_ALLOWS = 3;

/** An explanation for a terminal. */
export function renderExplanation(explanation: Explanation, paint: Paint): string {
  const { effect, call, why, rules } = explanation;
  const fired = rules.filter(({ status }) => status === "fired");
  const lines = [
    `${paint(EFFECT_STYLES[effect] ?? "bold", effect)}  ${paint("bold", call.verb)}  ${call.tool} by ${call.agent}`,
    `  ${why.message}`,
    ...noteLines(explanation, paint),
    ...section("fired", fired, firedLines, paint),
    ...section("nearly fired", nearOf(rules, effect), missedLines, paint),
  ];
  return `${lines.join("\n")}\n`;
}

/** Those of which most held first. Where nothing allows, the allowing rules before all others: people want to know what would. */
function nearOf(rules: readonly ExplainedRule[], effect: string): readonly ExplainedRule[] {
  const near = rules
    .filter(({ status }) => status === "near")
    .sort((a, b) => b.held - a.held)
    .slice(0, MAX_NEAR);
  if (effect !== "block" || rules.some((rule) => isAllow(rule) && rule.status === "fired")) return near;
  const missed = rules
    .filter((rule) => isAllow(rule) && rule.status === "missed")
    .sort((a, b) => b.held / b.conditions - a.held / a.conditions)
    .slice(0, MAX_MISSED_ALLOWS);
  return [...near.filter(isAllow), ...missed, ...near.filter((rule) => !isAllow(rule))];
}

function isAllow({ gathered }: ExplainedRule): boolean {
  return gathered === "allow";
}

function noteLines({ record, compiled }: Explanation, paint: Paint): readonly string[] {
  const notes: string[] = [];
  if (record?.effect !== undefined) notes.push(`on record: ${record.effect}`);
  if (record !== undefined && record.redacted.length > 0) {
    notes.push(`not on record any more, so the decision may have been another: ${record.redacted.join(", ")}`);
  }
  if (!compiled.same) notes.push("the compiled policy decides otherwise than OPA's interpreter; please report this");
  return notes.map((note) => `  ${paint("yellow", note)}`);
}

function section(
  title: string,
  rules: readonly ExplainedRule[],
  lines: (rule: ExplainedRule, paint: Paint) => readonly string[],
  paint: Paint,
): readonly string[] {
  return rules.length === 0 ? [] : ["", paint("bold", title), ...rules.flatMap((rule) => lines(rule, paint))];
}

function firedLines(rule: ExplainedRule, paint: Paint): readonly string[] {
  const head = `  ${paint(EFFECT_STYLES[rule.gathered] ?? "bold", rule.gathered)}  ${rule.title}`;
  return [head, ...rule.said.map((said) => `    ${saidText(said)}`), place(rule, paint)];
}

function saidText({ code, message, value }: Said): string {
  return value ?? (message === undefined ? String(code) : `${code}: ${message}`);
}

function missedLines(rule: ExplainedRule, paint: Paint): readonly string[] {
  const { gathered, title, held, conditions, failed } = rule;
  const head = `  ${paint(EFFECT_STYLES[gathered] ?? "bold", gathered)}  ${title}  ${paint("dim", `${held} of ${conditions} conditions hold`)}`;
  return [head, ...(failed === undefined ? [place(rule, paint)] : failureLines(failed, "    ", paint))];
}

function failureLines(failure: Failure, indent: string, paint: Paint): readonly string[] {
  const { file, line, column, condition, values, because } = failure;
  return [
    `${indent}${paint("red", condition)}  ${paint("dim", `${file}:${line}:${column}`)}`,
    ...Object.entries(values).map(([name, value]) => `${indent}  ${name} = ${value}`),
    ...because.flatMap((cause) => causeLines(cause, `${indent}  `, paint)),
  ];
}

function causeLines(cause: Cause, indent: string, paint: Paint): readonly string[] {
  const { rule, file, line, held, value, failed } = cause;
  if (rule === undefined) return failed === undefined ? [] : failureLines(failed, indent, paint);
  const head = `${indent}${rule} ${value === undefined ? (held ? "holds" : "does not hold") : `is ${value}`}  ${paint("dim", `${file}:${line}`)}`;
  return [head, ...(failed === undefined ? [] : failureLines(failed, `${indent}  `, paint))];
}

function place({ file, line }: ExplainedRule, paint: Paint): string {
  return `    ${paint("dim", `${file}:${line}`)}`;
}
