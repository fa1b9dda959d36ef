import { type Flight, inFlight, landed } from "./in-flight.ts";
import type { Beginning, LabelSources, Session, UsageFacts } from "./session.ts";
import { NO_USAGE, totalOf, type Usage, windowsOf } from "./usage.ts";

export const SESSION_STATES = ["open", "suspended", "closed"] as const;
/** Calls of an open session alone go on, if policy lets them. */
export type SessionState = (typeof SESSION_STATES)[number];

/** Why the calls of a session do not go on until a person says so. */
export interface Suspension {
  readonly at_ms: number;
  /** `policy`, or who ordered it. */
  readonly by: string;
  readonly reason: string;
  /** The decision whose policy did it, "" where a person did. */
  readonly decision_id: string;
}

export const BY_POLICY = "policy";

/** A session as stored: what policy sees of it is made of this at the moment of a call. */
export interface StoredSession extends Partial<Beginning> {
  readonly id: string;
  readonly task: string;
  readonly closed: boolean;
  readonly suspended?: Suspension;
  readonly epoch: number;
  /** Milliseconds since 1970; 0 of sessions that are older than the memory of it. */
  readonly began_at_ms: number;
  readonly usage: Usage;
  readonly in_flight: readonly Flight[];
  readonly labels: readonly string[];
  readonly sources: LabelSources;
  readonly denials: number;
  readonly unknown_tools: number;
  readonly risk: number;
}

/** A session and the version on which a change of it is conditional; version 0 is not stored yet. */
export interface VersionedSession {
  readonly session: StoredSession;
  readonly version: number;
}

export function newSession(id: string, task: string, nowMs = 0): StoredSession {
  return {
    id,
    task,
    closed: false,
    epoch: 0,
    began_at_ms: nowMs,
    usage: NO_USAGE,
    in_flight: [],
    labels: [],
    sources: {},
    denials: 0,
    unknown_tools: 0,
    risk: 0,
  };
}

/** What policy sees of a session at a moment. */
export function sessionView(stored: StoredSession, nowMs: number, inFlightTtlS: number): Session {
  const { began_at_ms, usage, in_flight, suspended: _, ...seen } = stored;
  return {
    ...seen,
    began_at: new Date(began_at_ms).toISOString(),
    ...totalOf(usage),
    ...inFlight(in_flight, usage.kinds, nowMs, inFlightTtlS),
    windows: windowsOf(usage, nowMs),
  };
}

/** What policy sees of a task's usage. */
export function taskUsage(usage: Usage, nowMs: number): NonNullable<UsageFacts["task"]> {
  return { total: totalOf(usage), ...windowsOf(usage, nowMs) };
}

/** The session after the outcome of a call that went on. */
export function withOutcome(
  stored: StoredSession,
  call: { readonly verb: string; readonly tool: string; readonly at_ms: number },
): StoredSession {
  const in_flight = landed(stored.in_flight, stored.usage.kinds, call);
  return in_flight === stored.in_flight ? stored : { ...stored, in_flight };
}

/** Stopped: its grants die with the epoch. One that is stopped stays as it is. */
export function suspend(stored: StoredSession, suspension: Suspension): StoredSession {
  return stored.suspended === undefined ? { ...stored, epoch: stored.epoch + 1, suspended: suspension } : stored;
}

/** Its calls go on again. What led to the stop is not held against it twice; what it did and saw still counts. */
export function resume({ suspended: _, ...stored }: StoredSession): StoredSession {
  return { ...stored, epoch: stored.epoch + 1, denials: 0, unknown_tools: 0, risk: 0 };
}
