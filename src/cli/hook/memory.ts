import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** A call that has not ended after a day never told its end. */
const KEPT_MS = 24 * 3600 * 1000;
/** Looking through more files than this would hold up the agent. */
const MAX_LOOKED_AT = 1000;

/** A call, by what the events before and after it have in common. */
export interface HookCallRef {
  readonly agent: string;
  readonly session: string;
  readonly callKey: string;
}

/** Keeps the decision's id for the event after the call, in a folder that only this user can read. @throws the system's error */
export function rememberDecision(folder: string, call: HookCallRef, decisionId: string, nowMs: number): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  for (const name of readdirSync(folder).slice(0, MAX_LOOKED_AT)) {
    const file = join(folder, name);
    const at = statSync(file, { throwIfNoEntry: false })?.mtimeMs;
    if (isOurs(name) && at !== undefined && at < nowMs - KEPT_MS) rmSync(file, { force: true });
  }
  writeFileSync(fileOf(folder, call), decisionId, { mode: 0o600 });
}

/** The decision on a call, once. */
export function recallDecision(folder: string, call: HookCallRef): string | undefined {
  const file = fileOf(folder, call);
  try {
    const id = readFileSync(file, "utf8");
    rmSync(file, { force: true });
    return /^dec_[0-9A-Za-z]+$/.test(id) ? id : undefined;
  } catch {
    return undefined;
  }
}

function fileOf(folder: string, { agent, session, callKey }: HookCallRef): string {
  const name = createHash("sha256")
    .update(JSON.stringify([agent, session, callKey]))
    .digest("hex");
  return join(folder, `${name}.decision`);
}

function isOurs(name: string): boolean {
  return /^[0-9a-f]{64}\.decision$/.test(name);
}
