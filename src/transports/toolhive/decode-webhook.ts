import { invalidField } from "../../domain/errors.ts";
import { nameField, objectField, stringField } from "../../domain/fields.ts";
import type { JsonObject, JsonValue } from "../../domain/json.ts";
import { MAX_ID_CHARS } from "../../domain/limits.ts";
import { parseStrictJson } from "../../domain/strict-json.ts";

/** pkg/webhook/types.go: `APIVersion`. */
export const WEBHOOK_VERSION = "v0.1.0";

/** A later patch of the same version asks the same. */
const KNOWN_VERSION = /^v0\.1\.\d+$/;

const FIELDS = ["version", "uid", "timestamp", "principal", "mcp_request", "context"];

export interface WebhookQuestion {
  readonly uid: string;
  readonly principal: JsonObject;
  /** The client's JSON-RPC message. */
  readonly message: JsonValue;
  /** The server behind ToolHive. */
  readonly server: string;
}

/** @throws WritError invalid_argument naming the field */
export function decodeWebhook(body: Uint8Array): WebhookQuestion {
  const fields = objectField(parseStrictJson(body), "", FIELDS);
  if (!KNOWN_VERSION.test(stringField(fields["version"], "/version", MAX_ID_CHARS))) {
    throw invalidField("/version", `must be ${WEBHOOK_VERSION}`);
  }
  const message = fields["mcp_request"];
  if (message === undefined) throw invalidField("/mcp_request", "is missing");
  const context = objectField(fields["context"], "/context");
  const backend = stringField(context["backend_server"] ?? "", "/context/backend_server", MAX_ID_CHARS);
  return {
    uid: nameField(fields["uid"], "/uid", MAX_ID_CHARS),
    principal: objectField(fields["principal"] ?? {}, "/principal"),
    message,
    server: backend || nameField(context["server_name"], "/context/server_name", MAX_ID_CHARS),
  };
}
