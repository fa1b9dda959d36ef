import { describe, expect, test } from "vitest";
import { loadConfig } from "../../../src/config/load.ts";

const ALL = { read_only: "committed", bounded_write: "committed", privileged: "committed" };

describe("durability", () => {
  test.each([
    ["one word", "spooled", { read_only: "spooled", bounded_write: "spooled", privileged: "spooled" }],
    ["a word by tier", '{"read_only":"spooled"}', { ...ALL, read_only: "spooled" }],
    ["nothing", "", ALL],
  ])("from a variable: %s", (_, text, expected) => {
    expect(loadConfig({ env: { WRIT_DURABILITY: text } }).durability).toEqual(expected);
  });

  test("from a file, by tier", () => {
    const text = "durability:\n  read_only: relaxed\n  bounded_write: spooled\n";
    const { durability } = loadConfig({ env: {}, file: { path: "f", text } });
    expect(durability).toEqual({ read_only: "relaxed", bounded_write: "spooled", privileged: "committed" });
  });

  test.each([
    ["an unknown word", "durability: maybe\n", "f:1:13: durability must be one of committed, spooled, relaxed"],
    ["an unknown word of a tier", "durability:\n  read_only: yes\n", "f:2:14: durability/read_only must be one of"],
    ["an unknown tier", "durability:\n  harmless: spooled\n", "f:2:13: durability/harmless"],
  ])("%s is refused with its place", (_, text, problem) => {
    expect(() => loadConfig({ env: {}, file: { path: "f", text } })).toThrow(problem);
  });
});

test("a credential for a collector goes over no open network", () => {
  const env = { WRIT_TELEMETRY_OTLP_HEADERS_FILE: "headers" };
  const problem = "telemetry.otlp_headers_file needs an https endpoint";
  expect(() => loadConfig({ env: { ...env, WRIT_TELEMETRY_OTLP_ENDPOINT: "http://collector:4318" } })).toThrow(problem);
  for (const endpoint of ["https://collector:4318", "http://127.0.0.1:4318"]) {
    const { otlp } = loadConfig({ env: { ...env, WRIT_TELEMETRY_OTLP_ENDPOINT: endpoint } });
    expect(otlp).toEqual({ endpoint, headersFile: "headers" });
  }
});
