import { spawnSync } from "node:child_process";
import { openReactor } from "../../../../src/adapters/opa/fallback/fallback.ts";
import type { Reactor } from "../../../../src/adapters/opa/fallback/reactor.ts";
import { buildBuiltins } from "../../../../tools/opa/wasi/builtins/build.ts";

/** Only Go makes the module. */
export const hasGo = spawnSync("go", ["version"]).status === 0;

/** Compiling OPA's packages takes minutes where Go has not done so before. */
export const BUILD_TIMEOUT_MS = 10 * 60_000;

let built: Promise<string> | undefined;

/** The module's file, built once. */
export function builtModule(): Promise<string> {
  built ??= buildBuiltins();
  return built;
}

export async function startReactor(): Promise<Reactor> {
  return openReactor(await builtModule());
}
