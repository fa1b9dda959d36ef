import { DIGEST, DIGEST_EXPECTED } from "../../domain/digest.ts";
import { isJsonObject, type JsonValue } from "../../domain/json.ts";
import type { Brought, Outcome } from "../../domain/record.ts";
import { decodeUtf8, parseStrictJson } from "../../domain/strict-json.ts";
import { integer, json, list, matching, object, oneOf, optional, readMessage, required, text } from "./reader.ts";

/** A call that took longer than a week is no call. */
const MAX_DURATION_MS = 7 * 24 * 3600 * 1000;

/** For a person who reads the record; the digest stands for the whole. */
const MAX_EXCERPT_CHARS = 4096;

/** As much as an observation of a request has. Only where values came from is taken of it; what is more is known to be missing. */
const MAX_RESULT_CHARS = 262_144;

/** Addresses, ids and URLs of one result, for provenance: more of them say nothing about any one of them. */
const MAX_VALUES_SEEN = 256;
const MAX_VALUE_CHARS = 1024;

const STATUSES = [
  "succeeded",
  "failed",
  "denied",
  "cancelled",
  "unknown",
] as const satisfies readonly Outcome["status"][];

/** An outcome as the gateway says it; whose it is and when it came are not the gateway's to say. */
export type OutcomeReport = Omit<Outcome, "tenant" | "decision_id" | "at_ms"> & { readonly brought: Brought };

interface OutcomeMessage {
  readonly status: Outcome["status"];
  readonly duration_ms?: number;
  readonly result_digest?: string;
  readonly result_excerpt?: string;
  readonly values_seen?: readonly string[];
  readonly result?: JsonValue;
}

const outcome = object<OutcomeMessage>({
  status: required(oneOf(STATUSES)),
  duration_ms: optional(integer(0, MAX_DURATION_MS)),
  result_digest: optional(matching(DIGEST, DIGEST_EXPECTED)),
  result_excerpt: optional(text(0, MAX_EXCERPT_CHARS)),
  values_seen: optional(list(text(1, MAX_VALUE_CHARS), MAX_VALUES_SEEN)),
  result: optional(json),
});

/** An escape in JSON: a pair of surrogates, what no store takes (U+0000, half of a pair), or any other. */
const ESCAPE = /\\(?:ud[89ab][0-9a-f]{2}\\ud[c-f][0-9a-f]{2}|(u0000|ud[89a-f][0-9a-f]{2})|.)/gis;
const UNSTORABLE = /\\u(?:0000|d[89a-f])/i;
const REPLACEMENT = "\\ufffd";

/**
 * The JSON of a report. What a tool returned may hold characters that no store takes, or half of one where somebody cut it: that is no
 * reason to lose the report, so that U+FFFD stands for each.
 *
 * @throws WritError `invalid_argument`
 */
export function parseOutcome(body: Uint8Array): JsonValue {
  const text = decodeUtf8(body, "");
  if (!UNSTORABLE.test(text)) return parseStrictJson(text);
  return parseStrictJson(text.replace(ESCAPE, (found, unstorable) => (unstorable ? REPLACEMENT : found)));
}

/**
 * Reads the report of what came of a call.
 *
 * @throws WritError `invalid_argument` that names every field that is wrong, by JSON Pointer
 */
export function decodeOutcome(value: JsonValue, at = ""): OutcomeReport {
  const { result_excerpt, values_seen, result, ...report } = readMessage(outcome, storable(value), at);
  const whole = result === undefined || typeof result === "string" ? result : JSON.stringify(result);
  const text = whole ?? result_excerpt ?? "";
  const cut = text.length > MAX_RESULT_CHARS;
  const brought = { text: text.slice(0, MAX_RESULT_CHARS), cut, values: values_seen ?? [] };
  return { ...report, detail: JSON.stringify({ result_excerpt, values_seen }), brought };
}

/** The same of a message of gRPC, whose strings are well-formed. */
function storable(value: JsonValue): JsonValue {
  if (typeof value === "string") return value.replaceAll("\0", "\uFFFD");
  if (Array.isArray(value)) return value.map(storable);
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, storable(item)]));
}
