import type { BundleFiles } from "../../domain/bundle.ts";
import type { JsonObject, JsonValue } from "../../domain/json.ts";
import type { Policy } from "../../ports/policy.ts";
import type { BuildParts } from "../build/build.ts";

/** The builtin that ended an evaluation: Writ does not have it, or it failed where that is an error. */
export interface BuiltinFault {
  readonly kind: "missing" | "failed";
  readonly name: string;
}

/** What an entrypoint gave; `value` is absent where its rule is undefined. */
export type EntrypointResult =
  | { readonly ok: true; readonly value?: JsonValue }
  | { readonly ok: false; readonly message: string; readonly fault?: BuiltinFault };

export interface StrictOption {
  /** Whether a builtin that fails ends the test, where it would make its expression undefined. */
  readonly strictBuiltinErrors?: boolean;
}

/** What tests run in: what builds and loads bundles as production does, and tests beside them. */
export interface TestRuntime extends BuildParts {
  readonly load: (bundle: BundleFiles) => Promise<Policy>;
  /** Loads a module with any entrypoints; it may need builtins that tests put mocks in place of. @throws Error */
  readonly loadTests: (
    wasm: Uint8Array,
    data: JsonObject,
    options: StrictOption,
  ) => Promise<{ evaluate(entrypoint: string): EntrypointResult }>;
}
