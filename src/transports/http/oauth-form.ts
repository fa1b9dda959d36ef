import type { ExchangeOrder } from "../../pipeline/grant-commands.ts";
import { OAuthError } from "./oauth-error.ts";

/** RFC 8693 section 3: what tokens are called. */
export const JWT_TYPE = "urn:ietf:params:oauth:token-type:jwt";
const EXCHANGE_GRANT = "urn:ietf:params:oauth:grant-type:token-exchange";
const TOKEN_TYPES = [
  JWT_TYPE,
  "urn:ietf:params:oauth:token-type:access_token",
  "urn:ietf:params:oauth:token-type:id_token",
];
/** No token: the agent's id, from a caller that is believed, or whose connection proves it. */
const AGENT_ID_TYPE = "urn:writ:token-type:agent-id";
/** No token: the agent's certificate, as decisions have it in `agent.certificate`. */
const CERTIFICATE_TYPE = "urn:writ:token-type:certificate";

/** No operation here has more. */
const MAX_PARAMETERS = 32;

export type Form = ReadonlyMap<string, string>;

/** RFC 6749 section 3.1: a parameter without a value is none, one that is there twice is an error, an unknown one is ignored. */
export function parseForm(body: unknown): Form {
  if (typeof body !== "string") throw new OAuthError("invalid_request", "the body must be a form");
  const form = new Map<string, string>();
  for (const [name, value] of new URLSearchParams(body)) {
    if (value === "") continue;
    if (form.has(name)) throw new OAuthError("invalid_request", "a parameter is there twice");
    form.set(name, value);
    if (form.size > MAX_PARAMETERS) throw new OAuthError("invalid_request", "there are too many parameters");
  }
  return form;
}

/** @throws OAuthError which names the parameter */
export function requiredIn(form: Form, name: string): string {
  const value = form.get(name);
  if (value === undefined) throw new OAuthError("invalid_request", `${name} is missing`);
  return value;
}

/** RFC 8693 section 2.1, and `decision_id` beside it. */
export function decodeExchange(form: Form): Omit<ExchangeOrder, "dpop"> {
  if (requiredIn(form, "grant_type") !== EXCHANGE_GRANT) {
    throw new OAuthError("unsupported_grant_type", `only ${EXCHANGE_GRANT}`);
  }
  for (const name of ["actor_token", "resource", "scope"]) {
    if (form.has(name)) throw new OAuthError("invalid_request", `${name} is not taken: the decision has said it`);
  }
  const requested = form.get("requested_token_type");
  if (requested !== undefined && requested !== JWT_TYPE) {
    throw new OAuthError("invalid_request", `requested_token_type can be ${JWT_TYPE} only`);
  }
  const subject = requiredIn(form, "subject_token");
  const type = requiredIn(form, "subject_token_type");
  return {
    agent: evidence(subject, type),
    decision_id: requiredIn(form, "decision_id"),
    audience: form.get("audience") ?? "",
  };
}

function evidence(subject: string, type: string): ExchangeOrder["agent"] {
  if (TOKEN_TYPES.includes(type)) return { token: subject };
  if (type === AGENT_ID_TYPE) return { id: subject };
  if (type === CERTIFICATE_TYPE) return { certificate: subject };
  throw new OAuthError(
    "invalid_request",
    "subject_token_type is not one of the types of a JWT, an agent's id or certificate",
  );
}
