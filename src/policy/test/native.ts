import { WritError } from "../../domain/errors.ts";
import type { OpaRun, OpaToolchain } from "../../ports/opa-toolchain.ts";
import type { Staged } from "../project/stage.ts";
import type { Outcome } from "./outcome.ts";
import { refParts } from "./ref.ts";

/** A test as OPA's interpreter ran it. */
export interface NativeTest {
  /** Below `data`. */
  readonly package: readonly string[];
  /** Its rule below the package; of rules with one name OPA numbers the second and later ones, `test_x#01`. */
  readonly rule: readonly string[];
  /** The staged file. */
  readonly path: string;
  readonly line: number;
  readonly column: number;
  readonly durationMs: number;
  readonly outcome: Outcome;
  /** What `print` wrote. */
  readonly printed: string;
}

/** OPA's own exit code for tests of which some failed; 1 is an error before any test ran. */
const SOME_FAILED = 2;

interface RawTest {
  readonly location: { readonly file: string; readonly row: number; readonly col: number };
  readonly package: string;
  readonly name: string;
  readonly fail?: boolean;
  readonly skip?: boolean;
  readonly error?: { readonly message?: string; readonly code?: string };
  /** Nanoseconds. */
  readonly duration: number;
  /** Base64. */
  readonly output?: string;
  readonly sub_results?: RawCases;
}

interface RawCases {
  readonly [name: string]: { readonly fail?: boolean; readonly sub_results?: RawCases };
}

/** What `opa test` said: its tests, or the run itself where it could not compile them. */
export type NativeRun = { readonly tests: readonly NativeTest[] } | { readonly refused: OpaRun };

/** Runs the tests of a staged project in OPA's interpreter. @param run as of `opa test --run` */
export async function runNative(opa: OpaToolchain, staged: Staged, run: string | undefined): Promise<NativeRun> {
  const answer = await opa.run(["test", "-b", ".", "--format", "json", ...testOptions(run)], { cwd: staged.dir });
  if (answer.code !== 0 && answer.code !== SOME_FAILED) return { refused: answer };
  return { tests: read<readonly RawTest[]>(answer).map(nativeTest) };
}

/** For one test. OPA's own is 5 s, which a busy machine can exceed: then a right test would seem wrong. */
export const TEST_TIMEOUT = "120s";

/** What every run of `opa test` gets. @param run as of `opa test --run` */
export function testOptions(run: string | undefined): readonly string[] {
  return ["--timeout", TEST_TIMEOUT, ...(run === undefined ? [] : ["--run", run])];
}

/** @throws WritError `internal` when OPA did not print JSON */
export function read<T>({ stdout, stderr }: OpaRun): T {
  try {
    return JSON.parse(stdout) as T;
  } catch (cause) {
    throw new WritError("internal", `opa test printed no JSON: ${stderr.trim()}`, { cause });
  }
}

function nativeTest(raw: RawTest): NativeTest {
  return {
    package: refParts(raw.package).slice(1),
    rule: refParts(raw.name),
    path: raw.location.file,
    line: raw.location.row,
    column: raw.location.col,
    durationMs: raw.duration / 1e6,
    outcome: nativeOutcome(raw),
    printed: Buffer.from(raw.output ?? "", "base64").toString("utf8"),
  };
}

function nativeOutcome(raw: RawTest): Outcome {
  if (raw.skip === true) return { kind: "skipped" };
  if (raw.error !== undefined) {
    const { code = "error", message = "" } = raw.error;
    return { kind: "error", message: `${code}: ${message}` };
  }
  const passed = raw.fail !== true;
  if (raw.sub_results === undefined) return { kind: "ran", passed };
  return { kind: "ran", passed, cases: new Map(casesOf(raw.sub_results, [])) };
}

function* casesOf(cases: RawCases, path: readonly string[]): Generator<[string, boolean]> {
  for (const [name, { fail, sub_results: inner = {} }] of Object.entries(cases)) {
    if (Object.keys(inner).length > 0) yield* casesOf(inner, [...path, name]);
    else yield [JSON.stringify([...path, name]), fail !== true];
  }
}
