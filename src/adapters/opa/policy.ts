import type { PolicyRef } from "../../domain/decision.ts";
import type { JsonObject, JsonValue } from "../../domain/json.ts";
import type { PolicyReads, Reads } from "../../domain/reads.ts";
import type { EvaluationWatch } from "../../ports/evaluation-watch.ts";
import type { Evaluation, Policy, TextOrigin } from "../../ports/policy.ts";
import { PolicyAborted, ResultTooLarge } from "./errors.ts";
import { inputProblem } from "./input.ts";
import { type CompiledPolicy, PolicyInstance } from "./instance.ts";
import { MAX_POLICY_FUEL } from "./limits.ts";
import { projectText } from "./projection.ts";

/** What a loaded bundle comes down to. */
export interface PolicyParts {
  readonly ref: PolicyRef;
  readonly data: JsonObject;
  readonly dataText: Uint8Array;
  readonly compiled: CompiledPolicy;
  readonly entrypoint: number;
  /** What the policy can read; everything when absent. */
  readonly reads?: PolicyReads;
  /** Who ends the process when an evaluation is overdue. */
  readonly watch?: EvaluationWatch;
}

type Refusal = Extract<Evaluation, { ok: false }>;

/** A bundle in use. The compiled module lives as long as the policy, an instance until something goes wrong in it that nobody meant. */
export class OpaPolicy implements Policy {
  readonly ref: PolicyRef;
  readonly data: JsonObject;
  readonly inputReads: Reads;
  readonly #parts: PolicyParts;
  /** What the policy can read of its data: the catalogue is not Rego's, and takes most of it. */
  readonly #dataText: Uint8Array;
  #instance: PolicyInstance | undefined;

  /** Makes the first instance, data and all. @throws what the module throws */
  constructor(parts: PolicyParts) {
    this.ref = parts.ref;
    this.data = parts.data;
    this.inputReads = parts.reads?.input ?? "everything";
    this.#parts = parts;
    this.#dataText = projectText(parts.dataText, parts.reads?.data ?? "everything");
    this.#instance = this.#newInstance();
  }

  evaluate(input: string, made: TextOrigin = "outside"): Evaluation {
    const problem = inputProblem(input, made);
    if (problem !== undefined) return refuse("policy_input_invalid", `the policy's input is refused: ${problem}`);
    let instance: PolicyInstance | undefined;
    let reading = false;
    try {
      instance = this.#instance ?? this.#newInstance();
      this.#instance = undefined;
      reading = true;
      this.#parts.watch?.begin();
      const address = instance.parseInput(input);
      reading = false;
      const result = address === 0 ? undefined : instance.run(this.#parts.entrypoint, address);
      if (!instance.outsized) this.#instance = instance;
      return result === undefined
        ? refuse("policy_input_invalid", "the policy's input is not JSON")
        : readResult(result);
    } catch (error) {
      if (instance !== undefined && gaveUp(error, instance) && !instance.outsized) this.#instance = instance;
      return explain(error, instance, reading);
    } finally {
      this.#parts.watch?.end();
      if (instance !== undefined) this.#count(instance);
    }
  }

  #count({ fuelLeft }: PolicyInstance): void {
    const exhausted = fuelLeft < 0;
    const used = exhausted ? MAX_POLICY_FUEL : MAX_POLICY_FUEL - fuelLeft;
    this.#parts.compiled.telemetry?.evaluated(used, exhausted);
  }

  #newInstance(): PolicyInstance {
    return new PolicyInstance(this.#parts.compiled, this.#dataText);
  }
}

/** The one document of a result set, which OPA writes as `[{"result":…}]`, or `[]` where the rule is undefined. */
function readResult(text: string): Evaluation {
  const results = JSON.parse(text) as { readonly result?: JsonValue }[];
  if (results.length === 0) return refuse("policy_undefined", "the policy's decision is undefined");
  const document = results[0]?.result;
  if (results.length !== 1 || document === undefined) {
    return refuse("policy_result_invalid", "the policy gave other than one result");
  }
  return { ok: true, document };
}

/**
 * Whether the module, or its host, ended the evaluation on purpose, and did not run into the end of something: such an instance is as good as
 * before, and a new one costs milliseconds, which a tenant's broken policy would take from others at each of its calls.
 */
function gaveUp(error: unknown, { fuelLeft }: PolicyInstance): boolean {
  return error instanceof PolicyAborted || error instanceof ResultTooLarge || fuelLeft < 0;
}

function explain(error: unknown, instance: PolicyInstance | undefined, reading: boolean): Refusal {
  const message = error instanceof Error ? error.message : "unknown error";
  if (instance !== undefined && instance.fuelLeft < 0)
    return refuse("policy_timeout", "the policy did more work than one call may take");
  if (error instanceof ResultTooLarge) return refuse("policy_result_invalid", error.message);
  if (error instanceof PolicyAborted && error.message.startsWith("opa_malloc")) {
    return refuse("policy_memory_exhausted", "the policy took more memory than one call may take");
  }
  if (reading) return refuse("policy_input_invalid", `the policy's input is refused: ${message}`);
  return refuse("policy_failed", `the policy failed: ${message}`);
}

function refuse(code: Refusal["code"], message: string): Refusal {
  return { ok: false, code, message };
}
