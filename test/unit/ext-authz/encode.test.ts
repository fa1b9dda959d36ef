import { describe, expect, test } from "vitest";
import type { Decision } from "../../../src/domain/decision.ts";
import { ERROR_CODES, WritError } from "../../../src/domain/errors.ts";
import { encodeAnswer, encodeFailed } from "../../../src/transports/ext-authz/encode.ts";
import type { ForwardedAnswer } from "../../../src/transports/forwarded/decide.ts";
import { readResponse } from "./messages.ts";

const OVERWRITE = 2;

const decision = (changes: Partial<Decision> = {}): Decision => ({
  decision_id: "dec_1",
  request_id: "r-1",
  effect: "allow",
  reasons: [{ code: "allowed", message: "as the intent says", rule: "policy.intent", controls: [] }],
  obligations: [],
  action: {} as Decision["action"],
  policy: {} as Decision["policy"],
  recorded: "committed",
  ...changes,
});
const answerOf = (changes: Partial<Decision> = {}, rest: Partial<ForwardedAnswer> = {}): ForwardedAnswer => {
  const one = decision(changes);
  return { goes_on: one.effect !== "block", decision: one, decisions: [one], ...rest };
};
const reason = (code: string) => [{ code, message: "because", rule: "r", controls: [] }];
const BLOCK = { effect: "block", reasons: reason("not_in_intent") } as const;

/** The response as it is read from its bytes, with its fields as a record. */
function read(bytes: Uint8Array) {
  const { status, httpResponse, dynamicMetadata } = readResponse(bytes);
  const { headers = [] } = httpResponse.value ?? {};
  expect(headers.map(({ appendAction }) => appendAction)).toEqual(headers.map(() => OVERWRITE));
  const fields = Object.fromEntries(headers.map(({ header }) => [header?.key, header?.value]));
  return { status, kind: httpResponse.case, value: httpResponse.value, fields, dynamicMetadata };
}

describe("an answer", () => {
  test.each(["allow", "warn"] as const)(
    "%s goes on, with what it says, and with nothing that the client says of it",
    (effect) => {
      const { status, kind, value, fields, dynamicMetadata } = read(
        encodeAnswer(answerOf({ effect }), ["authorization"]),
      );
      expect({ code: status?.code, kind }).toEqual({ code: 0, kind: "okResponse" });
      expect(fields).toEqual({
        "x-writ-decision-id": "dec_1",
        "x-writ-effect": effect,
        "x-writ-reasons": "allowed",
      });
      expect(value).toHaveProperty("headersToRemove", [
        "x-writ-authorization",
        "x-writ-intent",
        "x-writ-agent",
        "x-writ-session",
        "x-writ-obligations",
        "x-writ-approval",
        "x-writ-grant",
        "authorization",
      ]);
      expect(dynamicMetadata).toEqual({ decision_id: "dec_1", effect, reasons: ["allowed"] });
    },
  );

  test("gives the upstream server the grant, and the gateway the obligations", () => {
    const obligations = [{ type: "redact", fulfillment: "required", paths: ["/content"] }] as const;
    const grant = { id: "grt_1", token: "eyJ.a.b", audience: "vault", expires_at: "", single_use: true };
    const { fields, value, dynamicMetadata } = read(encodeAnswer(answerOf({ obligations, grant }), []));
    expect(fields["x-writ-grant"]).toBe("eyJ.a.b");
    expect(JSON.parse(fields["x-writ-obligations"] ?? "")).toEqual(obligations);
    expect(value).toHaveProperty("headersToRemove", expect.not.arrayContaining(["x-writ-grant"]));
    expect(dynamicMetadata).toHaveProperty("obligations", obligations);
    expect(JSON.stringify(dynamicMetadata)).not.toContain("eyJ");
  });

  test("that blocks a JSON-RPC call is its error", () => {
    const approval = {
      id: "apr_1",
      url: "https://writ.example/a",
      expires_at: "2026-11-21T00:00:00.000Z",
      template: "t",
    };
    const { status, kind, value, fields, dynamicMetadata } = read(
      encodeAnswer(answerOf({ ...BLOCK, approval }, { rpc_id: 7 }), []),
    );
    expect({ code: status?.code, kind, message: status?.message }).toEqual({
      code: 7,
      kind: "deniedResponse",
      message: "not_in_intent",
    });
    expect(value).toMatchObject({ status: { code: 403 } });
    expect(fields).toMatchObject({ "content-type": "application/json", "x-writ-approval": approval.url });
    expect(JSON.parse((value as { body: string }).body)).toMatchObject({ id: 7, error: { code: -32001 } });
    expect(dynamicMetadata).toMatchObject({ effect: "block", approval: { id: "apr_1" } });
  });

  test.each([
    ["agent_missing", 16, 401, "Bearer"],
    ["agent_unverified", 16, 401, "Bearer"],
    ["agent_token_expired", 16, 401, 'Bearer error="invalid_token"'],
    ["agent_proof_missing", 16, 401, 'DPoP error="invalid_dpop_proof"'],
    ["agent_key_unavailable", 7, 403, undefined],
    ["agent_suspended", 7, 403, undefined],
    ["record_unavailable", 7, 403, undefined],
  ])("that blocks for %s has code %i and status %i", (code, grpc, http, challenge) => {
    const { status, value, fields } = read(encodeAnswer(answerOf({ effect: "block", reasons: reason(code) }), []));
    expect(status?.code).toBe(grpc);
    expect(value).toMatchObject({ status: { code: http } });
    expect(JSON.parse((value as { body: string }).body)).toMatchObject({ status: http });
    expect(fields["www-authenticate"]).toBe(challenge);
  });
});

test.each(ERROR_CODES)("a failure with %s is a no that no setting of a gateway turns into a yes", (code) => {
  const error = new WritError(code, "words", { retryAfterMs: 1_200 });
  const { status, kind, value, fields, dynamicMetadata } = read(encodeFailed(error));
  expect(status?.code).toBeGreaterThan(0);
  expect(kind).toBe("deniedResponse");
  const { status: http, body } = value as { readonly status: { readonly code: number }; readonly body: string };
  expect(http.code).toBeGreaterThanOrEqual(400);
  // The client's credentials are not what is wrong.
  expect(http.code).not.toBe(401);
  expect(JSON.parse(body)).toMatchObject({ code, status: http.code });
  expect(fields).toEqual({ "content-type": "application/problem+json", "retry-after": "2" });
  expect(dynamicMetadata).toEqual({ error: code });
});
