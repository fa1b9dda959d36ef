import { invalidField, type WritError } from "../../domain/errors.ts";
import { isPartial } from "../forwarded/body.ts";
import type { ForwardedRequest } from "../forwarded/request.ts";
import { fieldOf, single } from "../native/headers.ts";
import type { HeaderValues, HttpExchange } from "../native/protocol.ts";

/**
 * Where gateways say what the request is that they hold back. Each form has a path of its own: what one of them writes, a client could write
 * at the gateway of another. All fields of a form have to be there, so that a gateway which does not write one is noticed by its first
 * honest request, before a client writes it.
 */
export const FORMS = {
  /** Traefik's ForwardAuth, Caddy's forward_auth, and scripts for HAProxy and Apache. */
  forward: {
    method: "x-forwarded-method",
    scheme: "x-forwarded-proto",
    host: "x-forwarded-host",
    target: "x-forwarded-uri",
  },
  /** nginx's auth_request. */
  request: {
    method: "x-original-method",
    scheme: "x-original-proto",
    host: "x-original-host",
    target: "x-original-uri",
  },
} as const;

/** ingress-nginx says scheme, host and target in one, as an absolute URL. */
const ORIGINAL_URL = "x-original-url";

/** Envoy's HTTP authorizer asks for the path itself, behind this prefix. */
export const PATH_PREFIX = "/authz/http";

/** RFC 9110 section 9.1: the methods that are in use are shorter. */
const METHOD = /^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,32}$/;
/** RFC 9112 section 3.2: the origin form, and the asterisk form of OPTIONS. */
const TARGET = /^(?:\/[\x21-\x7e\x80-\xff]*|\*)$/;
const ABSOLUTE = /^(https?):\/\/([^/?#@\s]+)(\/[^\s]*)?$/i;
const AUTHORITY = /^[A-Za-z0-9.[\]:_-]{1,260}$/;

/** WebSockets begin as HTTP requests (RFC 6455 section 4.1). */
const SCHEMES: Readonly<Record<string, string>> = { http: "http", https: "https", ws: "http", wss: "https" };

type Line = Pick<ForwardedRequest, "method" | "scheme" | "host" | "target">;

/**
 * The request that a gateway holds back.
 * @throws WritError invalid_argument naming the header that is missing, is there twice, or cannot be read
 */
export function decodeForwarded(exchange: HttpExchange, form: keyof typeof FORMS | "http"): ForwardedRequest {
  const { headers, params } = exchange;
  const line = form === "http" ? ownLine(exchange) : saidLine(headers, form);
  if (!METHOD.test(line.method)) throw invalidField("/method", "must be the method of an HTTP request");
  if (!TARGET.test(line.target)) throw invalidField("/target", "must begin with / and hold no spaces");
  if (!AUTHORITY.test(line.host)) throw invalidField("/host", "must be a host, with or without a port");
  return { ...line, headers: withUpgrade(headers, form), body: bodyOf(exchange), server: params["server"] ?? "" };
}

/** A gateway that says `wss` for a WebSocket takes the field itself away (Traefik does). */
function withUpgrade(headers: HeaderValues, form: keyof typeof FORMS | "http"): HeaderValues {
  const scheme = headers.get(form === "request" ? FORMS.request.scheme : FORMS.forward.scheme)?.[0] ?? "";
  return /^wss?$/i.test(scheme) ? new Map([...headers, ["upgrade", ["websocket"]]]) : headers;
}

function ownLine({ method, target, headers }: HttpExchange): Line {
  const scheme = single(headers, "x-forwarded-proto") ?? "";
  const path = target.slice(PATH_PREFIX.length);
  return { method, scheme: SCHEMES[scheme] ?? "", host: required(headers, "host"), target: path };
}

function saidLine(headers: HeaderValues, form: keyof typeof FORMS): Line {
  const names = FORMS[form];
  const method = required(headers, names.method);
  if (form === "request" && headers.has(ORIGINAL_URL)) return { method, ...saidUrl(headers) };
  const scheme = SCHEMES[required(headers, names.scheme).toLowerCase()];
  if (scheme === undefined) throw invalidField(`/headers/${names.scheme}`, "must be http or https");
  return { method, scheme, host: required(headers, names.host), target: required(headers, names.target) };
}

function saidUrl(headers: HeaderValues): Omit<Line, "method"> {
  if (headers.has(FORMS.request.target)) {
    throw invalidField(`/headers/${ORIGINAL_URL}`, `must not stand beside ${FORMS.request.target}`);
  }
  const [, scheme, host, target = "/"] = ABSOLUTE.exec(required(headers, ORIGINAL_URL)) ?? [];
  if (scheme === undefined || host === undefined) {
    throw invalidField(`/headers/${ORIGINAL_URL}`, "must be an http or https URL");
  }
  return { scheme: scheme.toLowerCase(), host, target };
}

function required(headers: HeaderValues, name: string): string {
  const value = fieldOf(headers, name);
  if (value === "") throw missing(name);
  return value;
}

function missing(name: string): WritError {
  return invalidField(`/headers/${name}`, "is missing: the gateway has to write it, whatever the client sends");
}

/** Most gateways show no body, and one that shows an empty body looks the same: what is not there is not known. */
function bodyOf({ headers, body }: HttpExchange): ForwardedRequest["body"] {
  if (isPartial(headers)) return "truncated";
  return body.length === 0 ? "absent" : body;
}
