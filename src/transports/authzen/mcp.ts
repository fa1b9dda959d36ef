import { invalidField } from "../../domain/errors.ts";
import { isJsonObject, type JsonObject, type JsonValue } from "../../domain/json.ts";
import type { AuthzenSettings } from "../../domain/protocols.ts";
import type { ToolCall } from "../../domain/request.ts";
import type { Evaluation } from "./decode.ts";

/** What stands for a message that a gateway has mapped: nobody waits for its answer here. */
const RPC_ID = "authzen";

interface Mapped {
  /** The type of the resource that the method's default mapping has. */
  readonly resource: string;
  params(evaluation: Evaluation): JsonObject;
  /** Where its arguments stand among the params, if it has any. */
  readonly takes?: "arguments" | "argument";
}

const onServer: Mapped = { resource: "mcp_server", params: () => ({}) };
const onUri: Mapped = { resource: "resource", params: ({ resource }) => ({ uri: resource.id }) };
const onTask: Mapped = { resource: "task", params: ({ resource }) => ({ taskId: resource.id }) };

/** The default mappings of the COAZ-MCP binding, draft 1, read backwards; `tools/call` stands apart. */
const METHODS: ReadonlyMap<string, readonly Mapped[]> = new Map([
  ["initialize", [{ ...onServer, params: ({ context }) => taken(context, "protocol_version", "protocolVersion") }]],
  ["logging/setLevel", [{ ...onServer, params: ({ context }) => taken(context, "level", "level") }]],
  ["tools/list", [onServer]],
  ["resources/list", [onServer]],
  ["prompts/list", [onServer]],
  ["tasks/list", [onServer]],
  ["resources/read", [onUri]],
  ["resources/subscribe", [onUri]],
  ["resources/unsubscribe", [onUri]],
  ["prompts/get", [{ resource: "prompt", takes: "arguments", params: ({ resource }) => ({ name: resource.id }) }]],
  ["tasks/get", [onTask]],
  ["tasks/result", [onTask]],
  ["tasks/cancel", [onTask]],
  [
    "completion/complete",
    [
      {
        resource: "prompt",
        takes: "argument",
        params: ({ resource }) => ({ ref: { type: "ref/prompt", name: resource.id } }),
      },
      {
        resource: "resource",
        takes: "argument",
        params: ({ resource }) => ({ ref: { type: "ref/resource", uri: resource.id } }),
      },
    ],
  ],
]);

export interface MappedCall {
  readonly call: ToolCall;
  /** The question without what stands in the call already, so that it is recorded once. */
  readonly rest: Evaluation;
}

/** Members of the request that hold a call's arguments, where the mapping carries them. */
const ARGUMENTS = ["arguments", "args"] as const;

/**
 * The call that a default mapping was made of; undefined for any other question.
 * @throws WritError invalid_argument for arguments that can be read in two ways
 */
export function decodeCall(evaluation: Evaluation, settings: AuthzenSettings): MappedCall | undefined {
  const { action, resource } = evaluation;
  const server = serverOf(evaluation, settings);
  if (settings.tool_types.includes(resource.type) && settings.tool_actions.includes(action.name)) {
    const { payload, rest, ...seen } = withArguments({ name: resource.id }, "arguments", evaluation);
    return { call: { format: "mcp", server, payload, ...seen }, rest };
  }
  const mapped = METHODS.get(action.name)?.find((it) => it.resource === resource.type);
  if (mapped === undefined) return undefined;
  const { payload: params, rest, ...seen } = withArguments(mapped.params(evaluation), mapped.takes, evaluation);
  const message = { jsonrpc: "2.0", id: RPC_ID, method: action.name, params };
  return { call: { format: "mcp", server, payload: message, ...seen }, rest };
}

/** The default mappings carry no arguments: those that nobody sees are not taken for none. */
function withArguments(
  payload: JsonObject,
  takes: Mapped["takes"],
  evaluation: Evaluation,
): { readonly payload: JsonObject; readonly rest: Evaluation; readonly unseen?: true } {
  if (takes === undefined) return { payload, rest: evaluation };
  const args = argumentsOf(evaluation);
  if (args === undefined) return { payload, rest: evaluation, unseen: true };
  return { payload: { ...payload, [takes]: args }, rest: withoutArguments(evaluation) };
}

function argumentsOf({ resource, context }: Evaluation): JsonObject | undefined {
  const { properties = {} } = resource;
  const found = [
    ...ARGUMENTS.map((name) => [`/resource/properties/${name}`, properties[name]] as const),
    ...ARGUMENTS.map((name) => [`/context/${name}`, context[name]] as const),
  ].filter(([, value]) => value !== undefined);
  const [first, second] = found;
  if (second !== undefined)
    throw invalidField(second[0], `stands beside ${first?.[0]}: which are the call's arguments?`);
  if (first === undefined) return undefined;
  const [at, value] = first;
  if (!isJsonObject(value)) throw invalidField(at, "must be an object: the call's arguments");
  return value;
}

function withoutArguments(evaluation: Evaluation): Evaluation {
  const { properties, ...resource } = evaluation.resource;
  const others = properties === undefined ? {} : { properties: without(properties) };
  return { ...evaluation, resource: { ...resource, ...others }, context: without(evaluation.context) };
}

function without(holder: JsonObject): JsonObject {
  const rest = Object.entries(holder).filter(([name]) => !(ARGUMENTS as readonly string[]).includes(name));
  return Object.fromEntries<JsonValue>(rest);
}

function serverOf({ resource }: Evaluation, { server }: AuthzenSettings): string {
  const named = resource.properties?.["server"];
  if (named === undefined) return resource.type === onServer.resource ? resource.id : server;
  if (typeof named !== "string") throw invalidField("/resource/properties/server", "must be a string");
  return named;
}

function taken(from: JsonObject, name: string, as: string): JsonObject {
  const value = from[name];
  return value === undefined ? {} : { [as]: value };
}
