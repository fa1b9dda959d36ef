import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { WritError } from "../../domain/errors.ts";
import { MAX_BATCH_BYTES, MAX_REQUEST_BYTES } from "../../domain/limits.ts";
import type { Service } from "../../pipeline/service.ts";
import { getAgent, listAgents, listDueAgents, orderAgent, registerAgent, updateAgent } from "./agents.ts";
import { getApproval, listApprovals, postToApproval } from "./approvals.ts";
import { compareBundles, listBundles, orderBundle, orderOneBundle } from "./bundles.ts";
import { getProfile, getRuntime } from "./debug.ts";
import { expectDecisions, getDecision, getTrail, listDecisions, postBatch, postDecision } from "./decisions.ts";
import { getGrant, listGrants, listLegacy, postGrant } from "./grants.ts";
import { metrics, openapi, publicDocument, readiness } from "./information.ts";
import { getIntent, issueIntent, listIntents, postToIntent } from "./intents.ts";
import { listKeys, revokeKey, rewrapKeys, rotateKeys } from "./keys.ts";
import { type Method, othersThan, refuseMethod } from "./methods.ts";
import { addOAuthRoutes } from "./oauth.ts";
import { postCompletion, postOutcome } from "./outcomes.ts";
import { listEvents, revocationList } from "./revocations.ts";
import { getSession, listSessions, orderSession } from "./sessions.ts";

export type Handler = (request: FastifyRequest, reply: FastifyReply) => Promise<string>;

const JSON_TYPE = "application/json; charset=utf-8";

interface Route {
  readonly url: string;
  readonly get?: Handler;
  readonly post?: Handler;
  readonly put?: Handler;
  readonly bodyLimit?: number;
  /** Before the body is read. */
  readonly beforePost?: (request: FastifyRequest) => Promise<void>;
}

/** Every path there is. A colon that is no parameter is doubled, as the router wants it. */
function routesOf(service: Service): readonly Route[] {
  const beforePost = expectDecisions(service);
  return [
    { url: "/v1/decisions", post: postDecision(service), get: listDecisions(service), beforePost },
    { url: "/v1/decisions::batch", post: postBatch(service), bodyLimit: MAX_BATCH_BYTES, beforePost },
    { url: "/v1/decisions/:id", get: getDecision(service) },
    { url: "/v1/decisions/:id/trail", get: getTrail(service) },
    { url: "/v1/decisions/:id/outcome", post: postOutcome(service) },
    { url: "/v1/tasks/:id", post: postCompletion(service) },
    { url: "/v1/intents", post: issueIntent(service), get: listIntents(service) },
    { url: "/v1/intents/:id", get: getIntent(service), post: postToIntent(service) },
    { url: "/v1/approvals", get: listApprovals(service) },
    { url: "/v1/approvals/:id", get: getApproval(service), post: postToApproval(service) },
    { url: "/v1/agents", get: listAgents(service), post: registerAgent(service) },
    { url: "/v1/agents::due", get: listDueAgents(service) },
    { url: "/v1/agents/:id", get: getAgent(service), put: updateAgent(service), post: orderAgent(service) },
    { url: "/v1/sessions", get: listSessions(service) },
    { url: "/v1/sessions/:id", get: getSession(service), post: orderSession(service) },
    { url: "/v1/bundles", get: listBundles(service) },
    { url: "/v1/bundles::compare", get: compareBundles(service) },
    { url: "/v1/bundles::rollback", post: orderBundle(service, "rollback") },
    { url: "/v1/bundles::unpin", post: orderBundle(service, "unpin") },
    { url: "/v1/bundles/:id", post: orderOneBundle(service) },
    { url: "/v1/grants", get: listGrants(service) },
    { url: "/v1/grants::legacy", get: listLegacy(service) },
    { url: "/v1/grants/:id", get: getGrant(service), post: postGrant(service) },
    { url: "/v1/keys", get: listKeys(service) },
    { url: "/v1/keys::rotate", post: rotateKeys(service) },
    { url: "/v1/keys::rewrap", post: rewrapKeys(service) },
    { url: "/v1/keys/:id", post: revokeKey(service) },
    { url: "/v1/events", get: listEvents(service) },
    { url: "/.well-known/writ-revocations", get: revocationList(service) },
    { url: "/.well-known/writ-revocations/:tenant", get: revocationList(service) },
    { url: "/.well-known/openid-configuration", get: publicDocument(() => service.discovery()) },
    { url: "/.well-known/jwks.json", get: publicDocument(() => service.jwks()) },
    { url: "/openapi.json", get: openapi },
    { url: "/healthz", get: async () => '{"status":"ok"}' },
    { url: "/startupz", get: async () => '{"status":"started"}' },
    { url: "/readyz", get: readiness(service) },
    { url: "/metrics", get: metrics(service) },
    { url: "/debug/cpu", get: getProfile(service, "cpu") },
    { url: "/debug/heap", get: getProfile(service, "heap") },
    { url: "/debug/runtime", get: getRuntime(service) },
  ];
}

export function addRoutes(app: FastifyInstance, service: Service): void {
  app.decorateRequest("admission", null);
  for (const { url, get, post, put, bodyLimit = MAX_REQUEST_BYTES, beforePost } of routesOf(service)) {
    const allowed: Method[] = [];
    for (const [method, handler] of [
      ["GET", get],
      ["POST", post],
      ["PUT", put],
    ] as const) {
      if (handler === undefined) continue;
      const before = method === "POST" && beforePost !== undefined ? { onRequest: beforePost } : {};
      app.route({ method, url, ...(method === "GET" ? {} : { bodyLimit }), ...before, handler: answering(handler) });
      allowed.push(method);
    }
    app.route({ method: othersThan(allowed), url, onRequest: refuseMethod(allowed), handler: () => {} });
  }
  addOAuthRoutes(app, service);
  app.setNotFoundHandler(() => {
    throw new WritError("not_found", "there is nothing at this path");
  });
}

/** JSON, unless the handler says otherwise; grants must not stay in anybody's cache. */
function answering(handler: Handler) {
  return async (request: FastifyRequest, reply: FastifyReply): Promise<string> => {
    reply.type(JSON_TYPE).header("cache-control", "no-store").header("x-content-type-options", "nosniff");
    return handler(request, reply);
  };
}
