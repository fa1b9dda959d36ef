import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { Service } from "../../pipeline/service.ts";
import { decodeId } from "../native/decode.ts";
import { admit } from "./decisions.ts";
import { PROTOCOL } from "./errors.ts";
import { othersThan, refuseMethod } from "./methods.ts";
import { OAuthError, oauthErrorOf } from "./oauth-error.ts";
import { decodeExchange, type Form, JWT_TYPE, parseForm, requiredIn } from "./oauth-form.ts";

/** A grant, an agent's token and its proof, percent-encoded. */
const MAX_FORM_BYTES = 128 * 1024;
const FORM_TYPE = /^application\/x-www-form-urlencoded(?:\s*;|$)/i;

type OAuthHandler = (form: Form, request: FastifyRequest) => Promise<string>;

/**
 * RFC 7662, RFC 7009 and RFC 8693. The one place whose requests are forms and whose errors are not problem+json: clients of these
 * know RFC 6749 only.
 */
export function addOAuthRoutes(app: FastifyInstance, service: Service): void {
  const handlers: Readonly<Record<string, OAuthHandler>> = {
    "/oauth2/introspect": introspect(service),
    "/oauth2/revoke": revoke(service),
    "/oauth2/token": token(service),
  };
  app.register((scope, _, done) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser(FORM_TYPE, { parseAs: "string" }, (_, body, done) => done(null, body));
    scope.setErrorHandler((error: unknown, request: FastifyRequest, reply: FastifyReply) => {
      const refusal = oauthErrorOf(error);
      if (refusal.code === "internal") service.failed(error, PROTOCOL);
      service.refused(refusal.code, PROTOCOL);
      if (refusal.status === 401) reply.header("www-authenticate", `${schemeOf(request)} realm="writ"`);
      reply.code(refusal.status).type("application/json").header("cache-control", "no-store").send(refusal.body());
    });
    for (const [url, handler] of Object.entries(handlers)) {
      scope.route({
        method: "POST",
        url,
        bodyLimit: MAX_FORM_BYTES,
        handler: async (request, reply) => {
          reply.type("application/json; charset=utf-8").header("cache-control", "no-store");
          reply.header("x-content-type-options", "nosniff");
          return handler(parseForm(request.body), request);
        },
      });
      scope.route({
        method: othersThan(["POST"]),
        url,
        onRequest: refuseMethod(["POST"]),
        handler: () => {},
      });
    }
    done();
  });
}

/** The one that the client used (RFC 6749 section 5.2). */
function schemeOf({ headers }: FastifyRequest): "Basic" | "Bearer" {
  return /^Basic /i.test(headers.authorization ?? "") ? "Basic" : "Bearer";
}

/** RFC 7662 section 2 */
function introspect(service: Service): OAuthHandler {
  return async (form, request) => {
    const admission = await admit(service, request);
    return JSON.stringify(await service.grants.introspect(requiredIn(form, "token"), admission));
  };
}

/** RFC 7009 section 2 */
function revoke(service: Service): OAuthHandler {
  return async (form, request) => {
    const admission = await admit(service, request);
    if (!(await service.grants.revokeToken(requiredIn(form, "token"), admission))) {
      throw new OAuthError("invalid_grant", "the grant is for another audience than the caller's");
    }
    return "";
  };
}

/** RFC 8693 section 2 */
function token(service: Service): OAuthHandler {
  return async (form, request) => {
    const admission = await admit(service, request);
    const order = decodeExchange(form);
    decodeId(order.decision_id, "/decision_id");
    const { dpop } = request.headers;
    const proof = typeof dpop === "string" ? { dpop } : {};
    const told = await service.grants.exchange({ ...order, ...proof }, admission);
    if ("error" in told) throw new OAuthError(told.error, told.description);
    return JSON.stringify({
      access_token: told.token,
      issued_token_type: JWT_TYPE,
      token_type: "N_A",
      expires_in: told.expires_in_s,
    });
  };
}
