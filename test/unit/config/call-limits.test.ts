import { expect, test } from "vitest";
import { readCallLimits } from "../../../src/config/call-limits.ts";
import { loadConfig } from "../../../src/config/load.ts";
import { NO_CALL_LIMITS } from "../../../src/domain/call-limits.ts";

test("what is not said is no limit", () => {
  expect(readCallLimits({}, "")).toEqual(NO_CALL_LIMITS);
  expect(loadConfig({ env: {} }).limits.calls).toEqual(NO_CALL_LIMITS);
});

test("a caller has its own beside its tenant's", () => {
  const limits = { rate_per_s: 5, burst: 10 };
  const caller = { roles: ["decide"], token_sha256: "0".repeat(64), limits };
  const env = { WRIT_CALLERS: JSON.stringify({ gateway: caller }), WRIT_LIMITS_CONCURRENCY: "7" };
  const config = loadConfig({ env });
  expect(config.callers[0]?.limits).toEqual({ ...NO_CALL_LIMITS, ...limits });
  expect(config.limits.calls).toEqual({ ...NO_CALL_LIMITS, concurrency: 7 });
});

test.each([
  ["limits.burst", { WRIT_LIMITS_BURST: "5" }],
  ["tenants/a/limits.burst", { WRIT_TENANTS: JSON.stringify({ a: { limits: { burst: 5 } } }) }],
])("a burst without a rate, which would be no limit, is refused: %s", (setting, env) => {
  expect(() => loadConfig({ env })).toThrow(`${setting} needs rate_per_s beside it`);
});

test.each([
  ["/limits/rate_per_s", { rate_per_s: -1 }],
  ["/limits/rate_per_s", { rate_per_s: 1_000_001 }],
  ["/limits/concurrency", { concurrency: "many" }],
  ["/limits/burst", { burst: 5 }],
  ["/limits/per_minute", { per_minute: 5 }],
])("%s is refused: %j", (pointer, limits) => {
  expect(() => readCallLimits(limits, "/limits")).toThrow(pointer);
});
