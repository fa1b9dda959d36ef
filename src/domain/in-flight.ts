import { type CallKind, callsOf, kindIndex, type Tally } from "./usage.ts";

/**
 * Calls under way that went on within one span of time, by kind. An outcome comes once for each decision, and the
 * decision tells its time and kind, so that no list of ids is needed to take exactly that call away.
 */
export interface Flight {
  /** The span's number since 1970. */
  readonly at: number;
  readonly n: Tally["n"];
}

/** A call whose outcome never comes is in flight up to this much longer than the setting says. */
const SPAN_MS = 60_000;
/** A call that runs longer than this is a job, and its gateway reports its start. */
export const MAX_IN_FLIGHT_TTL_S = 3600;

/** With one call of the kind more, and without those that have expired. */
export function takeOff(flights: readonly Flight[], kind: number, nowMs: number, ttlS: number): readonly Flight[] {
  return changed(living(flights, nowMs, ttlS), kind, nowMs, 1);
}

/** With one call less of those that went on then, if there is one. */
export function landed(
  flights: readonly Flight[],
  kinds: readonly CallKind[],
  call: { readonly verb: string; readonly tool: string; readonly at_ms: number },
): readonly Flight[] {
  return changed(flights, kindIndex(kinds, call.verb, call.tool), call.at_ms, -1);
}

/** What is under way, in counts. */
export function inFlight(flights: readonly Flight[], kinds: readonly CallKind[], nowMs: number, ttlS: number) {
  const n: Record<string, number> = {};
  for (const flight of living(flights, nowMs, ttlS)) {
    for (const [kind, count] of Object.entries(flight.n)) n[kind] = (n[kind] ?? 0) + count;
  }
  const { calls, by_verb, by_tool } = callsOf(kinds, n);
  return { in_flight: calls, in_flight_by_verb: by_verb, in_flight_by_tool: by_tool };
}

function living(flights: readonly Flight[], nowMs: number, ttlS: number): readonly Flight[] {
  return flights.filter(({ at }) => (at + 1) * SPAN_MS + ttlS * 1000 > nowMs);
}

function changed(flights: readonly Flight[], kind: number, atMs: number, by: 1 | -1): readonly Flight[] {
  const at = Math.floor(atMs / SPAN_MS);
  const flight = flights.find((other) => other.at === at) ?? { at, n: {} };
  const count = (flight.n[kind] ?? 0) + by;
  if (count < 0) return flights;
  const { [kind]: _, ...others } = flight.n;
  const n = count === 0 ? others : { ...others, [kind]: count };
  const rest = flights.filter((other) => other !== flight);
  return Object.keys(n).length === 0 ? rest : [...rest, { at, n }];
}
