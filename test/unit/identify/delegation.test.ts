import { expect, test } from "vitest";
import type { JsonObject } from "../../../src/domain/json.ts";
import type { IssuerTrust } from "../../../src/domain/trust.ts";
import { MAX_DELEGATION, readActors } from "../../../src/identify/delegation.ts";
import { trustOf } from "../../support/tokens.ts";

const TXN = { profile: "txn-token", idClaim: "req_wl" } as const;

function actorsOf(claims: JsonObject, trust: Partial<IssuerTrust> = {}) {
  return readActors({ sub: "a", ...claims }, trustOf({ delegation: true, ...trust }));
}

/** `act` of the first, who acts, with those nested in it who acted before. */
function chain(...names: string[]): JsonObject {
  return names.reduceRight<JsonObject>((act, sub) => (Object.keys(act).length === 0 ? { sub } : { sub, act }), {});
}

const deep = (links: number) => chain(...Array.from({ length: links }, (_, at) => `agent-${at}`));

const CHAINS: readonly [string, JsonObject, Partial<IssuerTrust>, string, readonly string[]][] = [
  ["nobody", {}, {}, "a", []],
  ["a person", { sub: "alice", act: chain("refunds") }, {}, "refunds", ["alice"]],
  [
    "an agent that acts for a person",
    { sub: "alice", act: chain("refunds", "planner") },
    { idPrefix: "x:" },
    "x:refunds",
    ["x:planner", "x:alice"],
  ],
  ["whom it may act for", { sub: "alice", act: { sub: "b" }, may_act: { sub: "b" } }, {}, "b", ["alice"]],
  ["a workload by its issuer", { sub: "alice", act: { sub: "b", iss: "https://idp.example" } }, {}, "b", ["alice"]],
  ["those before in a transaction", { req_wl: "api,planner,refunds" }, TXN, "refunds", ["planner", "api", "a"]],
];

test.each(CHAINS)("for %s", (_, claims, trust, id, delegation) => {
  expect(actorsOf(claims, trust)).toEqual({ id, delegation });
});

const REFUSED: readonly [string, JsonObject, Partial<IssuerTrust>, string][] = [
  ["an issuer that may not say", { act: { sub: "b" } }, { delegation: false }, "agent_delegation_not_allowed"],
  ["an actor that is null", { act: null }, { delegation: false }, "agent_delegation_not_allowed"],
  ["one that may not act", { act: { sub: "b" }, may_act: { sub: "c" } }, {}, "agent_delegation_not_allowed"],
  [
    "one that acted before, and may",
    { act: chain("b", "c"), may_act: { sub: "c" } },
    {},
    "agent_delegation_not_allowed",
  ],
  ["a may_act that is text", { act: { sub: "b" }, may_act: "b" }, {}, "agent_delegation_not_allowed"],
  ["an actor that is text", { act: "b" }, {}, "agent_delegation_invalid"],
  ["an actor without a name", { act: {} }, {}, "agent_delegation_invalid"],
  ["an actor that is a list", { act: [{ sub: "b" }] }, {}, "agent_delegation_invalid"],
  ["another issuer's actor", { act: { sub: "b", iss: "https://evil.example" } }, {}, "agent_delegation_invalid"],
  ["a broken link behind", { act: { sub: "b", act: 7 } }, {}, "agent_delegation_invalid"],
  ["one that acts for itself", { act: { sub: "a" } }, {}, "agent_delegation_loop"],
  ["a loop", { sub: "x", act: chain("a", "b", "a") }, {}, "agent_delegation_loop"],
  ["a loop to the subject", { sub: "x", act: chain("a", "x") }, {}, "agent_delegation_loop"],
  ["a chain that is too deep", { sub: "x", act: deep(MAX_DELEGATION + 1) }, {}, "agent_delegation_too_deep"],
  ["a chain that is far too deep", { sub: "x", act: deep(40) }, {}, "agent_delegation_too_deep"],
  ["a long name in it", { sub: "x", act: { sub: "a".repeat(257) } }, {}, "agent_id_invalid"],
  ["req_wl with an empty name", { req_wl: "b,,c" }, TXN, "agent_delegation_invalid"],
  ["req_wl with spaces", { req_wl: "b, c" }, TXN, "agent_delegation_invalid"],
  ["req_wl with a loop", { req_wl: "b,c,b" }, TXN, "agent_delegation_loop"],
  ["req_wl with many", { req_wl: "b,c,d,e,f,g,h,i,j,k,l" }, TXN, "agent_delegation_too_deep"],
  ["req_wl beside act", { req_wl: "b", act: { sub: "c" } }, TXN, "agent_delegation_invalid"],
];

test.each(REFUSED)("%s is refused", (_, claims, trust, code) => {
  expect(actorsOf(claims, trust)).toMatchObject({ code });
});

test("is as deep as the limit, and no deeper", () => {
  expect(actorsOf({ sub: "x", act: deep(MAX_DELEGATION) })).toMatchObject({ id: "agent-0" });
});
