import { BUILTINS, builtinProblem } from "../../src/adapters/opa/builtins/index.ts";
import { compilePolicy } from "../../src/adapters/opa/compile.ts";
import { PolicyInstance } from "../../src/adapters/opa/instance.ts";
import { OpaPolicy } from "../../src/adapters/opa/policy.ts";
import { ENTRYPOINT } from "../../src/domain/bundle.ts";
import type { JsonObject } from "../../src/domain/json.ts";
import { evaluate } from "../../src/evaluate/evaluate.ts";
import { damaged } from "./bytes.ts";
import type { Random } from "./random.ts";

export interface ModuleFuzz {
  readonly tried: number;
  /** Not taken into use. */
  readonly refused: number;
  /** Taken into use, with another verdict on the input than the policy that is whole. */
  readonly otherwise: number;
  readonly slowest_ms: number;
  /** What came out where no error may: anything but a refusal at load and a verdict. */
  readonly escaped: readonly string[];
}

/** A policy's module and data, as bytes. */
export interface PolicyBytes {
  readonly wasm: Uint8Array;
  readonly data: Uint8Array;
}

const MEMORY_MB = 64;

/** Loads modules and data that are damaged, and judges an input by what is taken. */
export async function fuzzModules(
  whole: PolicyBytes,
  input: string,
  count: number,
  random: Random,
): Promise<ModuleFuzz> {
  const expected = JSON.stringify(evaluate(await load(whole), input));
  const escaped: string[] = [];
  let refused = 0;
  let otherwise = 0;
  let slowest = 0;
  for (let tried = 0; tried < count; tried++) {
    const inData = random.below(4) === 0;
    const bytes = inData
      ? { ...whole, data: damaged(whole.data, random) }
      : { ...whole, wasm: damaged(whole.wasm, random) };
    const started = performance.now();
    const policy = await load(bytes).catch(() => undefined);
    if (policy === undefined) refused++;
    else {
      try {
        for (let again = 0; again < 2; again++) {
          if (JSON.stringify(evaluate(policy, input)) !== expected) otherwise++;
        }
      } catch (error) {
        escaped.push(String(error));
      }
    }
    slowest = Math.max(slowest, performance.now() - started);
  }
  return { tried: count, refused, otherwise, slowest_ms: Math.round(slowest), escaped };
}

async function load({ wasm, data }: PolicyBytes): Promise<OpaPolicy> {
  const parsed = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(data)) as JsonObject;
  const compiled = await compilePolicy(wasm, { memoryMb: MEMORY_MB, builtins: BUILTINS });
  const probe = new PolicyInstance(compiled, Buffer.from("{}"));
  const entrypoint = probe.entrypoints().get(ENTRYPOINT);
  const problem = builtinProblem(probe.requiredBuiltins().keys());
  if (entrypoint === undefined || problem !== undefined) throw new Error(problem ?? "no entrypoint");
  const ref = { bundle: "fuzz", revision: "", digest: "", activated_at: "" };
  return new OpaPolicy({ ref, data: parsed, dataText: data, compiled, entrypoint });
}
