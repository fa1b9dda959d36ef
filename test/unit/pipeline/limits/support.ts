import type { CallLimits } from "../../../../src/domain/call-limits.ts";
import { NO_CALL_LIMITS } from "../../../../src/domain/call-limits.ts";
import { CARRIES_TOKEN } from "../../../../src/domain/caller.ts";
import { WritError } from "../../../../src/domain/errors.ts";
import type { Admission } from "../../../../src/domain/request.ts";

export class FakeClock {
  #ms = 1_000_000;
  readonly now = (): number => this.#ms;

  pass(milliseconds: number): void {
    this.#ms += milliseconds;
  }
}

export function admissionOf(id: string, limits?: Partial<CallLimits>, tenant = "default"): Admission {
  return {
    tenant,
    caller: { id, protocol: "http", roles: ["decide"] },
    vouches: false,
    forwards_certificates: false,
    grants: "answer",
    audiences: [],
    obligations: [],
    carries: CARRIES_TOKEN,
    now_ms: 0,
    ...(limits === undefined ? {} : { limits: { ...NO_CALL_LIMITS, ...limits } }),
  };
}

/** The cause by which work was refused; "" for none. @throws what is no such refusal */
export function causeOf(work: () => unknown): string {
  try {
    work();
    return "";
  } catch (error) {
    return refusalCause(error);
  }
}

export function refusalCause(error: unknown): string {
  if (error instanceof WritError && error.code === "resource_exhausted" && error.retryAfterMs !== undefined) {
    return error.reason?.code ?? "";
  }
  throw error;
}
