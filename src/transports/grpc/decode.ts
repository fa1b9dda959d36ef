import { toJson } from "@bufbuild/protobuf";
import { type Value, ValueSchema } from "@bufbuild/protobuf/wkt";
import { invalidField, WritError } from "../../domain/errors.ts";
import type { JsonObject, JsonValue } from "../../domain/json.ts";
import { checkStrictValue, parseStrictJson } from "../../domain/strict-json.ts";
import type { Agent, DecideRequest, ListDecisionsRequest, Observation } from "../../gen/writ/v1/decision_pb.ts";
import type { ReportRequest } from "../../gen/writ/v1/outcome_pb.ts";
import { refuseUnknown } from "../native/messages.ts";

/**
 * A request as the JSON that HTTP would have sent, for the one reader of the native contract. Fields that proto3 cannot
 * tell from absent ones are left out when they are empty.
 * @param at where it stands, as JSON Pointer
 * @throws WritError invalid_argument, which names the field
 */
export function toRequestJson(message: DecideRequest, at: string): JsonObject {
  const { agent, intent, call, options, observed, actionForm, contextForm } = message;
  refuseUnknown(at, message, agent, agent?.proof, intent, call, options, ...observed);
  const json: JsonObject = {};
  if (message.requestId !== "") json["request_id"] = message.requestId;
  if (agent !== undefined) json["agent"] = agentJson(agent);
  if (intent !== undefined) json["intent"] = intentJson(intent.form, `${at}/intent`);
  if (message.session !== "") json["session"] = message.session;
  if (call !== undefined) {
    const payload = freeForm(call.payloadForm, `${at}/call/payload`);
    const { format, server, manifestJson, schemaDigest } = call;
    const manifest = manifestJson.length === 0 ? undefined : parseStrictJson(manifestJson, `${at}/call/manifest`);
    const schema_digest = schemaDigest === "" ? undefined : schemaDigest;
    json["call"] = present({ format, server, payload, manifest, schema_digest });
  }
  const action = freeForm(actionForm, `${at}/action`);
  if (action !== undefined) json["action"] = action;
  if (observed.length > 0) json["observed"] = observed.map(observationJson);
  const context = freeForm(contextForm, `${at}/context`);
  if (context !== undefined) json["context"] = context;
  if (options !== undefined) {
    const { dryRun: dry_run, explain, obligations } = options;
    refuseUnknown(`${at}/options`, obligations);
    json["options"] = present({ dry_run, explain, obligations: obligations?.types });
  }
  if (message.timeoutMs !== undefined) json["timeout_ms"] = message.timeoutMs;
  checkTexts(message, at);
  return json;
}

function observationJson({ source, text, tool, server, decisionId: decision_id }: Observation): JsonObject {
  return present({ source, text, tool, server, decision_id });
}

export function toOutcomeJson(message: ReportRequest): JsonObject {
  refuseUnknown("", message);
  return present({
    status: message.status,
    duration_ms: message.durationMs === undefined ? undefined : Number(message.durationMs),
    result_digest: message.resultDigest,
    result_excerpt: message.resultExcerpt,
    values_seen: message.valuesSeen.length === 0 ? undefined : message.valuesSeen,
    result: message.result,
  });
}

export function toListJson(message: ListDecisionsRequest): JsonObject {
  refuseUnknown("", message);
  const { agent, session, task, effect, verb, tool, reason, from, to } = message;
  const { requestId: request_id, pageSize: page_size, pageToken: page_token } = message;
  return present({ agent, session, task, effect, verb, tool, reason, request_id, from, to, page_size, page_token });
}

type FreeForm =
  | { readonly case: string; readonly value: Value | Uint8Array }
  | { readonly case: undefined; readonly value?: undefined };

function freeForm(form: FreeForm, at: string): JsonValue | undefined {
  if (form.case === undefined) return undefined;
  return form.value instanceof Uint8Array ? parseStrictJson(form.value, at) : valueJson(form.value, at);
}

function valueJson(value: Value, at: string): JsonValue {
  let json: JsonValue;
  try {
    json = toJson(ValueSchema, value) as JsonValue;
  } catch (cause) {
    throw new WritError("invalid_argument", `${at}: is not a JSON value`, {
      violations: [{ pointer: at, description: "is not a JSON value" }],
      cause,
    });
  }
  checkStrictValue(json, at);
  return json;
}

function agentJson({ token, id, proof, certificate }: Agent): JsonObject {
  const shown = proof === undefined ? undefined : { token: proof.token, method: proof.method, uri: proof.uri };
  return present({ token, id, proof: shown, certificate });
}

function intentJson(form: NonNullable<DecideRequest["intent"]>["form"], at: string): JsonObject {
  if (form.case === undefined) return {};
  if (form.case === "token") return { token: form.value };
  return present({ claims: freeForm(form, `${at}/claims`) });
}

/** Strings of a message are UTF-8 already, but may hold what no store takes. */
function checkTexts({ requestId, agent, intent, session, call, observed }: DecideRequest, at: string): void {
  const { proof } = agent ?? {};
  const proofs = [proof?.token, proof?.method, proof?.uri, agent?.certificate];
  const texts = [requestId, session, agent?.id, agent?.token, ...proofs, call?.format, call?.server];
  const token = intent?.form.case === "token" ? intent.form.value : undefined;
  if ([...texts, token].some((text) => text?.includes("\0"))) throw invalidField(at, "a string holds U+0000");
  for (const [index, { text }] of observed.entries()) {
    if (text.includes("\0")) throw invalidField(`${at}/observed/${index}/text`, "holds U+0000");
  }
}

/** Without the fields that are undefined. */
function present(fields: Readonly<Record<string, JsonValue | undefined>>): JsonObject {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as JsonObject;
}
