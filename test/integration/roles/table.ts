import type { Role } from "../../../src/domain/caller.ts";
import { readFile } from "../../support/requests.ts";

/** Who may ask for something: any of these roles, anybody with a credential, or anybody at all. */
export type Takes = readonly Role[] | "credential" | "nobody's";

/** One operation over HTTP, with a request that is read as far as the question who asks. */
export interface HttpRow {
  readonly method: string;
  /** As the OpenAPI document has it. */
  readonly path: string;
  readonly takes: Takes;
  readonly body?: unknown;
  /** What stands for `{id}`. */
  readonly id?: string;
  readonly form?: Readonly<Record<string, string>>;
}

/** One method over gRPC. */
export interface GrpcRow {
  /** `Service/Method`, of the package writ.v1. */
  readonly method: string;
  readonly takes: Takes;
  readonly message?: Readonly<Record<string, unknown>>;
}

const READERS = ["auditor", "admin"] as const;
const ID = "xyz_01JD3Z5Q8V6W7X8Y9Z0ABCDEFG";
const DIGEST = `sha256:${"0".repeat(64)}`;
const EXCHANGE = {
  grant_type: "urn:ietf:params:oauth:grant-type:token-exchange",
  subject_token: "x",
  subject_token_type: "urn:ietf:params:oauth:token-type:jwt",
  decision_id: ID,
};
const ISSUE = { agent: ["agent:test"], allows: [{ verb: "file.read" }] };

export const HTTP: readonly HttpRow[] = [
  { method: "POST", path: "/v1/decisions", takes: ["decide"], body: readFile() },
  { method: "POST", path: "/v1/decisions:batch", takes: ["decide"], body: { requests: [readFile()] } },
  { method: "GET", path: "/v1/decisions", takes: ["auditor"] },
  { method: "GET", path: "/v1/decisions/{id}", takes: ["auditor"] },
  { method: "GET", path: "/v1/decisions/{id}/trail", takes: ["auditor"] },
  { method: "POST", path: "/v1/decisions/{id}/outcome", takes: ["report"], body: { status: "succeeded" } },
  { method: "POST", path: "/v1/tasks/{id}:complete", takes: ["report"] },
  { method: "GET", path: "/v1/agents", takes: READERS },
  { method: "GET", path: "/v1/agents:due", takes: READERS },
  { method: "GET", path: "/v1/agents/{id}", takes: READERS },
  { method: "POST", path: "/v1/agents", takes: ["admin"], body: { id: "agent:new", owner: "me", reason: "test" } },
  { method: "PUT", path: "/v1/agents/{id}", takes: ["admin"], body: { owner: "me", reason: "test" } },
  { method: "POST", path: "/v1/agents/{id}:suspend", takes: ["admin"], body: { reason: "test" } },
  { method: "POST", path: "/v1/agents/{id}:resume", takes: ["admin"], body: { reason: "test" } },
  { method: "POST", path: "/v1/agents/{id}:retire", takes: ["admin"], body: { reason: "test" } },
  { method: "GET", path: "/v1/grants", takes: ["auditor"] },
  { method: "GET", path: "/v1/grants:legacy", takes: ["auditor"] },
  { method: "GET", path: "/v1/grants/{id}", takes: ["auditor"] },
  { method: "POST", path: "/v1/grants/{id}:redeem", takes: ["broker"], body: { token: "x" } },
  { method: "POST", path: "/v1/grants/{id}:revoke", takes: ["broker", "admin"] },
  { method: "POST", path: "/oauth2/introspect", takes: ["broker", "auditor"], form: { token: "x" } },
  { method: "POST", path: "/oauth2/revoke", takes: ["broker", "admin"], form: { token: "x" } },
  { method: "POST", path: "/oauth2/token", takes: ["decide"], form: EXCHANGE },
  { method: "POST", path: "/v1/intents", takes: ["intent_issuer"], body: ISSUE },
  { method: "GET", path: "/v1/intents", takes: ["intent_issuer", "approver", "auditor", "admin"] },
  { method: "GET", path: "/v1/intents/{id}", takes: ["intent_issuer", "approver", "auditor", "admin"] },
  { method: "POST", path: "/v1/intents/{id}:derive", takes: ["decide", "intent_issuer"], body: { token: "x" } },
  { method: "POST", path: "/v1/intents/{id}:approve", takes: ["approver"] },
  { method: "POST", path: "/v1/intents/{id}:deny", takes: ["approver"] },
  { method: "POST", path: "/v1/intents/{id}:revoke", takes: ["intent_issuer", "admin"] },
  { method: "GET", path: "/v1/approvals", takes: ["approver", ...READERS] },
  { method: "GET", path: "/v1/approvals/{id}", takes: ["approver", ...READERS] },
  { method: "GET", path: "/v1/approvals/{id}:wait", takes: ["approver", ...READERS] },
  { method: "POST", path: "/v1/approvals/{id}:approve", takes: ["approver"], body: { shown_digest: DIGEST } },
  { method: "POST", path: "/v1/approvals/{id}:deny", takes: ["approver"], body: { shown_digest: DIGEST } },
  { method: "POST", path: "/v1/approvals/{id}:withdraw", takes: ["approver", "admin"], body: { reason: "test" } },
  { method: "GET", path: "/v1/sessions", takes: ["auditor", "approver", "admin"] },
  { method: "GET", path: "/v1/sessions/{id}", takes: ["auditor", "approver", "admin"] },
  { method: "POST", path: "/v1/sessions/{id}:suspend", takes: ["admin"], body: { reason: "test" } },
  { method: "POST", path: "/v1/sessions/{id}:resume", takes: ["admin", "approver"], body: { reason: "test" } },
  { method: "GET", path: "/v1/bundles", takes: READERS },
  { method: "GET", path: "/v1/bundles:compare", takes: READERS },
  { method: "POST", path: "/v1/bundles/{id}:activate", takes: ["admin"], id: DIGEST, body: { reason: "test" } },
  { method: "POST", path: "/v1/bundles/{id}:pin", takes: ["admin"], id: DIGEST, body: { reason: "test" } },
  { method: "POST", path: "/v1/bundles:rollback", takes: ["admin"], body: { reason: "test" } },
  { method: "POST", path: "/v1/bundles:unpin", takes: ["admin"], body: { reason: "test" } },
  { method: "GET", path: "/v1/keys", takes: READERS },
  { method: "POST", path: "/v1/keys:rotate", takes: ["admin"] },
  { method: "POST", path: "/v1/keys:rewrap", takes: ["admin"] },
  { method: "POST", path: "/v1/keys/{id}:revoke", takes: ["admin"], id: "k".repeat(43) },
  { method: "GET", path: "/v1/events", takes: READERS },
  { method: "GET", path: "/.well-known/writ-revocations", takes: "nobody's" },
  { method: "GET", path: "/.well-known/writ-revocations/{tenant}", takes: "nobody's" },
  { method: "GET", path: "/.well-known/openid-configuration", takes: "nobody's" },
  { method: "GET", path: "/.well-known/jwks.json", takes: "nobody's" },
  { method: "GET", path: "/openapi.json", takes: "nobody's" },
  { method: "GET", path: "/healthz", takes: "nobody's" },
  { method: "GET", path: "/startupz", takes: "nobody's" },
  { method: "GET", path: "/readyz", takes: "nobody's" },
  { method: "GET", path: "/metrics", takes: ["monitor", ...READERS] },
  { method: "GET", path: "/debug/cpu", takes: ["admin"] },
  { method: "GET", path: "/debug/heap", takes: ["admin"] },
  { method: "GET", path: "/debug/runtime", takes: ["admin"] },
];

/** The path of an operation, as it is asked for. */
export function pathOf({ path, id = ID }: HttpRow): string {
  return path.replace("{id}", id);
}

export const GRPC: readonly GrpcRow[] = [
  { method: "DecisionService/Decide", takes: ["decide"] },
  { method: "DecisionService/DecideBatch", takes: ["decide"] },
  { method: "DecisionService/DecideStream", takes: ["decide"] },
  { method: "DecisionService/GetDecision", takes: ["auditor"], message: { id: ID } },
  { method: "DecisionService/ListDecisions", takes: ["auditor"] },
  { method: "OutcomeService/Report", takes: ["report"], message: { decisionId: ID, status: "succeeded" } },
  { method: "TaskService/Complete", takes: ["report"], message: { task: "tsk_none" } },
  { method: "IntentService/Issue", takes: ["intent_issuer"], message: ISSUE },
  { method: "IntentService/Derive", takes: ["decide", "intent_issuer"], message: { id: ID, token: "x" } },
  { method: "IntentService/GetIntent", takes: ["intent_issuer", "approver", ...READERS], message: { id: ID } },
  { method: "IntentService/ListIntents", takes: ["intent_issuer", "approver", ...READERS] },
  { method: "IntentService/Approve", takes: ["approver"], message: { id: ID } },
  { method: "IntentService/Deny", takes: ["approver"], message: { id: ID } },
  { method: "IntentService/Revoke", takes: ["intent_issuer", "admin"], message: { id: ID } },
  { method: "ApprovalService/GetApproval", takes: ["approver", ...READERS], message: { id: ID } },
  { method: "ApprovalService/ListApprovals", takes: ["approver", ...READERS] },
  {
    method: "ApprovalService/AnswerApproval",
    takes: ["approver"],
    message: { id: ID, verdict: "approve", shownDigest: DIGEST },
  },
  { method: "ApprovalService/WithdrawApproval", takes: ["approver", "admin"], message: { id: ID } },
  { method: "ApprovalService/WaitApproval", takes: ["approver", ...READERS], message: { id: ID } },
  { method: "GrantService/Redeem", takes: ["broker"], message: { grantId: ID, token: "x" } },
  { method: "GrantService/Introspect", takes: ["broker", "auditor"], message: { token: "x" } },
  { method: "GrantService/Revoke", takes: ["broker", "admin"], message: { grantId: ID } },
  { method: "GrantService/Get", takes: ["auditor"], message: { grantId: ID } },
  { method: "AgentService/ListAgents", takes: READERS },
  { method: "AgentService/ListDueAgents", takes: READERS },
  { method: "AgentService/GetAgent", takes: READERS, message: { id: ID } },
  {
    method: "AgentService/RegisterAgent",
    takes: ["admin"],
    message: { id: "agent:other", registration: { owner: "me" } },
  },
  { method: "AgentService/UpdateAgent", takes: ["admin"], message: { id: ID, registration: { owner: "me" } } },
  { method: "AgentService/SuspendAgent", takes: ["admin"], message: { id: ID } },
  { method: "AgentService/ResumeAgent", takes: ["admin"], message: { id: ID } },
  { method: "AgentService/RetireAgent", takes: ["admin"], message: { id: ID } },
];
