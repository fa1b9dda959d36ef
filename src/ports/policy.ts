import type { PipelineBlock, PolicyRef } from "../domain/decision.ts";
import type { JsonObject, JsonValue } from "../domain/json.ts";

/** What one evaluation came to: the entrypoint's document, or the code that the call is blocked with. */
export type Evaluation =
  | { readonly ok: true; readonly document: JsonValue }
  | { readonly ok: false; readonly code: PipelineBlock; readonly message: string };

/** A loaded bundle. Never throws: whatever goes wrong inside is an Evaluation that is not ok. */
export interface Policy {
  readonly ref: PolicyRef;
  /** The bundle's data document, for what is not Rego's to read: the catalogue. */
  readonly data: JsonObject;
  /** @param input JSON text made by JSON.stringify, never text from outside */
  evaluate(input: string): Evaluation;
}
