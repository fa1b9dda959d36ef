import { isJsonObject, type JsonObject, type JsonValue, memberOf } from "../../domain/json.ts";
import type { Admission, AgentEvidence } from "../../domain/request.ts";
import type { ForwardedCall } from "../forwarded/request.ts";
import { decodeId } from "../native/decode.ts";

/** Envoy's filter that reads MCP messages, and writes down what it read. */
const MCP_FILTER = "envoy.filters.http.mcp";

/** What the filter copies from a message. */
const COPIED = ["jsonrpc", "id", "method", "params"] as const;

/**
 * The calls, refused where Envoy's MCP filter read something else than we. It is believed in nothing: it gives up on long bodies, takes the last
 * of two equal names, and says then that the request is no MCP. What it has not read proves nothing; what it has must be what we read,
 * or one of the filters that rely on it has judged another call.
 */
export function agreeing(
  calls: readonly ForwardedCall[],
  metadata: Readonly<Record<string, JsonObject>>,
): readonly ForwardedCall[] {
  const read = metadata[MCP_FILTER];
  if (read === undefined) return calls;
  if (read["is_exceeding_limit"] === true) {
    return refused(calls, "the body is longer than the gateway's MCP filter reads");
  }
  if (read["method"] === undefined && read["is_mcp_request"] !== true) return calls;
  const [only, ...others] = calls;
  const same = others.length === 0 && only?.call.format === "mcp" && within(copied(read), only.call.payload);
  return same ? calls : refused(calls, "the gateway's MCP filter read another call than the body makes");
}

function copied(read: JsonObject): JsonObject {
  return Object.fromEntries(COPIED.flatMap((name) => (read[name] === undefined ? [] : [[name, read[name]]])));
}

/** Whether all of `part` is in `whole`, with the same values. */
function within(part: JsonValue, whole: JsonValue | undefined): boolean {
  if (Array.isArray(part)) {
    return Array.isArray(whole) && part.length === whole.length && part.every((item, at) => within(item, whole[at]));
  }
  if (!isJsonObject(part)) return part === whole;
  if (!isJsonObject(whole)) return false;
  return Object.keys(part).every((name) => Object.hasOwn(whole, name) && within(part[name] as JsonValue, whole[name]));
}

/** What is refused already keeps its reason. */
function refused(calls: readonly ForwardedCall[], message: string): readonly ForwardedCall[] {
  const refusal = { code: "call_metadata_mismatch", message } as const;
  return calls.map(({ call, ...rest }) => ({ ...rest, call: { ...call, refusal: call.refusal ?? refusal } }));
}

/**
 * The agent that a filter before this one has verified (jwt_authn), for callers whose configuration says that they vouch for it.
 * @returns undefined where that says nothing, or the filter has found nobody
 * @throws WritError invalid_argument for what is no name
 */
export function vouchedAgent(
  metadata: Readonly<Record<string, JsonObject>>,
  { vouches, carries }: Admission,
): AgentEvidence | undefined {
  const from = carries.agent_metadata;
  if (!vouches || from === undefined) return undefined;
  const found = from.path.reduce<JsonValue | undefined>(memberOf, metadata[from.namespace]);
  return found === undefined ? undefined : { id: decodeId(found, "/attributes/metadata_context") };
}
