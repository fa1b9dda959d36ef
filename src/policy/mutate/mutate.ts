import { WritError } from "../../domain/errors.ts";
import type { OpaToolchain } from "../../ports/opa-toolchain.ts";
import { isTest, type PolicyFile, type PolicyProject } from "../project/read.ts";
import { type Staged, withStaged } from "../project/stage.ts";
import { type CaseParts, caseCheckOf } from "./cases.ts";
import { inParallel } from "./in-parallel.ts";
import { type Mutation, mutationsOf } from "./mutations.ts";
import { type Score, scoreOf, type Tried } from "./score.ts";
import { readSuite } from "./suite.ts";
import { parseModule } from "./syntax.ts";
import { Trials } from "./trial.ts";

export interface MutateOptions {
  /** How many mutants are tried at the same time. */
  readonly jobs: number;
  /** Only packages of this name and below it. */
  readonly package?: string;
  /** What judges the project's case files. */
  readonly cases: CaseParts;
  readonly progress?: (done: number, of: number) => void;
}

/** A change as people read it: where, what, and the lines before and after. */
export interface ReportedMutation extends Omit<Mutation, "mutant"> {
  readonly file: string;
}

export interface MutationReport extends Score {
  /** Changes after which the policy does not compile; they do not count. */
  readonly invalid: number;
  readonly packages: readonly (Score & { readonly package: string })[];
  readonly survivors: readonly ReportedMutation[];
  readonly ignores: readonly ReportedMutation[];
}

interface Candidate {
  readonly file: PolicyFile;
  readonly mutation: Mutation;
}

/**
 * Changes the author's rules one at a time and asks the tests whether they notice.
 *
 * @throws WritError `invalid_argument` when there is nothing to change, or the tests fail before anything is changed
 */
export function mutateProject(
  toolchain: OpaToolchain,
  project: PolicyProject,
  options: MutateOptions,
): Promise<MutationReport> {
  return withFolders(project, options.jobs, async (folders) => {
    const [first] = folders as [Staged, ...Staged[]];
    const candidates = await candidatesOf(toolchain, project, first, options);
    const suite = await readSuite(toolchain, project, first, options.jobs);
    const cases = await caseCheckOf(project, options.cases);
    if (suite.length === 0 && cases === undefined) {
      throw new WritError("invalid_argument", `${project.folder} has no test and no case: no change would be noticed`);
    }
    const trials = new Trials(toolchain, project, suite, cases);
    let done = 0;
    const tried = await inParallel(candidates, options.jobs, async ({ file, mutation }, worker): Promise<Tried> => {
      const staged = folders[worker] ?? first;
      const ignored = mutation.ignored !== undefined;
      const verdict = ignored ? "ignored" : await trials.run(staged, file, mutation);
      options.progress?.(++done, candidates.length);
      return { mutation, verdict };
    });
    return reportOf(candidates, tried);
  });
}

async function candidatesOf(
  toolchain: OpaToolchain,
  project: PolicyProject,
  staged: Staged,
  options: MutateOptions,
): Promise<readonly Candidate[]> {
  const files = project.files.filter(({ own, path }) => own && !isTest(path));
  const perFile = await inParallel(files, options.jobs, async (file) => {
    const module = await parseModule(toolchain, staged, file);
    if (options.package !== undefined && !`${module.package}.`.startsWith(`${options.package}.`)) return [];
    return mutationsOf(module, file.origin).map((mutation) => ({ file, mutation }));
  });
  const candidates = perFile.flat();
  if (candidates.length > 0) return candidates;
  const where = options.package === undefined ? "" : ` in ${options.package}`;
  throw new WritError("invalid_argument", `${project.folder} has no rule of its own to change${where}`);
}

/** One staged folder for each job, so that mutants do not meet. */
function withFolders<T>(
  project: PolicyProject,
  count: number,
  use: (folders: readonly Staged[]) => Promise<T>,
): Promise<T> {
  const more = (folders: readonly Staged[]): Promise<T> =>
    folders.length === count
      ? use(folders)
      : withStaged(project, (staged) => more([...folders, staged]), { tests: true });
  return more([]);
}

function reportOf(candidates: readonly Candidate[], tried: readonly Tried[]): MutationReport {
  const names = [...new Set(tried.map(({ mutation }) => mutation.package))].sort();
  const of = (verdict: Tried["verdict"]): readonly ReportedMutation[] =>
    tried.flatMap((one, index) => (one.verdict === verdict ? [reported(candidates[index] as Candidate)] : []));
  return {
    ...scoreOf(tried),
    invalid: tried.filter(({ verdict }) => verdict === "invalid").length,
    packages: names.map((name) => ({
      package: name,
      ...scoreOf(tried.filter(({ mutation }) => mutation.package === name)),
    })),
    survivors: of("survived"),
    ignores: of("ignored"),
  };
}

function reported({ file, mutation: { mutant: _, ...rest } }: Candidate): ReportedMutation {
  return { file: file.origin, ...rest };
}
