import { invalidField } from "../../domain/errors.ts";
import { nameField, objectField, optionalField, stringField } from "../../domain/fields.ts";
import type { JsonObject, JsonValue } from "../../domain/json.ts";
import type { ToolhiveSettings } from "../../domain/protocols.ts";
import type { ToolCall } from "../../domain/request.ts";
import { parseStrictJson } from "../../domain/strict-json.ts";

/** Names of tools and URIs of resources: longer ones are no names. */
const MAX_NAME_CHARS = 8_192;

/** What ToolHive's HTTP authorizer asks (its `PORC`, pkg/authz/authorizers/http/porc.go). */
export interface AuthorizerQuestion {
  readonly principal: JsonObject;
  readonly call: ToolCall;
}

/** By ToolHive's `<feature>:<operation>`; the params without arguments. */
const METHODS: ReadonlyMap<string, readonly [method: string, params: (id: string) => JsonObject]> = new Map([
  ["tool:call", ["tools/call", (name: string) => ({ name })]],
  ["prompt:get", ["prompts/get", (name: string) => ({ name })]],
  ["resource:read", ["resources/read", (uri: string) => ({ uri })]],
]);

const OPERATION = /^mcp:([a-z_]{1,40}):([a-z_]{1,40})$/;

/** @throws WritError invalid_argument naming the field */
export function decodeAuthorizer(body: Uint8Array, { absent_arguments }: ToolhiveSettings): AuthorizerQuestion {
  const fields = objectField(parseStrictJson(body), "", ["principal", "operation", "resource", "context"]);
  const principal = objectField(fields["principal"] ?? {}, "/principal");
  const asked = stringField(fields["operation"], "/operation", MAX_NAME_CHARS);
  const resource = stringField(fields["resource"], "/resource", MAX_NAME_CHARS);
  const [, feature, operation] = OPERATION.exec(asked) ?? [];
  if (feature === undefined || operation === undefined)
    throw invalidField("/operation", "must be mcp:<feature>:<operation>");
  const { server, id } = resourceOf(resource, feature);
  const { mcp = {} } = optionalField("mcp", objectField(fields["context"] ?? {}, "/context"), "/context", objectField);
  const method = METHODS.get(`${feature}:${operation}`);
  const refusal = refusalOf(mcp, { feature, operation, resource_id: id }, method === undefined);
  if (refusal !== undefined || method === undefined) {
    return { principal, call: { format: "mcp", server, payload: {}, ...(refusal === undefined ? {} : { refusal }) } };
  }
  const [name, params] = method;
  const args = argumentsOf(mcp);
  const message = { jsonrpc: "2.0", id: "toolhive", method: name };
  const payload: JsonValue = {
    ...message,
    params: { ...params(id), ...(args === undefined ? {} : { arguments: args }) },
  };
  // A resource is read without arguments; of all else, none may be there, or none may be shown.
  const unseen = args === undefined && absent_arguments === "unknown" && name !== "resources/read";
  return { principal, call: { format: "mcp", server, payload, ...(unseen ? { unseen } : {}) } };
}

/** `mrn:mcp:<server>:<feature>:<id>`, of which the id may hold colons. */
function resourceOf(resource: string, feature: string): { readonly server: string; readonly id: string } {
  const between = `:${feature}:`;
  const at = resource.indexOf(between, PREFIX.length);
  if (!resource.startsWith(PREFIX) || at < 0)
    throw invalidField("/resource", "must be mrn:mcp:<server>:<feature>:<id>");
  const id = nameField(resource.slice(at + between.length), "/resource", MAX_NAME_CHARS);
  return { server: resource.slice(PREFIX.length, at), id };
}
const PREFIX = "mrn:mcp:";

/** Where the two places in which ToolHive says what is called disagree, nobody knows which of them the server will see. */
function refusalOf(
  mcp: JsonObject,
  said: Readonly<Record<string, string>>,
  unknown: boolean,
): NonNullable<ToolCall["refusal"]> | undefined {
  const other = Object.entries(said).find(([name, value]) => mcp[name] !== undefined && mcp[name] !== value);
  if (other !== undefined) {
    return {
      code: "call_metadata_mismatch",
      message: `/context/mcp/${other[0]} is not what operation and resource say`,
    };
  }
  return unknown
    ? { code: "call_method_unknown", message: "/operation is none of MCP's that ToolHive asks about" }
    : undefined;
}

function argumentsOf(mcp: JsonObject): JsonObject | undefined {
  return optionalField("args", mcp, "/context/mcp", (value, at) => objectField(value, at)).args;
}
