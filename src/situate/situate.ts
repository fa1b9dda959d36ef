import type { Action } from "../domain/action.ts";
import { WritError } from "../domain/errors.ts";
import type { Identity } from "../domain/identity.ts";
import type { Admission, DecisionRequest } from "../domain/request.ts";
import { newSession, type Session, type VersionedSession } from "../domain/session.ts";
import { maxSensitivity, SENSITIVITIES } from "../domain/vocabulary.ts";
import type { SessionReader, TaskReader } from "../ports/record-store.ts";

/** What is known of the task and the session at the moment of the call. */
export interface Situation {
  readonly session?: VersionedSession;
  /** The action, as sensitive as what the session has read and the call could carry out. */
  readonly action: Action;
  readonly refusal?: { readonly code: SituationRefusal; readonly message: string };
}

type SituationRefusal = "session_closed" | "task_completed" | "record_unavailable";

export interface SituateDeps {
  readonly sessions: SessionReader;
  readonly tasks: TaskReader;
}

/** One read when the call names a session, none otherwise. */
export async function situate(
  deps: SituateDeps,
  request: DecisionRequest,
  identity: Identity,
  action: Action,
  admission: Admission,
): Promise<Situation> {
  const task = identity.intent?.task ?? "";
  if (task !== "" && deps.tasks.isCompleted(admission.tenant, task)) {
    return { action, refusal: { code: "task_completed", message: "the task of the intent is completed" } };
  }
  if (request.session === "") return { action };
  const stored = await deps.sessions.load(admission.tenant, request.session).catch(unavailable);
  if (stored === "unavailable") {
    return { action, refusal: { code: "record_unavailable", message: "the session could not be read" } };
  }
  const session = stored ?? { session: newSession(request.session, task), version: 0 };
  if (session.session.closed) {
    return { session, action, refusal: { code: "session_closed", message: "the session is closed" } };
  }
  return { session, action: carrying(action, session.session) };
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
