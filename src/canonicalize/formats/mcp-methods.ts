import type { Destination } from "../../domain/action.ts";
import { isJsonObject, type JsonObject, type JsonValue } from "../../domain/json.ts";
import type { StandardVerb } from "../../domain/vocabulary.ts";
import { partOf } from "../analyzers/analysis.ts";
import { urlDestination } from "../analyzers/hosts/index.ts";
import { resourceMeaning } from "./mcp-resources.ts";
import { type Refused, refuse, type StatedMeaning } from "./result.ts";

/** What a method does with these params. */
export type MethodReader = (params: JsonObject) => StatedMeaning | Refused;

/** The client that asks its own model, and the person in front of it: both are the tenant's own. */
const CLIENT: Destination = { kind: "device", value: "mcp:client", origin: "unseen" };
const PERSON: Destination = { kind: "user", value: "mcp:user", origin: "unseen" };

/** Things in one `subscriptions/listen`; a client that follows more follows everything. */
const MAX_SUBSCRIPTIONS = 256;
const LIST_CHANGES = new Set(["toolsListChanged", "promptsListChanged", "resourcesListChanged"]);

function keeps(verb: StandardVerb): MethodReader {
  return () => ({ verb, parse: "complete" });
}

function readUri({ uri }: JsonObject): StatedMeaning | Refused {
  return typeof uri === "string" ? resourceMeaning(uri) : unsupported("uri is no text");
}

function ofTask(verb: StandardVerb): MethodReader {
  return ({ taskId }) => {
    if (typeof taskId !== "string" || taskId === "") return unsupported("taskId is no text");
    return { verb, resource: { type: "task", uri: `task:${taskId}` }, parse: "complete" };
  };
}

function getPrompt({ name }: JsonObject): StatedMeaning | Refused {
  if (typeof name !== "string" || name === "") return unsupported("name is no text");
  return { verb: "record.read", resource: { type: "prompt", uri: `prompt:${name}` }, parse: "complete" };
}

function complete({ ref }: JsonObject): StatedMeaning | Refused {
  const { type, name, uri } = isJsonObject(ref) ? ref : {};
  if (type === "ref/prompt" && typeof name === "string") {
    return { verb: "record.list", resource: { type: "prompt", uri: `prompt:${name}` }, parse: "complete" };
  }
  if (type !== "ref/resource" || typeof uri !== "string") return unsupported("ref is neither prompt nor resource");
  // A template is filled in by the server: where it leads is not known.
  return { verb: "record.list", resource: { type: "resource_template", uri }, parse: "complete" };
}

/** MCP 2025-11-25, "Elicitation": a form, or a page that the person is sent to. */
function elicit({ mode, url }: JsonObject): StatedMeaning | Refused {
  if (mode === undefined || mode === "form") {
    return { verb: "message.send", destinations: [PERSON], parse: url === undefined ? "complete" : "partial" };
  }
  if (mode !== "url" || typeof url !== "string") return unsupported("mode is neither form nor url");
  return { verb: "message.send", destinations: [PERSON, urlDestination(url)], parse: "complete" };
}

/** MCP 2026-07-28, "Subscriptions": to follow a resource is to learn of it, so that it takes what reading it takes. */
function listen({ notifications = {} }: JsonObject): StatedMeaning | Refused {
  if (!isJsonObject(notifications)) return unsupported("notifications is not an object");
  const { resourceSubscriptions: uris = [], taskIds = [], ...flags } = notifications;
  if (!isTexts(uris) || !isTexts(taskIds)) return unsupported("notifications follows what is no text");
  const followed = [
    ...uris.map(resourceMeaning),
    ...taskIds.map((id): StatedMeaning => {
      return { verb: "record.read", resource: { type: "task", uri: `task:${id}` }, parse: "complete" };
    }),
  ];
  const known = Object.keys(flags).every((key) => LIST_CHANGES.has(key));
  const whole = known && followed.every(({ parse }) => parse === "complete");
  if (followed.length === 0) return { verb: "protocol.handshake", parse: whole ? "complete" : "partial" };
  const parts = followed.map(({ verb, ...more }) => partOf(verb, more));
  return { verb: "record.read", parts, parse: whole ? "complete" : "partial" };
}

function isTexts(value: JsonValue): value is string[] {
  return Array.isArray(value) && value.length <= MAX_SUBSCRIPTIONS && value.every((item) => typeof item === "string");
}

function unsupported(what: string): Refused {
  return refuse("call_payload_unsupported", `/call/payload/params/${what}`);
}

/**
 * Every method of the forms 2025-06-18, 2025-11-25 and 2026-07-28 with its tasks extension, from client to server and back
 * (schema.ts of each). What is not here is no method: names are compared letter by letter.
 */
export const MCP_METHODS: ReadonlyMap<string, MethodReader> = new Map<string, MethodReader>([
  // What the catalogue says of the tool: formats/mcp.ts.
  ["tools/call", keeps("tool.call")],
  ["initialize", keeps("protocol.handshake")],
  ["ping", keeps("protocol.handshake")],
  ["server/discover", keeps("protocol.handshake")],
  ["logging/setLevel", keeps("protocol.handshake")],
  ["resources/unsubscribe", keeps("protocol.handshake")],
  ["tools/list", keeps("protocol.list")],
  ["resources/list", keeps("protocol.list")],
  ["resources/templates/list", keeps("protocol.list")],
  ["prompts/list", keeps("protocol.list")],
  ["roots/list", keeps("protocol.list")],
  ["tasks/list", keeps("protocol.list")],
  ["resources/read", readUri],
  ["resources/subscribe", readUri],
  ["subscriptions/listen", listen],
  ["prompts/get", getPrompt],
  ["completion/complete", complete],
  [
    "sampling/createMessage",
    () => ({
      verb: "model.invoke",
      resource: { type: "model", uri: "mcp:sampling" },
      destinations: [CLIENT],
      parse: "complete",
    }),
  ],
  ["elicitation/create", elicit],
  ["tasks/get", ofTask("record.read")],
  ["tasks/result", ofTask("record.read")],
  ["tasks/cancel", ofTask("record.update")],
  ["tasks/update", ofTask("record.update")],
  ...[
    "cancelled", "initialized", "message", "progress", "tasks", "tasks/status", "elicitation/complete",
    "prompts/list_changed", "resources/list_changed", "resources/updated", "roots/list_changed",
    "subscriptions/acknowledged", "tools/list_changed",
  ].map((name): [string, MethodReader] => [`notifications/${name}`, keeps("protocol.notify")]), // biome-ignore format: one list
]);
