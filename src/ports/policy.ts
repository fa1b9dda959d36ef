import type { PipelineBlock, PolicyRef } from "../domain/decision.ts";
import type { JsonObject, JsonValue } from "../domain/json.ts";
import type { Reads } from "../domain/reads.ts";

/** What one evaluation came to: the entrypoint's document, or the code that the call is blocked with. */
export type Evaluation =
  | { readonly ok: true; readonly document: JsonValue }
  | { readonly ok: false; readonly code: PipelineBlock; readonly message: string };

/** `own`: this process wrote the text with JSON.stringify; never said of text from outside. */
export type TextOrigin = "own" | "outside";

/** A loaded bundle. Never throws: whatever goes wrong inside is an Evaluation that is not ok. */
export interface Policy {
  readonly ref: PolicyRef;
  /** The bundle's data document, for what is not Rego's to read: the catalogue. */
  readonly data: JsonObject;
  /** What it can read of its input, so that the rest need not be handed over; everything when absent. */
  readonly inputReads?: Reads;
  /** @param input JSON text: checked in full before, unless it is of own making */
  evaluate(input: string, made?: TextOrigin): Evaluation;
}
