import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { NativeTest } from "./native.ts";

/** How OPA numbers the second and later rules of one name. */
const NUMBERED = /^(?<name>.*)#(?<number>\d+)$/;

/** What a numbered rule is called in the compiled policy: a name has no `#`. */
function compiledName(rule: string): string {
  const { name, number } = NUMBERED.exec(rule)?.groups ?? {};
  return name === undefined ? rule : `${name}__${number}`;
}

/** The test's path below `data` in the compiled policy. */
export function compiledPath(test: NativeTest): readonly string[] {
  return [...test.package, ...test.rule.map(compiledName)];
}

/**
 * Gives rules that share a name each its own, in the staged files: OPA runs them as tests of their own, while compiled they would
 * be one rule. Lines stay where they are.
 */
export function renameNumbered(dir: string, tests: readonly NativeTest[]): void {
  for (const [path, numbered] of Map.groupBy(tests.filter(isNumbered), (test) => test.path)) {
    const file = join(dir, path);
    const lines = readFileSync(file, "utf8").split("\n");
    // From the end of a line to its start, so that columns stay true.
    for (const test of numbered.toSorted((a, b) => b.column - a.column)) {
      lines[test.line - 1] = renamed(lines[test.line - 1] ?? "", test);
    }
    writeFileSync(file, lines.join("\n"));
  }
}

function isNumbered({ rule }: NativeTest): boolean {
  return rule.some((part) => NUMBERED.test(part));
}

function renamed(line: string, { rule, column }: NativeTest): string {
  const name = rule.find((part) => NUMBERED.test(part)) ?? "";
  const written = name.replace(NUMBERED, "$<name>");
  const at = line.indexOf(written, column - 1);
  return at < 0 ? line : line.slice(0, at) + compiledName(name) + line.slice(at + written.length);
}
