import { invalidField } from "../../../domain/errors.ts";
import { objectField, stringField } from "../../../domain/fields.ts";
import { isJsonObject, type JsonObject, type JsonValue, pointerTo } from "../../../domain/json.ts";
import { MAX_REQUEST_BYTES } from "../../../domain/limits.ts";
import { evidenceOf } from "../../forwarded/evidence.ts";
import { callsOf } from "../../forwarded/read.ts";
import type { ForwardedRequest } from "../../forwarded/request.ts";
import { addHeader, single } from "../../native/headers.ts";
import type { HeaderValues } from "../../native/protocol.ts";
import type { Asked, Question } from "./shape.ts";

/** lua-nginx-module, `ngx.req.get_uri_args`: of more arguments a gateway shows these only, and says nothing of the rest. */
const MAX_SHOWN_ARGUMENTS = 100;

/** What a gateway's input says of the HTTP request that it holds back. */
export interface ShownRequest extends Omit<ForwardedRequest, "server"> {
  /** The agent's, where the input has a place for it. */
  readonly certificate?: string;
  readonly server?: string;
}

/** The calls that an HTTP request makes, and who makes them by its head. */
export function questionOf({ admission, upstreams }: Asked, shown: ShownRequest): Question {
  const { certificate = "", server = "", ...request } = shown;
  const forwarded = { ...request, server };
  return { calls: callsOf(forwarded, upstreams), evidence: evidenceOf(forwarded, admission, certificate) };
}

/** `{name: value}` or `{name: [value, …]}`; names that differ in case are one field, that is there twice then. */
export function headersOf(value: JsonValue | undefined, at: string): HeaderValues {
  const headers = new Map<string, string[]>();
  for (const [name, shown] of Object.entries(tableField(value, at))) {
    const fieldAt = pointerTo(at, name);
    const values = (Array.isArray(shown) ? shown : [shown]).map((one) => stringField(one, fieldAt, MAX_REQUEST_BYTES));
    for (const one of values) addHeader(headers, name, one);
  }
  return headers;
}

/** The authority that the client asked for: its Host field, else what the gateway calls host and port. */
export function hostOf(headers: HeaderValues, shown: JsonObject, at: string): string {
  const host = single(headers, "host");
  if (host === undefined) throw invalidField(`${at}/headers/host`, "is there twice");
  return host === "" ? textOf(shown, "host", at) : host;
}

/**
 * The request's target, put together again from its path and its arguments as a table.
 * @param path with its percent-encoding, or without
 */
export function targetOf(path: string, query: JsonValue | undefined, at: string): string {
  if (!path.startsWith("/")) throw invalidField(`${at}/path`, "must begin with a slash");
  const entries = Object.entries(tableField(query, `${at}/query`)).flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value]).map((one) => argument(name, one, pointerTo(`${at}/query`, name))),
  );
  if (entries.length >= MAX_SHOWN_ARGUMENTS) {
    throw invalidField(`${at}/query`, `has ${MAX_SHOWN_ARGUMENTS} arguments, behind which the gateway hides more`);
  }
  return entries.length === 0 ? path : `${path}?${entries.join("&")}`;
}

/** As a URL has it. What was percent-encoded before stays as it is, if it is said to be. */
export function encodedPath(path: string, encoded: boolean): string {
  const whole = encodeURI(path).replace(/[?#]/g, encodeURIComponent);
  return encoded ? whole.replaceAll("%25", "%") : whole;
}

function argument(name: string, value: JsonValue, at: string): string {
  // Lua's tables have true for an argument without a value.
  if (value === true) return encodeURIComponent(name);
  return `${encodeURIComponent(name)}=${encodeURIComponent(stringField(value, at, MAX_REQUEST_BYTES))}`;
}

/** A table of Lua is an empty list where it is empty. */
function tableField(value: JsonValue | undefined, at: string): JsonObject {
  if (value === undefined || (Array.isArray(value) && value.length === 0)) return {};
  return objectField(value, at);
}

/** Text that may be absent, or null. */
export function textOf(from: JsonObject, name: string, at: string): string {
  const value = from[name];
  return value === undefined || value === null ? "" : stringField(value, `${at}/${name}`, MAX_REQUEST_BYTES);
}

/** A body's bytes, unless the head says that there were others. */
export function shownBody(
  shown: string | Buffer,
  headers: HeaderValues,
  size: JsonValue | undefined,
): ForwardedRequest["body"] {
  const bytes = typeof shown === "string" ? Buffer.from(shown, "utf8") : shown;
  const length = single(headers, "content-length") ?? "";
  const said = [length === "" ? bytes.length : Number(length), typeof size === "number" ? size : bytes.length];
  return said.every((count) => count === bytes.length) ? bytes : "truncated";
}

/** The members that lead to a request, each an object. */
export function objectAt(input: JsonValue, ...path: readonly string[]): JsonObject {
  return path.reduce<JsonObject>(
    (value, name, index) => objectField(value[name], `/input/${path.slice(0, index + 1).join("/")}`),
    objectField(input, "/input"),
  );
}

/** Whether a body is there, whatever it is. */
export function isShown(value: JsonValue | undefined): value is JsonValue {
  return value !== undefined && value !== null && !(isJsonObject(value) && Object.keys(value).length === 0);
}
