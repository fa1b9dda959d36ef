import type { JsonObject, JsonValue } from "../../domain/json.ts";
import { DEFAULT_PAGE_SIZE, MAX_ID_CHARS, MAX_PAGE_SIZE } from "../../domain/limits.ts";
import { SESSION_STATES } from "../../domain/session-state.ts";
import type { SessionOrder } from "../../pipeline/session-commands.ts";
import type { SessionFilter, SessionPage } from "../../ports/session-store.ts";
import { id } from "./decode.ts";
import { decodeSessionPageToken } from "./page-token.ts";
import { integer, object, oneOf, optional, readMessage, required, text } from "./reader.ts";

/** For people to read. */
const MAX_REASON_CHARS = 500;
/** Longer than any token that this service makes. */
const MAX_PAGE_TOKEN_CHARS = 4 * MAX_ID_CHARS * 2;

const order = object<SessionOrder>({ reason: required(text(1, MAX_REASON_CHARS)), by: optional(id) });

/** `POST /v1/sessions/{id}:suspend` and `:resume`. @throws WritError invalid_argument with all that is wrong, by field */
export function decodeSessionOrder(body: JsonValue): SessionOrder {
  return readMessage(order, body, "");
}

const listed = object<SessionFilter & { readonly page_size?: number; readonly page_token?: string }>({
  agent: optional(id),
  task: optional(id),
  state: optional(oneOf(SESSION_STATES)),
  page_size: optional(integer(1, MAX_PAGE_SIZE)),
  page_token: optional(text(1, MAX_PAGE_TOKEN_CHARS)),
});

/** A query string, in which every value is text. @throws WritError invalid_argument */
export function decodeSessionList(query: JsonObject): { readonly filter: SessionFilter; readonly page: SessionPage } {
  const { page_size: size = DEFAULT_PAGE_SIZE, page_token, ...filter } = readMessage(listed, withNumbers(query), "");
  const after = page_token === undefined ? undefined : decodeSessionPageToken(page_token, "/page_token");
  return { filter, page: { size, ...(after === undefined ? {} : { after }) } };
}

function withNumbers(query: JsonObject): JsonObject {
  const size = query["page_size"];
  return typeof size === "string" && /^\d{1,9}$/.test(size) ? { ...query, page_size: Number(size) } : query;
}
