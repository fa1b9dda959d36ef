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

// Field numbers of proto/envoy/service/auth/v3/external_auth.proto.
const CHECK_STATUS = 1;
const CHECK_DENIED_RESPONSE = 2;
const CHECK_OK_RESPONSE = 3;
/** The tag of google.rpc.Status.code: field 1, a varint, which a proto3 writer leaves out when it is 0. */
const STATUS_CODE_TAG = 0x08;

/** Only code 0 lets a request go on; a response beside it that says something else makes the answer none. */
export function effectOfCheck(answer: Buffer): string {
  const fields = [...fieldsOf(answer)].map(({ field }) => field);
  const status = inner(answer, CHECK_STATUS);
  const denied = status[0] === STATUS_CODE_TAG && status[1] !== 0;
  const other = denied ? CHECK_OK_RESPONSE : CHECK_DENIED_RESPONSE;
  if (!fields.includes(CHECK_STATUS) || fields.includes(other)) return "neither";
  return denied ? "block" : "allow";
}
