import type { Identity } from "../domain/identity.ts";
import { MAX_ID_CHARS } from "../domain/limits.ts";
import type { DecisionRequest } from "../domain/request.ts";
import type { Beginning } from "../domain/session.ts";
import type { StoredSession, VersionedSession } from "../domain/session-state.ts";

/** What can be another than when the session began; `context.changed` names them. */
const REMEMBERED = ["agent", "intent", "catalogue", "environment"] as const;

/** What a session would begin with that began with this call. */
export function beginningOf(
  request: Pick<DecisionRequest, "context">,
  { agent, intent }: Identity,
  catalogue: string,
  environment: string,
): Beginning {
  const stated = request.context["environment"];
  return {
    agent: agent.id,
    intent: intent?.id ?? "",
    catalogue,
    environment: typeof stated === "string" ? stated.slice(0, MAX_ID_CHARS).toWellFormed() : environment,
  };
}

/** The session, which remembers this beginning if it has none yet. */
export function begun({ session, version }: VersionedSession, beginning: Beginning): StoredSession {
  return version === 0 ? { ...session, ...beginning } : session;
}

/** What is another than when the session began. */
export function changedSince(session: Partial<Beginning> | undefined, now: Beginning): readonly string[] {
  return REMEMBERED.filter((name) => session?.[name] !== undefined && session[name] !== now[name]);
}
