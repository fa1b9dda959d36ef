import type { JsonObject } from "../domain/json.ts";
import { project, type Reads } from "../domain/reads.ts";

/** The policy's input as JSON text. */
export interface InputText {
  /** All of it, for the record. */
  readonly whole: string;
  /** What the policy can read of it, or the whole where that is no less work. */
  readonly judged: string;
}

/**
 * A shorter input is handed over whole: to write a part of it once more takes as long as the policy takes to read the rest.
 * What is long in an input are arguments.
 */
const WORTH_PROJECTING_CHARS = 4096;

export function inputText(input: Readonly<Record<string, unknown>>, reads: Reads = "everything"): InputText {
  const whole = JSON.stringify(input);
  if (reads === "everything" || whole.length < WORTH_PROJECTING_CHARS) return { whole, judged: whole };
  return { whole, judged: projectedText(input, reads) };
}

/** Only what can be read, however short the input is. */
export function projectedText(input: Readonly<Record<string, unknown>>, reads: Reads = "everything"): string {
  return JSON.stringify(project(input as JsonObject, reads));
}
