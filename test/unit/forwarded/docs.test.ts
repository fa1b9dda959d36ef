import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { MCP_METHODS } from "../../../src/canonicalize/formats/mcp-methods.ts";
import { readUpstreams } from "../../../src/config/upstreams.ts";
import type { JsonObject } from "../../../src/domain/json.ts";
import { saidOf } from "../../support/forwarded-requests.ts";

const page = readFileSync("docs/gateways/http-calls.md", "utf8");
const catalogue = readFileSync("docs/catalogue.md", "utf8");

/** The first block of YAML behind a heading. */
function yamlBehind(text: string, heading: string): JsonObject {
  const [, block] = /```yaml\n(.*?)```/s.exec(text.slice(text.indexOf(heading))) ?? [];
  return parse(block ?? "") as JsonObject;
}

test("the page's configuration is one, and does what the page says", () => {
  const upstreams = readUpstreams(yamlBehind(page, "# How")["upstreams"] ?? null);
  const data = {
    filesystem: { server: "filesystem", tools: {} },
    github: { server: "github", routes: { "GET /user": { verb: "contact.read" } } },
  };
  const list = { jsonrpc: "2.0", id: 1, method: "tools/list" };
  expect(saidOf({ target: "/fs", body: list }, upstreams, data)).toEqual(["protocol.list complete"]);
  const user = { method: "GET", host: "api.github.com", target: "/user", seen: "absent" as const };
  expect(saidOf(user, upstreams, data)).toEqual(["contact.read complete"]);
});

test("the page names every method", () => {
  const listed = [...MCP_METHODS.keys()].filter((name) => !name.startsWith("notifications/"));
  expect(listed.filter((name) => !page.includes(`\`${name}\``))).toEqual([]);
});

test("the catalogue's example is one", () => {
  const orders = yamlBehind(catalogue, "## Servers without tools");
  const upstreams = [{ server: "orders", host: "", path: "", protocol: "auto" as const }];
  const said = (row: object) => saidOf(row, upstreams, { orders });
  expect(said({ method: "GET", target: "/files/a/b", seen: "absent" })).toEqual(["file.read complete"]);
  expect(said({ target: "/rpc", body: { jsonrpc: "2.0", id: 1, method: "cancel_order", params: [7] } })).toEqual([
    "order.cancel complete",
  ]);
  const refund = "mutation { refund(order: 1, amount: 5) { ok } }";
  expect(said({ target: "/graphql", body: { query: refund } })).toEqual(["payment.refund complete"]);
  const grpc = { "content-type": "application/grpc" };
  expect(said({ target: "/acme.Orders/List", headers: grpc, seen: "absent" })).toEqual(["order.read complete"]);
});
