import type { OpaToolchain } from "../../ports/opa-toolchain.ts";
import type { Staged } from "../project/stage.ts";
import { type NativeTest, testOptions } from "./native.ts";

/** Finds what is known of a failed test, or of one of its cases. */
export type FailureLines = (test: NativeTest, path: readonly string[]) => readonly string[];

const HEADING = /^(?<name>data\..*): (?:FAIL|ERROR) \([^)]*\)$/;
const RULER = /^-{20,}$/;
const STAGED_FILE = /(?<![\w/.])(?<file>[\w./-]+\.rego)(?=:\d+)/g;

/**
 * Runs the tests again, for what only OPA's text for people has: the expression that failed and the values in it. To be asked
 * when some test failed; costs a run with tracing.
 */
export async function explainFailures(
  opa: OpaToolchain,
  staged: Staged,
  run: string | undefined,
): Promise<FailureLines> {
  const { stdout } = await opa.run(["test", "-b", ".", "--var-values", ...testOptions(run)], { cwd: staged.dir });
  const blocks = blocksOf(stdout.replace(STAGED_FILE, (file) => staged.origin(file)));
  return (test, path) => linesOf(blocks.get(["data", ...test.package, ...test.rule].join(".")) ?? [], path);
}

/** The lines below each test's heading, behind the first ruler: what stands before it is the summary. */
function blocksOf(output: string): ReadonlyMap<string, readonly string[]> {
  const blocks = new Map<string, string[]>();
  let [rulers, current]: [number, string[] | undefined] = [0, undefined];
  for (const line of output.split("\n")) {
    if (RULER.test(line)) rulers += 1;
    if (rulers !== 2) continue;
    const name = HEADING.exec(line)?.groups?.["name"];
    if (name !== undefined) {
      current = [];
      blocks.set(name, current);
    } else if (line.trim() !== "" && !RULER.test(line)) {
      current?.push(line.trimEnd());
    }
  }
  return blocks;
}

const CASE_HEADING = /^(?<indent>(?: {2})+)(?<name>\S.*): FAIL$/;

/** OPA writes what is known of a failed case below its name, and that below the name of the case around it. */
function linesOf(block: readonly string[], path: readonly string[]): readonly string[] {
  const found: string[] = [];
  let current: readonly string[] = [];
  for (const line of block) {
    const { indent = "", name } = CASE_HEADING.exec(line)?.groups ?? {};
    const depth = indent.length / 2 - 1;
    if (name !== undefined && depth <= current.length) current = [...current.slice(0, depth), name];
    else if (current.join("\0") === path.join("\0")) found.push(line);
  }
  return dedented(found);
}

function dedented(lines: readonly string[]): readonly string[] {
  const least = Math.min(...lines.map(indentOf));
  return lines.map((line) => line.slice(least));
}

function indentOf(line: string): number {
  return /^ */.exec(line)?.[0].length ?? 0;
}
