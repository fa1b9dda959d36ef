import { readFileSync } from "node:fs";
import { Ajv } from "ajv";
import { expect, test } from "vitest";
import type { JsonObject } from "../../../src/domain/json.ts";
import type { StoredDecision } from "../../../src/domain/record.ts";
import { LINES, type ReadDecision } from "../../../src/export/line.ts";
import { recordMessage } from "../../../src/outbox/record-message.ts";
import { encodeStored } from "../../../src/transports/native/encode.ts";
import { decisionOf } from "../../support/records.ts";

const OCSF = JSON.parse(readFileSync("test/support/ocsf-api-activity.json", "utf8"));
const fitsOcsf = new Ajv({ strict: false, allErrors: true }).compile(OCSF);

const ACTION = {
  verb: "message.send",
  tool: { server: "mail", name: "send" },
  resource: { type: "mailbox", uri: "mailto:bob@example.com" },
};
const INPUT = { now: "", action: ACTION, intent: { on_behalf_of: "user:alice" }, context: { traceparent: "x" } };
const ANSWER = {
  effect: "block",
  reasons: [{ code: "no_rule_allows", message: "no", rule: "", controls: [] }],
  policy: { bundle: "default" },
};

function stored(changes: Partial<StoredDecision> = {}, input: object = INPUT): StoredDecision {
  const chain = { writer: "wrt_1", seq: 1, hash: new Uint8Array(32) };
  const texts = { answer: JSON.stringify(ANSWER), input: JSON.stringify(input) };
  return {
    ...decisionOf({ ...texts, verb: "message.send", tool: "mail/send", ...changes }),
    ...chain,
    ...changes,
  } as StoredDecision;
}

const read = (decision: StoredDecision) => encodeStored(decision) as unknown as ReadDecision;
const line = (format: keyof typeof LINES, decision: StoredDecision): JsonObject =>
  LINES[format].decision(decision, read(decision));

const succeeded = {
  tenant: "default",
  decision_id: "",
  at_ms: 1,
  status: "succeeded",
  duration_ms: 7,
  detail: "{}",
} as const;

test.each<[string, StoredDecision, JsonObject]>([
  ["an allow", stored({ effect: "allow" }), { action_id: 1, disposition_id: 1, severity_id: 1, status_id: 0 }],
  ["a warning", stored({ effect: "warn" }), { action_id: 1, disposition_id: 19, severity_id: 2 }],
  [
    "a block",
    stored({ effect: "block", reason: "x" }),
    { action_id: 2, disposition_id: 2, severity_id: 3, status_code: "x" },
  ],
  ["a dry run", stored({ dry_run: true }), { action_id: 3, disposition_id: 17 }],
  ["a call that went well", stored({ outcome: succeeded }), { status_id: 1, duration: 7 }],
  ["one that failed", stored({ outcome: { ...succeeded, status: "failed" } }), { status_id: 2 }],
  ["one that was cancelled", stored({ outcome: { ...succeeded, status: "cancelled" } }), { status_id: 0 }],
  [
    "a sending",
    stored(),
    { activity_id: 1, type_uid: 600301, resources: [{ uid: "mailto:bob@example.com", type: "mailbox" }] },
  ],
  ["a reading", stored({ verb: "file.read" }), { activity_id: 2, activity_name: "Read" }],
  ["an update", stored({ verb: "ticket.update" }), { activity_id: 3, activity_name: "Update" }],
  ["a deletion", stored({ verb: "file.delete" }), { activity_id: 4, activity_name: "Delete" }],
  ["what is none of these", stored({ verb: "process.exec" }), { activity_id: 99, activity_name: "process.exec" }],
  [
    "what is unknown",
    stored({ verb: "unknown", tool: "" }, { now: "" }),
    { activity_id: 99, activity_name: "unknown" },
  ],
  ["a session", stored({ session: "s-1" }), { actor: { session: { uid: "s-1" }, user: { uid: "user:alice" } } }],
])("OCSF of %s has what its schema requires, and nothing else", (_, decision, expected) => {
  const event = line("ocsf", decision);
  fitsOcsf(event);
  expect(fitsOcsf.errors).toBeNull();
  expect(event).toMatchObject({ class_uid: 6003, metadata: { version: "1.8.0", uid: decision.id }, ...expected });
});

test("the schema refuses what OCSF does not have", () => {
  const event = line("ocsf", stored());
  for (const broken of [
    { ...event, severity_id: 7 },
    { ...event, verb: "x" },
    { ...event, api: {} },
    { ...event, actor: {} },
  ]) {
    expect(fitsOcsf(broken)).toBe(false);
  }
});

test("a CloudEvent carries what the API gives, under the record's id", () => {
  const decision = stored();
  expect(line("cloudevents", decision)).toEqual({
    specversion: "1.0",
    type: "writ.decision.v1",
    source: "urn:writ:default",
    id: decision.id,
    time: new Date(decision.at_ms).toISOString(),
    subject: decision.id,
    datacontenttype: "application/json",
    data: read(decision),
  });
  expect(line("jsonl", decision)).toEqual(read(decision));
});

test("a record is the same CloudEvent in an export and in a sink: whoever gets both can tell", () => {
  const options = { encode: (record: StoredDecision) => read(record), maxBytes: 1_000_000 };
  const decision = stored({ tenant: "a b" });
  const followUp = {
    tenant: "a b",
    id: "flw_1",
    decision_id: decision.id,
    session: "",
    kind: "x",
    at_ms: 0,
    actor: "",
  };
  const told = [
    recordMessage({ stream: "decisions", record: decision }, options),
    recordMessage({ stream: "follow_ups", record: { ...followUp, body: "{}" } }, options),
  ].map(({ body }) => JSON.parse(body));
  const written = [line("cloudevents", decision), LINES.cloudevents.followUp?.({ ...followUp, body: "{}" })];
  const identity = (event: JsonObject | undefined) => [event?.["source"], event?.["id"], event?.["type"]];
  expect(told.map(identity)).toEqual(written.map(identity));
});

test("a follow-up is told apart from a decision", () => {
  const followUp = {
    tenant: "a b",
    id: "flw_1",
    decision_id: "",
    session: "s",
    kind: "session_resumed",
    at_ms: 0,
    actor: "user:bob",
    body: "{}",
  };
  const { tenant: _tenant, at_ms: _at, ...kept } = followUp;
  const read = { ...kept, at: "1970-01-01T00:00:00.000Z", body: {} };
  expect(LINES.jsonl.followUp?.(followUp)).toEqual({ follow_up: read });
  expect(LINES.cloudevents.followUp?.(followUp)).toMatchObject({
    source: "urn:writ:a%20b",
    type: "writ.follow_up.v1",
    data: read,
  });
  expect(LINES.cloudevents.followUp?.(followUp)).not.toHaveProperty("subject");
});
