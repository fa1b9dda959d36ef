import { invalidField, WritError } from "../../domain/errors.ts";
import { nameField, objectField } from "../../domain/fields.ts";
import { canonicalJson } from "../../domain/jcs.ts";
import { isJsonObject, type JsonObject, type JsonValue } from "../../domain/json.ts";
import { MAX_ID_CHARS } from "../../domain/limits.ts";
import type { StoredDecision } from "../../domain/record.ts";
import { decodeEvaluation, type Evaluation } from "./decode.ts";
import type { Asking } from "./evaluate.ts";
import { decodeCall } from "./mcp.ts";

// Access Request and Approval Profile, draft of 2026. The denial is bound by reference: its record says what was denied, to whom, and until
// when a person may be asked. The approval waits since the denial, so that a submission makes nothing.

/** RFC 9457 types of the profile, and their statuses. */
const PROBLEMS = {
  not_requestable: [400, "the denial is not one that a person can lift"],
  invalid_denial_binding: [400, "the denial is none of this caller's, or was about something else"],
  expired_denial: [410, "the time in which a person could be asked is over"],
  unknown_task: [404, "there is no such request"],
  task_expired: [410, "the time in which a person could answer is over"],
} as const satisfies Record<string, readonly [status: number, detail: string]>;
type ProblemName = keyof typeof PROBLEMS;

export interface TaskAnswer {
  readonly status: number;
  readonly type: "application/json" | "application/problem+json";
  readonly document: object;
}

/** Asks for what was denied. @throws WritError for what is no submission */
export async function submitRequest(asking: Asking, fields: JsonObject): Promise<TaskAnswer> {
  if (fields["items"] !== undefined)
    throw invalidField("/items", "is not read here: submit one request for each denial");
  const denial = objectField(fields["denial"], "/denial");
  const id = nameField(denial["evaluation_id"], "/denial/evaluation_id", MAX_ID_CHARS);
  const evaluation = decodeEvaluation(fields);
  const denied = await deniedBefore(asking, id);
  if (denied === undefined) return problem("invalid_denial_binding");
  const approval = approvalOf(denied);
  if (approval === undefined) return problem("not_requestable");
  if (canonicalJson(recorded(denied)) !== canonicalJson(bound(asking, evaluation)))
    return problem("invalid_denial_binding");
  if (isOver(approval, asking)) return problem("expired_denial");
  return { status: 202, type: "application/json", document: taskOf(asking, id, approval) };
}

/** How far a request is. */
export async function requestStatus(asking: Asking, id: string): Promise<TaskAnswer> {
  const denied = await deniedBefore(asking, id);
  const approval = denied === undefined ? undefined : approvalOf(denied);
  if (approval === undefined) return problem("unknown_task");
  if (isOver(approval, asking)) return problem("task_expired");
  return { status: 200, type: "application/json", document: taskOf(asking, id, approval) };
}

async function deniedBefore({ service, asker }: Asking, id: string): Promise<StoredDecision | undefined> {
  try {
    return await service.asked(id, asker.admission);
  } catch (error) {
    if (error instanceof WritError && error.code === "not_found") return undefined;
    throw error;
  }
}

interface WaitingApproval {
  readonly url: string;
  readonly expires_at: string;
}

function approvalOf({ effect, protocol, answer }: StoredDecision): WaitingApproval | undefined {
  if (effect !== "block" || protocol !== "authzen") return undefined;
  return (JSON.parse(answer) as { readonly approval?: WaitingApproval }).approval;
}

/** By the record, whatever the caller says. */
function isOver({ expires_at }: WaitingApproval, { asker }: Asking): boolean {
  return asker.admission.now_ms > Date.parse(expires_at);
}

/** What was denied: where request.ts has put it. A secret in it is not on record, so that such a denial binds nothing. */
function recorded({ input }: StoredDecision): JsonValue {
  const { arguments: args = {}, context } = JSON.parse(input) as {
    readonly arguments?: JsonObject;
    readonly context?: JsonObject;
  };
  const mapped = context?.["authzen"];
  return isJsonObject(mapped) && args["subject"] === undefined ? { ...mapped, arguments: args } : args;
}

/** The same of a submission. */
function bound({ settings }: Asking, evaluation: Evaluation): JsonValue {
  const mapped = decodeCall(evaluation, settings);
  const { subject, action, resource } = mapped?.rest ?? evaluation;
  const triple: JsonObject = { subject: { ...subject }, action: { ...action }, resource: { ...resource } };
  if (mapped === undefined || !isJsonObject(mapped.call.payload)) return triple;
  const { params, arguments: args } = mapped.call.payload;
  return { ...triple, arguments: params ?? args ?? {} };
}

function taskOf(
  { access_request_endpoint: endpoint }: Asking,
  id: string,
  { url, expires_at }: WaitingApproval,
): object {
  const task = { id, status: "pending", status_endpoint: `${endpoint}/${id}`, expires_at, links: { review: url } };
  return { task };
}

function problem(name: ProblemName): TaskAnswer {
  const [status, detail] = PROBLEMS[name];
  const document = {
    type: `urn:openid:authzen:access-request:error:${name}`,
    title: name.replaceAll("_", " "),
    status,
    detail,
  };
  return { status, type: "application/problem+json", document };
}
