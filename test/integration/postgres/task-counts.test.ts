import { afterAll, beforeAll, expect, test } from "vitest";
import { prepareDatabase } from "../../../src/adapters/postgres/prepare.ts";
import type { RecordEntry } from "../../../src/domain/record.ts";
import { createDatabase, type TestDatabase } from "../../support/database.ts";
import { AT_MS, allRecords, callsUnderWay, openStore, sessionEntry } from "../../support/records.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await createDatabase();
  await prepareDatabase(database.url, AT_MS);
});
afterAll(() => database.drop());

/** An entry that changes a session and what its task's calls have come to. */
function counted(session: string, sessionVersion: number, task: string, taskVersion: number): RecordEntry {
  const entry = sessionEntry(session, sessionVersion);
  const { usage: next } = callsUnderWay(0, taskVersion + 1);
  return { ...entry, task: { tenant: entry.decision.tenant, id: task, expected_version: taskVersion, next } };
}

test("a task's calls are counted, whatever sessions they are in", async () => {
  const store = await openStore(database.url);
  expect(await store.counts.load("default", "tsk_a")).toBeUndefined();
  for (const [index, session] of ["a-1", "a-2"].entries()) {
    expect((await store.sink.append(counted(session, 0, "tsk_a", index))).status).toBe("recorded");
  }
  expect(await store.counts.load("default", "tsk_a")).toEqual({ version: 2, usage: callsUnderWay(0, 2).usage });
  expect(await store.counts.load("other", "tsk_a")).toBeUndefined();
});

test("of replicas that count at once, one is first, and the other has written nothing", async () => {
  const stores = await Promise.all([openStore(database.url), openStore(database.url)]);
  const entries = [counted("b-1", 0, "tsk_b", 0), counted("b-2", 0, "tsk_b", 0)];
  const results = await Promise.all(entries.map((entry, index) => stores[index]?.sink.append(entry)));
  expect(results.map((result) => result?.status).sort()).toEqual(["conflict", "recorded"]);
  const lost = entries[results.findIndex((result) => result?.status === "conflict")] as RecordEntry;
  // Neither the decision nor the session's half of the change.
  expect(await stores[0]?.sessions.load("default", lost.decision.session)).toBeUndefined();
  const ids = (await allRecords(stores[0] as never)).map(({ id }) => id);
  expect(ids).not.toContain(lost.decision.id);
  expect(await stores[0]?.counts.load("default", "tsk_b")).toEqual({ version: 1, usage: callsUnderWay(0, 1).usage });
});

test("what shares a flush with an entry in conflict is written", async () => {
  const store = await openStore(database.url);
  await store.sink.append(counted("c-1", 0, "tsk_c", 0));
  const results = await Promise.all([
    store.sink.append(sessionEntry("c-2", 0)),
    // Its session still holds, its task does not.
    store.sink.append(counted("c-3", 0, "tsk_c", 0)),
    // Its task holds, its session does not.
    store.sink.append(counted("c-1", 0, "tsk_d", 0)),
    store.sink.append(counted("c-4", 0, "tsk_e", 0)),
  ]);
  expect(results.map(({ status }) => status)).toEqual(["recorded", "conflict", "conflict", "recorded"]);
  expect(await store.sessions.load("default", "c-3")).toBeUndefined();
  expect(await store.counts.load("default", "tsk_d")).toBeUndefined();
  expect((await store.counts.load("default", "tsk_e"))?.version).toBe(1);
});
