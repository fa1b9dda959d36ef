import { expect, test } from "vitest";
import type { StoredDecision } from "../../../src/domain/record.ts";
import { recordMessage } from "../../../src/outbox/record-message.ts";

const TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
const ID = "dec_01JD3Z5Q8V6W7X8Y9Z0ABCDEFG";
const AT_MS = 1_800_000_000_123;

const stored = (session: string): StoredDecision => ({
  tenant: "default",
  id: ID,
  at_ms: AT_MS,
  request_id: "",
  caller: "gateway",
  protocol: "http",
  agent: "agent:a",
  session,
  task: "",
  tool: "gmail/send_email",
  verb: "message.send",
  effect: "block",
  reason: "no_rule_allows",
  dry_run: false,
  action_digest: "sha256:00",
  policy_digest: "sha256:00",
  catalogue_digest: "sha256:00",
  answer: "{}",
  input: "{}",
  writer: "w",
  seq: 1,
  hash: new Uint8Array(32),
});

const decision = (context: object, session = "s-1", text = "", maxBytes = 1_000_000) =>
  recordMessage(
    { stream: "decisions", record: stored(session) },
    {
      encode: () => ({
        decision: { effect: "block", text },
        input: { context: { ...context }, text },
        caller: { id: "g" },
      }),
      maxBytes,
    },
  );

const followUp = (over: object, maxBytes = 1_000_000) =>
  recordMessage(
    {
      stream: "follow_ups",
      record: {
        tenant: "default",
        id: "flw_1",
        decision_id: ID,
        session: "",
        kind: "outcome",
        at_ms: AT_MS,
        actor: "",
        body: '{"status":"succeeded"}',
        ...over,
      },
    },
    { encode: () => ({}), maxBytes },
  );

test("a decision is a CloudEvent with what the API gives of it", () => {
  const { id, key, stream, body } = decision({ traceparent: TRACE });
  expect({ id, key, stream }).toEqual({ id: ID, key: "s-1", stream: "decisions" });
  expect(JSON.parse(body)).toEqual({
    specversion: "1.0",
    type: "writ.decision.v1",
    source: "urn:writ:default",
    id: ID,
    time: "2027-01-15T08:00:00.123Z",
    subject: ID,
    datacontenttype: "application/json",
    traceparent: TRACE,
    data: {
      decision_id: ID,
      decision: { effect: "block", text: "" },
      input: { context: { traceparent: TRACE }, text: "" },
      caller: { id: "g" },
    },
  });
});

test.each([{}, { traceparent: 1 }, { traceparent: "00-x-y-01" }, { traceparent: `${TRACE}\n` }])(
  "a context with %j has no trace",
  (context) => {
    expect(JSON.parse(decision(context).body)).not.toHaveProperty("traceparent");
  },
);

test("what follows a decision stays behind it: both have one key", () => {
  expect(decision({}, "").key).toBe(followUp({}).key);
  expect(decision({}, "s-2").key).toBe(followUp({ session: "s-2" }).key);
  expect(followUp({ decision_id: "", session: "s-2" }).key).toBe("s-2");
});

test("a follow-up is a CloudEvent of its own", () => {
  expect(JSON.parse(followUp({ decision_id: "", session: "s-2", kind: "session_resumed", actor: "bob" }).body)).toEqual(
    {
      specversion: "1.0",
      type: "writ.follow_up.v1",
      source: "urn:writ:default",
      id: "flw_1",
      time: "2027-01-15T08:00:00.123Z",
      datacontenttype: "application/json",
      data: {
        id: "flw_1",
        decision_id: "",
        session: "s-2",
        kind: "session_resumed",
        at: "2027-01-15T08:00:00.123Z",
        actor: "bob",
        body: { status: "succeeded" },
      },
    },
  );
});

test.each([
  [3_000, ["input"]],
  [1_000, ["input", "decision"]],
])("what a sink of %i bytes cannot take is left out by name", (maxBytes, omitted) => {
  const { body } = decision({ traceparent: TRACE }, "s-1", "ü".repeat(1_000), maxBytes);
  const event = JSON.parse(body);
  expect(Buffer.byteLength(body)).toBeLessThanOrEqual(maxBytes);
  expect(event.data).toMatchObject({ decision_id: ID, omitted });
  for (const part of omitted) expect(event.data).not.toHaveProperty(part);
  expect(event.traceparent).toBe(TRACE);
});

test("the same of a follow-up", () => {
  const { body } = followUp({ body: JSON.stringify({ comment: "x".repeat(5_000) }) }, 1_000);
  expect(JSON.parse(body).data).toMatchObject({ id: "flw_1", kind: "outcome", omitted: ["body"] });
});
