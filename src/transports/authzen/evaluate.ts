import type { Decision } from "../../domain/decision.ts";
import { WritError } from "../../domain/errors.ts";
import type { AuthzenSettings } from "../../domain/protocols.ts";
import type { DecisionRequest } from "../../domain/request.ts";
import type { Service } from "../../pipeline/service.ts";
import type { Evaluation } from "./decode.ts";
import type { Batch, Semantic } from "./decode-batch.ts";
import { type EncodedDecision, encodeBriefly, encodeDecision, encodeItemError, type Surroundings } from "./encode.ts";
import { type Asker, requestOf } from "./request.ts";

export const NAME = "authzen";

/** What all questions are asked with. */
export interface Asking {
  readonly service: Service;
  readonly asker: Asker;
  readonly settings: AuthzenSettings;
  readonly access_request_endpoint: string;
}

/** @throws WritError what the service refuses, and what no action can be made of */
export async function evaluateOne(asking: Asking, evaluation: Evaluation): Promise<EncodedDecision> {
  const { decision, surroundings } = await ask(asking, evaluation, false);
  return encodeDecision(decision, surroundings);
}

/** Each question's answer, in order, up to the one that ends the batch (section 7.1.2.1). @throws WritError that concerns all */
export async function evaluateBatch(asking: Asking, { semantic, items }: Batch): Promise<readonly EncodedDecision[]> {
  if (semantic === "execute_all") return Promise.all(items.map((item) => answerItem(asking, item)));
  const answers: EncodedDecision[] = [];
  for (const item of items) {
    const answer = await answerItem(asking, item);
    answers.push(answer);
    if (ends(semantic, answer)) break;
  }
  return answers;
}

function ends(semantic: Semantic, { decision }: EncodedDecision): boolean {
  return decision ? semantic === "permit_on_first_permit" : semantic === "deny_on_first_deny";
}

async function answerItem(asking: Asking, item: Evaluation | WritError): Promise<EncodedDecision> {
  try {
    if (item instanceof WritError) throw item;
    const { decision, surroundings } = await ask(asking, item, false);
    const whole = asking.settings.batch_context === "full" || asking.asker.session !== "";
    return whole ? encodeDecision(decision, surroundings) : encodeBriefly(decision, surroundings);
  } catch (error) {
    // Who may not ask one question may ask none of them.
    if (!(error instanceof WritError) || error.code === "permission_denied") throw error;
    asking.service.refused(error.code, NAME);
    return encodeItemError(error);
  }
}

/** @param dryRun whether nobody is about to do it */
export async function ask(
  { service, asker, settings, access_request_endpoint }: Asking,
  evaluation: Evaluation,
  dryRun: boolean,
): Promise<{ readonly decision: Decision; readonly surroundings: Surroundings }> {
  const request = requestOf(evaluation, asker, settings, dryRun);
  const decision = await service.decide(request, asker.admission);
  return { decision, surroundings: surroundingsOf(request, asker, access_request_endpoint) };
}

function surroundingsOf({ options }: DecisionRequest, { admission }: Asker, endpoint: string): Surroundings {
  return {
    evaluated_at: new Date(admission.now_ms).toISOString(),
    obligations: options.obligations ?? admission.obligations,
    access_request_endpoint: endpoint,
  };
}
