import { expect, test } from "vitest";
import type { Decision, Reason } from "../../../src/domain/decision.ts";
import { ERROR_CODES, WritError } from "../../../src/domain/errors.ts";
import { encodeAnswer, encodeFailed } from "../../../src/transports/forward-auth/encode.ts";
import { ANSWER_HEADERS } from "../../../src/transports/forwarded/answer.ts";
import { asked, FORWARD } from "./asked.ts";

const reason = (code: string): Reason => ({ code, message: `because of ${code}`, rule: "policy.test", controls: [] });

const DECISIONS: readonly {
  readonly decision: Partial<Decision>;
  readonly status: number;
  readonly challenge?: string;
}[] = [
  { decision: { effect: "allow" }, status: 200 },
  { decision: { effect: "warn", reasons: [reason("unusual")] }, status: 200 },
  { decision: { effect: "block", reasons: [reason("forbidden")] }, status: 403 },
  { decision: { effect: "block", reasons: [reason("agent_missing")] }, status: 401, challenge: "Bearer" },
  {
    decision: { effect: "block", reasons: [reason("agent_token_expired")] },
    status: 401,
    challenge: 'Bearer error="invalid_token"',
  },
  { decision: { effect: "block", reasons: [] }, status: 403 },
  { decision: { effect: "permit" as "allow" }, status: 403 },
];

test.each(DECISIONS)(
  "$decision.effect is $status, with every field of an answer",
  async ({ decision, status, challenge }) => {
    const { answer } = await asked({ route: "/authz/forward", fields: FORWARD, decision });
    expect(answer.status).toBe(status);
    expect(Object.keys(answer.headers)).toEqual(expect.arrayContaining([...ANSWER_HEADERS]));
    expect(answer.headers["x-writ-effect"]).toBe(decision.effect);
    expect(answer.headers["www-authenticate"]).toBe(challenge);
    if (status === 200) expect(answer.body).toBe("");
    else expect(JSON.parse(answer.body)).toMatchObject({ decision_id: "dec_1", status });
  },
);

test("what goes on carries decision, reasons, obligations, approval and grant", async () => {
  const decision: Partial<Decision> = {
    effect: "warn",
    reasons: [reason("a"), reason("b")],
    obligations: [{ type: "notify", fulfillment: "advisory", channel: "späti" }],
    approval: {
      id: "apr_1",
      url: "https://writ.example/a",
      expires_at: "2026-11-20T15:04:05.123Z",
      template: "this_action",
    },
    grant: {
      id: "grt_1",
      token: "e30.e30.e30",
      audience: "vault",
      expires_at: "2026-11-20T15:04:05.123Z",
      single_use: true,
    },
  };
  const { answer } = await asked({ route: "/authz/forward", fields: FORWARD, decision });
  expect(answer.headers).toEqual({
    "x-writ-decision-id": "dec_1",
    "x-writ-effect": "warn",
    "x-writ-reasons": "a,b",
    "x-writ-obligations": String.raw`[{"type":"notify","fulfillment":"advisory","channel":"sp\u00e4ti"}]`,
    "x-writ-approval": "https://writ.example/a",
    "x-writ-grant": "e30.e30.e30",
  });
});

test("a block carries no grant of a call before it: the client gets that answer", () => {
  const before = { effect: "allow", decision_id: "dec_1", grant: { token: "e30.e30.e30" } } as Decision;
  const last = { effect: "block", decision_id: "dec_2", reasons: [reason("forbidden")] } as unknown as Decision;
  const decisions = [before, last].map((decision) => ({ ...decision, obligations: [] }));
  expect(encodeAnswer({ goes_on: false, decision: last, decisions }).headers).toMatchObject({
    "x-writ-decision-id": "dec_1,dec_2",
    "x-writ-grant": "",
  });
});

test.each(ERROR_CODES)("the error %s is no yes, and no challenge to the agent", (code) => {
  const { status, headers, body } = encodeFailed(new WritError(code, "why"));
  expect(status).toBeGreaterThanOrEqual(400);
  // nginx would hand 401 on: the agent is not who lacks a credential.
  expect(status).not.toBe(401);
  expect(headers).toMatchObject({ "x-writ-effect": "", "x-writ-reasons": code, "x-writ-decision-id": "" });
  expect(JSON.parse(body)).toMatchObject({ status, code, detail: "why" });
});
