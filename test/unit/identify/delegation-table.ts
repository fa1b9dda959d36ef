import type { JsonObject } from "../../../src/domain/json.ts";
import type { IssuerTrust } from "../../../src/domain/trust.ts";
import { MAX_DELEGATION } from "../../../src/identify/delegation.ts";

export const TXN = { profile: "txn-token", idClaim: "req_wl" } as const;

/** `act` of the first, who acts, with those nested in it who acted before. */
export function chain(...names: string[]): JsonObject {
  return names.reduceRight<JsonObject>((act, sub) => (Object.keys(act).length === 0 ? { sub } : { sub, act }), {});
}

export const deep = (links: number) => chain(...Array.from({ length: links }, (_, at) => `agent-${at}`));

/** Claims, of an issuer that is trusted to say who acts for whom where nothing else is said, and why they are refused. */
export const REFUSED_CHAINS: readonly [string, JsonObject, Partial<IssuerTrust>, string][] = [
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
