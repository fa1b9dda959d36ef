import type { CompiledTest } from "./compiled.ts";
import type { NativeTest } from "./native.ts";
import type { Outcome } from "./outcome.ts";
import type { TestResult, TestStatus } from "./result.ts";
import type { BuiltinFault } from "./runtime.ts";

/** What there is to know of failures beside that they failed. */
export interface Explained {
  /** What the author opens for a staged file. */
  origin(path: string): string;
  /** Lines about a failed test or one of its cases. */
  lines(test: NativeTest, path: readonly string[]): readonly string[];
}

interface Judgement {
  readonly status: TestStatus;
  readonly message?: string;
}

/** One result a test, or a case of a test with several: passed where both sides say so. */
export function compareTest(
  native: NativeTest,
  compiled: Omit<CompiledTest, "test">,
  explained: Explained,
): readonly TestResult[] {
  const paths = pathsOf(native.outcome, compiled.outcome);
  return paths.map((path) => {
    const judgement = judge(native, compiled.outcome, path);
    const shown = judgement.status === "failed" || judgement.status === "differed";
    const printed = native.printed.split("\n").filter((line) => line !== "");
    return {
      kind: "rego",
      suite: native.package.join("."),
      name: [native.rule.join("."), ...path].join(": "),
      file: explained.origin(native.path),
      line: native.line,
      column: native.column,
      durationMs: (native.durationMs + compiled.durationMs) / paths.length,
      ...judgement,
      details: shown ? [...explained.lines(native, path), ...printed.map((line) => `print: ${line}`)] : [],
    };
  });
}

/** The cases that either side knows; the test itself, as the empty path, where OPA says that it has none. */
function pathsOf(native: Outcome, compiled: Outcome): readonly (readonly string[])[] {
  if (!isTable(native) || compiled.kind === "error") return [[]];
  const keys = new Set([...casesOf(native).keys(), ...casesOf(compiled).keys()]);
  return [...keys].map((key) => JSON.parse(key) as readonly string[]);
}

function casesOf(outcome: Outcome): ReadonlyMap<string, boolean> {
  return (outcome.kind === "ran" ? outcome.cases : undefined) ?? new Map();
}

function judge({ outcome: native }: NativeTest, compiled: Outcome, path: readonly string[]): Judgement {
  if (native.kind === "skipped") return { status: "skipped", message: "todo_: not written yet" };
  if (compiled.kind === "error" && compiled.fault !== undefined) return judgeFault(compiled.fault, compiled.message);
  if (native.kind === "error" || compiled.kind === "error") return judgeErrors(native, compiled);
  // OPA reports a table without a case like a test that passes.
  if (!isTable(native) && passed(native, path) && isTable(compiled) && casesOf(compiled).size === 0) {
    return { status: "failed", message: "has no case: nothing was tested" };
  }
  const [interpreted, ran] = [passed(native, path), passed(compiled, path)];
  if (interpreted !== ran) return differs(interpreted ? "passes" : "fails", ran ? "passes" : "fails");
  return ran ? { status: "passed" } : { status: "failed", message: "is not true" };
}

function judgeFault({ kind, name }: BuiltinFault, message: string): Judgement {
  if (kind === "failed") return { status: "failed", message: `a builtin fails: ${message}` };
  return { status: "failed", message: `calls ${name}, which Writ does not have: mock it, \`with ${name} as …\`` };
}

function judgeErrors(native: Outcome, compiled: Outcome): Judgement {
  const said = (outcome: Outcome) => (outcome.kind === "error" ? `ends with an error: ${outcome.message}` : undefined);
  const [interpreted, ran] = [said(native), said(compiled)];
  // Each side words its errors in its own way.
  if (interpreted !== undefined && ran !== undefined) return { status: "failed", message: interpreted };
  const inWords = (outcome: Outcome) => said(outcome) ?? (passed(outcome, []) ? "passes" : "fails");
  return differs(inWords(native), inWords(compiled));
}

function differs(interpreted: string, compiled: string): Judgement {
  return { status: "differed", message: `OPA's interpreter: ${interpreted}; compiled, in Writ: ${compiled}` };
}

/** Whether it is a test with cases. */
function isTable(outcome: Outcome): boolean {
  return outcome.kind === "ran" && outcome.cases !== undefined;
}

function passed(outcome: Outcome, path: readonly string[]): boolean {
  if (outcome.kind !== "ran") return false;
  return path.length === 0 ? outcome.passed && !isTable(outcome) : casesOf(outcome).get(JSON.stringify(path)) === true;
}
