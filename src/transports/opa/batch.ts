import { WritError } from "../../domain/errors.ts";
import type { JsonObject, JsonValue } from "../../domain/json.ts";
import { MAX_REQUEST_BYTES } from "../../domain/limits.ts";
import type { Admission } from "../../domain/request.ts";
import { evaluate, type OpaParts } from "./data.ts";
import type { AnswerOptions } from "./decode.ts";
import { dataBody, errorBody } from "./encode.ts";

/** The answers of a batch, by the names of its inputs, and the status that says whether all, some or none of them are results. */
export interface BatchAnswer {
  readonly status: 200 | 207 | 500;
  readonly body: JsonObject;
}

/**
 * `POST /v1/batch/data/{path}`, as `@open-policy-agent/opa` reads it: where answers are mixed, each says its status, of which that client
 * knows 200 and 500 only.
 */
export async function evaluateBatch(
  parts: OpaParts,
  admission: Admission,
  path: readonly string[],
  inputs: JsonObject,
  options: AnswerOptions,
): Promise<BatchAnswer> {
  const items = await Promise.all(
    Object.entries(inputs).map(
      async ([name, input]) => [name, await item(parts, admission, path, input, options)] as const,
    ),
  );
  const wrong = items.filter(([, { ok }]) => !ok).length;
  const status = wrong === 0 ? 200 : wrong === items.length ? 500 : 207;
  const responses = Object.fromEntries(
    items.map(([name, { ok, body }]) => [
      name,
      status === 200 ? body : { http_status_code: ok ? "200" : "500", ...body },
    ]),
  );
  return { status, body: { responses } };
}

interface BatchItem {
  readonly ok: boolean;
  readonly body: JsonObject;
}

async function item(
  parts: OpaParts,
  admission: Admission,
  path: readonly string[],
  input: JsonValue,
  options: AnswerOptions,
): Promise<BatchItem> {
  try {
    // A UTF-16 unit takes three bytes at most, so that most items need no count.
    const text = JSON.stringify(input);
    if (text.length > MAX_REQUEST_BYTES / 3 && Buffer.byteLength(text) > MAX_REQUEST_BYTES) {
      throw new WritError("payload_too_large", `the input is over ${MAX_REQUEST_BYTES} bytes`);
    }
    const started = process.hrtime.bigint();
    const answered = await evaluate(parts, admission, path, { input }, "");
    const elapsed_ns = Number(process.hrtime.bigint() - started);
    return { ok: true, body: dataBody(answered, options, { elapsed_ns, no_input: false }) };
  } catch (error) {
    if (!(error instanceof WritError)) throw error;
    parts.service.refused(error.code, admission.caller.protocol);
    return { ok: false, body: errorBody(error) };
  }
}
