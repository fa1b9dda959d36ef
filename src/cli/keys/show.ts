import { textTable } from "../text-table.ts";

/** What `GET /v1/keys` answers. */
export interface Keys {
  readonly keys: readonly {
    readonly kid: string;
    readonly purpose: string;
    readonly algorithm: string;
    readonly state: string;
    readonly active_at: string;
    readonly retired_at?: string;
    readonly revoked_at?: string;
    readonly verifies_until?: string;
  }[];
}

/** What `GET /v1/events` answers. */
export interface Told {
  readonly subscribers: readonly {
    readonly name: string;
    readonly pending: number;
    readonly oldest_s: number;
    readonly dead: number;
    readonly problem: string;
  }[];
  readonly dead: readonly {
    readonly subscriber: string;
    readonly id: string;
    readonly grant_id: string;
    readonly reason: string;
    readonly attempts: number;
    readonly dead_at: string;
    readonly problem: string;
  }[];
}

/** Without those that are of no use to anybody any more. */
export function showKeys({ keys }: Keys): string {
  const rows = keys
    .filter(({ state }) => state !== "expired")
    .map((key) => [key.state, key.purpose, key.algorithm, key.kid, key.active_at, untilOf(key)]);
  return textTable([["state", "purpose", "algorithm", "kid", "active from", ""], ...rows]);
}

function untilOf({ state, retired_at, revoked_at, verifies_until }: Keys["keys"][number]): string {
  if (state === "revoked") return `revoked ${revoked_at}`;
  if (state === "retired") return `verifies until ${verifies_until}`;
  return retired_at === undefined ? "" : `signs until ${retired_at}`;
}

/** Newest ones of what has its own page in the API. */
const SHOWN_DEAD = 20;

export function showEvents({ subscribers, dead }: Told): string {
  if (subscribers.length === 0) return "no subscribers";
  const lines = [
    textTable([
      ["subscriber", "pending", "oldest", "dead", "last problem"],
      ...subscribers.map(({ name, pending, oldest_s, dead: given, problem }) => [
        name,
        String(pending),
        `${oldest_s} s`,
        String(given),
        problem,
      ]),
    ]),
  ];
  if (dead.length > 0) {
    const rows = dead
      .slice(0, SHOWN_DEAD)
      .map((event) => [event.dead_at, event.subscriber, event.id, event.reason, String(event.attempts), event.problem]);
    lines.push("", textTable([["given up", "subscriber", "event", "reason", "tries", "problem"], ...rows]));
  }
  return lines.join("\n");
}
