import { EFFECTS } from "../../domain/decision.ts";
import type { JsonObject, JsonValue } from "../../domain/json.ts";
import { DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE } from "../../domain/limits.ts";
import { id } from "./decode.ts";
import { decodePageToken, type PagePosition } from "./page-token.ts";
import { integer, object, oneOf, optional, type Reader, readMessage, report, text } from "./reader.ts";

/** Longer than any token that this service makes; what is longer needs no decoding to be refused. */
const MAX_PAGE_TOKEN_CHARS = 128;

// RFC 3339 section 5.6, without the lower-case letters that it permits and nobody sends.
const TIMESTAMP =
  /^(\d{4}-\d\d-\d\d)T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,9})?(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/;

interface ListMessage {
  readonly agent?: string;
  readonly session?: string;
  readonly task?: string;
  readonly effect?: string;
  readonly verb?: string;
  readonly tool?: string;
  readonly reason?: string;
  readonly request_id?: string;
  /** Inclusive. */
  readonly from?: number;
  /** Exclusive. */
  readonly to?: number;
  readonly page_size?: number;
  readonly page_token?: string;
}

/** Which decisions to read back; times in milliseconds since 1970. */
export interface ListQuery {
  readonly filter: Omit<ListMessage, "from" | "to" | "page_size" | "page_token"> & {
    readonly from_ms?: number;
    readonly to_ms?: number;
  };
  readonly page: { readonly size: number; readonly after?: PagePosition };
}

const timestamp: Reader<number> = (value, at, violations) => {
  const date = typeof value === "string" ? TIMESTAMP.exec(value)?.[1] : undefined;
  // Date.parse takes 30 February for 1 March.
  if (date === undefined || !isCalendarDate(date)) return report(violations, at, "must be an RFC 3339 time");
  return Date.parse(value as string);
};

function isCalendarDate(date: string): boolean {
  const midnight = new Date(`${date}T00:00:00Z`);
  return !Number.isNaN(midnight.getTime()) && midnight.toISOString().startsWith(date);
}

const pageSize = integer(1, MAX_PAGE_SIZE);

const listMessage = object<ListMessage>({
  agent: optional(id),
  session: optional(id),
  task: optional(id),
  effect: optional(oneOf(EFFECTS)),
  verb: optional(id),
  tool: optional(id),
  reason: optional(id),
  request_id: optional(id),
  from: optional(timestamp),
  to: optional(timestamp),
  page_size: optional(pageSize),
  page_token: optional(text(1, MAX_PAGE_TOKEN_CHARS)),
});

/**
 * Reads the filter of a list. In a query string every value is text, so that `page_size` may be text of digits.
 *
 * @throws WritError `invalid_argument` that names every parameter that is wrong, by JSON Pointer
 */
export function decodeListQuery(query: JsonObject): ListQuery {
  const { from, to, page_size, page_token, ...filter } = readMessage(listMessage, withNumbers(query), "");
  const after = page_token === undefined ? undefined : decodePageToken(page_token, "/page_token");
  return {
    filter: { ...filter, ...(from === undefined ? {} : { from_ms: from }), ...(to === undefined ? {} : { to_ms: to }) },
    page: { size: page_size ?? DEFAULT_PAGE_SIZE, ...(after === undefined ? {} : { after }) },
  };
}

function withNumbers(query: JsonObject): JsonValue {
  const size = query["page_size"];
  return typeof size === "string" && /^\d{1,9}$/.test(size) ? { ...query, page_size: Number(size) } : query;
}
