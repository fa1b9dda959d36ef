import { type CallLimits, LIMIT_CAUSES, type LimitCause } from "../../domain/call-limits.ts";
import type { Peer } from "../../domain/caller.ts";
import { WritError } from "../../domain/errors.ts";
import type { Admission } from "../../domain/request.ts";
import type { GateTelemetry } from "../../ports/gate-telemetry.ts";
import type { Telemetry } from "../../ports/telemetry.ts";
import { CallerLimits } from "./caller-limits.ts";
import { Gate, type GateOptions } from "./gate.ts";
import { SlowPolicy } from "./slow-policy.ts";
import { UnknownCallers } from "./unknown-callers.ts";

/** Whoever has asked in this time wants the worker as well. */
const CONTENDED_MS = 10_000;

export interface TenantLimits {
  readonly calls: CallLimits;
  /** Milliseconds a second that its slow evaluations may take of a worker that others ask too; 0 is no limit. */
  readonly slowPolicyMsPerS: number;
}

export interface EntriesOptions extends Omit<GateOptions, "tenants"> {
  /** Of every tenant. */
  readonly limits: ReadonlyMap<string, TenantLimits>;
}

interface TenantEntry {
  readonly calls: CallerLimits;
  readonly slow: SlowPolicy;
}

/** What every call of every tenant passes before anything is done for it: who may ask how much, and when there is room. */
export class Entries {
  readonly #gate: Gate;
  readonly #unknown: UnknownCallers;
  readonly #tenants: ReadonlyMap<string, TenantEntry>;
  readonly #telemetry: GateTelemetry;

  constructor({ limits, ...options }: EntriesOptions) {
    const { now, telemetry } = options;
    const gate = new Gate({ ...options, tenants: limits.size });
    this.#gate = gate;
    this.#telemetry = telemetry;
    this.#unknown = new UnknownCallers(now);
    this.#tenants = new Map(
      [...limits].map(([tenant, { calls, slowPolicyMsPerS: slowMsPerS }]) => [
        tenant,
        {
          calls: new CallerLimits(calls, now),
          slow: new SlowPolicy({ slowMsPerS, now, contended: () => gate.contended(tenant, CONTENDED_MS) }),
        },
      ]),
    );
  }

  /** Whoever asks, once for each request of whatever kind. Rejects with what `admit` does, and with `resource_exhausted`. */
  async admit(peer: Peer, admit: () => Promise<Admission>): Promise<Admission> {
    const admission = await this.#counted("", () => this.#unknown.admit(peer, admit));
    await this.#counted(admission.tenant, async () => this.#of(admission).calls.request(admission));
    return admission;
  }

  /** Rejects with what `run` would now, before anything of the call is read. */
  expect({ tenant }: Admission): Promise<void> {
    return this.#counted(tenant, async () => {
      this.#of({ tenant }).slow.check();
      this.#gate.expect(tenant);
    });
  }

  /** One decision, when its turn has come. Rejects with `resource_exhausted`. */
  run<T>(admission: Admission, timeoutMs: number, work: () => Promise<T>): Promise<T> {
    const { tenant } = admission;
    return this.#counted(tenant, async () => {
      const { calls, slow } = this.#of(admission);
      slow.check();
      const leave = calls.enter(admission);
      try {
        return await this.#gate.run(tenant, timeoutMs, async () => {
          // Whatever came before it may have spent the share since.
          slow.check();
          return work();
        });
      } finally {
        leave();
      }
    });
  }

  /** The same telemetry, which also tells of the tenant's slow work. */
  watching<T extends Telemetry>(tenant: string, telemetry: T): T {
    const { slow } = this.#of({ tenant });
    return {
      ...telemetry,
      stepTook: (step, milliseconds) => {
        if (step === "evaluate" || step === "canonicalize") slow.took(milliseconds);
        telemetry.stepTook(step, milliseconds);
      },
    };
  }

  #of({ tenant }: Pick<Admission, "tenant">): TenantEntry {
    const entry = this.#tenants.get(tenant);
    if (entry === undefined) throw new WritError("internal", "an admission names a tenant that is not there");
    return entry;
  }

  async #counted<T>(tenant: string, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      const cause = causeOf(error);
      if (cause !== undefined) this.#telemetry.limited(cause, tenant);
      throw error;
    }
  }
}

function causeOf(error: unknown): LimitCause | undefined {
  if (!(error instanceof WritError) || error.code !== "resource_exhausted") return undefined;
  return LIMIT_CAUSES.find((cause) => cause === error.reason?.code);
}
