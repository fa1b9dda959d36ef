import { type AdmitDeps, admit } from "../admit/admit.ts";
import type { Decision } from "../domain/decision.ts";
import { WritError } from "../domain/errors.ts";
import { describeFailure } from "../domain/failure.ts";
import { isJsonObject, type JsonValue } from "../domain/json.ts";
import type { StoredDecision } from "../domain/record.ts";
import type { Admission, DecisionRequest } from "../domain/request.ts";
import { discoveryDocument } from "../grant/discovery.ts";
import type { DecisionReader, OutcomeWriter, TaskWriter } from "../ports/record-store.ts";
import type { AgentCommands } from "./agent-commands.ts";
import type { BundleCommands } from "./bundle-commands.ts";
import { decide } from "./decide.ts";
import type { DecideDeps } from "./deps.ts";
import type { EventCommands } from "./event-commands.ts";
import { type GrantParts, grantCommands } from "./grant-commands.ts";
import type { IntentCommands } from "./intent-commands.ts";
import type { KeyCommands } from "./key-commands.ts";
import { requireRole } from "./permissions.ts";
import type { Service } from "./service.ts";
import { withoutSecrets } from "./without-secrets.ts";

export interface ServiceDeps extends DecideDeps {
  readonly admit: AdmitDeps;
  /** Decisions that may be under way at once; past it callers are told to come back. */
  readonly maxInFlight: number;
  readonly decisions: DecisionReader;
  readonly outcomes: OutcomeWriter;
  readonly completions: TaskWriter;
  readonly bundles: BundleCommands;
  readonly agentCommands: AgentCommands;
  readonly intentCommands: IntentCommands;
  readonly grants: GrantParts;
  readonly keys: KeyCommands;
  readonly events: EventCommands;
  readonly ready: () => boolean;
  readonly log: (event: string, fields: Readonly<Record<string, string>>) => void;
  readonly metrics: Service["metrics"];
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** The time in which a full worker has worked off a good part of what it holds. */
const RETRY_AFTER_MS = 100;

/** What transports ask, made of the pipeline and the ports. */
export function createService(deps: ServiceDeps): Service {
  let inFlight = 0;
  return {
    admit: (peer, protocol) => admit(deps.admit, peer, protocol, deps.now()),
    decide: async (request, admission) => {
      requireRole(admission, "decide");
      if (inFlight >= deps.maxInFlight) {
        throw new WritError("resource_exhausted", "too many decisions are under way", { retryAfterMs: RETRY_AFTER_MS });
      }
      deps.telemetry.inFlight(++inFlight);
      try {
        return await withinDeadline(deps, request, admission);
      } finally {
        deps.telemetry.inFlight(--inFlight);
      }
    },
    report: async (outcome, admission) => {
      requireRole(admission, "report");
      const { tenant, now_ms: at_ms } = admission;
      return deps.outcomes.report({ ...outcome, detail: withoutSecrets(outcome.detail), tenant, at_ms });
    },
    completeTask: async (task, admission) => {
      requireRole(admission, "report");
      return deps.completions.complete(admission.tenant, task, admission.now_ms);
    },
    get: async (id, admission) => {
      requireRole(admission, "auditor");
      return found(await deps.decisions.get(admission.tenant, id));
    },
    asked: async (id, admission) => {
      requireRole(admission, "decide");
      const stored = await deps.decisions.get(admission.tenant, id);
      return found(stored?.caller === admission.caller.id ? stored : undefined);
    },
    list: async (filter, page, admission) => {
      requireRole(admission, "auditor");
      return deps.decisions.list(admission.tenant, filter, page);
    },
    document: (path, admission) => {
      requireRole(admission, "decide");
      return valueAt(deps.bundle(admission.tenant, "", admission.now_ms).policy.data, path);
    },
    bundles: deps.bundles,
    agents: deps.agentCommands,
    intents: deps.intentCommands,
    grants: grantCommands({ ...deps, ...deps.grants, identify: deps }),
    keys: deps.keys,
    events: deps.events,
    jwks: () => ({ keys: [...deps.signer.jwks().keys] }),
    discovery: () => discoveryDocument(deps.issuer, deps.signer.algorithms()),
    ready: deps.ready,
    metrics: deps.metrics,
    failed: (error, protocol) => deps.log("request_failed", { protocol, ...describeFailure(error) }),
    refused: (code, protocol) => deps.telemetry.refused(code, protocol),
  };
}

function found(stored: StoredDecision | undefined): StoredDecision {
  if (stored === undefined) throw new WritError("not_found", "there is no decision with this id");
  return stored;
}

function valueAt(data: JsonValue, path: readonly string[]): JsonValue | undefined {
  return path.reduce<JsonValue | undefined>(
    (value, key) => (isJsonObject(value) && Object.hasOwn(value, key) ? value[key] : undefined),
    data,
  );
}

/** The caller has gone by then: what is decided later is on record and no answer to anybody. */
function withinDeadline(deps: DecideDeps, request: DecisionRequest, admission: Admission): Promise<Decision> {
  return new Promise((resolve, reject) => {
    const late = setTimeout(
      () => reject(new WritError("deadline_exceeded", "the decision took longer than its timeout_ms")),
      request.timeout_ms,
    );
    decide(deps, request, admission).then(
      (decision) => {
        clearTimeout(late);
        resolve(decision);
      },
      (error: unknown) => {
        clearTimeout(late);
        reject(error);
      },
    );
  });
}
