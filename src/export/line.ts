import type { JsonObject, JsonValue } from "../domain/json.ts";
import type { StoredDecision } from "../domain/record.ts";
import { cloudEvent, DECISION_EVENT, FOLLOW_UP_EVENT } from "../outbox/cloudevent.ts";
import type { FollowUp } from "../ports/record-stream.ts";
import { apiActivity } from "./ocsf.ts";

export const LINE_FORMATS = ["jsonl", "cloudevents", "ocsf"] as const;
/** Formats of one JSON document a line. */
export type LineFormat = (typeof LINE_FORMATS)[number];

/** A decision as the API gives it. */
export type ReadDecision = JsonObject & { readonly input: JsonValue };

/** How a record is written on a line of its own. Follow-ups have none in OCSF. */
export interface LineWriter {
  decision(stored: StoredDecision, read: ReadDecision): JsonObject;
  followUp?(followUp: FollowUp): JsonObject;
}

export const LINES: Readonly<Record<LineFormat, LineWriter>> = {
  jsonl: {
    decision: (_, read) => read,
    followUp: (followUp) => ({ follow_up: readFollowUp(followUp) }),
  },
  cloudevents: {
    decision: ({ id, tenant, at_ms }, read) =>
      cloudEvent({ type: DECISION_EVENT, id, tenant, at_ms, subject: id, data: read }, contextOf(read)),
    followUp: (followUp) => {
      const { id, tenant, at_ms, decision_id: subject } = followUp;
      const data = readFollowUp(followUp);
      return cloudEvent({ type: FOLLOW_UP_EVENT, id, tenant, at_ms, subject, data });
    },
  },
  ocsf: { decision: apiActivity },
};

function readFollowUp({ id, decision_id, session, kind, at_ms, actor, body }: FollowUp): JsonObject {
  const at = new Date(at_ms).toISOString();
  return { id, decision_id, session, kind, at, actor, body: JSON.parse(body) as JsonValue };
}

function contextOf({ input }: ReadDecision): JsonObject | undefined {
  const context = (input as { readonly context?: JsonObject } | null)?.context;
  return typeof context === "object" ? context : undefined;
}
