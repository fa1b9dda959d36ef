import type { Decision } from "../domain/decision.ts";
import { WritError } from "../domain/errors.ts";
import type { Admission, DecisionRequest } from "../domain/request.ts";
import { parseTraceparent } from "../domain/trace-context.ts";
import type { TracedStep, Tracing } from "../ports/tracing.ts";
import type { DecideDeps } from "./deps.ts";

/** Under what the call was made: what came with it, else what its context says; "" for neither. */
function traceparentOf(request: DecisionRequest, admission: Admission): string {
  if (admission.traceparent !== undefined) return admission.traceparent;
  const stated = Object.hasOwn(request.context, "traceparent") ? request.context["traceparent"] : undefined;
  return typeof stated === "string" && parseTraceparent(stated) !== undefined ? stated : "";
}

/** The request with the trace that came beside it in its context, so that the record has it, and what is made of the record. */
export function withTrace(request: DecisionRequest, admission: Admission): DecisionRequest {
  const { traceparent } = admission;
  if (traceparent === undefined || Object.hasOwn(request.context, "traceparent")) return request;
  return { ...request, context: { ...request.context, traceparent } };
}

/** Decides, and tells of it with the time of each step. */
export async function traced<D extends Pick<DecideDeps, "telemetry">>(
  tracing: Tracing,
  deps: D,
  request: DecisionRequest,
  admission: Admission,
  decide: (deps: D) => Promise<Decision>,
): Promise<Decision> {
  const steps: TracedStep[] = [];
  const started_ms = now();
  const telemetry: D["telemetry"] = {
    ...deps.telemetry,
    stepTook: (step, milliseconds) => {
      const ended_ms = now();
      steps.push({ step, started_ms: ended_ms - milliseconds, ended_ms });
      deps.telemetry.stepTook(step, milliseconds);
    },
  };
  const tell = (outcome: Decision | WritError["code"]) => {
    const traceparent = traceparentOf(request, admission);
    tracing.decided({ request, admission, traceparent, started_ms, ended_ms: now(), steps, outcome });
  };
  try {
    const decision = await decide({ ...deps, telemetry });
    tell(decision);
    return decision;
  } catch (error) {
    tell(error instanceof WritError ? error.code : "internal");
    throw error;
  }
}

/** Milliseconds since 1970 with a fraction, by a clock that does not jump. */
function now(): number {
  return performance.timeOrigin + performance.now();
}
