import { expect, test } from "vitest";
import type { JsonObject } from "../../../src/domain/json.ts";
import type { IssuerTrust } from "../../../src/domain/trust.ts";
import { MAX_DELEGATION, readActors } from "../../../src/identify/delegation.ts";
import { trustOf } from "../../support/tokens.ts";
import { chain, deep, REFUSED_CHAINS, TXN } from "./delegation-table.ts";

function actorsOf(claims: JsonObject, trust: Partial<IssuerTrust> = {}) {
  return readActors({ sub: "a", ...claims }, trustOf({ delegation: true, ...trust }));
}

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

test.each(REFUSED_CHAINS)("%s is refused", (_, claims, trust, code) => {
  expect(actorsOf(claims, trust)).toMatchObject({ code });
});

test("is as deep as the limit, and no deeper", () => {
  expect(actorsOf({ sub: "x", act: deep(MAX_DELEGATION) })).toMatchObject({ id: "agent-0" });
});
