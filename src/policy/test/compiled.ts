import { readFileSync } from "node:fs";
import { join } from "node:path";
import { POLICY_WASM } from "../../domain/bundle.ts";
import type { PolicyProject } from "../project/read.ts";
import type { Staged } from "../project/stage.ts";
import type { NativeTest } from "./native.ts";
import { type Outcome, outcomeOf } from "./outcome.ts";
import { entrypointOf } from "./ref.ts";
import { testsRefused } from "./refusal.ts";
import { compiledPath, renameNumbered } from "./rename.ts";
import type { EntrypointResult, StrictOption, TestRuntime } from "./runtime.ts";

/** What the compiled policy made of a test. */
export interface CompiledTest {
  readonly test: NativeTest;
  readonly outcome: Outcome;
  readonly durationMs: number;
}

/** An entrypoint's name is its path; one with a slash in a part of it would be another path. */
const SLASH: Outcome = { kind: "error", message: "a name with a slash cannot be compiled" };

/**
 * Runs the tests that OPA found once more, compiled, in Writ's own runtime. Renames rules in the staged files.
 *
 * @returns one for each of `tests`
 * @throws ProjectRefused when OPA does not compile what it has just interpreted; what the runtime throws that does not load it
 */
export async function runCompiled(
  runtime: TestRuntime,
  staged: Staged,
  project: PolicyProject,
  tests: readonly NativeTest[],
  options: StrictOption,
): Promise<readonly CompiledTest[]> {
  const runnable = tests.filter((test) => test.outcome.kind !== "skipped" && !hasSlash(test));
  if (runnable.length === 0) {
    return tests.map((test) => ({ test, outcome: hasSlash(test) ? SLASH : test.outcome, durationMs: 0 }));
  }
  renameNumbered(staged.dir, runnable);
  const entrypoints = new Set(runnable.map((test) => entrypointOf(compiledPath(test))));
  const named = [...entrypoints].flatMap((entrypoint) => ["-e", entrypoint]);
  // Without --prune-unused OPA makes an entrypoint of everything that depends on one, functions too, and then refuses those.
  const archive = "tests.tar.gz";
  const built = await runtime.opa.run(["build", "-t", "wasm", "--prune-unused", ...named, "-o", archive, "-b", "."], {
    cwd: staged.dir,
  });
  if (built.code !== 0) throw await testsRefused(built, project, staged, runtime.opa);
  const files = await runtime.unpack(readFileSync(join(staged.dir, archive)));
  const module = await runtime.loadTests(files.get(POLICY_WASM) ?? new Uint8Array(), project.data, options);
  return tests.map((test) => {
    if (test.outcome.kind === "skipped") return { test, outcome: test.outcome, durationMs: 0 };
    if (hasSlash(test)) return { test, outcome: SLASH, durationMs: 0 };
    const started = performance.now();
    const result = module.evaluate(entrypointOf(compiledPath(test)));
    return { test, outcome: compiledOutcome(result), durationMs: performance.now() - started };
  });
}

function compiledOutcome(result: EntrypointResult): Outcome {
  if (result.ok) return outcomeOf(result.value);
  const { message, fault } = result;
  return { kind: "error", message, ...(fault === undefined ? {} : { fault }) };
}

function hasSlash(test: NativeTest): boolean {
  return compiledPath(test).some((part) => part.includes("/"));
}
