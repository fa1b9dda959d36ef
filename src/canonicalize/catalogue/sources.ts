import { isJsonObject, type JsonValue } from "../../domain/json.ts";
import { broken } from "./broken.ts";
import {
  type AmountSource,
  ANALYZED_KINDS,
  type AnalyzedArgument,
  type DestinationSource,
  type ResourceTemplate,
} from "./entry.ts";
import { type Pointer, parsePointer } from "./pointer.ts";

/** What a destination can be; policy compares each kind in its own normal form. */
const DESTINATION_KINDS = new Set([
  "account",
  "channel",
  "device",
  "email",
  "handle",
  "host",
  "phone",
  "repository",
  "url",
  "user",
  "wallet",
]);

const TEMPLATE_FIELD = /\{(\/[^{}]*)\}/g;

export function readPointer(value: JsonValue, at: string): Pointer {
  const pointer = typeof value === "string" ? parsePointer(value) : undefined;
  if (pointer === undefined) throw broken(at, "is no JSON Pointer");
  return pointer;
}

export function readResource(value: JsonValue, at: string): ResourceTemplate {
  const { type, uri } = fields(value, ["type", "uri"], at);
  if (typeof type !== "string" || type === "") throw broken(`${at}/type`, "is not a name");
  if (typeof uri !== "string" || uri === "") throw broken(`${at}/uri`, "is not a template");
  const pieces = uri.split(TEMPLATE_FIELD);
  return { type, parts: pieces.map((piece, index) => (index % 2 === 0 ? piece : readPointer(piece, `${at}/uri`))) };
}

export function readDestinations(value: JsonValue | undefined, at: string): readonly DestinationSource[] {
  if (value === undefined) return [];
  if (!Array.isArray(value)) throw broken(at, "is not a list");
  return value.map((item, index) => {
    const { kind, from, value: constant } = fields(item, ["kind", "from", "value"], `${at}/${index}`);
    if (typeof kind !== "string" || !DESTINATION_KINDS.has(kind)) throw broken(`${at}/${index}/kind`, "is no kind");
    if (typeof constant === "string" && from === undefined) return { kind, value: constant };
    if (constant !== undefined || from === undefined) throw broken(`${at}/${index}`, "takes one of from and value");
    return { kind, from: readPointer(from, `${at}/${index}/from`) };
  });
}

export function readAmount(value: JsonValue, at: string): AmountSource {
  const { value: amount, currency = "" } = fields(value, ["value", "currency"], at);
  const source = typeof currency === "string" ? currency : fields(currency, ["from"], `${at}/currency`)["from"];
  return {
    value: readPointer(amount ?? null, `${at}/value`),
    currency: typeof currency === "string" ? currency : readPointer(source ?? null, `${at}/currency/from`),
  };
}

export function readAnalyzed(value: JsonValue | undefined, at: string): readonly AnalyzedArgument[] {
  if (value === undefined) return [];
  if (!Array.isArray(value)) throw broken(at, "is not a list");
  return value.map((item, index) => {
    const here = `${at}/${index}`;
    const { kind, from, language, dialect, cwd } = fields(item, ["kind", "from", "language", "dialect", "cwd"], here);
    const known = ANALYZED_KINDS.find((name) => name === kind);
    if (known === undefined) throw broken(`${here}/kind`, `is none of ${ANALYZED_KINDS.join(", ")}`);
    const form = language ?? dialect;
    if (form !== undefined && typeof form !== "string") throw broken(`${here}/language`, "is not a name");
    return {
      kind: known,
      from: readPointer(from ?? null, `${here}/from`),
      ...(form === undefined ? {} : { language: form }),
      ...(cwd === undefined ? {} : { cwd: readPointer(cwd, `${here}/cwd`) }),
    };
  });
}

function fields(value: JsonValue, known: readonly string[], at: string): { [key: string]: JsonValue | undefined } {
  if (!isJsonObject(value)) throw broken(at, "is not an object");
  if (Object.keys(value).some((key) => !known.includes(key))) throw broken(at, `takes only ${known.join(", ")}`);
  return value;
}
