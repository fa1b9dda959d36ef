import { isJsonObject, type JsonObject, type JsonValue } from "../domain/json.ts";

/** What a tool's own `x-authzen-mapping` says; `unread` where it says more than a catalogue entry can. */
export type AuthzenMapping = { readonly resource: JsonObject } | { readonly unread: string };

/** `$params.arguments.id` of draft 1 of the binding, `params.arguments.id` of the drafts before it. */
const ARGUMENT = /^\$?params\.arguments\.([A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z_][A-Za-z0-9_]*)*)$/;

/** A word as it is, or quoted as a CEL string. */
const LITERAL = /^(?:'([a-z][a-z0-9_-]*)'|([a-z][a-z0-9_-]*))$/;

/**
 * Reads `inputSchema["x-authzen-mapping"]` (AuthZEN COAZ-MCP binding, draft 1): of one evaluation the resource, if its type
 * is a literal and its id one argument. Subjects and actions are not taken: who asks and what a tool does is not for the
 * tool's server to say. Expressions and mappings of several evaluations are `unread`.
 */
export function readAuthzenMapping(tool: JsonObject): AuthzenMapping | undefined {
  const schema = tool["inputSchema"];
  const mapping = isJsonObject(schema) ? schema["x-authzen-mapping"] : undefined;
  if (mapping === undefined) return undefined;
  const evaluation = onlyEvaluation(mapping);
  if (evaluation === undefined) return { unread: "it maps to several evaluations" };
  const resource = isJsonObject(evaluation) ? evaluation["resource"] : undefined;
  if (!isJsonObject(resource)) return { unread: "it names no resource" };
  const type = literal(resource["type"]);
  const path = typeof resource["id"] === "string" ? ARGUMENT.exec(resource["id"])?.[1] : undefined;
  if (type === undefined || path === undefined) return { unread: "its resource is an expression" };
  return { resource: { type, uri: `${type}:{/${path.replaceAll(".", "/")}}` } };
}

function onlyEvaluation(mapping: JsonValue): JsonValue | undefined {
  if (!isJsonObject(mapping)) return mapping;
  if (mapping["evaluation"] !== undefined) return mapping["evaluation"];
  const several = mapping["evaluations"];
  const list = isJsonObject(several) ? several["evaluations"] : several;
  if (!Array.isArray(list)) return mapping;
  return list.length === 1 ? list[0] : undefined;
}

function literal(value: JsonValue | undefined): string | undefined {
  const found = typeof value === "string" ? LITERAL.exec(value) : null;
  return found?.[1] ?? found?.[2];
}
