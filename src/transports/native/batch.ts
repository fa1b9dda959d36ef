import { invalidField, WritError } from "../../domain/errors.ts";
import { isJsonObject, type JsonValue } from "../../domain/json.ts";
import { MAX_BATCH_ITEMS, MAX_REQUEST_BYTES } from "../../domain/limits.ts";
import type { DecisionRequest } from "../../domain/request.ts";
import { decodeUtf8, parseStrictJson } from "../../domain/strict-json.ts";
import { decodeDecisionRequest, decodeId } from "./decode.ts";
import { json, list, object, readMessage, required } from "./reader.ts";
import { splitBatch } from "./split-batch.ts";

/** One request that could not be read, among others that could. */
export interface BatchFailure {
  /** The item's own, where it can be read; else "". */
  readonly request_id: string;
  readonly error: WritError;
}
export type BatchItem = { readonly request: DecisionRequest } | BatchFailure;

const batch = object<{ readonly requests: readonly JsonValue[] }>({ requests: required(list(json, MAX_BATCH_ITEMS)) });

/**
 * Reads the text of a batch, so that whatever is wrong with one item (even what makes the whole no strict JSON) is an
 * error of that item alone.
 *
 * @throws WritError when there are no items to be found in it, or too many
 */
export function decodeBatchText(source: string | Uint8Array): readonly BatchItem[] {
  const document = typeof source === "string" ? source : decodeUtf8(source, "");
  const items = splitBatch(document, MAX_BATCH_ITEMS);
  if (items !== undefined) return decodeBatchItems(items.map(parseItem));
  // Read it whole, to say what is wrong. What is right nevertheless has an escape in its key, and items of any size.
  decodeBatch(parseStrictJson(document));
  throw invalidField("", 'must be written as {"requests": [...]}');
}

/** Reads a batch that is a value already. */
function decodeBatch(value: JsonValue): readonly BatchItem[] {
  return decodeBatchItems(readMessage(batch, value, "").requests);
}

/** Reads each item; one that is an error already stays one. A `request_id` that an earlier item has is an error too. */
export function decodeBatchItems(items: readonly (JsonValue | WritError)[]): readonly BatchItem[] {
  const firstWithId = new Map<string, number>();
  return items.map((item, index): BatchItem => {
    const at = `/requests/${index}`;
    const request_id = requestIdOf(item);
    const first = firstWithId.get(request_id);
    if (request_id !== "" && first === undefined) firstWithId.set(request_id, index);
    try {
      if (item instanceof WritError) throw item;
      const request = decodeDecisionRequest(item, at);
      if (first !== undefined) throw invalidField(`${at}/request_id`, `is that of /requests/${first} already`);
      return { request };
    } catch (error) {
      if (error instanceof WritError) return { request_id, error };
      throw error;
    }
  });
}

function parseItem(source: string, index: number): JsonValue | WritError {
  const at = `/requests/${index}`;
  // A UTF-16 unit takes three bytes at most, so that most items need no count.
  if (source.length > MAX_REQUEST_BYTES / 3 && Buffer.byteLength(source) > MAX_REQUEST_BYTES) {
    return new WritError("payload_too_large", `${at}: is over ${MAX_REQUEST_BYTES} bytes`, {
      violations: [{ pointer: at, description: `is over ${MAX_REQUEST_BYTES} bytes` }],
    });
  }
  try {
    return parseStrictJson(source, at);
  } catch (error) {
    if (error instanceof WritError) return error;
    throw error;
  }
}

function requestIdOf(item: JsonValue | WritError): string {
  const value = !(item instanceof WritError) && isJsonObject(item) ? item["request_id"] : undefined;
  if (value === undefined) return "";
  try {
    return decodeId(value, "");
  } catch {
    return "";
  }
}
