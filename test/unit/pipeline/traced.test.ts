import { describe, expect, test } from "vitest";
import { WritError } from "../../../src/domain/errors.ts";
import { parseTraceparent } from "../../../src/domain/trace-context.ts";
import { traced } from "../../../src/pipeline/traced.ts";
import type { TracedDecision } from "../../../src/ports/tracing.ts";
import { decideDepsOf } from "../../support/pipeline.ts";

const TRACE = "0af7651916cd43dd8448eb211c80319c";
const SPAN = "b7ad6b7169203331";

// W3C Trace Context, sections 3.2.2 and 4.3.
describe("a traceparent", () => {
  test.each([
    ["of this version", `00-${TRACE}-${SPAN}-01`, 1],
    ["that is not sampled", `00-${TRACE}-${SPAN}-00`, 0],
    ["of a later version, with more behind it", `cc-${TRACE}-${SPAN}-03-more`, 3],
  ])("%s is read", (_, text, flags) => {
    expect(parseTraceparent(text)).toEqual({ traceId: TRACE, spanId: SPAN, flags });
  });

  test.each([
    ["nothing", ""],
    ["the version that is none", `ff-${TRACE}-${SPAN}-01`],
    ["a trace of zeros", `00-${"0".repeat(32)}-${SPAN}-01`],
    ["a span of zeros", `00-${TRACE}-${"0".repeat(16)}-01`],
    ["capital letters", `00-${TRACE.toUpperCase()}-${SPAN}-01`],
    ["too short a trace", `00-${TRACE.slice(1)}-${SPAN}-01`],
    ["more behind this version", `00-${TRACE}-${SPAN}-01-more`],
    ["more without a dash", `cc-${TRACE}-${SPAN}-01more`],
    ["a line behind it", `00-${TRACE}-${SPAN}-01\nx`],
    ["too much", `cc-${TRACE}-${SPAN}-01-${"x".repeat(600)}`],
  ])("%s is ignored", (_, text) => {
    expect(parseTraceparent(text)).toBeUndefined();
  });
});

test("a request that got an error is told of with its code, and fails as before", async () => {
  const told: TracedDecision[] = [];
  const deps = decideDepsOf({ bundle: () => expect.unreachable() });
  const request = { context: { traceparent: "not one" } } as never;
  const failing = traced({ decided: (one) => told.push(one) }, deps, request, {} as never, async ({ telemetry }) => {
    telemetry.stepTook("identify", 5);
    throw new WritError("deadline_exceeded", "late");
  });
  await expect(failing).rejects.toMatchObject({ code: "deadline_exceeded" });
  expect(told).toMatchObject([{ outcome: "deadline_exceeded", traceparent: "", steps: [{ step: "identify" }] }]);
});
