import { describe, expect, test } from "vitest";
import type { Decision, Obligation } from "../../../src/domain/decision.ts";
import { encodeBriefly, encodeDecision, type Surroundings } from "../../../src/transports/authzen/encode.ts";
import { declaredObligations } from "../../../src/transports/authzen/obligations.ts";

const SURROUNDINGS: Surroundings = {
  evaluated_at: "2026-11-20T15:04:05.123Z",
  obligations: ["redact"],
  access_request_endpoint: "https://writ.example/access/v1/requests",
};
const ALLOW = { decision_id: "dec_1", effect: "allow", reasons: [], obligations: [] } as unknown as Decision;
const BLOCK: Decision = {
  ...ALLOW,
  effect: "block",
  reasons: [
    { code: "a", message: "first", rule: "r", controls: ["c"] },
    { code: "b", message: "second", rule: "r", controls: [] },
    { code: "a", message: "third", rule: "r", controls: [] },
  ],
};
const EVALUATED = { evaluation_id: "dec_1", evaluated_at: SURROUNDINGS.evaluated_at };
const REDACT: Obligation = { type: "redact", fulfillment: "required", paths: ["/a"] };
const APPROVAL = {
  id: "apr_1",
  url: "https://writ.example/approvals/apr_1",
  expires_at: "2026-11-20T15:19:05.123Z",
  template: "t",
};

describe("an answer", () => {
  test.each<[string, Decision, boolean, object]>([
    ["allow", ALLOW, true, {}],
    ["block", BLOCK, false, { effect: "block", reason: "a", reason_admin: { a: "first; third", b: "second" } }],
    [
      "warn",
      { ...BLOCK, effect: "warn" },
      true,
      { effect: "warn", reason: "a", reason_admin: { a: "first; third", b: "second" } },
    ],
    ["an effect that nobody knows", { ...ALLOW, effect: "permit" as "allow" }, false, { effect: "permit" }],
    [
      "an obligation",
      { ...ALLOW, obligations: [REDACT] },
      true,
      { obligations: [{ id: "obl-1", type: "redact", properties: { paths: ["/a"] } }] },
    ],
    [
      "an obligation that nobody has to fulfil",
      {
        ...ALLOW,
        obligations: [
          { ...REDACT, fulfillment: "advisory" },
          { type: "notify", fulfillment: "advisory" },
        ],
      },
      true,
      {
        advice: [
          { id: "adv-1", type: "redact", properties: { paths: ["/a"] } },
          { id: "adv-2", type: "notify", properties: {} },
        ],
      },
    ],
    [
      "a block that a person can lift",
      { ...BLOCK, reasons: [], approval: APPROVAL },
      false,
      {
        effect: "block",
        approval: APPROVAL,
        access_request: {
          endpoint: SURROUNDINGS.access_request_endpoint,
          template: "t",
          expires_at: APPROVAL.expires_at,
        },
      },
    ],
    [
      "a grant",
      { ...ALLOW, grant: { id: "grt_1", token: "x", audience: "vault", expires_at: "", single_use: true } },
      true,
      { grant: { id: "grt_1", token: "x", audience: "vault", expires_at: "", single_use: true } },
    ],
  ])("%s", (_, decision, goes, context) => {
    expect(encodeDecision(decision, SURROUNDINGS)).toEqual({ decision: goes, context: { ...EVALUATED, ...context } });
  });

  test.each<[string, Decision, object]>([
    ["allow", ALLOW, { decision: true }],
    ["block", BLOCK, { decision: false }],
    ["an effect that nobody knows", { ...ALLOW, effect: "permit" as "allow" }, { decision: false }],
    [
      "an approval",
      { ...BLOCK, approval: APPROVAL },
      { decision: false, context: expect.objectContaining({ approval: APPROVAL, reason: "a" }) },
    ],
    [
      "an obligation",
      { ...ALLOW, obligations: [REDACT] },
      { decision: true, context: expect.objectContaining({ ...EVALUATED }) },
    ],
  ])("in a batch, with nothing to act on, has no context: %s", (_, decision, expected) => {
    expect(encodeBriefly(decision, SURROUNDINGS)).toEqual(expected);
  });
});

describe("what an enforcement point says it fulfils", () => {
  test.each<[string, Parameters<typeof declaredObligations>[0], readonly string[] | undefined]>([
    ["nothing", {}, undefined],
    [
      "the extension and types",
      { supported_mandatory_extensions: ["x", "obligations"], supported_obligations: ["redact", "other"] },
      ["redact"],
    ],
    ["the extension", { supported_mandatory_extensions: ["obligations"] }, []],
    ["types alone", { supported_obligations: ["redact"] }, undefined],
    ["another extension", { supported_mandatory_extensions: ["x"], supported_obligations: ["redact"] }, undefined],
    ["the profile's list", { obligations_supported: ["redact", "other"] }, ["redact"]],
    [
      "both, of which the newer counts",
      { supported_mandatory_extensions: ["obligations"], obligations_supported: ["redact"] },
      [],
    ],
  ])("%s", (_, context, expected) => {
    expect(declaredObligations(context, ["redact", "sandbox"])).toEqual(expected);
  });

  test.each([
    [{ supported_mandatory_extensions: "obligations" }, "/context/supported_mandatory_extensions"],
    [{ obligations_supported: [1] }, "/context/obligations_supported/0"],
  ])("what is no list of texts is refused: %o", (context, field) => {
    expect(() => declaredObligations(context, ["redact"])).toThrow(field);
  });
});
