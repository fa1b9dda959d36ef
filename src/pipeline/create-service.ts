import { type AdmitDeps, admit } from "../admit/admit.ts";
import type { Decision } from "../domain/decision.ts";
import { WritError } from "../domain/errors.ts";
import { describeFailure } from "../domain/failure.ts";
import type { UnreadyCode } from "../domain/health.ts";
import { isJsonObject, type JsonValue } from "../domain/json.ts";
import type { StoredDecision } from "../domain/record.ts";
import type { Admission, DecisionRequest } from "../domain/request.ts";
import { parseTraceparent } from "../domain/trace-context.ts";
import { discoveryDocument } from "../grant/discovery.ts";
import type { DecisionLog } from "../ports/decision-log.ts";
import type { FollowUpReader } from "../ports/follow-up-reader.ts";
import type { DecisionReader, OutcomeWriter, TaskWriter } from "../ports/record-store.ts";
import type { SessionStore } from "../ports/session-store.ts";
import type { Tracing } from "../ports/tracing.ts";
import { approvalOf, trailOf } from "../record/trail/trail.ts";
import type { AgentCommands } from "./agent-commands.ts";
import type { ApprovalCommands } from "./approval-commands.ts";
import type { BundleCommands } from "./bundle-commands.ts";
import { decide } from "./decide.ts";
import type { DecideDeps } from "./deps.ts";
import type { EventCommands } from "./event-commands.ts";
import { type GrantParts, grantCommands } from "./grant-commands.ts";
import type { IntentCommands } from "./intent-commands.ts";
import type { KeyCommands } from "./key-commands.ts";
import type { Entries } from "./limits/entries.ts";
import { type OperatorDeps, operatorCommands } from "./operator-commands.ts";
import { requireAny, requireRole } from "./permissions.ts";
import { rememberResult } from "./remember-result.ts";
import type { Service } from "./service.ts";
import { sessionCommands } from "./session-commands.ts";
import { timedWait } from "./timed.ts";
import { traced, withTrace } from "./traced.ts";
import { withoutSecrets } from "./without-secrets.ts";

export interface ServiceDeps extends DecideDeps {
  readonly admit: AdmitDeps;
  /** What every call passes first, the same for all tenants of a worker. */
  readonly entries: Entries;
  readonly decisions: DecisionReader;
  readonly followUps: FollowUpReader;
  readonly outcomes: OutcomeWriter;
  readonly completions: TaskWriter;
  readonly bundles: BundleCommands;
  readonly agentCommands: AgentCommands;
  readonly intentCommands: IntentCommands;
  readonly approvalCommands: ApprovalCommands;
  readonly grants: GrantParts;
  readonly keys: KeyCommands;
  readonly events: EventCommands;
  readonly sessionStore: SessionStore;
  /** Why no decisions are taken now. */
  readonly unready: () => readonly UnreadyCode[];
  readonly log: (event: string, fields: Readonly<Record<string, string>>) => void;
  readonly operator: Omit<OperatorDeps, "admit">;
  /** Absent: nobody is told of decisions. */
  readonly tracing?: Tracing;
  /** Absent: none is logged. */
  readonly decisionLog?: DecisionLog | undefined;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** What transports ask, made of the pipeline and the ports. */
export function createService(deps: ServiceDeps): Service {
  let inFlight = 0;
  const admitted: Service["admit"] = async (peer, protocol) => {
    const asking = () => deps.entries.admit(peer, () => admit(deps.admit, peer, protocol, deps.now()));
    const admission = await timedWait(deps.telemetry, "admit", asking);
    if (peer.asks !== undefined) requireAny(admission, peer.asks);
    return peer.traceparent === undefined ? admission : { ...admission, ...traceOf(peer.traceparent) };
  };
  return {
    admit: admitted,
    expect: async (admission) => {
      requireRole(admission, "decisions.decide");
      await deps.entries.expect(admission);
    },
    decide: async (request, admission) => {
      requireRole(admission, "decisions.decide");
      deps.telemetry.inFlight(++inFlight);
      const started = performance.now();
      try {
        return await withinDeadline(deps, withTrace(request, admission), admission);
      } finally {
        deps.telemetry.inFlight(--inFlight);
        deps.telemetry.decisionTook(performance.now() - started);
      }
    },
    report: async (outcome, admission) => {
      requireRole(admission, "outcomes.report");
      const { tenant, now_ms: at_ms } = admission;
      const { brought, ...told } = outcome;
      const answer = await deps.outcomes.report({ ...told, detail: withoutSecrets(told.detail), tenant, at_ms });
      if (brought !== undefined) await rememberResult(deps, outcome.decision_id, brought, answer, admission);
      return answer;
    },
    completeTask: async (task, admission) => {
      requireRole(admission, "tasks.complete");
      return deps.completions.complete(admission.tenant, task, admission.now_ms);
    },
    get: async (id, admission) => {
      requireRole(admission, "decisions.read");
      return found(await deps.decisions.get(admission.tenant, id));
    },
    trail: async (id, admission) => {
      requireRole(admission, "decisions.read");
      const stored = found(await deps.decisions.get(admission.tenant, id));
      return trailOf(stored, await deps.followUps.of(admission.tenant, id, approvalOf(stored)));
    },
    asked: async (id, admission) => {
      requireRole(admission, "decisions.asked");
      const stored = await deps.decisions.get(admission.tenant, id);
      return found(stored?.caller === admission.caller.id ? stored : undefined);
    },
    list: async (filter, page, admission) => {
      requireRole(admission, "decisions.read");
      return deps.decisions.list(admission.tenant, filter, page);
    },
    document: (path, admission) => {
      requireRole(admission, "documents.read");
      return valueAt(deps.bundle(admission.tenant, "", admission.now_ms).policy.data, path);
    },
    bundles: deps.bundles,
    agents: deps.agentCommands,
    intents: deps.intentCommands,
    approvals: deps.approvalCommands,
    grants: grantCommands({ ...deps, ...deps.grants, identify: deps }),
    sessions: sessionCommands({ store: deps.sessionStore, inFlightTtlS: deps.inFlightTtlS }),
    keys: deps.keys,
    events: deps.events,
    jwks: () => ({ keys: [...deps.signer.jwks().keys] }),
    discovery: () => discoveryDocument(deps.issuer, deps.signer.algorithms()),
    ready: () => deps.unready().length === 0,
    unready: deps.unready,
    operator: operatorCommands({ ...deps.operator, admit: admitted }),
    failed: (error, protocol) => deps.log("request_failed", { protocol, ...describeFailure(error) }),
    refused: (code, protocol) => deps.telemetry.refused(code, protocol),
    took: (step, milliseconds) => deps.telemetry.stepTook(step, milliseconds),
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

/** What cannot be read is as if it had not come (W3C Trace Context section 3.2.2). */
function traceOf(traceparent: string): Pick<Admission, "traceparent"> {
  return parseTraceparent(traceparent) === undefined ? {} : { traceparent };
}

async function decideTold(deps: ServiceDeps, request: DecisionRequest, admission: Admission): Promise<Decision> {
  const { tracing, decisionLog } = deps;
  const started = performance.now();
  const decision = await (tracing === undefined
    ? decide(deps, request, admission)
    : traced(tracing, deps, request, admission, (told) => decide(told, request, admission)));
  decisionLog?.(decision, admission, performance.now() - started);
  return decision;
}

/** The caller has gone by then: what is decided later is on record and no answer to anybody. */
function withinDeadline(deps: ServiceDeps, request: DecisionRequest, admission: Admission): Promise<Decision> {
  return new Promise((resolve, reject) => {
    const late = setTimeout(
      () => reject(new WritError("deadline_exceeded", "the decision took longer than its timeout_ms")),
      request.timeout_ms,
    );
    const told = () => decideTold(deps, request, admission);
    deps.entries.run(admission, request.timeout_ms, told).then(
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
