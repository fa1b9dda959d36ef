import { readFileSync } from "node:fs";
import { join } from "node:path";
import { BUNDLE_MANIFEST, type BundleFiles, ENTRYPOINT } from "../../domain/bundle.ts";
import type { JsonObject } from "../../domain/json.ts";
import type { OpaRun, OpaToolchain } from "../../ports/opa-toolchain.ts";
import type { BuiltinProblem } from "../check/builtins.ts";
import { noteReads, PLAN_FILE } from "../input-refs/note-bundle.ts";
import { withHints } from "../problems/hints.ts";
import { opaProblems } from "../problems/opa.ts";
import { ProjectRefused } from "../project/problem.ts";
import type { PolicyProject } from "../project/read.ts";
import { withStaged } from "../project/stage.ts";
import { loadRefusal } from "./refusal.ts";

/** What building needs of the outside. */
export interface BuildParts {
  readonly opa: OpaToolchain;
  /** The files in the archive that `opa build` writes. */
  readonly unpack: (archive: Uint8Array) => Promise<BundleFiles>;
  /** Loads the bundle as production does. @throws WritError saying why production would refuse it */
  readonly load: (bundle: BundleFiles) => Promise<unknown>;
  /** Why a builtin is refused for good, with the way around it. */
  readonly builtinProblem: BuiltinProblem;
  /** Who built it: `writ 0.1.0`. */
  readonly builtWith: string;
}

const ARCHIVE = "bundle.tar.gz";

/**
 * Compiles a project to a bundle. The same sources give the same bytes. Never with `-O`: that folds data which is absent at
 * build time to undefined.
 *
 * @throws ProjectRefused for what does not compile; WritError for what production would refuse
 */
export async function buildBundle(project: PolicyProject, parts: BuildParts): Promise<BundleFiles> {
  const { opa } = parts;
  const built = await withStaged(project, async (staged) => {
    const refuse = (run: OpaRun): void => {
      if (run.code !== 0) throw new ProjectRefused(withHints(opaProblems(run, staged), project));
    };
    // `opa build` lets pass what `opa check` refuses: a rule at a place where there are data.
    refuse(await opa.run(["check", "--format", "json", "-b", "."], { cwd: staged.dir }));
    const compile = async (target: "wasm" | "plan"): Promise<BundleFiles> => {
      const args = ["build", "-t", target, "-e", ENTRYPOINT, "--revision", project.revision, "-o", ARCHIVE, "-b", "."];
      refuse(await opa.run(args, { cwd: staged.dir }));
      return parts.unpack(readFileSync(join(staged.dir, ARCHIVE)));
    };
    const files = await compile("wasm");
    const plan = await compile("plan");
    return withMetadata(files, plan.get(PLAN_FILE) ?? new Uint8Array(), parts.builtWith);
  });
  await parts.load(built).catch((error: unknown) => {
    throw loadRefusal(error, project, parts.builtinProblem);
  });
  return built;
}

/** Notes in the manifest what the runtime need not serialise, and who built the bundle. */
function withMetadata(files: BundleFiles, plan: Uint8Array, builtWith: string): BundleFiles {
  const text = Buffer.from(files.get(BUNDLE_MANIFEST) ?? "{}").toString("utf8");
  const manifest = { ...(JSON.parse(text) as JsonObject), metadata: { writ: { built_with: builtWith } } };
  return noteReads(new Map([...files, [BUNDLE_MANIFEST, new TextEncoder().encode(JSON.stringify(manifest))]]), plan);
}
