import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import type { PolicyTools } from "../../compose/policy-project.ts";
import { BUNDLE_DATA, type BundleFiles, POLICY_WASM } from "../../domain/bundle.ts";
import { WritError } from "../../domain/errors.ts";
import { isJsonObject, type JsonObject, type JsonValue } from "../../domain/json.ts";
import { parseStrictJson } from "../../domain/strict-json.ts";
import type { PolicyProject } from "../../policy/project/read.ts";
import { readText } from "../text.ts";

export interface Target {
  readonly files: BundleFiles;
  /** Where the bundle was built from sources just now. */
  readonly project?: PolicyProject;
}

/** The bundle that a command is about: a `.tar.gz`, the folder of a built one, or a project that is built now. */
export async function bundleAt(path: string, tools: PolicyTools): Promise<Target> {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined) throw new WritError("invalid_argument", `${path} is not there`);
  if (!stat.isDirectory()) return { files: await refusing(path, () => tools.readArchive(readFileSync(path))) };
  if (existsSync(join(path, POLICY_WASM))) return { files: await refusing(path, () => tools.readFolder(path)) };
  const [{ readProject }, { buildBundle }] = await Promise.all([
    import("../../policy/project/read.ts"),
    import("../../policy/build/build.ts"),
  ]);
  const project = readProject(path, tools.builtIn);
  return { files: await buildBundle(project, tools.buildParts()), project };
}

/** Does something with a bundle, of which a failure says that production would refuse it. */
export async function refusing<T>(path: string, use: () => Promise<T>): Promise<T> {
  try {
    return await use();
  } catch (error) {
    if (!(error instanceof WritError)) throw error;
    const { ProjectRefused } = await import("../../policy/project/problem.ts");
    const message = error.message.replace(/^bundle \S+ refused: /, "");
    throw new ProjectRefused([{ code: "bundle-refused", severity: "error", file: path, line: 0, column: 0, message }]);
  }
}

/** The bundle with other data laid over its own, object by object. */
export async function withData(files: BundleFiles, paths: readonly string[]): Promise<BundleFiles> {
  if (paths.length === 0) return files;
  const [{ layered }, { readDataFile }, { ProjectRefused }] = await Promise.all([
    import("../../policy/project/layers.ts"),
    import("../../policy/project/data-file.ts"),
    import("../../policy/project/problem.ts"),
  ]);
  const own = files.get(BUNDLE_DATA);
  let data = own === undefined ? {} : (JSON.parse(Buffer.from(own).toString("utf8")) as JsonObject);
  for (const path of paths) {
    const { value, problems } = readDataFile(path, readText(path));
    if (problems.length > 0) throw new ProjectRefused(problems);
    data = layered(data, value);
  }
  return new Map([...files, [BUNDLE_DATA, new TextEncoder().encode(JSON.stringify(data))]]);
}

/** @param path `-` is standard input */
export function readJson(path: string): JsonObject {
  let value: JsonValue;
  try {
    value = parseStrictJson(readText(path));
  } catch (error) {
    if (!(error instanceof WritError) || error.violations.length === 0) throw error;
    throw new WritError("invalid_argument", `${path === "-" ? "standard input" : path}: ${error.message}`);
  }
  if (isJsonObject(value)) return value;
  throw new WritError("invalid_argument", `${path} holds no JSON object`);
}
