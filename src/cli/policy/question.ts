import type { PolicyTools } from "../../compose/policy-project.ts";
import type { Verdict } from "../../domain/decision.ts";
import { WritError } from "../../domain/errors.ts";
import type { JsonObject } from "../../domain/json.ts";
import type { Policy } from "../../ports/policy.ts";

export interface QuestionOptions {
  readonly environment: string;
  readonly now?: string;
}

/** What a policy is asked for a document: the policy's input as it is, or a native request on its way through the steps. */
export async function askedOf(
  document: JsonObject,
  policy: Policy,
  tools: PolicyTools,
  { environment, now }: QuestionOptions,
): Promise<{ readonly input: JsonObject; readonly refused?: Verdict }> {
  const [{ readGiven, questionOf }, { loadAnalyzers }] = await Promise.all([
    import("../../policy/explain/input.ts"),
    import("../../canonicalize/analyzers/load.ts"),
  ]);
  const given = readGiven(document);
  if (given.kind !== "request") return { input: given.input };
  const nowMs = now === undefined ? Date.now() : Date.parse(now);
  if (Number.isNaN(nowMs)) throw new WritError("invalid_argument", "--now is no time, e.g. 2026-11-20T10:00:00Z");
  await loadAnalyzers();
  const circumstances = { environment, tenant: "default", nowMs };
  return questionOf(tools.decode(given.request), circumstances, policy.ref, policy.data["catalog"]);
}
