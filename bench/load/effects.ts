import { fieldsOf, stringField } from "./protobuf.ts";

// Field numbers of proto/writ/v1/decision.proto.
const RESPONSE_DECISION = 1;
const BATCH_DECISIONS = 1;
const STREAM_ANSWER = 1;
const ANSWER_DECISION = 1;
const DECISION_REQUEST_ID = 2;
const DECISION_EFFECT = 3;
const STREAM_REQUEST = 1;
const REQUEST_ID = 1;

/** The first field of this number as bytes; empty when there is none. */
function inner(message: Buffer, field: number): Buffer {
  for (const found of fieldsOf(message)) if (found.field === field) return found.bytes;
  return Buffer.alloc(0);
}

export function effectOfDecide(answer: Buffer): string {
  return stringField(inner(answer, RESPONSE_DECISION), DECISION_EFFECT);
}

export function effectsOfBatch(answer: Buffer): readonly string[] {
  return [...fieldsOf(answer)]
    .filter(({ field }) => field === BATCH_DECISIONS)
    .map(({ bytes }) => stringField(inner(bytes, ANSWER_DECISION), DECISION_EFFECT));
}

export function effectOfStreamed(answer: Buffer): string {
  return stringField(inner(inner(answer, STREAM_ANSWER), ANSWER_DECISION), DECISION_EFFECT);
}

export function idOfStreamRequest(request: Buffer): string {
  return stringField(inner(request, STREAM_REQUEST), REQUEST_ID);
}

export function idOfStreamAnswer(answer: Buffer): string {
  return stringField(inner(inner(answer, STREAM_ANSWER), ANSWER_DECISION), DECISION_REQUEST_ID);
}
