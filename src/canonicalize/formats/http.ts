import { isUtf8 } from "node:buffer";
import { HTTP_CALL_FIELDS, HTTP_CALL_HEADERS, overridesOf } from "../../domain/http-call.ts";
import { isJsonObject, type JsonObject, type JsonValue } from "../../domain/json.ts";
import { urlDestination } from "../analyzers/hosts/index.ts";
import { mediaType, type RawBody, readBody } from "../http/body.ts";
import { argumentsOf, type HttpBody, type HttpRequest } from "../http/request.ts";
import { readTarget, type Target } from "../http/target.ts";
import { type FormatResult, type Refused, refuse } from "./result.ts";

/** RFC 9110 section 5.6.2; no method that is registered is longer than 20. */
const METHOD = /^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,32}$/;
const ABSOLUTE = /^https?:\/\/([^/?#]*)(.*)$/is;
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

type Heads = (name: string) => string;

/** An HTTP request; its payload is described in domain/http-call.ts. */
export function readHttp(payload: JsonObject): FormatResult {
  const unknown = Object.keys(payload).find((key) => !HTTP_CALL_FIELDS.has(key));
  if (unknown !== undefined) return unsupported(" holds a field that is no part of a request");
  const { method, target, host = "", scheme = "", base = "" } = payload;
  if (typeof method !== "string" || !METHOD.test(method)) return unsupported("/method is no method");
  if (typeof host !== "string" || typeof base !== "string") return unsupported("/host is no text");
  if (scheme !== "" && scheme !== "http" && scheme !== "https") return unsupported("/scheme is neither http nor https");
  if (typeof target !== "string" || target === "") return unsupported("/target is no request target");
  const heads = readHeads(payload["headers"] ?? {});
  if (heads === undefined) return unsupported("/headers is not an object of texts");
  const authority = host.toLowerCase();
  const [, named = authority, rest = target] = ABSOLUTE.exec(target) ?? [];
  if (named.toLowerCase() !== authority)
    return refuse("call_header_mismatch", "/call/payload/target names another host");
  const upper = method.toUpperCase();
  const read = upper === "CONNECT" ? { path: "", query: {}, doubts: [] } : targetOf(rest, base);
  if (read === undefined) return unsupported("/target is no path of the server");
  const body = bodyOf(payload, heads);
  if ("refusal" in body) return body;
  const request = {
    method: upper,
    type: mediaType(heads("content-type")),
    host: authority,
    url: authority === "" ? "" : urlOf(scheme, authority, base, read.path),
    ...read,
    body: body.body,
    doubts: [...read.doubts, ...body.doubts, ...headDoubts(method, rest, heads)],
  };
  return { call: { server: "", name: nameOf(request), arguments: argumentsOf(request), http: request } };
}

/** `:` may not be in a tool's name, so that no tool is called so. */
function nameOf({ method }: HttpRequest): string {
  return `http:${method}`;
}

/** The asterisk form (RFC 9112 section 3.2.4) is about the server itself. */
function targetOf(text: string, base: string): Target | undefined {
  if (text === "*") return { path: "*", query: {}, doubts: [] };
  const target = text === "" || text.startsWith("?") ? `/${text}` : text;
  return target.startsWith("/") ? readTarget(target, base) : undefined;
}

function urlOf(scheme: string, host: string, base: string, path: string): string {
  // Which of the two it is changes nothing about what is asked for; https is what is not said to be anything else.
  const place = path === "*" ? "/" : `${base}${path === "" ? "/" : path}`;
  return urlDestination(`${scheme || "https"}://${host}${place.replace(/[?#].*$/s, "")}`).value;
}

function headDoubts(method: string, target: string, heads: Heads): readonly string[] {
  const doubts: string[] = [];
  if (method !== method.toUpperCase()) doubts.push("method_case");
  // What goes over the connection afterwards (WebSocket, h2c) nobody sees.
  if (heads("upgrade") !== "") doubts.push("upgrade");
  return [...doubts, ...overridesOf(method, target, heads)];
}

function bodyOf(
  payload: JsonObject,
  heads: Heads,
): { readonly body: HttpBody; readonly doubts: readonly string[] } | Refused {
  const { body: text, body_base64: base64, body_state: state } = payload;
  if (state === "truncated") return refuse("call_body_truncated", "/call/payload shows a part of the body only");
  if (text === undefined && base64 === undefined) {
    if (state === undefined || state === "unseen") return { body: { kind: "unseen" }, doubts: [] };
    if (state === "withheld") return { body: { kind: "unseen", there: true }, doubts: [] };
    return state === "none" ? { body: { kind: "none" }, doubts: [] } : unsupported("/body_state is none that is known");
  }
  const raw = rawOf(text, base64);
  if (raw === undefined || (state !== undefined && state !== "present"))
    return unsupported("/body can be read in two ways");
  return readBody(raw, { type: heads("content-type"), encoding: heads("content-encoding") });
}

function rawOf(text: JsonValue | undefined, base64: JsonValue | undefined): RawBody | undefined {
  if (base64 === undefined) return typeof text === "string" ? { text } : undefined;
  if (text !== undefined || typeof base64 !== "string" || !BASE64.test(base64)) return undefined;
  const bytes = Buffer.from(base64, "base64");
  return isUtf8(bytes) ? { text: bytes.toString("utf8") } : { bytes };
}

/** The heads that say what a request does; all others are let alone. */
function readHeads(value: JsonValue): Heads | undefined {
  if (!isJsonObject(value)) return undefined;
  const heads = new Map<string, string>();
  for (const [name, text] of Object.entries(value)) {
    const lower = name.toLowerCase();
    if (typeof text !== "string" || heads.has(lower)) return undefined;
    if (HTTP_CALL_HEADERS.has(lower)) heads.set(lower, text.trim());
  }
  return (name) => heads.get(name) ?? "";
}

function unsupported(what: string): Refused {
  return refuse("call_payload_unsupported", `/call/payload${what}`);
}
