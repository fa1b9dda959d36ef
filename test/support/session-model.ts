import fc from "fast-check";
import { expect } from "vitest";
import type { Action } from "../../src/domain/action.ts";
import type { Verdict } from "../../src/domain/decision.ts";
import { newSession, sessionView } from "../../src/domain/session-state.ts";
import type { RecordSink, SessionReader } from "../../src/ports/record-store.ts";
import type { SessionNote } from "../../src/ports/session-store.ts";
import { advance } from "../../src/situate/advance.ts";
import { AT_MS, decisionOf } from "./records.ts";

/** What a session is kept in: of one process or of several. */
export interface SessionWorld {
  readonly sessions: Pick<SessionReader, "load">;
  readonly sink: Pick<RecordSink, "append">;
  report(decisionId: string): Promise<unknown>;
  suspend(session: string, note: SessionNote): Promise<unknown>;
}

/** One thing that happens to a session, by whichever of the worlds before the same store. */
export type Happening =
  | { readonly kind: "call"; readonly at: number; readonly reported: boolean; readonly dies: boolean }
  | { readonly kind: "suspend"; readonly at: number };

const LIMIT = 5;
const TTL_S = 900;

/** Many calls that are reported or not, processes that die between reading and writing, and now and then a person who stops it. */
export const happenings: fc.Arbitrary<readonly Happening[]> = fc.array(
  fc.oneof(
    {
      weight: 9,
      arbitrary: fc.record({
        kind: fc.constant("call" as const),
        at: fc.nat(2),
        reported: fc.boolean(),
        dies: fc.integer({ min: 0, max: 9 }).map((n) => n === 0),
      }),
    },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant("suspend" as const), at: fc.nat(2) }) },
  ),
  { minLength: 1, maxLength: 16 },
);

const verdictOf = (effect: Verdict["effect"]): Verdict => ({
  effect,
  reasons: effect === "block" ? [{ code: "limit", message: "", rule: "policy.x", controls: [] }] : [],
  obligations: [],
  session: { add_labels: [], revoke: false },
});

/** One call under "at most 5": as the pipeline does it, judged again whenever somebody else was first. */
async function call({ sessions, sink }: SessionWorld, id: string, dies: boolean): Promise<string | undefined> {
  const decision = decisionOf({ session: id });
  for (;;) {
    const { session, version } = (await sessions.load("default", id)) ?? {
      session: newSession(id, "", AT_MS),
      version: 0,
    };
    if (session.suspended !== undefined || dies) return undefined;
    const goes = (sessionView(session, AT_MS, TTL_S).by_verb[decision.verb] ?? 0) < LIMIT;
    const [server = "", name = ""] = decision.tool.split("/");
    const action = {
      verb: decision.verb,
      traits: ["reads"],
      tool: { server, name, known: true },
      destinations: [],
      count: 1,
    };
    const next = advance(session, {
      tenant: "default",
      decision_id: decision.id,
      at_ms: AT_MS,
      action: action as unknown as Action,
      verdict: verdictOf(goes ? "allow" : "block"),
      asked: true,
      in_flight_ttl_s: TTL_S,
    });
    const row = { ...decision, effect: goes ? ("allow" as const) : ("block" as const) };
    const change = { tenant: "default", expected_version: version, next };
    const { status } = await sink.append({ decision: row, ...(next === session ? {} : { session: change }) });
    if (status === "recorded") return goes ? decision.id : undefined;
  }
}

/**
 * Lets all of it happen at once and compares the end with what it has to come to, whatever came first.
 * @param spawn starts one happening, at once or when a scheduler says so
 */
export async function expectHolds(
  worlds: readonly SessionWorld[],
  id: string,
  all: readonly Happening[],
): Promise<void> {
  const gone: string[] = [];
  let reported = 0;
  await Promise.all(
    all.map(async (one) => {
      const world = worlds[one.at % worlds.length] as SessionWorld;
      if (one.kind === "suspend") {
        await world.suspend(id, { by: "ops", reason: "odd", at_ms: AT_MS }).catch(() => {});
        return;
      }
      const decision = await call(world, id, one.dies);
      if (decision === undefined) return;
      gone.push(decision);
      if (!one.reported) return;
      await world.report(decision);
      reported += 1;
    }),
  );
  const stored = await worlds[0]?.sessions.load("default", id);
  const calls = all.filter((one) => one.kind === "call" && !one.dies).length;
  const view = sessionView(stored?.session ?? newSession(id, ""), AT_MS, TTL_S);
  expect(gone.length).toBeLessThanOrEqual(LIMIT);
  expect(view.calls).toBe(gone.length);
  expect(view.windows.minute.calls).toBe(gone.length);
  expect(view.in_flight).toBe(gone.length - reported);
  // Nobody stopped it: exactly as many as may go on do, and all others were denied.
  if (!all.some(({ kind }) => kind === "suspend")) {
    expect(gone.length).toBe(Math.min(LIMIT, calls));
    expect(view.denials).toBe(Math.max(0, calls - LIMIT));
  }
  expect(view.epoch).toBe(stored?.session.suspended === undefined ? 0 : 1);
}
