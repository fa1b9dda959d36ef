import type { IntentRecord } from "../../domain/intent.ts";
import type { JsonObject } from "../../domain/json.ts";
import type { IssuedIntent } from "../../pipeline/intent-commands.ts";
import type { IntentRevocation } from "../../ports/intent-store.ts";

export function encodeIssued({ intent, token }: IssuedIntent): JsonObject {
  return { ...encodeIntent(intent), ...(token === undefined ? {} : { token }) };
}

export function encodeRevocation({ intent, descendants, grants_revoked }: IntentRevocation): JsonObject {
  return { ...encodeIntent(intent), descendants, grants_revoked };
}

/** `next_page_token` is there when there may be more. */
export function encodeIntentPage(intents: readonly IntentRecord[], size: number): JsonObject {
  const last = intents.length === size ? intents.at(-1) : undefined;
  return { intents: intents.map(encodeIntent), ...(last === undefined ? {} : { next_page_token: last.id }) };
}

function encodeIntent(intent: IntentRecord): JsonObject {
  const { agents, allows, parent, ancestors, requested_by, decided_by, decided_at_ms, revoked_by, revoked_at_ms } =
    intent;
  return {
    id: intent.id,
    task: intent.task,
    status: intent.status,
    purpose: intent.purpose,
    on_behalf_of: intent.on_behalf_of,
    agent: [...agents],
    allows: allows.map((allowance) => ({ ...allowance })) as unknown as JsonObject[],
    not_before: timeText(intent.not_before_ms),
    expires_at: timeText(intent.expires_at_ms),
    ...(parent === undefined ? {} : { parent, ancestors: [...ancestors] }),
    requested_by,
    requested_at: timeText(intent.requested_at_ms),
    ...(decided_by === undefined || decided_at_ms === undefined
      ? {}
      : { decided_by, decided_at: timeText(decided_at_ms) }),
    ...(revoked_by === undefined || revoked_at_ms === undefined
      ? {}
      : { revoked_by, revoked_at: timeText(revoked_at_ms) }),
  };
}

function timeText(ms: number): string {
  return new Date(ms).toISOString();
}
