import type pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { prepareDatabase } from "../../../src/adapters/postgres/prepare.ts";
import type { PostgresStore } from "../../../src/adapters/postgres/store.ts";
import type { DecisionRow, Outcome } from "../../../src/domain/record.ts";
import { sessionView } from "../../../src/domain/session-state.ts";
import { createDatabase, type TestDatabase } from "../../support/database.ts";
import {
  AT_MS,
  callsUnderWay,
  connectTo,
  decisionOf,
  digestOf,
  grantOf,
  idOf,
  openStore,
  sessionEntry,
} from "../../support/records.ts";

let database: TestDatabase;
let url: string;
beforeAll(async () => {
  database = await createDatabase();
  url = database.url;
  await prepareDatabase(url, AT_MS);
});
afterAll(() => database.drop());

/** Writes a decision in a session that has two calls in flight. */
async function decided(store: PostgresStore, changes: Partial<DecisionRow> = {}): Promise<DecisionRow> {
  const entry = sessionEntry(idOf("tsk"), 0, { ...callsUnderWay(2), labels: ["kept"] });
  const decision = { ...entry.decision, ...changes };
  await store.sink.append({ ...entry, decision });
  return decision;
}

function outcomeOf(decision: DecisionRow, changes: Partial<Outcome> = {}): Outcome {
  const { tenant, id } = decision;
  return {
    tenant,
    decision_id: id,
    at_ms: AT_MS + 5,
    status: "succeeded",
    detail: '{"excerpt":"\\u0000"}',
    ...changes,
  };
}

async function inFlight(store: PostgresStore, { tenant, session }: DecisionRow): Promise<number | undefined> {
  const stored = await store.sessions.load(tenant, session);
  return stored && sessionView(stored.session, AT_MS, 900).in_flight;
}

describe("an outcome", () => {
  test.each<[string, Partial<Outcome>]>([
    ["with all that may be said", { duration_ms: 2 ** 40, result_digest: digestOf("result") }],
    ["with nothing but its status", { status: "unknown" }],
  ])("%s reads back with its decision, and ends the call's flight", async (_, changes) => {
    const store = await openStore(url);
    const decision = await decided(store);
    const outcome = outcomeOf(decision, changes);
    expect(await store.outcomes.report(outcome)).toBe("recorded");
    expect((await store.decisions.get("default", decision.id))?.outcome).toEqual(outcome);
    expect(await store.sessions.load("default", decision.session)).toMatchObject({
      version: 2,
      session: { labels: ["kept"], ...callsUnderWay(1, 2) },
    });
  });

  test("that comes again is the same one, even at once, and another one is refused", async () => {
    const store = await openStore(url);
    const decision = await decided(store);
    const outcome = outcomeOf(decision, { duration_ms: 7 });
    const results = await Promise.all([1, 2, 3, 4].map((n) => store.outcomes.report({ ...outcome, at_ms: AT_MS + n })));
    expect(results.toSorted()).toEqual(["recorded", "repeated", "repeated", "repeated"]);
    const others = [
      { status: "failed" },
      { duration_ms: 8 },
      { result_digest: digestOf("x") },
      { detail: "{}" },
    ] as const;
    for (const other of others) {
      await expect(store.outcomes.report({ ...outcome, ...other })).rejects.toMatchObject({ code: "conflict" });
    }
    expect(await inFlight(store, decision)).toBe(1);
  });

  test.each<[string, Partial<DecisionRow>, number]>([
    ["was allowed", { effect: "allow" }, 1],
    ["was warned of", { effect: "warn" }, 1],
    ["was blocked", { effect: "block" }, 2],
    ["was a dry run", { dry_run: true }, 2],
  ])("of a call that %s leaves that many in flight", async (_, changes, left) => {
    const store = await openStore(url);
    const decision = await decided(store, changes);
    await store.outcomes.report(outcomeOf(decision));
    expect(await inFlight(store, decision)).toBe(left);
  });

  test("never lets fewer than none be in flight", async () => {
    const store = await openStore(url);
    const entry = sessionEntry(idOf("tsk"), 0, callsUnderWay(0, 1));
    await store.sink.append(entry);
    await store.outcomes.report(outcomeOf(entry.decision));
    expect(await inFlight(store, entry.decision)).toBe(0);
  });

  test.each([
    ["nobody's", { id: idOf("dec") }],
    ["no id", { id: "dec_x" }],
    ["another tenant's", { tenant: "other" }],
  ])("of a decision that is %s finds none", async (_, changes) => {
    const store = await openStore(url);
    const decision = { ...(await decided(store)), ...changes };
    await expect(store.outcomes.report(outcomeOf(decision))).rejects.toMatchObject({ code: "not_found" });
  });

  test("and a decision that change one session at once both come through, one after the other", async () => {
    const store = await openStore(url);
    const decision = await decided(store);
    const next = sessionEntry(decision.session, 1, callsUnderWay(3));
    const [, result] = await Promise.all([store.outcomes.report(outcomeOf(decision)), store.sink.append(next)]);
    const version = (await store.sessions.load("default", decision.session))?.version;
    expect([version, await inFlight(store, decision)]).toEqual(result.status === "recorded" ? [3, 2] : [2, 1]);
  });
});

describe("completing a task", () => {
  test("revokes its grants that still live and closes its sessions, once", async () => {
    const store = await openStore(url);
    const task = idOf("tsk");
    const live = await granted(store, task, 60_000);
    await granted(store, task, 0);
    await granted(store, idOf("tsk"), 60_000);
    const entries = ["one", "two"].map((name) => sessionEntry(`${task}-${name}`, 0, { task }));
    const other = sessionEntry(`${task}-other`, 0, { task: idOf("tsk") });
    await Promise.all([...entries, other].map((entry) => store.sink.append(entry)));
    expect(await store.tasks.complete("default", task, AT_MS)).toEqual({ grants_revoked: 1, sessions_closed: 2 });
    expect(await store.tasks.complete("default", task, AT_MS)).toEqual({ grants_revoked: 0, sessions_closed: 0 });
    const { rows } = await (await connectTo(url)).query("select grant_id, reason, at from writ.revocations");
    expect(rows).toEqual([{ grant_id: live, reason: "task_completed", at: new Date(AT_MS) }]);
    expect(await store.sessions.load("default", `${task}-one`)).toMatchObject({
      version: 2,
      session: { closed: true },
    });
    expect(await store.sessions.load("default", `${task}-other`)).toMatchObject({ session: { closed: false } });
    // Who judged by the session as it was is told so.
    expect(await store.sink.append(sessionEntry(`${task}-two`, 1, { task }))).toEqual({ status: "conflict" });
  });

  test("at once from everywhere revokes each grant once", async () => {
    const stores = await Promise.all([openStore(url), openStore(url)]);
    const task = idOf("tsk");
    await Promise.all(Array.from({ length: 20 }, () => granted(stores[0]!, task, 60_000)));
    const results = await Promise.all(
      Array.from({ length: 8 }, (_, n) => stores[n % 2]!.tasks.complete("default", task, AT_MS)),
    );
    expect(results.reduce((sum, result) => sum + result.grants_revoked, 0)).toBe(20);
  });

  test("is known here at once, to other stores soon, to those that open later, and to no other tenant", async () => {
    const [here, there] = await Promise.all([openStore(url), openStore(url)]);
    const task = `${idOf("tsk")} "ü/`;
    await here.tasks.complete("default", task, Date.now());
    expect(here.tasks.isCompleted("default", task)).toBe(true);
    await expect.poll(() => there.tasks.isCompleted("default", task), { interval: 5 }).toBe(true);
    const later = await openStore(url);
    expect(later.tasks.isCompleted("default", task)).toBe(true);
    expect(later.tasks.isCompleted("other", task)).toBe(false);
    expect(later.tasks.isCompleted(`default/${task.split("/")[0]}`, "")).toBe(false);
  });

  test("is heard of, though it was done while the listener had lost its connection", async () => {
    const [here, there] = await Promise.all([openStore(url), openStore(url)]);
    const client = await connectTo(url);
    await terminateListeners(client);
    await expect.poll(() => there.ready(), { interval: 1 }).toBe(false);
    const task = idOf("tsk");
    await here.tasks.complete("default", task, Date.now());
    await expect.poll(() => there.tasks.isCompleted("default", task), { timeout: 5_000 }).toBe(true);
    // Ready when all that is kept in memory has been read again, of which tasks are one part.
    await expect.poll(() => there.ready(), { timeout: 5_000 }).toBe(true);
    const next = idOf("tsk");
    await here.tasks.complete("default", next, Date.now());
    await expect.poll(() => there.tasks.isCompleted("default", next), { timeout: 5_000 }).toBe(true);
  });

  test("is forgotten after a month, when no intent of it can still be valid", async () => {
    const store = await openStore(url);
    const [old, young] = [idOf("tsk"), idOf("tsk")];
    const daysAgo = (days: number) => Date.now() - days * 86_400_000;
    await store.tasks.complete("default", old, daysAgo(32));
    await store.tasks.complete("default", young, daysAgo(30));
    const later = await openStore(url);
    expect([old, young].map((task) => later.tasks.isCompleted("default", task))).toEqual([false, true]);
  });

  async function granted(store: PostgresStore, task: string, livesMs: number): Promise<string> {
    const decision = decisionOf({ task });
    const grant = grantOf(decision, { expires_at_ms: AT_MS + livesMs });
    await store.sink.append({ decision, grant });
    return grant.id;
  }

  async function terminateListeners(client: pg.Client): Promise<void> {
    await client.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
       where datname = current_database() and application_name = 'writ listener'`,
    );
  }
});
