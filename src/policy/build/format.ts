import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { OpaToolchain } from "../../ports/opa-toolchain.ts";
import { withHints } from "../problems/hints.ts";
import { opaProblems } from "../problems/opa.ts";
import { ProjectRefused } from "../project/problem.ts";
import type { PolicyFile, PolicyProject } from "../project/read.ts";
import { withStaged } from "../project/stage.ts";

export interface Formatted {
  readonly file: PolicyFile;
  /** The file as `opa fmt` writes it. */
  readonly bytes: Uint8Array;
}

/**
 * The author's files that are not formatted, as they would be.
 *
 * @throws ProjectRefused for what does not parse
 */
export function formatProject(project: PolicyProject, opa: OpaToolchain): Promise<readonly Formatted[]> {
  const own = { ...project, files: project.files.filter((file) => file.own), data: {} };
  return withStaged(
    own,
    async (staged) => {
      const parsed = await opa.run(["fmt", "--write", "."], { cwd: staged.dir });
      if (parsed.code !== 0) {
        const checked = await opa.run(["check", "--format", "json", "-b", "."], { cwd: staged.dir });
        const problems = opaProblems(checked.code === 0 ? parsed : checked, staged);
        throw new ProjectRefused(withHints(onlyParsing(problems), project));
      }
      return own.files.flatMap((file) => {
        const bytes = readFileSync(join(staged.dir, file.path));
        return bytes.equals(file.bytes) ? [] : [{ file, bytes }];
      });
    },
    { tests: true },
  );
}

/** What only does not compile can be formatted. */
function onlyParsing(problems: ReturnType<typeof opaProblems>): ReturnType<typeof opaProblems> {
  const parsing = problems.filter(({ code }) => code === "rego_parse_error");
  return parsing.length > 0 ? parsing : problems;
}
