import { describe, expect, test } from "vitest";
import type { JsonObject, JsonValue } from "../../../../src/domain/json.ts";
import { actionOf, forwardedCalls, saidOf } from "../../../support/forwarded-requests.ts";

const API = { server: "api", host: "api.example.com", path: "", protocol: "auto" } as const;
const DATA: JsonObject = {
  api: {
    server: "api",
    routes: { "POST /transfer": { verb: "payment.transfer" } },
    graphql: {
      endpoint: "/graphql",
      operations: {
        "query.order": { verb: "order.read", resource: { type: "order", uri: "order:{/id}" } },
        "query.customer": { verb: "contact.read", sensitivity: "confidential" },
        "mutation.cancelOrder": { verb: "order.cancel", resource: { type: "order", uri: "order:{/input/id}" } },
        "mutation.refund": {
          verb: "payment.refund",
          resource: { type: "order", uri: "order:{/order}" },
          amount: { value: "/amount", currency: "USD" },
        },
        "mutation.invite": { verb: "message.send", destinations: [{ kind: "email", from: "/to" }] },
        "subscription.orders": { verb: "order.read" },
      },
    },
  },
};

const post = (body: JsonValue, headers: Readonly<Record<string, string>> = {}) => ({
  host: "api.example.com",
  target: "/graphql",
  headers,
  body,
});
const asked = (query: string, more: JsonObject = {}) => post({ query, ...more });
const READ = ["order.read complete"];
const CANCEL = ["order.cancel complete"];
const UNREAD = ["http.request partial"];

describe("what a document does", () => {
  test.each([
    ["a query", asked("{ order(id: 1) { total } }"), READ],
    ["a query by its name", asked("query A { order(id: 1) { total } }", { operationName: "A" }), READ],
    ["a mutation", asked('mutation { cancelOrder(input: {id: "1"}) { ok } }'), CANCEL],
    ["a mutation under the name of a query", asked('mutation { order: cancelOrder(input: {id: "1"}) { ok } }'), CANCEL],
    ["a subscription", asked("subscription { orders { id } }"), READ],
    ["the one of two that is meant", asked('query A { order(id: 1) { total } } mutation B { cancelOrder(input: {id: "1"}) { ok } }', { operationName: "B" }), CANCEL],
    ["two, and none is meant", asked('query A { order(id: 1) { total } } mutation B { cancelOrder(input: {id: "1"}) { ok } }'), UNREAD],
    ["one that is not there", asked("query A { order(id: 1) { total } }", { operationName: "B" }), UNREAD],
    ["two of one name", asked("query A { order(id: 1) { total } } mutation A { x }", { operationName: "A" }), UNREAD],
    ["in a fragment", asked('mutation { ...F } fragment F on Mutation { cancelOrder(input: {id: "1"}) { ok } }'), CANCEL],
    ["in a fragment in line", asked('mutation { ... on Mutation { ... { cancelOrder(input: {id: "1"}) { ok } } } }'), CANCEL],
    ["what is left out is counted in", asked('mutation { cancelOrder(input: {id: "1"}) @skip(if: true) { ok } }'), CANCEL],
    ["a fragment that is not there", asked("mutation { ...F }"), UNREAD],
    ["a fragment in itself", asked("mutation { ...F } fragment F on Mutation { ...F }"), UNREAD],
    ["no field", asked("fragment F on Query { order(id: 1) { total } }"), UNREAD],
    ["no document", asked("{ order("), UNREAD],
    ["a document that is too long", asked(`{ ${"order(id: 1) { total } ".repeat(3_000)} }`), UNREAD],
    ["a document that is too deep", asked(`{ ${"... { ".repeat(20)} order(id: 1) { total } ${"}".repeat(20)} }`), UNREAD],
    ["a persisted query", post({ extensions: { persistedQuery: { version: 1, sha256Hash: "00" } } }), UNREAD],
    ["a persisted query by its id", post({ id: "cancelOrder" }), UNREAD],
    ["a field that nobody described", asked('mutation { dropTables(sure: true) { ok } }'), ["http.request complete"]],
    ["variables that are text", asked("query($i: ID) { order(id: $i) { total } }", { variables: '{"i":1}' }), UNREAD],
    ["a GET", { ...post(""), method: "GET", target: `/graphql?query=${encodeURIComponent("{ order(id: 1) { total } }")}`, seen: "absent" }, READ],
    ["a GET with variables", { ...post(""), method: "GET", target: `/graphql?query=${encodeURIComponent("query($i: ID) { order(id: $i) { total } }")}&variables=${encodeURIComponent('{"i":1}')}`, seen: "absent" }, READ],
    ["a GET with a body", { ...asked('mutation { cancelOrder(input: {id: "1"}) { ok } }'), method: "GET", target: "/graphql?query=%7Ba%7D" }, UNREAD],
    ["a POST with both", { ...asked("{ order(id: 1) { total } }"), target: "/graphql?query=mutation%7Ba%7D" }, UNREAD],
    ["a body that nobody sees", { ...post(""), seen: "absent" }, UNREAD],
    ["the document alone", post("{ order(id: 1) { total } }", { "content-type": "application/graphql" }), READ],
    ["a document that says it is text", post("{ order(id: 1) { total } }", { "content-type": "text/plain" }), UNREAD],
    ["a form", post("query=mutation{cancelOrder}", { "content-type": "application/x-www-form-urlencoded" }), UNREAD],
    ["an upload", post("--b--", { "content-type": "multipart/form-data; boundary=b" }), UNREAD],
    ["other letters in the path", { ...asked("{ order(id: 1) { total } }"), target: "/GraphQL" }, UNREAD],
    ["another path", { ...asked("{ order(id: 1) { total } }"), target: "/transfer" }, ["payment.transfer complete"]],
    ["what says that it is JSON-RPC", post({ query: "{ order(id: 1) { total } }", jsonrpc: "2.0", method: "ping" }), ["call_method_unknown"]],
  ] as const)("%s", (_, row, expected) => {
    expect(saidOf(row, [API], DATA)).toEqual(expected);
  }); // biome-ignore format: one row a document
});

function actionFor(query: string, more: JsonObject = {}) {
  const [first] = forwardedCalls(asked(query, more), [API]);
  return actionOf(first?.call ?? { format: "", server: "", payload: null }, DATA);
}

describe("the values of a field", () => {
  test.each([
    ["in the document", '{ order(id: "7") { total } }', {}],
    ["in variables", "query($i: ID!) { order(id: $i) { total } }", { variables: { i: "7" } }],
    ["by default", 'query($i: ID = "7") { order(id: $i) { total } }', {}],
    ["by default, and null", 'query($i: ID = "7") { order(id: $i) { total } }', { variables: null }],
  ])("%s", (_, query, more) => {
    expect(actionFor(query, more).action).toMatchObject({
      verb: "order.read",
      tool: { server: "api", name: "graphql:query.order", known: true },
      resource: { type: "order", uri: "order:7" },
    });
  });

  test("a variable is what the request says, whatever the document says", () => {
    const { action } = actionFor('query($i: ID = "7") { order(id: $i) { total } }', { variables: { i: "8" } });
    expect(action.resource?.uri).toBe("order:8");
  });

  test.each(["98.70", '"98.70"'])("an amount of %s is exact", (amount) => {
    const { action } = actionFor(`mutation { refund(order: 1, amount: ${amount}) { ok } }`);
    expect(action).toMatchObject({ verb: "payment.refund", amount: { value: "98.70", currency: "USD" } });
  });

  test("what stands deeper is looked into", () => {
    const { findings } = actionFor(`{ order(id: 1) { note(key: "ghp_${"a1B2".repeat(9)}") } }`);
    expect(findings.map(({ type }) => type)).toContain("secret.github_token");
  });

  test("the digest binds the document", () => {
    const digests = ["{ order(id: 1) { total } }", "{ order(id: 1) { total secrets } }"].map(
      (query) => actionFor(query).action.digest,
    );
    expect(new Set(digests).size).toBe(2);
  });
});

describe("several fields", () => {
  test("are parts, and the highest of them is the action", () => {
    const { action } = actionFor(
      'mutation { cancelOrder(input: {id: "1"}) { ok } invite(to: "bob@example.com") { ok } __typename }',
    );
    expect(action).toMatchObject({
      verb: "order.cancel",
      tier: "bounded_write",
      parse: "complete",
      parts: [
        { verb: "order.cancel", resource: { uri: "order:1" } },
        { verb: "message.send", destinations: [{ value: "bob@example.com" }] },
        { verb: "record.list" },
      ],
      destinations: [{ value: "bob@example.com" }],
    });
  });

  test("that only read are a reading, as sensitive as the most sensitive", () => {
    const { action } = actionFor("{ order(id: 1) { total } customer(id: 2) { name } }");
    expect(action).toMatchObject({
      verb: "order.read",
      tier: "read_only",
      traits: ["reads"],
      sensitivity: "confidential",
    });
  });

  test("one of which nobody described", () => {
    const { action } = actionFor("mutation { a: order b: drop(sure: true) { ok } }");
    expect(action.parts?.map(({ verb }) => verb)).toEqual(["http.request", "http.request"]);
  });

  test("with an amount are more than parts can say", () => {
    const { action } = actionFor(
      "mutation { a: refund(order: 1, amount: 1) { ok } b: refund(order: 2, amount: 1) { ok } }",
    );
    expect(action).toMatchObject({ parse: "partial", tier: "privileged" });
  });

  test("of a batch are counted together", () => {
    const batch = [
      { query: "{ order(id: 1) { total } }" },
      { query: 'mutation { cancelOrder(input: {id: "2"}) { ok } }' },
    ];
    const [first, ...more] = forwardedCalls(post(batch), [API]);
    expect(more).toEqual([]);
    const { action } = actionOf(first?.call ?? { format: "", server: "", payload: null }, DATA);
    expect(action.parts?.map(({ verb }) => verb)).toEqual(["order.read", "order.cancel"]);
    expect(action.verb).toBe("order.cancel");
  });
});
