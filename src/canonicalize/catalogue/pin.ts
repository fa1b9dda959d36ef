import { hash } from "node:crypto";
import type { Tool } from "../../domain/action.ts";
import { canonicalJson } from "../../domain/jcs.ts";
import type { JsonObject, JsonValue } from "../../domain/json.ts";
import type { ToolCall } from "../../domain/request.ts";
import type { ToolEntry } from "./entry.ts";

/** What a model and a gateway are told of a tool; icons, titles and `_meta` may change without changing what it does. */
const PINNED = ["name", "description", "inputSchema", "outputSchema", "annotations"] as const;

/**
 * The pin of a tool: `sha256:<hex>` over the RFC 8785 form of the members of its `tools/list` entry that say what it
 * does and takes (MCP 2025-11-25, Tool). A member that the entry lacks stays out.
 */
export function toolDigest(tool: JsonObject): string {
  const members: [string, JsonValue][] = PINNED.flatMap((key) => {
    const value = Object.hasOwn(tool, key) ? tool[key] : undefined;
    return value === undefined ? [] : [[key, value]];
  });
  return `sha256:${hash("sha256", canonicalJson(Object.fromEntries(members)), "hex")}`;
}

/**
 * Whether the tool is the one that was reviewed. A gateway that knows the tool's manifest sends it, or its digest, with
 * the call; without either nothing can be compared.
 */
export function pinOf({ schemaDigest }: ToolEntry, call: ToolCall | undefined): Tool["pin"] {
  if (schemaDigest === undefined) return "none";
  const { manifest, schema_digest: stated } = call ?? {};
  const seen = manifest === undefined ? stated : toolDigest(manifest);
  if (seen === undefined) return "none";
  return seen === schemaDigest && (stated === undefined || stated === schemaDigest) ? "match" : "mismatch";
}
