import { WritError } from "../domain/errors.ts";
import { isJsonObject, type JsonObject, type JsonValue } from "../domain/json.ts";
import { MAX_JSON_DEPTH } from "../domain/limits.ts";

/** One entry of a `tools/list` answer (MCP 2025-11-25, Tool): `raw` is all of it, the rest what is looked at. */
export interface ManifestTool {
  readonly name: string;
  readonly description: string;
  readonly properties: Readonly<Record<string, JsonObject>>;
  readonly required: readonly string[];
  readonly hints: Hints;
  readonly raw: JsonObject;
}

/** What a server says of its own tool. Anyone can say anything: hints raise a tier and never lower it. */
export interface Hints {
  readonly readOnly?: boolean;
  readonly destructive?: boolean;
}

export interface Manifest {
  readonly tools: readonly ManifestTool[];
  /** Whether the answer is one page of several. */
  readonly partial: boolean;
}

/**
 * Reads the text of a `tools/list` answer: a JSON-RPC response, its `result`, or the bare list of tools.
 * @throws WritError invalid_argument that says what is wrong
 */
export function parseManifest(text: string): Manifest {
  let value: JsonValue;
  try {
    value = JSON.parse(text) as JsonValue;
  } catch (cause) {
    throw unusable("is not JSON", cause);
  }
  return readManifest(value);
}

/** @throws WritError invalid_argument that says what is wrong */
export function readManifest(value: JsonValue): Manifest {
  if (deeperThan(value, MAX_JSON_DEPTH)) throw unusable(`is nested deeper than ${MAX_JSON_DEPTH} levels`);
  const answer = isJsonObject(value) && isJsonObject(value["result"]) ? value["result"] : value;
  const list = isJsonObject(answer) ? answer["tools"] : answer;
  if (!Array.isArray(list)) throw unusable("has no list of tools");
  const tools = list.map(readTool);
  const names = new Set<string>();
  for (const { name } of tools) {
    if (names.has(name)) throw unusable(`names the tool ${JSON.stringify(name)} twice`);
    names.add(name);
  }
  const cursor = isJsonObject(answer) ? answer["nextCursor"] : undefined;
  return { tools, partial: typeof cursor === "string" && cursor !== "" };
}

function readTool(value: JsonValue, index: number): ManifestTool {
  if (!isJsonObject(value)) throw unusable(`has a tool that is no object (/tools/${index})`);
  const { name, description } = value;
  if (typeof name !== "string" || name === "") throw unusable(`has a tool without a name (/tools/${index})`);
  const schema = isJsonObject(value["inputSchema"]) ? value["inputSchema"] : listedArguments(value["arguments"]);
  const properties = isJsonObject(schema["properties"]) ? schema["properties"] : {};
  const required = Array.isArray(schema["required"]) ? schema["required"] : [];
  return {
    name,
    description: typeof description === "string" ? description : "",
    // A property's schema may be `true`: anything.
    properties: Object.fromEntries(
      Object.entries(properties).map(([key, property]) => [key, isJsonObject(property) ? property : {}]),
    ),
    required: required.filter((key) => typeof key === "string"),
    hints: readHints(value["annotations"]),
    raw: value,
  };
}

/** Docker's registry of MCP servers lists arguments without a schema: `{name, type, desc}`. */
function listedArguments(value: JsonValue | undefined): JsonObject {
  const list = Array.isArray(value) ? value.filter(isJsonObject) : [];
  const properties = list.flatMap(({ name, type = null, desc = null }): [string, JsonObject][] =>
    typeof name === "string" ? [[name, { type, description: desc }]] : [],
  );
  return { properties: Object.fromEntries(properties) };
}

function readHints(value: JsonValue | undefined): Hints {
  if (!isJsonObject(value)) return {};
  const { readOnlyHint, destructiveHint } = value;
  return {
    ...(typeof readOnlyHint === "boolean" ? { readOnly: readOnlyHint } : {}),
    ...(typeof destructiveHint === "boolean" ? { destructive: destructiveHint } : {}),
  };
}

/** Recursive readers come after this, so this one is none. */
function deeperThan(value: JsonValue, limit: number): boolean {
  let level: JsonValue[] = [value];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > limit) return true;
    level = level.flatMap((item) => (typeof item === "object" && item !== null ? Object.values(item) : []));
  }
  return false;
}

function unusable(what: string, cause?: unknown): WritError {
  return new WritError("invalid_argument", `the manifest ${what}`, { cause });
}
