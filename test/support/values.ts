import { CARRIES_TOKEN, ROLES } from "../../src/domain/caller.ts";
import type { Identity, Intent } from "../../src/domain/identity.ts";
import type { Admission, DecisionRequest } from "../../src/domain/request.ts";

// Values for tests: a request, an admission and an identity that are right, to be changed where a test wants.

const NOW_MS = Date.parse("2026-11-20T15:04:05.123Z");

export function requestOf(changes: Partial<DecisionRequest> = {}): DecisionRequest {
  return {
    request_id: "r-1",
    agent: { id: "agent-1" },
    session: "",
    observed: [],
    context: {},
    options: { dry_run: false, explain: false },
    timeout_ms: 10_000,
    ...changes,
  };
}

export function admissionOf(changes: Partial<Admission> = {}): Admission {
  return {
    tenant: "default",
    caller: { id: "loopback", protocol: "http", roles: ROLES },
    vouches: true,
    forwards_certificates: false,
    grants: "answer",
    audiences: "any",
    obligations: "any",
    carries: CARRIES_TOKEN,
    now_ms: NOW_MS,
    ...changes,
  };
}

export const INTENT: Intent = {
  verified: false,
  method: "development",
  id: "int_1",
  task: "tsk_1",
  purpose: "",
  on_behalf_of: "user:alice",
  allows: [],
  expires_at: "2026-11-21T00:00:00.000Z",
};

export function identityOf(intent?: Intent): Identity {
  const agent = { id: "agent-1", verified: false, method: "development", delegation: [], labels: {} };
  return intent === undefined ? { agent } : { agent, intent };
}
