import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { invalidField, WritError } from "../../domain/errors.ts";
import { isJsonObject, type JsonObject, type JsonValue } from "../../domain/json.ts";
import { MAX_BATCH_ITEMS } from "../../domain/limits.ts";
import { parseStrictJson } from "../../domain/strict-json.ts";
import type { HttpExchange } from "../native/protocol.ts";

const unzip = promisify(gunzip);

/** OPA's REST API, "Data API": how the answer is to look. Explanations are not made: `explain` of the native contract says what policy saw. */
export interface AnswerOptions {
  readonly pretty: boolean;
  readonly metrics: boolean;
  readonly provenance: boolean;
}

/** OPA reads more than one body as "there is no input": the answer then says so. */
export type Input = { readonly input: JsonValue } | { readonly input?: undefined };

/**
 * The body as it was before it was compressed.
 * @param limit in bytes, of what comes out as well
 * @throws WritError payload_too_large, invalid_argument
 */
export async function bodyOf({ headers, body }: HttpExchange, limit: number): Promise<Buffer> {
  const codings = headers.get("content-encoding") ?? [];
  const coding = codings.join(",").trim().toLowerCase();
  if (coding === "" || coding === "identity" || body.length === 0) return body;
  if (coding !== "gzip") throw new WritError("unsupported_media_type", "the content encoding must be gzip, or none");
  try {
    return await unzip(body, { maxOutputLength: limit });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ERR_BUFFER_TOO_LARGE") {
      throw new WritError("payload_too_large", "the body is too large when it is not compressed");
    }
    throw invalidField("", "has a body that is no gzip");
  }
}

/** `POST /v1/data/{path}`: `{"input": …}`, or nothing. @throws WritError invalid_argument */
export function inputOf(body: Buffer): Input {
  const value = body.length === 0 ? null : parseStrictJson(body);
  if (value === null) return {};
  if (!isJsonObject(value)) throw invalidField("", "must be an object with input");
  refuseOthers(value, "input");
  return value["input"] === undefined ? {} : { input: value["input"] };
}

/** `POST /v0/data/{path}` and `POST /`: the body is the input. @throws WritError invalid_argument */
export function rawInputOf(body: Buffer): Input {
  return body.length === 0 ? {} : { input: parseStrictJson(body) };
}

/** `GET /v1/data/{path}?input=…` @throws WritError invalid_argument */
export function queryInputOf(query: URLSearchParams): Input {
  const [text, ...more] = query.getAll("input");
  if (more.length > 0) throw invalidField("/input", "is there twice");
  return text === undefined ? {} : { input: parseStrictJson(text) };
}

/** `POST /v1/batch/data/{path}`: `{"inputs": {name: input}}`. @throws WritError invalid_argument */
export function inputsOf(body: Buffer): JsonObject {
  const value = parseStrictJson(body);
  if (!isJsonObject(value)) throw invalidField("", "must be an object with inputs");
  refuseOthers(value, "inputs");
  const inputs = value["inputs"];
  if (!isJsonObject(inputs)) throw invalidField("/inputs", "must be an object");
  if (Object.keys(inputs).length > MAX_BATCH_ITEMS) {
    throw invalidField("/inputs", `must have at most ${MAX_BATCH_ITEMS} items`);
  }
  return inputs;
}

/** What a field means that is not known here, nobody can say: `common_input` would be part of each input. */
function refuseOthers(value: JsonObject, known: string): void {
  const unknown = Object.keys(value).find((key) => key !== known);
  if (unknown !== undefined) throw invalidField("", `has another field than ${known}`);
}

export function optionsOf(query: URLSearchParams): AnswerOptions {
  const on = (name: string) => query.has(name) && query.get(name) !== "false";
  return { pretty: on("pretty"), metrics: on("metrics"), provenance: on("provenance") };
}
