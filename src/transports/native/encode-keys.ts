import type { JsonObject } from "../../domain/json.ts";
import type { EventOverview } from "../../pipeline/event-commands.ts";
import type { KeyRevocation, KeyView, Rotation } from "../../pipeline/key-commands.ts";

export function encodeKeys(keys: readonly KeyView[]): JsonObject {
  return { keys: keys.map(encodeKey) };
}

export function encodeRotation({ rotated, warning, keys }: Rotation): JsonObject {
  return { rotated, ...(warning === undefined ? {} : { warning }), ...encodeKeys(keys) };
}

export function encodeKeyRevocation({ grants_revoked, replaced, keys }: KeyRevocation): JsonObject {
  return { grants_revoked, replaced, ...encodeKeys(keys) };
}

export function encodeEvents({ subscribers, dead }: EventOverview): JsonObject {
  return {
    subscribers: subscribers.map((subscriber) => ({ ...subscriber })),
    dead: dead.map(({ at_ms, dead_at_ms, ...event }) => ({
      ...event,
      at: timeText(at_ms),
      dead_at: timeText(dead_at_ms),
    })),
  };
}

// Fields are named one by one: what a key comes to hold later does not leave by itself.
function encodeKey(key: KeyView): JsonObject {
  return {
    kid: key.kid,
    purpose: key.purpose,
    algorithm: key.algorithm,
    state: key.state,
    created_at: timeText(key.created_at_ms),
    active_at: timeText(key.active_at_ms),
    ...optionalTime("retired_at", key.retired_at_ms),
    ...optionalTime("revoked_at", key.revoked_at_ms),
    ...optionalTime("verifies_until", key.verifies_until_ms),
  };
}

function optionalTime(name: string, ms: number | undefined): JsonObject {
  return ms === undefined ? {} : { [name]: timeText(ms) };
}

function timeText(ms: number): string {
  return new Date(ms).toISOString();
}
