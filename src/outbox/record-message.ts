import type { JsonObject } from "../domain/json.ts";
import type { StoredDecision } from "../domain/record.ts";
import type { FeedRecord } from "../ports/record-feed.ts";
import type { RecordMessage } from "../ports/record-publisher.ts";
import type { FollowUp } from "../ports/record-stream.ts";
import { cloudEvent, DECISION_EVENT, FOLLOW_UP_EVENT } from "./cloudevent.ts";

export interface RecordMessageOptions {
  /** A decision as the API gives it. */
  encode(stored: StoredDecision): JsonObject;
  /** The longest body that the sink takes. */
  readonly maxBytes: number;
}

/** What of a record goes, in this order, when a sink takes no message of its length; it can be asked for by its id. */
const DECISION_PARTS = ["input", "decision"] as const;
const FOLLOW_UP_PARTS = ["body"] as const;

/** A record as a sink takes it: a CloudEvent, whose `data` says in `omitted` what was too long for the sink. */
export function recordMessage(item: FeedRecord, options: RecordMessageOptions): RecordMessage {
  return item.stream === "decisions" ? decisionMessage(item.record, options) : followUpMessage(item.record, options);
}

function decisionMessage(stored: StoredDecision, { encode, maxBytes }: RecordMessageOptions): RecordMessage {
  const { id, tenant, at_ms, session } = stored;
  const data: JsonObject = { decision_id: id, ...encode(stored) };
  const input = data["input"] as JsonObject | undefined;
  const context = input?.["context"] as JsonObject | undefined;
  const event = { type: DECISION_EVENT, id, tenant, at_ms, subject: id } as const;
  const body = within(maxBytes, data, DECISION_PARTS, (some) => cloudEvent({ ...event, data: some }, context));
  return { stream: "decisions", id, key: keyOf(session, id), body };
}

function followUpMessage(followUp: FollowUp, { maxBytes }: RecordMessageOptions): RecordMessage {
  const { id, tenant, decision_id, session, kind, at_ms, actor, body } = followUp;
  const data = { id, decision_id, session, kind, at: new Date(at_ms).toISOString(), actor, body: JSON.parse(body) };
  const event = { type: FOLLOW_UP_EVENT, id, tenant, at_ms, subject: decision_id } as const;
  return {
    stream: "follow_ups",
    id,
    key: keyOf(session, decision_id === "" ? id : decision_id),
    body: within(maxBytes, data, FOLLOW_UP_PARTS, (some) => cloudEvent({ ...event, data: some })),
  };
}

/** What has to stay in order: a session's calls; without one, a decision and what follows it. */
function keyOf(session: string, id: string): string {
  return session === "" ? id : session;
}

function within(
  maxBytes: number,
  data: JsonObject,
  parts: readonly string[],
  eventOf: (data: JsonObject) => JsonObject,
): string {
  let text = JSON.stringify(eventOf(data));
  const omitted: string[] = [];
  for (const part of parts) {
    if (Buffer.byteLength(text) <= maxBytes) break;
    omitted.push(part);
    const rest = Object.fromEntries(Object.entries(data).filter(([name]) => !omitted.includes(name)));
    text = JSON.stringify(eventOf({ ...rest, omitted }));
  }
  return text;
}
