import { type Decision, goesOn } from "../../../domain/decision.ts";
import type { JsonValue } from "../../../domain/json.ts";
import { decodeDecisionRequest } from "../../native/decode.ts";
import { encodeDecisionText } from "../../native/encode.ts";
import type { Asked, Shape } from "./shape.ts";

/** `POST /v1/decisions` as a document: the same request as input, the same answer as result. */
export const decision: Shape = native((answer) => JSON.parse(encodeDecisionText(answer)) as JsonValue);

/** The same request; the result is whether the call may go on, for clients that look for nothing but true. */
export const allow: Shape = native(goesOn);

function native(result: (decision: Decision) => JsonValue): Shape {
  return async ({ service, admission, input, request_id }: Asked) => {
    const request = decodeDecisionRequest(input, "/input");
    const answer = await service.decide(request.request_id === "" ? { ...request, request_id } : request, admission);
    const { decision_id, policy } = answer;
    return { result: result(answer), decision_id, policy };
  };
}
