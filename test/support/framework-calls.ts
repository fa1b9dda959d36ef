import { readFileSync } from "node:fs";
import { expect } from "vitest";

/** One call, as the model of each framework asks for it, and what becomes of it under the example's intent. */
export interface FrameworkCall {
  readonly what: string;
  readonly name: string;
  readonly arguments: Readonly<Record<string, string | number>>;
  /** The `body` that the tool is run with. */
  readonly runs?: string;
  /** The reason's code. */
  readonly blocked?: string;
}

export const FRAMEWORK_CALLS = JSON.parse(
  readFileSync(new URL("./framework-calls.json", import.meta.url), "utf8"),
) as readonly FrameworkCall[];

/** The one decision that is on record of a session, with its outcome. */
export async function recorded(writ: string, session: string): Promise<unknown> {
  const response = await fetch(`${writ}/v1/decisions?session=${session}`);
  const { decisions } = (await response.json()) as { readonly decisions: readonly object[] };
  expect(decisions).toHaveLength(1);
  return decisions[0];
}

/** What that record says of a call that had this end. */
export function recordOf(call: FrameworkCall): object {
  if (call.blocked !== undefined) return { decision: { effect: "block", reasons: [{ code: call.blocked }] } };
  return { outcome: { status: "succeeded", result_digest: expect.stringMatching(/^sha256:/) } };
}
