import { WritBlocked, WritUnavailable } from "../errors.ts";
import { isJsonObject, type JsonObject, type JsonValue } from "../json.ts";

export type RequestId = string | number;

/** A JSON-RPC 2.0 message, as MCP's transports carry it. */
export interface McpMessage {
  readonly jsonrpc: "2.0";
  readonly id?: RequestId | undefined;
  readonly method?: string;
  readonly params?: object | undefined;
  readonly result?: object;
  readonly error?: object;
}

/** What has an id is a request, even where that id is null: nothing that a receiver could take for one passes unasked. */
export function isRequest(
  message: McpMessage,
): message is McpMessage & { readonly id: RequestId; readonly method: string } {
  return message.method !== undefined && message.id !== undefined;
}

export function isResponse(message: McpMessage): message is McpMessage & { readonly id: RequestId } {
  return message.method === undefined;
}

/** The request that a `notifications/cancelled` is about. */
export function cancelledBy(message: McpMessage): RequestId | undefined {
  if (message.method !== "notifications/cancelled") return undefined;
  return (message.params as { readonly requestId?: RequestId } | undefined)?.requestId;
}

/** What a response gives: its result, or its error thrown. `isError` is how a tool says that it failed. */
export function resultOf(message: McpMessage): JsonValue {
  if (message.error !== undefined || message.result === undefined) throw new Error("the response is an error");
  return message.result as JsonObject;
}

export function isToolError(result: unknown): boolean {
  return isJsonObject(result) && result["isError"] === true;
}

/** "Server error" of the range that JSON-RPC leaves to implementations: a policy denies (COAZ-MCP profile of AuthZEN). */
const DENIED = -32001;
const INVALID_REQUEST = -32600;
const INTERNAL_ERROR = -32603;

/** The answer to a request that may not run. Whoever asked learns why, and how a person can lift it; no grant is in it. */
export function denial(id: RequestId, error: unknown): McpMessage {
  return { jsonrpc: "2.0", id, error: errorObject(error) };
}

export function duplicate(id: RequestId): McpMessage {
  return { jsonrpc: "2.0", id, error: { code: INVALID_REQUEST, message: "a request with this id is under way" } };
}

function errorObject(error: unknown): JsonObject {
  if (error instanceof WritBlocked) {
    const { decision_id, reasons, approval } = error;
    const data = { decision_id, reasons, ...(approval === undefined ? {} : { approval }) };
    return { code: DENIED, message: error.message, data: data as unknown as JsonObject };
  }
  const code = error instanceof WritUnavailable ? error.code : "internal";
  return { code: INTERNAL_ERROR, message: "no decision about this request could be had", data: { code } };
}
