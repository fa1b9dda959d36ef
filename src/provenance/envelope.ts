import { isJsonObject, type JsonObject, type JsonValue } from "../domain/json.ts";

/** One of the texts that a result consists of. */
export interface Document {
  readonly text: string;
  /** It is no entry of anything: an error's message, or a file that came along. */
  readonly lost?: true;
}

/** Members of MCP's CallToolResult (2025-11-25, schema); Python's SDK writes `meta`. What has others is a result of another kind. */
const MEMBERS = new Set(["content", "structuredContent", "isError", "_meta", "meta"]);
const BLOCKS = new Set(["text", "image", "audio", "resource", "resource_link"]);
/** Blocks of text have these, so that no document of somebody's is taken for one. */
const TEXT_MEMBERS = new Set(["type", "text", "annotations", "_meta", "meta"]);

/**
 * What a server of MCP wraps into its answer: each block of text is a document of its own, and so is the structured content. Gateways hand on
 * the answer as it came, perhaps as JSON-RPC.
 * @returns the text itself where it is no such answer
 */
export function documentsIn(text: string): readonly Document[] {
  const result = answerIn(text);
  if (result === undefined) return [{ text }];
  const { content, structuredContent, isError } = result;
  const blocks = Array.isArray(content) ? content.filter(isJsonObject) : [];
  const documents: readonly Document[] = [
    ...(isJsonObject(structuredContent) ? [{ text: JSON.stringify(structuredContent) }] : []),
    ...blocks.map((block): Document => {
      if (typeof block["text"] === "string") return { text: block["text"] };
      const { data: _, ...rest } = block;
      return { text: JSON.stringify(rest), lost: true };
    }),
  ];
  return isError === true ? documents.map((it) => ({ ...it, lost: true })) : documents;
}

function answerIn(text: string): JsonObject | undefined {
  if (!/^\s*\{/.test(text) || !text.includes('"content"')) return undefined;
  try {
    const value = JSON.parse(text) as JsonValue;
    if (!isJsonObject(value)) return undefined;
    const result = value["jsonrpc"] === "2.0" ? value["result"] : value;
    return isJsonObject(result) && isAnswer(result) ? result : undefined;
  } catch {
    return undefined;
  }
}

function isAnswer(result: JsonObject): boolean {
  const { content } = result;
  return Object.keys(result).every((name) => MEMBERS.has(name)) && Array.isArray(content) && content.every(isBlock);
}

function isBlock(value: JsonValue): boolean {
  if (!isJsonObject(value) || typeof value["type"] !== "string" || !BLOCKS.has(value["type"])) return false;
  if (value["type"] !== "text") return typeof value["text"] !== "string";
  return typeof value["text"] === "string" && Object.keys(value).every((name) => TEXT_MEMBERS.has(name));
}
