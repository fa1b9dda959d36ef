import type { Action } from "../domain/action.ts";
import { WritError } from "../domain/errors.ts";
import type { Agent, Identity } from "../domain/identity.ts";
import { isCounted } from "../domain/intent.ts";
import type { Admission, DecisionRequest } from "../domain/request.ts";
import { newCounts, newSession, type Session, type VersionedCounts, type VersionedSession } from "../domain/session.ts";
import { maxSensitivity, SENSITIVITIES } from "../domain/vocabulary.ts";
import type { AgentReader } from "../ports/agent-store.ts";
import type { SessionReader, TaskCountsReader, TaskReader } from "../ports/record-store.ts";
import { type AgentRefusal, registered, stopped } from "./registered.ts";

/** What is known of the task and the session at the moment of the call. */
export interface Situation {
  /** The agent, with what the registry knows of it. */
  readonly agent: Agent;
  readonly session?: VersionedSession;
  /** Where the intent limits the calls of its task together. */
  readonly task?: VersionedCounts;
  /** The action, as sensitive as what the session has read and the call could carry out. */
  readonly action: Action;
  readonly refusal?: { readonly code: SituationRefusal; readonly message: string };
}

type SituationRefusal = AgentRefusal | "session_closed" | "task_completed" | "record_unavailable";

export interface SituateDeps {
  readonly agents: AgentReader;
  readonly sessions: SessionReader;
  readonly tasks: TaskReader;
  readonly counts: TaskCountsReader;
}

/** One read when the call names a session, one when its intent limits the calls of a task together, none otherwise. */
export async function situate(
  deps: SituateDeps,
  request: DecisionRequest,
  identity: Identity,
  action: Action,
  admission: Admission,
): Promise<Situation> {
  const agent = registered(deps.agents, admission.tenant, identity.agent);
  const refusal = stopped(agent);
  if (refusal !== undefined) return { agent, action, refusal };
  const task = identity.intent?.task ?? "";
  if (task !== "" && deps.tasks.isCompleted(admission.tenant, task)) {
    return { agent, action, refusal: { code: "task_completed", message: "the task of the intent is completed" } };
  }
  const [stored, counts] = await Promise.all([
    request.session === "" ? undefined : deps.sessions.load(admission.tenant, request.session).catch(unavailable),
    countedTask(identity) === "" ? undefined : loadCounts(deps.counts, admission.tenant, task).catch(unavailable),
  ]);
  if (stored === "unavailable" || counts === "unavailable") {
    return { agent, action, refusal: { code: "record_unavailable", message: "the session could not be read" } };
  }
  const counted = counts === undefined ? {} : { task: counts };
  if (request.session === "") return { agent, ...counted, action };
  const session = stored ?? { session: newSession(request.session, task), version: 0 };
  if (session.session.closed) {
    return { agent, session, action, refusal: { code: "session_closed", message: "the session is closed" } };
  }
  return { agent, session, ...counted, action: carrying(action, session.session) };
}

/** The task whose calls are counted together, whatever sessions they are in; "" where no limit wants it. */
export function countedTask({ intent }: Pick<Identity, "intent">): string {
  return intent !== undefined && isCounted(intent) ? intent.task : "";
}

async function loadCounts(counts: TaskCountsReader, tenant: string, task: string): Promise<VersionedCounts> {
  return (await counts.load(tenant, task)) ?? { task: newCounts(task), version: 0 };
}

function unavailable(error: unknown): "unavailable" {
  if (error instanceof WritError && error.code === "unavailable") return "unavailable";
  throw error;
}

const READ_LABEL = "read:";

/** A call that sends something out may carry what the session has read, so it is at least as sensitive. */
function carrying(action: Action, session: Session): Action {
  if (!action.traits.includes("egress")) return action;
  const sensitivity = SENSITIVITIES.filter((level) => session.labels.includes(READ_LABEL + level)).reduce(
    maxSensitivity,
    action.sensitivity,
  );
  return sensitivity === action.sensitivity ? action : { ...action, sensitivity };
}
