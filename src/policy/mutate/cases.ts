import type { BundleFiles } from "../../domain/bundle.ts";
import { WritError } from "../../domain/errors.ts";
import type { Policy } from "../../ports/policy.ts";
import { findCaseFiles } from "../cases/find.ts";
import { casePolicy } from "../cases/policy.ts";
import { runCaseFiles } from "../cases/run.ts";
import type { PolicyProject } from "../project/read.ts";
import { isBad } from "../test/result.ts";

/** What judges case files. */
export interface CaseParts {
  /** @throws WritError for what does not compile, or production refuses */
  build(project: PolicyProject): Promise<BundleFiles>;
  load(bundle: BundleFiles): Promise<Policy>;
}

/** Whether case files notice that a project has changed; `invalid` where it compiles no more. */
export type CaseCheck = (project: PolicyProject) => Promise<"noticed" | "survived" | "invalid">;

/**
 * The check by a project's case files; undefined where it has none.
 *
 * @throws WritError `invalid_argument` when a case fails before anything is changed
 */
export async function caseCheckOf(project: PolicyProject, { build, load }: CaseParts): Promise<CaseCheck | undefined> {
  const files = findCaseFiles(project.folder);
  if (files.length === 0) return undefined;
  const judge = async (changed: PolicyProject): Promise<boolean> => {
    const { results } = await runCaseFiles(files, await casePolicy(await build(changed), load), () => true);
    return results.some(isBad);
  };
  if (await judge(project)) {
    throw new WritError("invalid_argument", "cases fail before anything is changed; `writ policy test` shows which");
  }
  return async (changed) => {
    try {
      return (await judge(changed)) ? "noticed" : "survived";
    } catch (error) {
      if (error instanceof WritError && error.code === "invalid_argument") return "invalid";
      throw error;
    }
  };
}
