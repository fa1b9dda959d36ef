import { isJsonObject, type JsonObject, type JsonValue } from "./json.ts";
import type { ObligationHandler } from "./obligations.ts";

const REDACTED = "[REDACTED]";

/** Where arguments stand in a payload: `{name, arguments}` (in OpenAI's as JSON text), or a JSON-RPC message. */
const ARGUMENTS = ["arguments"];
const MESSAGE_ARGUMENTS = ["params", "arguments"];

/**
 * Handler of the obligation `redact`: replaces what stands at `paths` (JSON Pointers that begin with `/arguments`).
 * @throws TypeError where a path leads nowhere, or the payload has its arguments elsewhere
 */
export const redact: ObligationHandler = ({ paths }, call) => {
  if (!Array.isArray(paths)) throw new TypeError("redact: paths is no list");
  const isMessage = isJsonObject(call.payload) && call.payload["jsonrpc"] !== undefined;
  const base = isMessage ? MESSAGE_ARGUMENTS : ARGUMENTS;
  let payload = call.payload;
  for (const path of paths as unknown[]) {
    const [empty, root, ...rest] = typeof path === "string" ? path.split("/").map(unescaped) : [];
    if (empty !== "" || root !== "arguments") throw new TypeError("redact: a path is not in /arguments");
    payload = withoutArgument(payload, [...base, ...rest]);
  }
  return { ...call, payload };
};

function withoutArgument(payload: JsonValue, path: readonly string[]): JsonValue {
  const text = isJsonObject(payload) ? payload["arguments"] : undefined;
  if (typeof text !== "string") return without(payload, path);
  // Writ has read this text more strictly than JSON.parse does, before it named a path in it.
  const [, ...rest] = path;
  return { ...(payload as JsonObject), arguments: JSON.stringify(without(JSON.parse(text) as JsonValue, rest)) };
}

/** RFC 6901, section 4: `~1` first, so that `~01` is `~1`. */
function unescaped(token: string): string {
  return token.replaceAll("~1", "/").replaceAll("~0", "~");
}

function without(value: JsonValue | undefined, path: readonly string[]): JsonValue {
  const [key, ...rest] = path;
  if (key === undefined) return REDACTED;
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) {
    throw new TypeError("redact: a path leads nowhere");
  }
  if (!Array.isArray(value)) {
    const entries = Object.entries(value as Record<string, JsonValue>);
    return Object.fromEntries(entries.map(([name, item]) => [name, name === key ? without(item, rest) : item]));
  }
  return value.map((item: JsonValue, i) => (String(i) === key ? without(item, rest) : item));
}
