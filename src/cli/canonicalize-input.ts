import { readFileSync } from "node:fs";
import { styleText } from "node:util";
import { loadAnalyzers } from "../canonicalize/analyzers/load.ts";
import { canonicalize } from "../canonicalize/canonicalize.ts";
import { compileCatalogue } from "../canonicalize/catalogue/compile.ts";
import { isJsonObject, type JsonObject, type JsonValue } from "../domain/json.ts";
import type { DecisionRequest } from "../domain/request.ts";
import { parseStrictJson } from "../domain/strict-json.ts";
import { type Paint, renderCanonical } from "./canonical-report.ts";

export interface CanonicalizeOptions {
  readonly json: boolean;
  readonly format: string;
  readonly server?: string;
  readonly cwd?: string;
  readonly home?: string;
  readonly data: string;
}

/**
 * What is printed for a call that was typed.
 * @throws WritError when it is no JSON, or no call
 */
export async function canonicalizeInput(
  input: string,
  options: CanonicalizeOptions,
  env: NodeJS.ProcessEnv,
): Promise<string> {
  const request = requestOf(parseStrictJson(Buffer.from(input), ""), options);
  const data = JSON.parse(readFileSync(options.data, "utf8")) as { readonly catalog?: JsonValue };
  await loadAnalyzers();
  const canonical = canonicalize(request, compileCatalogue(data.catalog));
  if (options.json) return `${JSON.stringify(canonical, undefined, 2)}\n`;
  const colours = process.stdout.isTTY && env["NO_COLOR"] === undefined;
  const paint: Paint = (style, value) => (colours ? styleText(style, value) : value);
  return renderCanonical(canonical, paint);
}

/** A decision request as it is, or a call alone in the format that the options name. */
function requestOf(value: JsonValue, { format, server, cwd, home }: CanonicalizeOptions): DecisionRequest {
  const whole = isJsonObject(value) && (isJsonObject(value["call"] ?? null) || isJsonObject(value["action"] ?? null));
  const given: JsonObject = whole ? (value as JsonObject) : { call: { format, payload: value } };
  const call = given["call"] as { format?: string; server?: string; payload?: JsonValue } | undefined;
  const context = (given["context"] ?? {}) as JsonObject;
  const action = given["action"] as JsonObject | undefined;
  return {
    request_id: "",
    agent: {},
    session: "",
    ...(action === undefined ? {} : { action }),
    ...(call === undefined
      ? {}
      : {
          call: { format: call.format ?? format, server: server ?? call.server ?? "", payload: call.payload ?? null },
        }),
    observed: [],
    context: {
      ...context,
      ...(cwd === undefined ? {} : { cwd, workspace: [cwd] }),
      ...(home === undefined ? {} : { home }),
    },
    options: { dry_run: true, explain: true },
    timeout_ms: 1,
  };
}
