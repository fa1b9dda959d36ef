import type { Access } from "./access.ts";

// Paths as the OpenAPI document has them, or as the protocol's folder has them for the router.

const NATIVE: Readonly<Record<string, Access>> = {
  "POST /v1/decisions": ["decisions.decide"],
  "POST /v1/decisions:batch": ["decisions.decide"],
  "GET /v1/decisions": ["decisions.read"],
  "GET /v1/decisions/{id}": ["decisions.read"],
  "GET /v1/decisions/{id}/trail": ["decisions.read"],
  "POST /v1/decisions/{id}/outcome": ["outcomes.report"],
  "POST /v1/tasks/{id}:complete": ["tasks.complete"],
  "GET /v1/agents": ["agents.read"],
  "GET /v1/agents:due": ["agents.read"],
  "GET /v1/agents/{id}": ["agents.read"],
  "POST /v1/agents": ["agents.order"],
  "PUT /v1/agents/{id}": ["agents.order"],
  "POST /v1/agents/{id}:suspend": ["agents.order"],
  "POST /v1/agents/{id}:resume": ["agents.order"],
  "POST /v1/agents/{id}:retire": ["agents.order"],
  "GET /v1/grants": ["grants.read"],
  "GET /v1/grants:legacy": ["grants.read"],
  "GET /v1/grants/{id}": ["grants.read"],
  "POST /v1/grants/{id}:redeem": ["grants.redeem"],
  "POST /v1/grants/{id}:revoke": ["grants.revoke"],
  "POST /oauth2/introspect": ["grants.introspect"],
  "POST /oauth2/revoke": ["grants.revoke"],
  "POST /oauth2/token": ["grants.exchange"],
  "POST /v1/intents": ["intents.issue"],
  "GET /v1/intents": ["intents.list"],
  "GET /v1/intents/{id}": ["intents.read"],
  "POST /v1/intents/{id}:derive": ["intents.derive"],
  "POST /v1/intents/{id}:approve": ["intents.answer"],
  "POST /v1/intents/{id}:deny": ["intents.answer"],
  "POST /v1/intents/{id}:revoke": ["intents.revoke"],
  "GET /v1/approvals": ["approvals.list"],
  "GET /v1/approvals/{id}": ["approvals.read"],
  "GET /v1/approvals/{id}:wait": ["approvals.read"],
  "POST /v1/approvals/{id}:approve": ["approvals.answer"],
  "POST /v1/approvals/{id}:deny": ["approvals.answer"],
  "POST /v1/approvals/{id}:withdraw": ["approvals.withdraw"],
  "GET /v1/sessions": ["sessions.read"],
  "GET /v1/sessions/{id}": ["sessions.read"],
  "POST /v1/sessions/{id}:suspend": ["sessions.suspend"],
  "POST /v1/sessions/{id}:resume": ["sessions.resume"],
  "GET /v1/bundles": ["bundles.read"],
  "GET /v1/bundles:compare": ["bundles.read"],
  "POST /v1/bundles/{id}:activate": ["bundles.order"],
  "POST /v1/bundles/{id}:pin": ["bundles.order"],
  "POST /v1/bundles:rollback": ["bundles.order"],
  "POST /v1/bundles:unpin": ["bundles.order"],
  "GET /v1/keys": ["keys.read"],
  "POST /v1/keys:rotate": ["keys.order"],
  "POST /v1/keys:rewrap": ["keys.order"],
  "POST /v1/keys/{id}:revoke": ["keys.order"],
  "GET /v1/events": ["events.read"],
  "GET /.well-known/writ-revocations": "public",
  "GET /.well-known/writ-revocations/{tenant}": "public",
  "GET /.well-known/openid-configuration": "public",
  "GET /.well-known/jwks.json": "public",
  "GET /openapi.json": "public",
  "GET /healthz": "public",
  "GET /startupz": "public",
  "GET /readyz": "public",
  "GET /metrics": ["metrics.read"],
  "GET /debug/cpu": ["debug.read"],
  "GET /debug/heap": ["debug.read"],
  "GET /debug/runtime": ["debug.read"],
};

const PROTOCOLS: Readonly<Record<string, Access>> = {
  "POST /access/v1/evaluation": ["decisions.decide"],
  "POST /access/v1/evaluations": ["decisions.decide"],
  "POST /access/v1/search/subject": ["decisions.decide"],
  "POST /access/v1/search/resource": ["decisions.decide"],
  "POST /access/v1/search/action": ["decisions.decide"],
  "POST /access/v1/requests": ["decisions.asked"],
  "GET /access/v1/requests/:id": ["decisions.asked"],
  "GET /.well-known/authzen-configuration": "public",
  "GET /.well-known/authzen-configuration/*": "public",
  "POST /api/check/resources": ["decisions.decide"],
  "GET /api/server_info": "public",
  "ANY /authz/request": ["decisions.decide"],
  "ANY /authz/request/:server": ["decisions.decide"],
  "ANY /authz/forward": ["decisions.decide"],
  "ANY /authz/forward/:server": ["decisions.decide"],
  "ANY /authz/http/*": ["decisions.decide"],
  "POST /hooks/claude-code": ["decisions.decide"],
  "POST /hooks/copilot-cli": ["decisions.decide"],
  "POST /litellm/beta/litellm_basic_guardrail_api": ["decisions.decide"],
  "POST /litellm/:server/beta/litellm_basic_guardrail_api": ["decisions.decide"],
  "GET /v1/data": ["decisions.decide", "documents.read"],
  "POST /v1/data": ["decisions.decide", "documents.read"],
  "GET /v1/data/*": ["decisions.decide", "documents.read"],
  "POST /v1/data/*": ["decisions.decide", "documents.read"],
  "POST /v0/data": ["decisions.decide", "documents.read"],
  "POST /v0/data/*": ["decisions.decide", "documents.read"],
  "POST /v1/batch/data": ["decisions.decide", "documents.read"],
  "POST /v1/batch/data/*": ["decisions.decide", "documents.read"],
  "POST /": ["decisions.decide", "documents.read"],
  "GET /health": "public",
  "GET /health/:check": "public",
  "GET /v1/status": ["bundles.read"],
  "GET /v1/config": "credential",
  "POST /toolhive/decision": ["decisions.decide"],
  "POST /toolhive/webhook": ["decisions.decide"],
  "POST /toolhive/webhook/mutating": ["decisions.decide"],
};

/** The page of approvals: its own sign-in says who the person is, and each question is one of `approvals.*`. */
const PAGES: Readonly<Record<string, Access>> = {
  "GET /": "page",
  "GET /approvals": "page",
  "GET /approvals/style.css": "page",
  "GET /approvals/sign-in": "page",
  "GET /approvals/signed-in": "page",
  "POST /approvals/sign-out": "page",
  "GET /approvals/:id": "page",
  "POST /approvals/:id": "page",
};

/** Every route there is, as `METHOD path`, `ANY` for all methods: a server does not start with one that stands in no row. */
export const HTTP_ACCESS: Readonly<Record<string, Access>> = { ...NATIVE, ...PROTOCOLS, ...PAGES };

/** By method and the router's pattern: a pattern is that of several rows where the verb behind an id says what is asked for. */
const BY_PATTERN = byPattern();

/**
 * @param url the router's pattern, in which a colon that is no parameter's may be doubled
 * @returns what may be asked for there; undefined for a route that stands in no row
 */
export function httpAccess(method: string, url: string): Access | undefined {
  return BY_PATTERN.get(`${method} ${url}`) ?? BY_PATTERN.get(`ANY ${url}`);
}

function byPattern(): ReadonlyMap<string, Access> {
  const found = new Map<string, Access>();
  for (const [row, access] of Object.entries(HTTP_ACCESS)) {
    // The router reads a single colon as the start of a parameter.
    const pattern = row.replace(/\{(\w+)\}(?::\w+)?|(?<=\w):(?=\w)/g, (_, name: string | undefined) =>
      name === undefined ? "::" : `:${name}`,
    );
    const before = found.get(pattern);
    found.set(pattern, Array.isArray(before) && Array.isArray(access) ? [...before, ...access] : access);
  }
  return found;
}
