import type { JsonObject } from "../../domain/json.ts";
import type { ShownSession } from "../../pipeline/session-commands.ts";
import { encodePageToken } from "./page-token.ts";

/** One session, with what an order came to where there was one. */
export function encodeSession(shown: ShownSession & { readonly grants_revoked?: number }): JsonObject {
  const { session, suspended, resumed, grants_revoked } = shown;
  const { closed, ...seen } = session;
  return {
    ...(seen as unknown as JsonObject),
    state: closed ? "closed" : suspended === undefined ? "open" : "suspended",
    ...(suspended === undefined
      ? {}
      : {
          suspended: {
            at: timeText(suspended.at_ms),
            by: suspended.by,
            reason: suspended.reason,
            ...(suspended.decision_id === "" ? {} : { decision_id: suspended.decision_id }),
          },
        }),
    ...(resumed === undefined
      ? {}
      : { resumed: { at: timeText(resumed.at_ms), by: resumed.by, reason: resumed.reason } }),
    ...(grants_revoked === undefined ? {} : { grants_revoked }),
  };
}

export function encodeSessions(sessions: readonly ShownSession[], size: number): JsonObject {
  const last = sessions.length < size ? undefined : sessions.at(-1)?.session;
  const next = last === undefined ? "" : encodePageToken({ at_ms: Date.parse(last.began_at), id: last.id });
  return { sessions: sessions.map(encodeSession), next_page_token: next };
}

function timeText(ms: number): string {
  return new Date(ms).toISOString();
}
