import { describe, expect, it, test } from "vitest";
import type { JsonValue } from "../../../src/domain/json.ts";
import { evaluate } from "../../../src/evaluate/evaluate.ts";
import type { Evaluation, Policy } from "../../../src/ports/policy.ts";

function policyThatSays(evaluation: Evaluation): Policy {
  return {
    ref: { bundle: "test", revision: "1", digest: "sha256:00", activated_at: "2026-11-20T00:00:00.000Z" },
    data: {},
    evaluate: () => evaluation,
  };
}

const judge = (document: JsonValue) => evaluate(policyThatSays({ ok: true, document }), "{}");

const ALL = ["/arguments", "/context", "/facts", "/findings"];
const REASON = { code: "c", message: "m", rule: "policy.x", controls: ["OWASP-ASI-02"] };

describe("a decision document that fits", () => {
  it("is taken whole", () => {
    const document = {
      effect: "allow",
      reasons: [REASON],
      obligations: [{ type: "redact", fulfillment: "required", paths: ["/arguments/body"] }],
      grant: { audience: "vault", scopes: ["payment.refund"], ttl_s: 60, single_use: true },
      session: { add_labels: ["read:confidential"], revoke: false },
    };
    expect(judge(document)).toEqual(document);
  });

  it("may leave out what is empty", () => {
    expect(judge({ effect: "block", reasons: [REASON] })).toEqual({
      effect: "block",
      reasons: [REASON],
      obligations: [],
      session: { add_labels: [], revoke: false },
    });
  });
});

const GRANT = { audience: "vault", scopes: [], ttl_s: 60, single_use: true };
const APPROVAL = { approvers: ["role:approver"], expires_in_s: 60, template: "this_action" };

const UNFIT: readonly [string, JsonValue][] = [
  ["true", true],
  ["null", null],
  ["a list", []],
  ["an empty object", {}],
  ["no effect", { reasons: [] }],
  ["an unknown effect", { effect: "permit", reasons: [] }],
  ["an effect in capitals", { effect: "ALLOW", reasons: [] }],
  ["no reasons", { effect: "allow" }],
  ["reasons that are an object", { effect: "allow", reasons: {} }],
  ["a reason without code", { effect: "allow", reasons: [{ message: "m" }] }],
  ["an unknown field", { effect: "allow", reasons: [], allow: true }],
  ["an obligation without fulfillment", { effect: "allow", reasons: [], obligations: [{ type: "redact" }] }],
  ["a grant beside a block", { effect: "block", reasons: [], grant: GRANT }],
  ["an approval beside an allow", { effect: "allow", reasons: [], approval: APPROVAL }],
  ["a grant that lives for no time", { effect: "allow", reasons: [], grant: { ...GRANT, ttl_s: 0 } }],
  ["a grant for nobody", { effect: "allow", reasons: [], grant: { ...GRANT, audience: "" } }],
  ["a revocation that is text", { effect: "allow", reasons: [], session: { revoke: "no" } }],
  ["labels that are numbers", { effect: "allow", reasons: [], session: { add_labels: [1] } }],
];

describe("a decision document that does not fit is a block", () => {
  it.each(UNFIT)("%s", (_, document) => {
    const verdict = judge(document);
    expect(verdict.effect).toBe("block");
    expect(verdict.reasons[0]?.code).toBe("policy_result_invalid");
    expect(verdict.grant).toBeUndefined();
  });
});

test.each<[string, JsonValue, readonly string[] | undefined]>([
  ["what it names", { redact: ["/context/note"], effect: "permit" }, ["/context/note"]],
  ["all, where what it names may not be hidden", { redact: ["/agent"], effect: "allow", reasons: [] }, ALL],
  ["all, where it cannot be read", { redact: "arguments", effect: "allow", reasons: [] }, ALL],
  ["nothing, where it hides nothing", { effect: "permit" }, undefined],
])("a document that does not fit keeps out of the record %s", (_, document, redact) => {
  const verdict = judge(document);
  expect(verdict.reasons[0]?.code).toBe("policy_result_invalid");
  expect(verdict.redact).toEqual(redact);
});

describe("an evaluation that came to nothing is a block with its own code", () => {
  it.each(["policy_undefined", "policy_failed", "policy_timeout", "policy_memory_exhausted"] as const)("%s", (code) => {
    const verdict = evaluate(policyThatSays({ ok: false, code, message: "m" }), "{}");
    expect(verdict).toMatchObject({ effect: "block", reasons: [{ code }] });
  });
});
