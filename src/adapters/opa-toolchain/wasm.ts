import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { WritError } from "../../domain/errors.ts";
import type { OpaCommand } from "./child.ts";

const PACKAGE = "@writ/opa";

/** The program as a build leaves it, and as the package is published; the first starts 0.1 s sooner. */
const PROGRAMS = ["opa.wasm", "opa.wasm.br"];

/** Of the 8 MB that a main thread has on Linux and macOS. Node's own 1 MB is too little for 1,500 rules in a chain. */
const STACK_KB = 3_000;

const NODE_FLAGS = [
  // node:wasi is called experimental, on stderr, where OPA's own words are expected.
  "--no-warnings",
  // The optimizing compiler costs a run of a second two seconds of CPU and 130 MB, and only long test runs earn that back.
  "--liftoff-only",
  `--stack-size=${STACK_KB}`,
];

/** Beside this module: TypeScript where this is TypeScript, JavaScript where it is compiled. */
const RUNNER = fileURLToPath(new URL(`run-wasi${extname(import.meta.url)}`, import.meta.url));

/**
 * OPA compiled to WebAssembly, run by this process's Node.
 * @param folder the package's folder, where it is not the installed one
 * @throws WritError `unavailable` when there is none
 */
export function wasmCommand(folder = installedPackage()): OpaCommand {
  const program = PROGRAMS.map((name) => join(folder, name)).find((file) => existsSync(file));
  if (program === undefined) throw missing(`${folder} has neither ${PROGRAMS.join(" nor ")} (make opa-wasm builds it)`);
  const { version } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as { version: string };
  return {
    description: `opa ${version} (WebAssembly)`,
    file: process.execPath,
    args: [...NODE_FLAGS, RUNNER, program],
  };
}

function installedPackage(): string {
  try {
    return dirname(createRequire(import.meta.url).resolve(`${PACKAGE}/package.json`));
  } catch (cause) {
    throw missing(`the package ${PACKAGE} is not installed`, cause);
  }
}

function missing(what: string, cause?: unknown): WritError {
  const message = `there is no OPA here: ${what}. Install ${PACKAGE}, or set OPA to the path of a native opa`;
  return new WritError("unavailable", message, { cause });
}
