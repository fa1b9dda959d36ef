import { OpaModule } from "../adapters/opa/module.ts";
import type { TestRuntime } from "../policy/test/runtime.ts";
import { composePolicyTools } from "./policy-project.ts";

/**
 * What `writ policy test` runs in, and the folder of Writ's own policy sources.
 *
 * @param env `OPA` may name a native OPA
 * @throws WritError `unavailable` when there is no OPA here
 */
export function composeTestRuntime(env: NodeJS.ProcessEnv): { runtime: TestRuntime; builtIn: string } {
  const { builtIn, buildParts, load } = composePolicyTools(env);
  return {
    builtIn,
    runtime: { ...buildParts(), load, loadTests: (wasm, data, options) => OpaModule.open(wasm, data, options) },
  };
}
