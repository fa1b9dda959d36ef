import type { JsonValue } from "../../../domain/json.ts";
import type { Admission } from "../../../domain/request.ts";
import type { Upstream } from "../../../domain/upstream.ts";
import type { Service } from "../../../pipeline/service.ts";
import { decideForwarded, type ForwardedAnswer } from "../../forwarded/decide.ts";
import type { ForwardedCall, ForwardedEvidence } from "../../forwarded/request.ts";
import type { Answered } from "../encode.ts";

/** One question to a path. */
export interface Asked {
  readonly service: Service;
  readonly admission: Admission;
  readonly input: JsonValue;
  /** Of the request by which it is asked, "" where it has none. */
  readonly request_id: string;
  readonly upstreams: readonly Upstream[];
}

/** What is asked and answered at a path. @throws WritError what cannot be read, and what the service refuses */
export type Shape = (asked: Asked) => Promise<Answered>;

/** What an input asks for: the calls that a request or a model's turn would make, and who makes them. */
export interface Question {
  readonly calls: readonly ForwardedCall[];
  readonly evidence: ForwardedEvidence;
}

/** A shape of somebody else's: its input is read, each of its calls is judged, and the answer is said in its words. */
export function judged(read: (asked: Asked) => Question, result: (answer: ForwardedAnswer) => JsonValue): Shape {
  return async (asked) => {
    const { calls, evidence } = read(asked);
    const { service, admission, request_id } = asked;
    const answer = await decideForwarded(service, admission, calls, evidence, { request_id, context: {} });
    const { decision_id, policy } = answer.decision;
    return { result: result(answer), decision_id, policy };
  };
}
