import { WritError } from "../../domain/errors.ts";
import { buildBundle } from "../build/build.ts";
import { loadRefusal } from "../build/refusal.ts";
import { CASES_PATTERN, writeCasesAsRego } from "../cases/as-rego.ts";
import { findCaseFiles } from "../cases/find.ts";
import { casePolicy } from "../cases/policy.ts";
import { type CasePolicy, type RanCases, runCaseFiles } from "../cases/run.ts";
import { ProjectRefused } from "../project/problem.ts";
import { type PolicyProject, readProject } from "../project/read.ts";
import { type Staged, withStaged } from "../project/stage.ts";
import { compareTest } from "./compare.ts";
import { runCompiled } from "./compiled.ts";
import { measureCoverage } from "./coverage.ts";
import { explainFailures } from "./failures.ts";
import { runNative } from "./native.ts";
import { testsRefused } from "./refusal.ts";
import { type Coverage, percentText, type TestReport, type TestResult } from "./result.ts";
import type { StrictOption, TestRuntime } from "./runtime.ts";

export interface TestOptions extends StrictOption {
  /** Runs only what this finds in `data.<package>.<test>` or in `<file>: <case>`: a regular expression. */
  readonly run?: string;
  readonly only?: "rego" | "cases";
  readonly coverage?: boolean;
  /** Percent of lines that have to be covered. */
  readonly threshold?: number;
}

const NO_CASES: RanCases = { results: [], inputs: [] };

/**
 * Runs all tests of a policy project: Rego tests in OPA's interpreter and compiled, case files on the policy that production
 * would load.
 *
 * @param builtIn the folder with Writ's own policy sources
 * @throws WritError when tests cannot be run at all; a policy that is refused is a report with problems
 */
export async function runTests(
  folder: string,
  builtIn: string,
  runtime: TestRuntime,
  options: TestOptions,
): Promise<TestReport> {
  const started = performance.now();
  const parts = await run(folder, builtIn, runtime, options).catch((error: unknown): Partial<TestReport> => {
    if (error instanceof ProjectRefused) return { problems: error.problems };
    throw error;
  });
  const report = { folder, opa: runtime.opa.description, results: [], problems: [], complaints: [], ...parts };
  return { ...report, tookMs: performance.now() - started };
}

async function run(
  folder: string,
  builtIn: string,
  runtime: TestRuntime,
  options: TestOptions,
): Promise<Partial<TestReport>> {
  const wanted = caseFilter(options.run);
  const project = readProject(folder, builtIn);
  return withStaged(
    project,
    async (staged) => {
      const [policy, rego] = await bothOf(
        loadProduction(project, runtime),
        options.only === "cases" ? Promise.resolve([]) : testRego(project, staged, runtime, options),
      );
      const cases = options.only === "rego" ? NO_CASES : await runCaseFiles(findCaseFiles(folder), policy, wanted);
      const results = [...rego, ...cases.results];
      const coverage = await coverageOf(project, staged, runtime, options, cases);
      const complaints = complaintsOf(results, coverage, options);
      return { results, complaints, ...(coverage === undefined ? {} : { coverage }) };
    },
    { tests: true },
  );
}

/** The policy as it would be served: built without tests, loaded by production's own loader. @throws ProjectRefused */
async function loadProduction(project: PolicyProject, runtime: TestRuntime): Promise<CasePolicy> {
  const bundle = await buildBundle(project, runtime);
  return casePolicy(bundle, runtime.load).catch((error: unknown) => {
    throw loadRefusal(error, project, runtime.builtinProblem);
  });
}

async function coverageOf(
  project: PolicyProject,
  staged: Staged,
  { opa }: TestRuntime,
  { coverage: asked, threshold, run: pattern, only }: TestOptions,
  { inputs }: RanCases,
): Promise<Coverage | undefined> {
  if (asked !== true && threshold === undefined) return undefined;
  writeCasesAsRego(staged.dir, inputs);
  const both = pattern === undefined ? undefined : `(?:${pattern})|${CASES_PATTERN}`;
  const coverage = await measureCoverage(opa, staged, project, only === "cases" ? CASES_PATTERN : both);
  return coverage === undefined || threshold === undefined ? coverage : { ...coverage, threshold };
}

async function testRego(
  project: PolicyProject,
  staged: Staged,
  runtime: TestRuntime,
  options: TestOptions,
): Promise<readonly TestResult[]> {
  const native = await runNative(runtime.opa, staged, options.run);
  if ("refused" in native) throw await testsRefused(native.refused, project, staged, runtime.opa);
  const own = new Set(project.files.filter((file) => file.own).map(({ path }) => path));
  const tests = native.tests.filter(({ path }) => own.has(path));
  const failed = tests.some(({ outcome }) => outcome.kind === "error" || (outcome.kind === "ran" && !outcome.passed));
  const lines = failed ? await explainFailures(runtime.opa, staged, options.run) : () => [];
  const compiled = await runCompiled(runtime, staged, project, tests, options);
  const results = compiled.flatMap(({ test, ...ran }) =>
    compareTest(test, ran, { origin: (path) => staged.origin(path), lines }),
  );
  return results.sort((a, b) => compareText(a.file, b.file) || a.line - b.line);
}

/** Like Promise.all, but what still runs in a folder has ended before that is removed. */
async function bothOf<A, B>(first: Promise<A>, second: Promise<B>): Promise<[A, B]> {
  await Promise.allSettled([first, second]);
  return [await first, await second];
}

function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function caseFilter(run: string | undefined): (name: string) => boolean {
  if (run === undefined) return () => true;
  try {
    const pattern = new RegExp(run, "u");
    return (name) => pattern.test(name);
  } catch (cause) {
    throw new WritError("invalid_argument", `--run is no regular expression: ${run}`, { cause });
  }
}

function complaintsOf(
  results: readonly TestResult[],
  coverage: Coverage | undefined,
  { run, only, coverage: asked, threshold }: TestOptions,
): readonly string[] {
  const complaints: string[] = [];
  if (!results.some(({ status }) => status !== "skipped")) {
    const where = { rego: "*_test.rego", cases: "cases/*.yaml" };
    const looked = only === undefined ? Object.values(where).join(" and ") : where[only];
    const found = run === undefined ? `there is none in ${looked}` : `nothing matches --run ${run}`;
    complaints.push(`no test was run: ${found}`);
  }
  if (coverage === undefined) {
    if (asked === true || threshold !== undefined) complaints.push("coverage cannot be measured while tests fail");
  } else if (threshold !== undefined && coverage.percent < threshold) {
    complaints.push(`coverage is ${percentText(coverage.percent)}, below ${threshold} %`);
  }
  return complaints;
}
