import { invalidField } from "../../domain/errors.ts";
import type { JsonObject } from "../../domain/json.ts";
import { MAX_ID_CHARS } from "../../domain/limits.ts";
import type {
  AttributeContext,
  AttributeContext_HttpRequest,
} from "../../gen/envoy/service/auth/v3/attribute_context_pb.ts";
import { CheckRequestSchema } from "../../gen/envoy/service/auth/v3/external_auth_pb.ts";
import type { ForwardedRequest } from "../forwarded/request.ts";
import { SERVER_EXTENSION } from "../forwarded/upstream.ts";
import { addHeader, requestIdOf } from "../native/headers.ts";
import { readMessage } from "../native/messages.ts";
import type { HeaderValues } from "../native/protocol.ts";
import { bodyOf } from "./body.ts";

/** What a CheckRequest says. */
export interface Checked {
  readonly request: ForwardedRequest;
  /** By which the request is found again in the gateway's logs. */
  readonly request_id: string;
  /** The client's, PEM; "" where there is none. */
  readonly certificate: string;
  /** What filters before this one found, by the filter's name. */
  readonly metadata: Readonly<Record<string, JsonObject>>;
  /** What the gateway says beside the request, for policies. */
  readonly context: JsonObject;
}

/** @throws WritError invalid_argument naming the field */
export function decodeCheck(bytes: Uint8Array): Checked {
  const { attributes } = readMessage(CheckRequestSchema, bytes);
  const http = attributes?.request?.http;
  if (attributes === undefined || http === undefined) {
    throw invalidField("/attributes/request/http", "is missing: only HTTP requests are judged");
  }
  const headers = headersOf(http);
  const { [SERVER_EXTENSION]: server = "", ...extensions } = attributes.contextExtensions;
  return {
    request: { ...requestLine(http, headers), headers, body: bodyOf(http, headers), server },
    request_id: requestIdOf(headers) || ownId(http),
    certificate: certificateOf(attributes),
    metadata: (attributes.metadataContext?.filterMetadata ?? {}) as Readonly<Record<string, JsonObject>>,
    context: { ...extensions, source: sourceOf(attributes) },
  };
}

function headersOf({ headers, headerMap }: AttributeContext_HttpRequest): HeaderValues {
  const named = Object.entries(headers);
  if (headerMap === undefined) return new Map(named.map(([name, value]) => [name.toLowerCase(), [octets(value)]]));
  if (named.length > 0) throw invalidField("/attributes/request/http/header_map", "must not stand beside headers");
  const fields = new Map<string, string[]>();
  for (const { key, value, rawValue } of headerMap.headers) {
    addHeader(fields, key, rawValue.length === 0 ? octets(value) : Buffer.from(rawValue).toString("latin1"));
  }
  return fields;
}

/** Octets beyond ASCII are opaque (RFC 9110 section 5.5): a character each, as over HTTP. */
function octets(value: string): string {
  return /^[\0-\x7f]*$/.test(value) ? value : Buffer.from(value, "utf8").toString("latin1");
}

/** @throws WritError invalid_argument where a pseudo-header says something else: somebody reads another request than we */
function requestLine(http: AttributeContext_HttpRequest, headers: HeaderValues) {
  const said = (name: "method" | "path" | "host" | "scheme", pseudo: string): string => {
    const values = headers.get(pseudo) ?? [http[name]];
    // agentgateway has no host of a request in origin form, but the pseudo-header.
    if (values.length === 1 && (http[name] === "" || http[name] === values[0])) return values[0] as string;
    throw invalidField(`/attributes/request/http/${name}`, `is not what ${pseudo} says`);
  };
  const method = said("method", ":method");
  const target = said("path", ":path");
  if (method === "") throw invalidField("/attributes/request/http/method", "is missing");
  if (target === "") throw invalidField("/attributes/request/http/path", "is missing");
  return { method, target, host: said("host", ":authority"), scheme: said("scheme", ":scheme") };
}

/** Envoy's own id is a number of the connection's, for requests without the one that is in access logs. */
function ownId({ id }: AttributeContext_HttpRequest): string {
  return id.length <= MAX_ID_CHARS ? id : "";
}

/** @throws WritError invalid_argument for what is not percent-encoded */
function certificateOf({ source }: AttributeContext): string {
  const { certificate = "" } = source ?? {};
  try {
    return decodeURIComponent(certificate);
  } catch {
    throw invalidField("/attributes/source/certificate", "must be PEM, percent-encoded");
  }
}

/** The principal is a name that nobody here has verified: policies may look at it, and it makes no agent. */
function sourceOf({ source }: AttributeContext): JsonObject {
  const address = source?.address?.address;
  return {
    address: address?.case === "socketAddress" ? address.value.address : "",
    principal: source?.principal ?? "",
  };
}
