import { expect, test } from "vitest";
import { checksOf, decodeCheck } from "../../../src/transports/cerbos/decode.ts";

const PRINCIPAL = { id: "agent-1", roles: ["editor"], attr: { department: "sales" } };

function checkOf(changes: object = {}) {
  const resource = { kind: "document", id: "a/b c", attr: { owner: "agent-1" } };
  return { requestId: "r-1", principal: PRINCIPAL, resources: [{ actions: ["view"], resource }], ...changes };
}

const asked = (value: object) => checksOf(decodeCheck(value as never), 1_000);

test("an action on a resource is an action of its own name", () => {
  const [check, ...more] = asked(checkOf());
  expect(more).toEqual([]);
  expect(check).toMatchObject({
    entry: 0,
    action: "view",
    request: {
      request_id: "r-1",
      agent: { id: "agent-1" },
      session: "",
      timeout_ms: 1_000,
      action: {
        verb: "x-cerbos.view",
        resource: { type: "document", uri: "cerbos:document/a%2Fb%20c" },
        arguments: {
          action: "view",
          principal: { id: "agent-1", roles: ["editor"], attr: { department: "sales" } },
          resource: { kind: "document", id: "a/b c", attr: { owner: "agent-1" } },
        },
      },
    },
  });
});

test("a call of a tool is a tool call", () => {
  const resource = { kind: "tool", id: "github/get_issue", attr: { arguments: { owner: "acme" } } };
  const [call, other] = asked(checkOf({ resources: [{ actions: ["call", "describe"], resource }] }));
  expect(call?.request.call).toEqual({
    format: "mcp",
    server: "github",
    payload: { name: "get_issue", arguments: { owner: "acme" } },
  });
  expect(call?.request.action).toBeUndefined();
  expect(other?.request.action).toMatchObject({ verb: "x-cerbos.describe", resource: { type: "tool" } });
});

test("each action of each resource is asked in order", () => {
  const of = (id: string) => ({ actions: ["view", "edit"], resource: { kind: "document", id } });
  const checks = asked(checkOf({ resources: [of("1"), of("2")] }));
  expect(checks.map(({ entry, action }) => `${entry} ${action}`)).toEqual(["0 view", "0 edit", "1 view", "1 edit"]);
});

test("a token proves the agent, and what is for Writ is no attribute", () => {
  const attr = { writ_intent: "intent-token", writ_session: "s-1", department: "sales" };
  const [check] = asked(checkOf({ principal: { ...PRINCIPAL, attr }, auxData: { jwt: { token: "agent-token" } } }));
  expect(check?.request).toMatchObject({
    agent: { token: "agent-token" },
    intent: { token: "intent-token" },
    session: "s-1",
    action: { arguments: { principal: { attr: { department: "sales" } } } },
  });
  expect(JSON.stringify([check?.request.action, check?.request.context])).not.toContain("-token");
});

test.each([
  ["no object", [], "must be an object"],
  ["no principal", { principal: undefined }, "/principal: is missing"],
  ["no resources", { resources: [] }, "/resources: must name a resource"],
  ["no actions", { resources: [{ actions: [], resource: { kind: "a", id: "b" } }] }, "/resources/0/actions: must name"],
  [
    "an action twice",
    { resources: [{ actions: ["a", "a"], resource: { kind: "a", id: "b" } }] },
    "/resources/0/actions: must not name one twice",
  ],
  [
    "an action without a name",
    { resources: [{ actions: [""], resource: { kind: "a", id: "b" } }] },
    "/resources/0/actions/0",
  ],
  [
    "a resource without an id",
    { resources: [{ actions: ["a"], resource: { kind: "a" } }] },
    "/resources/0/resource/id",
  ],
  ["a field that nobody knows", { jwt: "x" }, "/jwt: is not a known field"],
  ["a session that is no text", { principal: { id: "a", attr: { writ_session: 1 } } }, "/principal/attr/writ_session"],
  [
    "too many resources",
    { resources: Array(51).fill({ actions: ["a"], resource: { kind: "a", id: "b" } }) },
    "/resources",
  ],
])("%s is refused by name", (_name, changes, problem) => {
  const value = Array.isArray(changes) ? changes : JSON.parse(JSON.stringify({ ...checkOf(), ...changes }));
  expect(() => asked(value)).toThrow(problem);
});
