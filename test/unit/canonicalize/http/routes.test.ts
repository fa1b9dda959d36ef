import { describe, expect, test } from "vitest";
import { compileCatalogue } from "../../../../src/canonicalize/catalogue/compile.ts";
import type { JsonObject } from "../../../../src/domain/json.ts";
import { saidOf } from "../../../support/forwarded-requests.ts";

const API = { server: "api", host: "api.example.com", path: "", protocol: "http" } as const;
const DATA: JsonObject = {
  api: {
    server: "api",
    routes: {
      "GET /orders": { verb: "order.read" },
      "GET /orders/{id}": { verb: "order.read", resource: { type: "order", uri: "order:{/params/id}" } },
      "GET /orders/export": { verb: "record.export" },
      "POST /orders/{id}/cancel": { verb: "order.cancel" },
      "POST /orders/{id}": {
        verb: "order.update",
        cases: [
          {
            when: { "/body/action": "refund" },
            verb: "payment.refund",
            amount: { value: "/body/amount", currency: "USD" },
          },
        ],
      },
      "GET /files/{+path}": { verb: "file.read", resource: { type: "file", uri: "file:///data/{/params/path}" } },
      "DELETE /orders/{id}": { verb: "record.delete" },
    },
  },
};

const at = (target: string, method = "GET") => ({ host: "api.example.com", method, target, seen: "absent" as const });
const PLAIN = ["http.request complete"];
const DOUBTFUL = ["http.request partial"];

describe("which route a request takes", () => {
  test.each([
    ["the route", at("/orders"), ["order.read complete"]],
    ["with a query", at("/orders?page=2"), ["order.read complete"]],
    ["by a variable", at("/orders/17"), ["order.read complete"]],
    ["a literal before a variable", at("/orders/export"), ["record.export complete"]],
    ["letters that are encoded without need", at("/%6frders/%65xport"), ["record.export complete"]],
    ["a HEAD is a GET", at("/orders/17", "HEAD"), ["order.read complete"]],
    ["the rest of the path", at("/files/a/b.txt"), ["file.read complete"]],
    ["a DELETE without a body to be seen", at("/orders/1", "DELETE"), ["record.delete complete"]],
    ["a POST without a body to be seen", at("/orders/1/cancel", "POST"), ["order.cancel partial"]],
    ["another path", at("/invoices"), PLAIN],
    ["a method that the path does not have", at("/orders", "PATCH"), DOUBTFUL],
    ["other letters", at("/Orders/export"), DOUBTFUL],
    ["a slash at the end", at("/orders/export/"), DOUBTFUL],
    ["an empty segment", at("/orders//export"), DOUBTFUL],
    ["two slashes in front", at("//orders/export"), DOUBTFUL],
    ["a segment too little", at("/orders/"), DOUBTFUL],
    ["a way around", at("/x/../orders/export"), DOUBTFUL],
    ["an encoded way around", at("/x/%2e%2E/orders/export"), DOUBTFUL],
    ["a way around that is encoded twice", at("/x/%252e%252e/orders"), DOUBTFUL],
    ["a dot", at("/./orders"), DOUBTFUL],
    ["an encoded slash", at("/orders%2Fexport"), DOUBTFUL],
    ["an encoded slash in a variable", at("/orders/1%2Fcancel", "POST"), DOUBTFUL],
    ["a backslash", at("/orders\\export"), DOUBTFUL],
    ["an encoded backslash", at("/orders%5cexport"), DOUBTFUL],
    ["a path parameter", at("/orders;v=1/export"), DOUBTFUL],
    ["an encoded semicolon", at("/orders%3bv=1/export"), DOUBTFUL],
    ["a NUL", at("/orders/export%00.txt"), DOUBTFUL],
    ["a line end", at("/orders/export%0a"), DOUBTFUL],
    ["a space", at("/orders/ex port"), DOUBTFUL],
    ["letters that are not encoded", at("/orders/\u00e9"), DOUBTFUL],
    ["a broken escape", at("/orders/%zz"), DOUBTFUL],
    ["a fragment", at("/orders/1#/export"), DOUBTFUL],
    ["another host in the target", at("http://evil.example/orders"), ["call_header_mismatch"]],
    ["the host in the target", at("http://API.example.com/orders"), ["order.read complete"]],
    ["the server itself", at("*", "OPTIONS"), PLAIN],
    ["a tunnel", at("db.example.com:5432", "CONNECT"), ["net.connect complete"]],
    ["a method in small letters", at("/orders", "get"), DOUBTFUL],
    ["a method of the query string", at("/orders/1?_method=DELETE"), DOUBTFUL],
    ["a query that is parted by semicolons", at("/orders?a=1;_method=DELETE"), DOUBTFUL],
    ["another method in the head", { ...at("/orders/1"), headers: { "x-http-method-override": "DELETE" } }, DOUBTFUL],
    ["the same method in the head", { ...at("/orders/1"), headers: { "x-http-method-override": "GET" } }, ["order.read complete"]],
    ["another target in the head", { ...at("/orders/1"), headers: { "x-original-url": "/orders/export" } }, DOUBTFUL],
    ["the same target in the head", { ...at("/orders/1?a=b"), headers: { "x-original-url": "https://api.example.com/orders/1?a=b" } }, ["order.read complete"]],
  ] as const)("%s", (_, row, expected) => {
    expect(saidOf(row, [API], DATA)).toEqual(expected);
  }); // biome-ignore format: one row a request

  test.each([
    ["JSON", { body: { action: "refund", amount: "5" } }, ["payment.refund complete"]],
    ["a form", { headers: { "content-type": "application/x-www-form-urlencoded" }, body: "action=refund&amount=5" }, ["payment.refund complete"]],
    ["a form with a method", { headers: { "content-type": "application/x-www-form-urlencoded" }, body: "action=x&_method=DELETE" }, DOUBTFUL],
    ["an amount that is there twice", { headers: { "content-type": "application/x-www-form-urlencoded" }, body: "action=refund&amount=5&amount=900" }, ["payment.refund partial"]],
    ["a key twice", { body: `{"action":"x","action":"refund"}` }, ["order.update partial"]],
    ["JSON that says it is text", { headers: { "content-type": "text/plain" }, body: { action: "refund" } }, ["order.update partial"]],
    ["JSON without a type", { headers: { "content-type": "" }, body: { action: "refund" } }, ["order.update partial"]],
    ["compressed", { headers: { "content-encoding": "gzip" }, body: { action: "refund" } }, ["order.update partial"]],
    ["another charset", { headers: { "content-type": "application/json; charset=utf-7" }, body: { action: "refund" } }, ["order.update partial"]],
    ["several parts", { headers: { "content-type": "multipart/form-data; boundary=b" }, body: "--b--" }, ["order.update partial"]],
    ["none", { body: "" }, ["order.update complete"]],
  ] as const)("with %s in its body", (_, row, expected) => {
    expect(saidOf({ host: "api.example.com", target: "/orders/1", ...row }, [API], DATA)).toEqual(expected);
  }); // biome-ignore format: one row a request
});

test("routes begin below the path at which the server stands", () => {
  const below = { ...API, path: "/gw/api" };
  expect(saidOf(at("/gw/api/orders/export"), [below], DATA)).toEqual(["record.export complete"]);
  expect(saidOf(at("/gw/api"), [below], DATA)).toEqual(PLAIN);
  // Another upstream's path: not this server's at all.
  expect(saidOf(at("/gw/apix/orders/export"), [below], DATA)).toEqual(PLAIN);
});

describe("a catalogue that cannot be used", () => {
  const meaning = { verb: "order.read" };
  test.each([
    ["a route without a method", { routes: { "/orders": meaning } }, "/routes/~1orders"],
    ["a method in small letters", { routes: { "get /orders": meaning } }, "/routes/get ~1orders"],
    ["half a variable", { routes: { "GET /orders/{id}.json": meaning } }, "/routes"],
    ["a variable twice", { routes: { "GET /{a}/{a}": meaning } }, "/routes"],
    ["a path behind the rest", { routes: { "GET /{+a}/b": meaning } }, "/routes"],
    ["two routes of one shape", { routes: { "GET /{a}": meaning, "GET /{b}": meaning } }, "/routes/GET ~1{b}"],
    ["a verb that is none", { routes: { "GET /a": { verb: "read" } } }, "/routes/GET ~1a/verb"],
    ["a root field of no operation", { graphql: { endpoint: "/graphql", operations: { issue: meaning } } }, "/graphql/operations/issue"],
    ["an endpoint that is no path", { graphql: { endpoint: "graphql", operations: {} } }, "/graphql/endpoint"],
    ["methods without an endpoint", { rpc: { operations: { a: meaning } } }, "/rpc/endpoint"],
    ["a method of no service", { grpc: { Get: meaning } }, "/grpc/Get"],
    ["something else", { soap: {} }, "/soap"],
  ] as const)("%s", (_, section, pointer) => {
    expect(() => compileCatalogue({ api: { server: "api", ...(section as JsonObject) } })).toThrow(`/catalog/api${pointer}`);
  }); // biome-ignore format: one row a mistake
});
