import { createRequire } from "node:module";
import { BUILTINS } from "../../src/adapters/opa/builtins/index.ts";
import { compilePolicy } from "../../src/adapters/opa/compile.ts";
import { PolicyInstance } from "../../src/adapters/opa/instance.ts";
import { DEFAULT_POLICY_MEMORY_MB } from "../../src/adapters/opa/limits.ts";
import { OpaPolicy } from "../../src/adapters/opa/policy.ts";
import { ENTRYPOINT } from "../../src/domain/bundle.ts";
import type { JsonObject } from "../../src/domain/json.ts";
import type { Reads } from "../../src/domain/reads.ts";
import { inputText } from "../../src/evaluate/input-text.ts";
import type { BuiltPolicy } from "./build.ts";

export type Input = Readonly<Record<string, unknown>>;

/** One way to evaluate the policy inside this process: from the input as the pipeline has it to the decision as an object. */
export interface Contestant {
  readonly name: string;
  evaluate(input: Input): unknown;
}

const MEMORY_MB = 4 * DEFAULT_POLICY_MEMORY_MB;

/** Writ's runtime, with what the build notes of the policy or without it. Both make the record's text of the input, too. */
export async function writ(name: string, built: BuiltPolicy, noted: boolean): Promise<Contestant> {
  const compiled = await compilePolicy(built.wasm, { memoryMb: MEMORY_MB, builtins: BUILTINS });
  const entrypoint = new PolicyInstance(compiled, Buffer.from("{}")).entrypoints().get(ENTRYPOINT) as number;
  const policy = new OpaPolicy({
    ref: { bundle: "bench", revision: "", digest: built.digest, activated_at: "" },
    data: JSON.parse(built.data.toString()) as JsonObject,
    dataText: built.data,
    compiled,
    entrypoint,
    ...(noted ? { reads: built.reads } : {}),
  });
  const reads: Reads = policy.inputReads;
  return {
    name,
    evaluate: (input) => {
      const evaluation = policy.evaluate(inputText(input, reads).judged, "own");
      if (!evaluation.ok) throw new Error(`${name}: ${evaluation.code}: ${evaluation.message}`);
      return evaluation.document;
    },
  };
}

interface SdkPolicy {
  setData(data: JsonObject): void;
  evaluate(input: unknown): readonly { readonly result: unknown }[];
}

/** OPA's own package for JavaScript; it writes the input as text, too. */
export async function sdk(built: BuiltPolicy): Promise<Contestant> {
  const { loadPolicy } = createRequire(import.meta.url)("@open-policy-agent/opa-wasm") as {
    loadPolicy(wasm: Buffer, memory: object): Promise<SdkPolicy>;
  };
  const policy = await loadPolicy(built.wasm, { initial: 64, maximum: MEMORY_MB * 16 });
  policy.setData(JSON.parse(built.data.toString()) as JsonObject);
  return { name: "@open-policy-agent/opa-wasm", evaluate: (input) => policy.evaluate(input)[0]?.result };
}
