import { expect, test } from "vitest";
import { loadConfig } from "../../../src/config/load.ts";
import { PROTOCOLS } from "../../../src/domain/protocols.ts";

const load = (text: string) => loadConfig({ env: {}, file: { path: "writ.yaml", text } });

test("upstreams and protocols are read from the file, with what they do not say", () => {
  const text = `upstreams:\n  - { server: github, host: "mcp.example:8443", path: /github, protocol: mcp }\n  - { server: shop }\nprotocols: { off: [cerbos] }`;
  const config = load(text);
  expect(config.upstreams).toEqual([
    { server: "github", host: "mcp.example:8443", path: "/github", protocol: "mcp" },
    { server: "shop", host: "", path: "", protocol: "auto" },
  ]);
  expect(config.protocols.off).toEqual(["cerbos"]);
  expect(load("").protocols.off).toEqual([]);
  expect(PROTOCOLS).toContain("cerbos");
});

test.each([
  ["upstreams: {}", "writ.yaml:1:12: upstreams must be a list"],
  ["upstreams: [{ host: a.example }]", "upstreams/0/server must be a string"],
  ["upstreams: [{ server: a, host: 'https://a.example' }]", "upstreams/0/host must be a host in lower case"],
  ["upstreams: [{ server: a, host: A.example }]", "upstreams/0/host must be a host in lower case"],
  ["upstreams: [{ server: a, path: a }]", "upstreams/0/path must begin with /"],
  ["upstreams: [{ server: a, path: /a/ }]", "upstreams/0/path must begin with / and not end with it"],
  ["upstreams: [{ server: a, protocol: soap }]", "upstreams/0/protocol must be one of auto, mcp, http"],
  ["upstreams: [{ server: a, port: 1 }]", "upstreams/0/port is not a known field"],
  ["protocols: { off: [http] }", "protocols/off/0 must be one of ext_authz"],
  ["protocols: { on: [] }", "protocols/on is not a known field"],
])("%s", (text, problem) => {
  expect(() => load(text)).toThrow(problem);
});
