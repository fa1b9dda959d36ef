import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { CaseInput } from "./run.ts";

/** No author's package: it has no place under `policy`. */
const PACKAGE = "writ_case_files_test";

/** What `opa test --run` takes for the tests that stand for cases. */
export const CASES_PATTERN = `^data\\.${PACKAGE}\\.`;

/**
 * Adds a test for each case to a staged project that asks the same question, so that OPA's coverage counts what cases reach. They
 * pass whatever is decided: the cases have been judged.
 */
export function writeCasesAsRego(dir: string, inputs: readonly CaseInput[]): void {
  const tests = inputs.map(({ input, settings }, at) => {
    // JSON is Rego.
    const asked = `data.writ.main.decision with input as ${input} with data.settings as ${JSON.stringify(settings)}`;
    return `test_${at} if count([decision | decision := ${asked}]) < 2\n`;
  });
  writeFileSync(join(dir, `${PACKAGE}.rego`), [`package ${PACKAGE}\n`, ...tests].join("\n"));
}
