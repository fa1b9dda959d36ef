import { expect, test } from "vitest";
import { AUTHZEN_DEFAULTS } from "../../../src/domain/protocols.ts";
import { metadataOf } from "../../../src/transports/authzen/metadata.ts";

test.each([
  ["https://pdp.example", "", "https://pdp.example"],
  ["https://pdp.example", "acme", "https://pdp.example/acme"],
  ["https://pdp.example/writ", "", "https://pdp.example/writ"],
  ["https://pdp.example/writ", "writ", "https://pdp.example/writ"],
  ["https://pdp.example/writ", "writ/acme", "https://pdp.example/writ/acme"],
])("%s, asked at /.well-known/authzen-configuration/ and %j, is %s", (publicUrl, rest, point) => {
  expect(metadataOf({ publicUrl, tenant: "acme" }, AUTHZEN_DEFAULTS, rest)).toMatchObject({
    policy_decision_point: point,
    access_evaluation_endpoint: `${publicUrl}/access/v1/evaluation`,
    supported_obligations: AUTHZEN_DEFAULTS.obligations,
    obligations_supported: AUTHZEN_DEFAULTS.obligations,
  });
});

test.each([
  ["https://pdp.example", "other"],
  ["https://pdp.example/writ", "acme"],
  ["https://pdp.example", "acme/"],
])("%s is not at %s", (publicUrl, rest) => {
  expect(() => metadataOf({ publicUrl, tenant: "acme" }, AUTHZEN_DEFAULTS, rest)).toThrow("no decision point");
});
