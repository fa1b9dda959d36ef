import { expect, test } from "vitest";
import type { CallLimits } from "../../../../src/domain/call-limits.ts";
import { NO_CALL_LIMITS } from "../../../../src/domain/call-limits.ts";
import { CallerLimits } from "../../../../src/pipeline/limits/caller-limits.ts";
import { admissionOf, causeOf, FakeClock } from "./support.ts";

function limitsOf(tenant: Partial<CallLimits>) {
  const clock = new FakeClock();
  return { clock, limits: new CallerLimits({ ...NO_CALL_LIMITS, ...tenant }, clock.now) };
}

/** What became of so many decisions in a row, each ended at once. */
function decide(limits: CallerLimits, admission: ReturnType<typeof admissionOf>, times: number) {
  return Array.from({ length: times }, () => causeOf(() => limits.enter(admission)()));
}

const { rate_per_s, burst } = { rate_per_s: 10, burst: 3 };

test("a burst goes through, then as many as come back", () => {
  const { clock, limits } = limitsOf({ rate_per_s, burst });
  const caller = admissionOf("a");
  expect(decide(limits, caller, 4)).toEqual(["", "", "", "tenant_rate"]);
  clock.pass(200);
  expect(decide(limits, caller, 3)).toEqual(["", "", "tenant_rate"]);
  clock.pass(60_000);
  expect(decide(limits, caller, 4)).toEqual(["", "", "", "tenant_rate"]);
});

test("whoever is refused is told when the next one is there", () => {
  const { limits } = limitsOf({ rate_per_s: 10, burst: 1 });
  decide(limits, admissionOf("a"), 1);
  expect(() => limits.enter(admissionOf("a"))).toThrow(expect.objectContaining({ retryAfterMs: 100 }));
});

test("without a burst, what a second brings may come at once", () => {
  const { limits } = limitsOf({ rate_per_s: 2 });
  expect(decide(limits, admissionOf("a"), 3)).toEqual(["", "", "tenant_rate"]);
});

test("each caller has its own, and none takes more than the tenant has", () => {
  const { limits } = limitsOf({ rate_per_s: 1, burst: 3 });
  const [a, b] = [admissionOf("a", { rate_per_s: 1, burst: 2 }), admissionOf("b", { rate_per_s: 1, burst: 2 })];
  expect(decide(limits, a, 3)).toEqual(["", "", "caller_rate"]);
  expect(decide(limits, b, 2)).toEqual(["", "tenant_rate"]);
});

test("what the tenant refuses costs its caller nothing", () => {
  const { clock, limits } = limitsOf({ rate_per_s: 10, burst: 1 });
  const caller = admissionOf("a", { rate_per_s: 1, burst: 2 });
  expect(decide(limits, caller, 5)).toEqual(["", ...Array.from({ length: 4 }, () => "tenant_rate")]);
  clock.pass(100);
  expect(decide(limits, caller, 1)).toEqual([""]);
});

test("other limits take the place of those before", () => {
  const { limits } = limitsOf({});
  expect(decide(limits, admissionOf("a", { rate_per_s: 1, burst: 1 }), 2)).toEqual(["", "caller_rate"]);
  expect(decide(limits, admissionOf("a", { rate_per_s: 1, burst: 2 }), 3)).toEqual(["", "", "caller_rate"]);
});

test("a file of callers that is read again gives back nothing of what was spent or is held", () => {
  const { limits } = limitsOf({});
  // As the reader of the file makes them: equal, and not the same.
  const read = () => admissionOf("a", { rate_per_s: 1, burst: 2, concurrency: 1 });
  limits.enter(read());
  expect(causeOf(() => limits.enter(read()))).toBe("caller_concurrency");
  const { limits: spent } = limitsOf({});
  expect(decide(spent, read(), 2)).toEqual(["", ""]);
  expect(decide(spent, read(), 1)).toEqual(["caller_rate"]);
});

test.each([
  ["caller_concurrency", {}, { concurrency: 2 }],
  ["tenant_concurrency", { concurrency: 2 }, {}],
] as const)("%s counts what is held, and ends with it", (cause, tenant, own) => {
  const { limits } = limitsOf(tenant);
  const caller = admissionOf("a", own);
  const [first] = [limits.enter(caller), limits.enter(caller)];
  expect(causeOf(() => limits.enter(caller))).toBe(cause);
  first();
  expect(causeOf(() => limits.enter(caller))).toBe("");
  expect(causeOf(() => limits.enter(caller))).toBe(cause);
});

test("requests of any kind have a rate of their own", () => {
  const { clock, limits } = limitsOf({ requests_per_s: 2 });
  const ask = () => causeOf(() => limits.request(admissionOf("a", { requests_per_s: 1 })));
  expect([ask(), ask()]).toEqual(["", "caller_requests"]);
  clock.pass(1_000);
  expect([ask(), causeOf(() => limits.request(admissionOf("b")))]).toEqual(["", ""]);
  expect(causeOf(() => limits.request(admissionOf("b")))).toBe("tenant_requests");
});

test("a clock that goes back gives nothing", () => {
  const { clock, limits } = limitsOf({ rate_per_s: 10, burst: 1 });
  clock.pass(5_000);
  decide(limits, admissionOf("a"), 1);
  clock.pass(-4_000);
  expect(decide(limits, admissionOf("a"), 1)).toEqual(["tenant_rate"]);
  clock.pass(4_000);
  expect(decide(limits, admissionOf("a"), 1)).toEqual(["tenant_rate"]);
});
