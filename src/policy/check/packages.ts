import type { Problem } from "../project/problem.ts";
import { mistake } from "./finding.ts";
import type { IndexedModule, PolicyIndex } from "./index-policy.ts";

const GATHERED_PARENT = "policy";

/** Packages that main does not see, and packages that stand in another folder than their name says. */
export function checkPackages({ own, gathered }: PolicyIndex): readonly Problem[] {
  return own.flatMap((module) => checkPackage(module, gathered));
}

function checkPackage(module: IndexedModule, gathered: readonly string[]): readonly Problem[] {
  const { file, name, package: path, packageAt } = module;
  if (packageAt === undefined) return [];
  const folder = file.path.split("/").slice(0, -1);
  const speaks = module.rules.find((rule) => gathered.includes(rule.name.text) && rule.form === "set");
  const isGathered = path[0] === GATHERED_PARENT && path.length === 2;
  if (speaks !== undefined && !isGathered && path[0] !== "writ") {
    const message = `nothing of package ${name} reaches the decision: main gathers packages policy.<name> only`;
    return [mistake(file, packageAt, "wrong-package", message, `write: package ${gatheredName(path, folder)}`)];
  }
  if (path.join("/") === folder.join("/")) return [];
  const message = `package ${name} does not fit its folder ${folder.join("/") || "(the project's root)"}`;
  const hint =
    folder[0] === GATHERED_PARENT && folder.length === 2 && /^[A-Za-z_]\w*$/.test(folder[1] ?? "")
      ? `write: package ${folder.join(".")}, or move the file to ${path.join("/")}/`
      : `move the file to ${path.join("/")}/`;
  return [mistake(file, packageAt, "wrong-package", message, hint)];
}

/** Its folder's name where the file is at a right place, else a name made of the package's own parts. */
function gatheredName(path: readonly string[], folder: readonly string[]): string {
  if (folder[0] === GATHERED_PARENT && folder.length === 2) return folder.join(".");
  const rest = path.slice(path.length > 1 ? 1 : 0);
  return `${GATHERED_PARENT}.${rest.join("_")}`;
}
