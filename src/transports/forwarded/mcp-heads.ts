import { isJsonObject, type JsonObject, type JsonValue } from "../../domain/json.ts";
import type { HeaderValues } from "../native/protocol.ts";

/** The forms of MCP, those before 2025-06-18 included: their messages are the same, and they may come in batches. */
const VERSIONS = new Set(["2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25", "2026-07-28"]);
/** JSON-RPC batches came with 2025-03-26 and left with 2025-06-18; without the head it is 2025-03-26 that is spoken. */
const BATCH_VERSIONS = new Set(["", "2025-03-26"]);

const VERSION_MEMBER = "io.modelcontextprotocol/protocolVersion";
const BASE64 = /^=\?base64\?((?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?)\?=$/;

/** Which of the params a message's `Mcp-Name` repeats (2026-07-28, "Standard Request Headers"; for tasks, their extension). */
const NAMED_BY: Readonly<Record<string, "name" | "taskId" | "uri">> = {
  "tools/call": "name",
  "prompts/get": "name",
  "resources/read": "uri",
  "resources/subscribe": "uri",
  "resources/unsubscribe": "uri",
  "tasks/get": "taskId",
  "tasks/result": "taskId",
  "tasks/cancel": "taskId",
  "tasks/update": "taskId",
};

/** What the head of a request says of the message in its body; "" for what it does not say. */
export interface McpHeads {
  readonly version: string;
  readonly method: string;
  readonly name: string;
  /** `Mcp-Param-*` by the rest of their names, in lower case. */
  readonly params: ReadonlyMap<string, string>;
}

/** @returns undefined where a field is there twice, or is encoded in a way that nobody can read */
export function readMcpHeads(headers: HeaderValues): McpHeads | undefined {
  const params = new Map<string, string>();
  const said = new Map<string, string>();
  for (const [field, values] of headers) {
    if (!field.startsWith("mcp-")) continue;
    const [value, ...more] = values;
    const text = value === undefined || more.length > 0 ? undefined : decoded(value.trim());
    if (text === undefined) return undefined;
    if (field.startsWith("mcp-param-")) params.set(field.slice("mcp-param-".length), text);
    else said.set(field, text);
  }
  const version = said.get("mcp-protocol-version") ?? "";
  return { version, method: said.get("mcp-method") ?? "", name: said.get("mcp-name") ?? "", params };
}

export function isKnownVersion({ version }: McpHeads): boolean {
  return version === "" || VERSIONS.has(version);
}

export function takesBatches({ version, method }: McpHeads): boolean {
  return BATCH_VERSIONS.has(version) && method === "";
}

/** "Value Encoding" of 2026-07-28. */
function decoded(text: string): string | undefined {
  if (!text.startsWith("=?base64?")) return text;
  const [, base64] = BASE64.exec(text) ?? [];
  if (base64 === undefined) return undefined;
  const bytes = Buffer.from(base64, "base64");
  const plain = bytes.toString("utf8");
  return Buffer.from(plain).equals(bytes) ? plain : undefined;
}

/** The first field of the head that says something else than the message, if one does. */
export function mismatch(heads: McpHeads, message: JsonObject): string | undefined {
  const { method = "" } = message;
  const params = isJsonObject(message["params"]) ? message["params"] : {};
  const meta = isJsonObject(params["_meta"]) ? params["_meta"] : {};
  const version = meta[VERSION_MEMBER] ?? "";
  if (heads.version !== "" && version !== "" && heads.version !== version) return "mcp-protocol-version";
  if (heads.method !== "" && heads.method !== method) return "mcp-method";
  const member = typeof method === "string" && Object.hasOwn(NAMED_BY, method) ? NAMED_BY[method] : undefined;
  if (heads.name !== "" && (member === undefined || params[member] !== heads.name)) return "mcp-name";
  for (const [name, value] of heads.params) {
    if (!isArgument(name, value, params["arguments"] ?? {})) return `mcp-param-${name}`;
  }
  return undefined;
}

/**
 * Which argument a head repeats stands in the tool's schema, which is not here: one of the arguments of that name has to have the
 * value, and where none has the name, any.
 */
function isArgument(name: string, value: string, args: JsonValue): boolean {
  const all = [...scalars(args, "")];
  const named = all.filter((item) => plainName(item.name) === plainName(name));
  return (named.length > 0 ? named : all).some((item) => isSame(item.value, value));
}

function plainName(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, "");
}

/** Whole numbers are compared as numbers ("Server Validation"). */
function isSame(value: string | number | boolean, head: string): boolean {
  if (typeof value !== "number") return String(value) === head;
  return /^-?[0-9]+(?:\.0+)?$/.test(head) && Number(head) === value;
}

interface Scalar {
  readonly name: string;
  readonly value: string | number | boolean;
}

/** Arguments at any depth; those are no deeper than MAX_JSON_DEPTH. Elements of lists cannot be repeated in heads. */
function* scalars(value: JsonValue, name: string): Generator<Scalar> {
  if (isJsonObject(value)) {
    for (const [key, item] of Object.entries(value)) yield* scalars(item, key);
  } else if (value !== null && !Array.isArray(value)) {
    yield { name, value };
  }
}

/** The message as far as the head shows it. */
export function messageOfHeads({ method, name }: McpHeads): JsonObject {
  const member = Object.hasOwn(NAMED_BY, method) ? NAMED_BY[method] : undefined;
  const params: JsonObject = member === undefined || name === "" ? {} : { [member]: name };
  return { jsonrpc: "2.0", method, params };
}
