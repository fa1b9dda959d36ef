import { describe, expect, it } from "vitest";
import { FOLLOW_UP_KINDS, type FollowUp, type FollowUpKind } from "../../../src/domain/follow-up.ts";
import type { JsonObject } from "../../../src/domain/json.ts";
import type { StoredDecision } from "../../../src/domain/record.ts";
import { followedEntry } from "../../../src/record/trail/followed.ts";
import { approvalOf, trailOf } from "../../../src/record/trail/trail.ts";

const AT = Date.UTC(2026, 10, 20, 12);

const INPUT = {
  agent: { id: "agent:refunds", verified: true, method: "jwt-svid", owner: "team-payments", delegation: ["agent:planner", "user:alice"], labels: {}, issuer: "acme" },
  intent: { verified: true, method: "jwt", id: "int_1", task: "tsk_1", purpose: "refund order 123", on_behalf_of: "user:alice", allows: [], expires_at: "" },
  action: {
    verb: "message.send",
    tier: "bounded_write",
    traits: ["egress"],
    tool: { server: "gmail", name: "send_email", known: true, pin: "none" },
    resource: { type: "mailbox", uri: "mailto:bob@example.com" },
    destinations: [{ kind: "email", value: "bob@example.com", domain: "example.com", origin: "tool_output" }],
    amount: { value: "98.70", currency: "USD" },
    count: 1,
    sensitivity: "internal",
    data_classes: [],
    parse: "complete",
    digest: "sha256:00",
  },
  arguments: { to: "bob@example.com" },
  facts: { signals: [{ at: "/arguments/body", code: "execution.encoded", detail: "base64" }] },
  findings: [{ type: "secret.aws", severity: "high", path: "/arguments/body", start: 0, end: 3 }],
  session: { id: "s-1", calls: 3, labels: ["untrusted_input"] },
  approval: { id: "apr_1", template: "this_action", approvers: ["user:bob"], approved_at: "2026-11-20T11:59:00.000Z" },
  context: { prompt_excerpt: "please refund order 123" },
}; // biome-ignore format: one record

const ANSWER = {
  decision_id: "dec_1",
  request_id: "r-1",
  effect: "warn",
  reasons: [{ code: "approved", message: "a person has approved the call", rule: "writ.main", controls: [] }],
  obligations: [{ type: "notify", fulfillment: "advisory" }],
  grant: { id: "grt_1", audience: "vault", expires_at: "2026-11-20T12:02:00.000Z", single_use: true },
  policy: { bundle: "default", revision: "7", digest: "sha256:aa", activated_at: "" },
};

function stored(input: JsonObject = INPUT as unknown as JsonObject): StoredDecision {
  return {
    tenant: "default", id: "dec_1", at_ms: AT, request_id: "r-1", caller: "gateway-eu", protocol: "ext_mcp", agent: "agent:refunds", session: "s-1",
    task: "tsk_1", tool: "gmail/send_email", verb: "message.send", effect: "warn", reason: "approved", dry_run: false, action_digest: "", policy_digest: "",
    catalogue_digest: "", answer: JSON.stringify(ANSWER), input: JSON.stringify(input), writer: "wrt_1", seq: 1, hash: new Uint8Array(32),
  } as unknown as StoredDecision; // biome-ignore format: one row
}

function followUp(kind: FollowUpKind, body: JsonObject, after_ms = 1, actor = ""): FollowUp {
  return {
    tenant: "default",
    id: `flw_${kind}`,
    decision_id: "dec_1",
    session: "s-1",
    kind,
    at_ms: AT + after_ms,
    actor,
    body,
  };
}

describe("the trail of a decision", () => {
  it("tells the question, the answer, and what it came from", () => {
    const lines = trailOf(stored(), []).entries.map(({ what, who, text }) => `${what} | ${who} | ${text}`);
    expect(lines).toEqual([
      "asked | gateway-eu | asked over ext_mcp, as r-1",
      "agent | agent:refunds | proven by jwt-svid (issuer acme), of team-payments, acting for agent:planner, then user:alice",
      "intent | user:alice | int_1, proven, task tsk_1: refund order 123",
      "prompt |  | please refund order 123",
      "call | gmail/send_email | message.send on mailto:bob@example.com to bob@example.com (tool_output) 98.70 USD; bounded_write, internal, understood: complete",
      "facts |  | execution.encoded, secret.aws at /arguments/body",
      "session | s-1 | after 3 calls, which had: untrusted_input",
      "policy | default | revision 7, sha256:aa",
      "approval | user:bob | apr_1 (this_action), approved 2026-11-20T11:59:00.000Z",
      "decision | writ | warn: approved: a person has approved the call; obligations: notify (advisory)",
      "grant | vault | grt_1 until 2026-11-20T12:02:00.000Z, to be used once",
    ]);
  });

  it("leaves out what there was not", () => {
    const { agent, action } = INPUT;
    const bare = { agent: { id: agent.id, verified: false, method: "none", delegation: [] }, action };
    const what = trailOf(stored(bare as unknown as JsonObject), []).entries.map((entry) => entry.what);
    expect(what).toEqual(["asked", "agent", "intent", "call", "policy", "decision", "grant"]);
  });

  it("puts what followed in the order of time, and what came before it too", () => {
    const asked = followUp("approval_requested", { approval: "apr_1", template: "this_action" }, -60_000);
    const reported = followUp("outcome", { status: "succeeded", duration_ms: 12 }, 20);
    const redeemed = followUp("grant_redeemed", { grant: "grt_1", secret_ref: "kv/mail" }, 10, "broker");
    const { entries } = trailOf(stored(), [asked, reported, redeemed]);
    expect(entries.at(0)).toMatchObject({ what: "approval_requested", at: "2026-11-20T11:59:00.000Z" });
    expect(entries.slice(-2).map(({ what }) => what)).toEqual(["grant_redeemed", "outcome"]);
  });

  it("knows the approval that the decision rests on", () => {
    expect(approvalOf(stored())).toBe("apr_1");
    expect(approvalOf(stored({}))).toBeUndefined();
  });
});

const SAID: Readonly<Record<FollowUpKind, { readonly body: JsonObject; readonly text: string }>> = {
  outcome: {
    body: { status: "failed", duration_ms: 40, detail: { result_excerpt: "no such order" } },
    text: "failed in 40 ms “no such order”",
  },
  approval_requested: {
    body: { approval: "apr_1", template: "this_action", shown: { sentence: "refunds wants to send mail" } },
    text: "apr_1 (this_action): refunds wants to send mail",
  },
  approval_answered: {
    body: { approval: "apr_1", verdict: "approve", via: "page", address: "192.0.2.1", comment: "agreed by phone" },
    text: "approve apr_1 by page from 192.0.2.1 “agreed by phone”",
  },
  approval_used: { body: { approval: "apr_1", decision: "dec_2", use: 2 }, text: "apr_1 for dec_2 as use 2" },
  approval_withdrawn: { body: { approval: "apr_1", reason: "wrong order" }, text: "apr_1 “wrong order”" },
  approval_expired: { body: { approval: "apr_1" }, text: "apr_1" },
  grant_exchanged: { body: { grant: "grt_1", audience: "vault" }, text: "grt_1 for vault" },
  grant_redeemed: { body: { grant: "grt_1", secret_ref: "kv/mail" }, text: "grt_1 for the secret kv/mail" },
  grant_revoked: { body: { grant: "grt_1", reason: "task_completed" }, text: "grt_1 because of task_completed" },
  session_suspended: { body: { reason: "denials_in_a_row" }, text: "“denials_in_a_row”" },
  session_resumed: { body: { reason: "looked into" }, text: "“looked into”" },
  subject_erased: { body: { records: 4, reason: "asked for by mail" }, text: "in 4 places “asked for by mail”" },
};

describe("what followed a decision", () => {
  it.each(FOLLOW_UP_KINDS)("says of %s what its row holds", (kind) => {
    expect(followedEntry(followUp(kind, SAID[kind].body)).text).toBe(SAID[kind].text);
  });

  it.each(FOLLOW_UP_KINDS)("says nothing of %s that is not there", (kind) => {
    expect(followedEntry(followUp(kind, {})).text).not.toContain("undefined");
  });
});
