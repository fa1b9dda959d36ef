import { invalidField } from "../../domain/errors.ts";
import { nameField, objectField } from "../../domain/fields.ts";
import type { JsonObject } from "../../domain/json.ts";
import { MAX_ID_CHARS } from "../../domain/limits.ts";
import { checkStrictValue, parseStrictJson } from "../../domain/strict-json.ts";
import { type McpRequest, McpRequestSchema, McpResponseSchema } from "../../gen/agentgateway/dev/ext_mcp/ext_mcp_pb.ts";
import { addHeader } from "../native/headers.ts";
import { readMessage } from "../native/messages.ts";
import type { HeaderValues } from "../native/protocol.ts";

/** One gateway has no more servers behind one address; each is a decision of its own. */
const MAX_SERVICES = 64;

/** What is known of an MCP request, before it is passed on or when its answer is there. */
interface Exchanged {
  /** The servers that it goes to, by the names of the gateway's configuration; never empty. */
  readonly services: readonly string[];
  readonly method: string;
  /** What the gateway's configuration adds. */
  readonly metadata: JsonObject;
}

export interface AskedRequest extends Exchanged {
  /** Absent where the method has none. */
  readonly params?: JsonObject;
  /** Of the client's HTTP request, pseudo-header fields (RFC 9113 section 8.3) among them. */
  readonly headers: HeaderValues;
}

export interface AskedResponse extends Exchanged {
  readonly result: JsonObject;
  /** The result as it came. */
  readonly bytes: Uint8Array;
}

/** @throws WritError invalid_argument naming the field */
export function decodeRequest(bytes: Uint8Array): AskedRequest {
  const { serviceNames, method, metadataContext, mcpRequest, headers } = readMessage(McpRequestSchema, bytes);
  return {
    ...exchanged(serviceNames, method, metadataContext),
    ...(mcpRequest === undefined ? {} : { params: jsonObject(mcpRequest, "/mcp_request") }),
    headers: headersOf(headers),
  };
}

/** @throws WritError invalid_argument naming the field */
export function decodeResponse(bytes: Uint8Array): AskedResponse {
  const { serviceNames, method, metadataContext, mcpResponse } = readMessage(McpResponseSchema, bytes);
  const result = jsonObject(mcpResponse, "/mcp_response");
  return { ...exchanged(serviceNames, method, metadataContext), result, bytes: mcpResponse };
}

function headersOf(fields: McpRequest["headers"]): HeaderValues {
  const headers = new Map<string, string[]>();
  for (const { key, value } of fields) addHeader(headers, key, Buffer.from(value).toString("latin1"));
  return headers;
}

function exchanged(names: readonly string[], method: string, context: JsonObject | undefined): Exchanged {
  if (names.length === 0) throw invalidField("/service_names", "must name a server");
  if (names.length > MAX_SERVICES) throw invalidField("/service_names", `must have at most ${MAX_SERVICES} items`);
  return {
    services: names.map((name, index) => nameField(name, `/service_names/${index}`, MAX_ID_CHARS)),
    method: nameField(method, "/method", MAX_ID_CHARS),
    metadata: context === undefined ? {} : structOf(context, "/metadata_context"),
  };
}

/** A struct holds what JSON has, and numbers that JSON lacks. */
function structOf(struct: JsonObject, at: string): JsonObject {
  checkStrictValue(struct, at);
  return struct;
}

function jsonObject(bytes: Uint8Array, at: string): JsonObject {
  return objectField(parseStrictJson(bytes, at), at);
}
