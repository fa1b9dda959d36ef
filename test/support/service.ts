import type { Action } from "../../src/domain/action.ts";
import type { Decision } from "../../src/domain/decision.ts";
import { type ErrorCode, WritError } from "../../src/domain/errors.ts";
import type { StoredDecision } from "../../src/domain/record.ts";
import type { Admission, DecisionRequest } from "../../src/domain/request.ts";
import type { OutcomeReport, Service } from "../../src/pipeline/service.ts";
import type { DecisionFilter, PageRequest } from "../../src/ports/record-store.ts";
import { admissionOf } from "./values.ts";

// A Service that judges nothing and keeps what it was asked, for tests of what a transport itself does.

/** What a transport asked, in order of arrival. */
export interface Asked {
  readonly admitted: { readonly peer: string; readonly protocol: string }[];
  readonly decided: DecisionRequest[];
  readonly reported: OutcomeReport[];
  readonly completed: string[];
  readonly listed: { readonly filter: DecisionFilter; readonly page: PageRequest }[];
  readonly refused: { readonly code: ErrorCode; readonly protocol: string }[];
  readonly failed: unknown[];
}

export interface RecordingService extends Service {
  readonly asked: Asked;
}

const AT_MS = admissionOf().now_ms;

const DIGEST = `sha256:${"0".repeat(64)}`;

const ACTION: Action = {
  verb: "message.send",
  tier: "bounded_write",
  traits: ["egress", "writes"],
  tool: { server: "gmail", name: "send_email", known: true, pin: "none" },
  resource: { type: "mailbox", uri: "mailto:bob@example.com" },
  destinations: [{ kind: "email", value: "bob@example.com", domain: "example.com", origin: "user" }],
  count: 1,
  sensitivity: "internal",
  data_classes: [],
  parse: "complete",
  digest: DIGEST,
};

/** `dec_` and a ULID: the nth decision of a service. */
export function nthDecisionId(n: number): string {
  return `dec_01KAGH5MVB${String(n).padStart(16, "0")}`;
}

/** A decision with all its parts, to be changed where a test wants. */
export function decisionAnswer(request: DecisionRequest, n = 1, changes: Partial<Decision> = {}): Decision {
  const { dry_run, explain } = request.options;
  return {
    decision_id: nthDecisionId(n),
    request_id: request.request_id,
    effect: "allow",
    reasons: [
      { code: "within_intent", message: "the intent allows it", rule: "policy.intent", controls: ["OWASP-ASI-02"] },
    ],
    obligations: [{ type: "redact", fulfillment: "required", paths: ["/arguments/body"] }],
    grant: {
      id: "grt_01KAGH5MVB0000000000000000",
      token: "eyJ.e30.c2ln",
      audience: "vault",
      expires_at: "2026-11-20T15:09:05.123Z",
      single_use: true,
    },
    action: ACTION,
    policy: { bundle: "default", revision: "r1", digest: DIGEST, activated_at: "2026-11-20T15:00:00.000Z" },
    recorded: "committed",
    ...(dry_run ? { dry_run } : {}),
    ...(explain
      ? {
          facts: { urls: [] },
          findings: [{ type: "secret.aws_access_key", severity: "high", path: "/arguments/body" }],
        }
      : {}),
    ...changes,
  };
}

/** Allows everything, and reads back what it decided; `answers` replaces any of its answers. */
export function recordingService(answers: Partial<Service> = {}): RecordingService {
  const asked: Asked = { admitted: [], decided: [], reported: [], completed: [], listed: [], refused: [], failed: [] };
  const stored = new Map<string, StoredDecision>();
  const decide: Service["decide"] =
    answers.decide ?? (async (request) => decisionAnswer(request, asked.decided.length));
  return {
    asked,
    async get(id) {
      const found = stored.get(id);
      if (found === undefined) throw new WritError("not_found", "there is no such decision");
      return found;
    },
    async completeTask(task) {
      asked.completed.push(task);
      return { grants_revoked: 2, sessions_closed: 1 };
    },
    jwks: () => ({ keys: [] }),
    discovery: () => ({ issuer: "https://writ.example" }),
    ready: () => true,
    metrics: async () => ({ contentType: "text/plain; version=0.0.4", text: "writ_in_flight 0\n" }),
    ...answers,
    admit(peer, protocol) {
      asked.admitted.push({ peer, protocol });
      return answers.admit?.(peer, protocol) ?? admissionOf({ caller: { id: "loopback", protocol } });
    },
    async decide(request, admission) {
      asked.decided.push(request);
      const decision = await decide(request, admission);
      stored.set(decision.decision_id, storedOf(decision, request, admission));
      return decision;
    },
    async report(outcome, admission) {
      asked.reported.push(outcome);
      return answers.report?.(outcome, admission) ?? "recorded";
    },
    async list(filter, page, admission) {
      asked.listed.push({ filter, page });
      return answers.list?.(filter, page, admission) ?? [...stored.values()].reverse().slice(0, page.size);
    },
    failed(error) {
      asked.failed.push(error);
    },
    refused(code, protocol) {
      asked.refused.push({ code, protocol });
    },
  };
}

function storedOf(decision: Decision, request: DecisionRequest, { tenant, caller }: Admission): StoredDecision {
  const { action, grant, ...answer } = decision;
  const { token: _, ...told } = grant ?? {};
  return {
    tenant,
    id: decision.decision_id,
    at_ms: AT_MS,
    request_id: request.request_id,
    caller: caller.id,
    protocol: caller.protocol,
    agent: request.agent.id ?? "",
    session: request.session,
    task: "",
    tool: `${action.tool.server}/${action.tool.name}`,
    verb: action.verb,
    effect: decision.effect,
    reason: decision.reasons[0]?.code ?? "",
    dry_run: decision.dry_run ?? false,
    action_digest: action.digest,
    policy_digest: decision.policy.digest,
    catalogue_digest: DIGEST,
    answer: JSON.stringify({ ...answer, ...(grant === undefined ? {} : { grant: told }) }),
    input: JSON.stringify({ now: new Date(AT_MS).toISOString(), action }),
    writer: "wrt_01KAGH5MVB0000000000000000",
    seq: 1,
    hash: new Uint8Array(32),
  };
}
