import type { JsonObject } from "../domain/json.ts";
import type { RevocationReason } from "../domain/revocation.ts";
import type { QueuedEvent } from "../ports/event-outbox.ts";

/** OpenID CAEP 1.0 section 3.1. */
export const SESSION_REVOKED = "https://schemas.openid.net/secevent/caep/event-type/session-revoked";

/** `typ` of security event tokens (RFC 8417 section 2.3). */
export const SECURITY_EVENT_TYPE = "secevent+jwt";

/** CAEP 1.0 section 2: whose doing it was. */
type Initiator = "admin" | "user" | "policy" | "system";

const REASONS: Readonly<Record<RevocationReason, { readonly by: Initiator; readonly text: string }>> = {
  outcome_reported: { by: "system", text: "The call that the grant was for has ended" },
  task_completed: { by: "system", text: "The task was completed" },
  intent_revoked: { by: "admin", text: "The intent was revoked" },
  agent_suspended: { by: "admin", text: "The agent was suspended" },
  agent_retired: { by: "admin", text: "The agent was retired" },
  session_revoked: { by: "policy", text: "The policy revoked the agent's session" },
  approval_withdrawn: { by: "user", text: "The approver took the approval back" },
  key_revoked: { by: "admin", text: "The key that signed the grant was revoked" },
  by_request: { by: "admin", text: "The grant was revoked by request" },
};

/** Whom the event is from and for. */
export interface Addressed {
  readonly issuer: string;
  readonly audience: string;
  readonly tenant: string;
}

/**
 * The claims of the security event token that says: this grant ended before its time (RFC 8417, OpenID CAEP 1.0 and SSF 1.0
 * section 3: a complex subject of RFC 9493 identifiers). The same event has the same `jti` whenever it is said; it has neither
 * `sub` nor `exp`, so that no verifier takes it for an access token.
 */
export function securityEvent(event: QueuedEvent, { issuer, audience, tenant }: Addressed, nowMs: number): JsonObject {
  const { by, text } = REASONS[event.reason];
  const at_s = Math.floor(event.at_ms / 1000);
  return {
    iss: issuer,
    aud: audience,
    iat: Math.floor(nowMs / 1000),
    jti: event.id,
    toe: at_s,
    sub_id: {
      format: "complex",
      ...(event.subject === "" ? {} : { application: subjectOf(event.subject) }),
      session: { format: "opaque", id: event.grant_id },
      tenant: { format: "opaque", id: tenant },
    },
    events: {
      [SESSION_REVOKED]: {
        event_timestamp: at_s,
        initiating_entity: by,
        reason_admin: { en: text },
        writ: {
          grant: event.grant_id,
          reason: event.reason,
          ...known({ task: event.task, intent: event.intent, session: event.session }),
        },
      },
    },
  };
}

/** RFC 9493 section 3.2.7 for names that are URIs (SPIFFE IDs), section 3.2.4 for all others. */
function subjectOf(agent: string): JsonObject {
  return /^[a-z][a-z0-9+.-]*:\/\//.test(agent) ? { format: "uri", uri: agent } : { format: "opaque", id: agent };
}

function known(texts: Readonly<Record<string, string>>): JsonObject {
  return Object.fromEntries(Object.entries(texts).filter(([, text]) => text !== ""));
}
