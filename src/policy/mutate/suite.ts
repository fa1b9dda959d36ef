import { WritError } from "../../domain/errors.ts";
import type { OpaRun, OpaToolchain } from "../../ports/opa-toolchain.ts";
import type { PolicyProject } from "../project/read.ts";
import type { Staged } from "../project/stage.ts";
import { TEST_TIMEOUT } from "../test/native.ts";
import { testsRefused } from "../test/refusal.ts";
import { inParallel } from "./in-parallel.ts";

/** One Rego test. */
export interface RegoTest {
  /** `data.policy.intent_test.test_scope` */
  readonly name: string;
  readonly package: string;
  readonly durationNs: number;
  /** The lines that run in it: path in the staged folder to lines. */
  readonly lines: ReadonlyMap<string, ReadonlySet<number>>;
}

interface TestJson {
  readonly package: string;
  readonly name: string;
  readonly duration: number;
  readonly skip?: boolean;
}

interface CoverageJson {
  readonly files?: Readonly<Record<string, { readonly covered?: readonly LineRange[] }>>;
}

interface LineRange {
  readonly start: { readonly row: number };
  readonly end: { readonly row: number };
}

/** The exit code of `opa test` when it ran and a test failed; with others it did not come to that. */
export const TESTS_FAILED = 2;

/** The name of a test's rules, all of them: OPA numbers those after the first (`test_scope#01`). */
export function testName({ package: home, name }: Pick<TestJson, "package" | "name">): string {
  return `${home}.${name.replace(/#\d+$/, "")}`;
}

/** What `--run` is matched with is a reference, in which a number makes the name a text: `data.a_test["test_b#01"]`. */
function runPattern(name: string): string {
  const dot = name.lastIndexOf(".");
  const [home, rule] = [escaped(name.slice(0, dot)), escaped(name.slice(dot + 1))];
  return `${home}(?:\\.${rule}|\\["${rule}#\\d+"\\])`;
}

/** Runs tests in a staged folder. @param names all when absent */
export function runTests(
  toolchain: OpaToolchain,
  dir: string,
  names?: readonly string[],
  timeoutMs?: number,
): Promise<OpaRun> {
  const only = names === undefined ? [] : ["--run", `^(?:${names.map(runPattern).join("|")})$`];
  const args = ["test", "-b", ".", "--format", "json", "--timeout", TEST_TIMEOUT, ...only];
  return toolchain.run(args, { cwd: dir, ...(timeoutMs === undefined ? {} : { timeoutMs }) });
}

/**
 * All tests, with what each covers.
 *
 * @throws WritError `invalid_argument` when one fails before anything is changed; ProjectRefused when the policy does not
 *   compile
 */
export async function readSuite(
  toolchain: OpaToolchain,
  project: PolicyProject,
  staged: Staged,
  jobs: number,
): Promise<readonly RegoTest[]> {
  const { dir } = staged;
  const run = await runTests(toolchain, dir);
  if (run.code === TESTS_FAILED) {
    throw new WritError("invalid_argument", "tests fail before anything is changed; `writ policy test` shows which");
  }
  if (run.code !== 0) throw await testsRefused(run, project, staged, toolchain);
  const tests = (JSON.parse(run.stdout) as readonly TestJson[]).filter(({ skip }) => skip !== true);
  return inParallel([...Map.groupBy(tests, testName)], jobs, async ([name, rules]) => ({
    name,
    package: rules[0]?.package ?? "",
    durationNs: rules.reduce((sum, { duration }) => sum + duration, 0),
    lines: await coverageOf(toolchain, dir, name),
  }));
}

/** OPA sums coverage up over all tests of a run, so each test has a run of its own. */
async function coverageOf(toolchain: OpaToolchain, dir: string, name: string): Promise<RegoTest["lines"]> {
  const run = await toolchain.run(
    ["test", "-b", ".", "--format", "json", "--timeout", TEST_TIMEOUT, "--coverage", "--run", `^${runPattern(name)}$`],
    { cwd: dir },
  );
  if (run.code !== 0) throw new WritError("internal", `the coverage of ${name} cannot be read: ${run.stderr.trim()}`);
  const { files = {} } = JSON.parse(run.stdout) as CoverageJson;
  return new Map(
    Object.entries(files).map(([path, { covered = [] }]) => [path.replace(/^(?:\.?\/)+/, ""), linesOf(covered)]),
  );
}

function linesOf(ranges: readonly LineRange[]): ReadonlySet<number> {
  return new Set(
    ranges.flatMap(({ start, end }) => Array.from({ length: end.row - start.row + 1 }, (_, i) => start.row + i)),
  );
}

function escaped(name: string): string {
  return name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
