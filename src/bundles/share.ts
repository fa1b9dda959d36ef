import { hash } from "node:crypto";

/** Of the hash this much is looked at: 48 bits, which a double holds exactly. */
const HEX_DIGITS = 12;
const RANGE = 2 ** 48;

/** Ids have none. */
const SEPARATOR = "\u0000";

/**
 * What stays the same for the calls that have to be judged by the same bundle: the session, or where there is none the agent
 * and its task.
 */
export function stickyKey(session: string, agent: string, task: string): string {
  return session === "" ? ["agent", agent, task].join(SEPARATOR) : ["session", session].join(SEPARATOR);
}

/** Whether a key belongs to the share. One that belongs to a share belongs to every larger one. */
export function inShare(tenant: string, key: string, share: number): boolean {
  if (share <= 0) return false;
  if (share >= 1) return true;
  const digits = hash("sha256", tenant + SEPARATOR + key, "hex").slice(0, HEX_DIGITS);
  return Number.parseInt(digits, 16) / RANGE < share;
}
