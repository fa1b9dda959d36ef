import { expect, test } from "vitest";
import { loadConfig } from "../../../src/config/load.ts";

const load = (env: Readonly<Record<string, string>>, text = "") =>
  loadConfig({ env, file: { path: "writ.yaml", text } });

test.each([
  { env: {}, text: "", profiles: false },
  { env: { WRIT_DEBUG_PROFILES: "true" }, text: "", profiles: true },
  { env: { WRIT_DEBUG_PROFILES: "false" }, text: "debug: { profiles: true }", profiles: false },
  { env: {}, text: "debug: { profiles: true }", profiles: true },
])("a switch is set by variable as by file: $env, $text", ({ env, text, profiles }) => {
  expect(load(env, text).debug.profiles).toBe(profiles);
});

test.each(["yes", "1", "TRUE"])("a switch is not %s", (value) => {
  expect(() => load({ WRIT_DEBUG_PROFILES: value })).toThrow(
    "WRIT_DEBUG_PROFILES: debug.profiles must be true or false",
  );
});

test.each([
  ["WRIT_POLICY_FALLBACK_BUILTINS", { policy: { fallbackBuiltins: true } }],
  ["WRIT_TELEMETRY_METRICS", { metricsReaders: "loopback" }],
])("%s can be set", (name, expected) => {
  expect(load({ [name]: name === "WRIT_TELEMETRY_METRICS" ? "loopback" : "true" })).toMatchObject(expected);
});
