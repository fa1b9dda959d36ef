import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { WritError } from "../../../domain/errors.ts";

const PACKAGE = "@writ/opa";

/** The module as a build leaves it, and as the package is published. */
const MODULES = ["builtins.wasm", "builtins.wasm.br"];

/**
 * The module of OPA's builtins.
 * @param folder the package's folder, where it is not the installed one
 * @throws WritError `unavailable` when there is none
 */
export function fallbackModule(folder = installedPackage()): string {
  const file = MODULES.map((name) => join(folder, name)).find((path) => existsSync(path));
  if (file === undefined) throw missing(`${folder} has neither ${MODULES.join(" nor ")}`);
  return file;
}

function installedPackage(): string {
  try {
    return dirname(createRequire(import.meta.url).resolve(`${PACKAGE}/package.json`));
  } catch (cause) {
    throw missing(`the package ${PACKAGE} is not installed`, cause);
  }
}

function missing(what: string, cause?: unknown): WritError {
  return new WritError("unavailable", `policy.fallback_builtins is set, but ${what}`, { cause });
}
