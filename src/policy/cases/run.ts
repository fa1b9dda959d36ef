import type { Catalogue } from "../../canonicalize/catalogue/entry.ts";
import { WritError } from "../../domain/errors.ts";
import { isJsonObject, type JsonObject, tokenOf } from "../../domain/json.ts";
import type { Policy } from "../../ports/policy.ts";
import { layered } from "../project/layers.ts";
import type { Problem } from "../project/problem.ts";
import { readBytes } from "../project/walk.ts";
import type { TestResult } from "../test/result.ts";
import type { PlacedCase } from "./case.ts";
import { mismatchesOf } from "./expect.ts";
import { judgeCase } from "./judge.ts";
import { readCaseFile } from "./read.ts";
import { showJudged } from "./show.ts";

/** What decides the cases. */
export interface CasePolicy {
  readonly catalogue: Catalogue;
  /** `data.settings` */
  readonly settings: JsonObject;
  /** The policy with these settings. */
  with(settings: JsonObject): Promise<Policy>;
}

/** What a policy was asked. */
export interface CaseInput {
  /** JSON text. */
  readonly input: string;
  readonly settings: JsonObject;
}

export interface RanCases {
  readonly results: readonly TestResult[];
  readonly inputs: readonly CaseInput[];
}

/** Judges all cases of these files. @param wanted whether a case is to run, by `file: name` */
export async function runCaseFiles(
  files: readonly string[],
  policy: CasePolicy,
  wanted: (name: string) => boolean,
): Promise<RanCases> {
  const results: TestResult[] = [];
  const inputs: CaseInput[] = [];
  for (const file of files) {
    const { cases, problems } = readCaseFile(file, Buffer.from(readBytes(file)).toString("utf8"));
    results.push(...problems.map(brokenFile));
    for (const placed of cases) {
      if (!wanted(`${file}: ${placed.case.name}`)) continue;
      const { result, input } = await runCase(placed, policy);
      results.push(result);
      if (input !== undefined) inputs.push(input);
    }
  }
  return { results, inputs };
}

async function runCase(placed: PlacedCase, policy: CasePolicy): Promise<{ result: TestResult; input?: CaseInput }> {
  const started = performance.now();
  const { case: test, file } = placed;
  const settings = layered(policy.settings, test.settings ?? {});
  const about = { kind: "case", suite: file, name: test.name, file } as const;
  try {
    const judged = await judgeCase(test, await policy.with(settings), policy.catalogue);
    const durationMs = performance.now() - started;
    const wrong = mismatchesOf(test, judged);
    const input = { input: judged.input, settings };
    const [first] = wrong;
    if (first === undefined) {
      return { result: { ...about, ...placed.place([]), status: "passed", durationMs, details: [] }, input };
    }
    const message = wrong.map((mismatch) => mismatch.message).join("; ");
    const details = showJudged(judged);
    return { result: { ...about, ...placed.place(first.keys), status: "failed", durationMs, message, details }, input };
  } catch (error) {
    if (!(error instanceof WritError)) throw error;
    const { pointer = "", description = error.message } = error.violations[0] ?? {};
    const keys = keysOf(pointer);
    const message = `${keys.join(".")} ${description}`.trim();
    const durationMs = performance.now() - started;
    return { result: { ...about, ...placed.place(keys), status: "failed", durationMs, message, details: [] } };
  }
}

/** A pointer into the request, as keys of the case: claims are what a case calls the intent. */
function keysOf(pointer: string): readonly string[] {
  const tokens = pointer.split("/").slice(1).map(tokenOf);
  return tokens[0] === "intent" && tokens[1] === "claims" ? ["intent", ...tokens.slice(2)] : tokens;
}

/** What is wrong with a file fails like a test of it, so that the others still run. */
function brokenFile({ file, line, column, message, hint }: Problem): TestResult {
  return {
    kind: "case",
    suite: file,
    name: "(the file)",
    status: "failed",
    file,
    line,
    column,
    durationMs: 0,
    message,
    details: hint === undefined ? [] : [`hint: ${hint}`],
  };
}

/** The settings of a data document. */
export function settingsOf(data: JsonObject): JsonObject {
  const { settings } = data;
  return isJsonObject(settings) ? settings : {};
}
