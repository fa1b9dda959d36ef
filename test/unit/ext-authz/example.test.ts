import { hash } from "node:crypto";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { loadConfig } from "../../../src/config/load.ts";

// Both sides of the example fit together; that they work, test/integration/gateways/envoy*.test.ts shows.

const file = (name: string) => readFileSync(resolve("examples", "gateways", "envoy", name), "utf8");

test("the example's Envoy is a caller of the example's Writ", () => {
  const { callers, upstreams } = loadConfig({ env: {}, file: { path: "writ.yaml", text: file("writ.yaml") } });
  const [, secret = ""] = /value: Bearer (\S+) }/.exec(file("envoy.yaml")) ?? [];
  expect(callers).toMatchObject([
    { id: "gateway", roles: ["decide"], token_digests: [hash("sha256", secret)], forwards_certificates: true },
  ]);
  const [, server] = /writ_server: (\w+)/.exec(file("envoy.yaml")) ?? [];
  expect(upstreams).toMatchObject([{ server, path: "/mcp", protocol: "mcp" }]);
});

test("nothing in the example lets a request through without a yes", () => {
  const text = file("envoy.yaml");
  expect(parse(text)).toHaveProperty("static_resources");
  expect(text).toContain("failure_mode_allow: false");
  expect(text).toContain("pack_as_bytes: true");
  expect(text).not.toContain("filter_enabled");
});
