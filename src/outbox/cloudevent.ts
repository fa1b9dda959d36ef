import type { JsonObject } from "../domain/json.ts";

/** Versions are of `data`: what is added to it changes none. */
export const DECISION_EVENT = "writ.decision.v1";
export const FOLLOW_UP_EVENT = "writ.follow_up.v1";

export interface RecordEvent {
  readonly type: typeof DECISION_EVENT | typeof FOLLOW_UP_EVENT;
  /** The record's: unique, with the source, however often it is told. */
  readonly id: string;
  readonly tenant: string;
  /** Milliseconds since 1970. */
  readonly at_ms: number;
  /** The decision, "" where there is none. */
  readonly subject: string;
  readonly data: JsonObject;
}

/** W3C Trace Context, section 3.2. */
const TRACEPARENT = /^[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/;

/** A record as a CloudEvent 1.0 in structured JSON, with the distributed tracing extension where the call's context had a trace. */
export function cloudEvent({ type, id, tenant, at_ms, subject, data }: RecordEvent, context?: JsonObject): JsonObject {
  const traceparent = context?.["traceparent"];
  return {
    specversion: "1.0",
    type,
    source: sourceOf(tenant),
    id,
    time: new Date(at_ms).toISOString(),
    ...(subject === "" ? {} : { subject }),
    datacontenttype: "application/json",
    ...(typeof traceparent === "string" && TRACEPARENT.test(traceparent) ? { traceparent } : {}),
    data,
  };
}

/**
 * With the id it names one record, whoever tells of it (CloudEvents 1.0, `source`): what brings it to a sink and what exports it, which
 * knows the database only, and under whichever URL the service was reached. Ids are unique across installations.
 */
function sourceOf(tenant: string): string {
  return `urn:writ:${encodeURIComponent(tenant)}`;
}
