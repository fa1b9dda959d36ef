import type { JsonObject } from "../../domain/json.ts";
import { DEFAULT_TIMEOUT_MS } from "../../domain/limits.ts";
import type { AuthzenSettings } from "../../domain/protocols.ts";
import type { Admission, AgentEvidence, DecisionRequest } from "../../domain/request.ts";
import { decodeId } from "../native/decode.ts";
import { tenantVerb } from "../native/tenant-verb.ts";
import type { Entity, Evaluation } from "./decode.ts";
import { decodeCall } from "./mcp.ts";
import { declaredObligations } from "./obligations.ts";

/** Who asks, and what came with the request beside its document: the same for all its questions. */
export interface Asker {
  readonly admission: Admission;
  /** The agent's own token, "" for none: `Authorization` is the enforcement point's. */
  readonly token: string;
  /** A signed intent, "" for none. */
  readonly intent: string;
  readonly session: string;
  readonly request_id: string;
}

/**
 * One question as the pipeline asks it: a call of a tool where it is one, else an action `x-authzen.<name>` on the resource.
 * @param dryRun for what is asked without anybody about to do it
 * @throws WritError invalid_argument for what no action can be made of
 */
export function requestOf(
  evaluation: Evaluation,
  asker: Asker,
  settings: AuthzenSettings,
  dryRun: boolean,
): DecisionRequest {
  const mapped = decodeCall(evaluation, settings);
  const declared = declaredObligations(evaluation.context, settings.obligations);
  return {
    request_id: asker.request_id,
    agent: evidenceOf(evaluation.subject, asker),
    ...(asker.intent === "" ? {} : { intent: { token: asker.intent } }),
    session: asker.session,
    ...(mapped === undefined ? { action: actionOf(evaluation) } : { call: mapped.call }),
    observed: [],
    context: mapped === undefined ? evaluation.context : contextOf(mapped.rest),
    options: { dry_run: dryRun, explain: false, ...(declared === undefined ? {} : { obligations: declared }) },
    timeout_ms: DEFAULT_TIMEOUT_MS,
  };
}

/**
 * The subject is the enforcement point's word. Where it may not vouch, the subject has to be the very agent that the token proves.
 * @throws WritError invalid_argument
 */
function evidenceOf(subject: Entity, { token, admission }: Asker): AgentEvidence {
  if (token === "") return { id: agentId(subject) };
  return admission.vouches ? { token } : { token, id: subject.id };
}

/** An agent's own URI, of which no other type of subject makes a name. */
const AGENT_URI = /^[a-z][a-z0-9+.-]*:\/\//;

/** `<type>:<id>`, as `user:alice`; an agent whose id is a URI keeps it. */
function agentId({ type, id }: Entity): string {
  return decodeId(type === "agent" && AGENT_URI.test(id) ? id : `${type}:${id}`, "/subject/id");
}

/** All that the question says is among its arguments, so that policies see it and the digest binds it. */
function actionOf({ subject, action, resource }: Evaluation): JsonObject {
  return {
    verb: tenantVerb("authzen", action.name, "/action/name"),
    tool: { server: "", name: action.name },
    resource: { type: resource.type, uri: resourceUri(resource) },
    arguments: { subject: { ...subject }, action: { ...action }, resource: { ...resource } },
  };
}

/** A scheme of its own: what another protocol calls a `file` is no path on a disk. */
function resourceUri({ type, id }: Entity): string {
  return `authzen:${encodeURIComponent(type)}/${id}`;
}

/** What a call of a tool has no place for, and policies may want: `input.context.authzen`. */
function contextOf({ subject, action, resource, context }: Evaluation): JsonObject {
  return { ...context, authzen: { subject: { ...subject }, action: { ...action }, resource: { ...resource } } };
}
