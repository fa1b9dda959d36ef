import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { WritError } from "../../domain/errors.ts";
import type { OpaToolchain } from "../../ports/opa-toolchain.ts";
import { type PolicyFile, type PolicyProject, TEST_SUFFIX } from "../project/read.ts";
import type { Staged } from "../project/stage.ts";
import type { CaseCheck } from "./cases.ts";
import type { Mutation } from "./mutations.ts";
import { type RegoTest, runTests, TESTS_FAILED, testName } from "./suite.ts";

/** What became of a mutant: a test noticed it, none did, or it was no policy any more and does not count. */
export type Verdict = "noticed" | "survived" | "invalid";

/**
 * A mutant whose tests run for minutes is noticed by whoever waits for them. Far above what tests take on a busy machine, where
 * a mutant must not count as noticed because others had the processor.
 */
const MUTANT_TIMEOUT_MS = 5 * 60_000;

/** How many tests are asked first of those that found most so far. */
const FIRST = 3;

/** Tries mutants one after the other, the tests first that are likely to notice. */
export class Trials {
  readonly #toolchain: OpaToolchain;
  readonly #project: PolicyProject;
  readonly #suite: readonly RegoTest[];
  readonly #cases: CaseCheck | undefined;
  /** By file and test: how many mutants it noticed. */
  readonly #found = new Map<string, number>();

  constructor(toolchain: OpaToolchain, project: PolicyProject, suite: readonly RegoTest[], cases?: CaseCheck) {
    this.#toolchain = toolchain;
    this.#project = project;
    this.#suite = suite;
    this.#cases = cases;
  }

  /** @param staged a folder that no other trial uses; it has the file unchanged before and after */
  async run(staged: Staged, { path, bytes }: PolicyFile, mutation: Mutation): Promise<Verdict> {
    const file = join(staged.dir, path);
    writeFileSync(file, mutation.mutant);
    try {
      for (const tests of this.#stages(path, mutation)) {
        const verdict = await this.#ask(staged.dir, path, tests);
        if (verdict !== "survived") return verdict;
      }
    } finally {
      writeFileSync(file, bytes);
    }
    return (await this.#cases?.(this.#changed(path, mutation))) ?? "survived";
  }

  #changed(path: string, { mutant }: Mutation): PolicyProject {
    const bytes = new TextEncoder().encode(mutant);
    const files = this.#project.files.map((file) => (file.path === path ? { ...file, bytes } : file));
    return { ...this.#project, files };
  }

  /**
   * Groups of tests, each asked when the one before has not noticed. In the end all (undefined): a rule that the index passed
   * over runs in no test, and its change can still be noticed.
   */
  #stages(path: string, { line, package: name }: Mutation): readonly (readonly RegoTest[] | undefined)[] {
    const score = (test: RegoTest): number =>
      (this.#found.get(`${path} ${test.name}`) ?? 0) + (test.package === `data.${name}_test` ? 1 : 0);
    const covering = this.#suite
      .filter(({ lines }) => lines.get(path)?.has(line) === true)
      .sort((a, b) => score(b) - score(a) || a.durationNs - b.durationNs);
    const stages = [covering.slice(0, FIRST), covering.slice(FIRST)].filter((stage) => stage.length > 0);
    return [...stages, undefined];
  }

  async #ask(dir: string, path: string, tests: readonly RegoTest[] | undefined): Promise<Verdict> {
    const names = tests?.map(({ name }) => name);
    const run = await runTests(this.#toolchain, dir, names, MUTANT_TIMEOUT_MS).catch((error: unknown) => {
      if (error instanceof WritError && error.code === "deadline_exceeded") return undefined;
      throw error;
    });
    if (run === undefined) return "noticed";
    if (run.code === 0) return "survived";
    if (run.code !== TESTS_FAILED) return (await compiles(this.#toolchain, dir)) ? "noticed" : "invalid";
    for (const name of failedIn(run.stdout)) {
      const key = `${path} ${name}`;
      this.#found.set(key, (this.#found.get(key) ?? 0) + 1);
    }
    return "noticed";
  }
}

/** Whether the policy compiles without its tests: a test that names a rule which is gone notices that by not compiling. */
async function compiles(toolchain: OpaToolchain, dir: string): Promise<boolean> {
  return (await toolchain.run(["check", "-b", ".", "--ignore", `*${TEST_SUFFIX}`], { cwd: dir })).code === 0;
}

function failedIn(stdout: string): readonly string[] {
  const results = JSON.parse(stdout) as readonly { package: string; name: string; fail?: boolean; error?: unknown }[];
  return results.filter(({ fail, error }) => fail === true || error !== undefined).map(testName);
}
