import { afterAll, beforeAll, expect, test } from "vitest";
import { prepareDatabase } from "../../../src/adapters/postgres/prepare.ts";
import { agentKey, sessionKey, taskKey } from "../../../src/domain/change-keys.ts";
import type { RecordEntry } from "../../../src/domain/record.ts";
import { createDatabase, type TestDatabase } from "../../support/database.ts";
import { AT_MS, callsUnderWay, openStore, sessionEntry } from "../../support/records.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await createDatabase();
  await prepareDatabase(database.url, AT_MS);
});
afterAll(() => database.drop());

const tenant = "default";

/** What is changed, by one key each, from the version at which it was judged. */
const KINDS: readonly (readonly [string, (id: string) => string, (id: string, version: number) => RecordEntry])[] = [
  ["a session", (id) => sessionKey({ tenant, id }), (id, version) => sessionEntry(id, version)],
  ["a task's counts", (id) => taskKey({ tenant, id }), (id, version) => counted("task", id, version)],
  ["an agent's counts", (id) => agentKey({ tenant, id }), (id, version) => counted("agent_usage", id, version)],
];

function counted(part: "task" | "agent_usage", id: string, expected_version: number): RecordEntry {
  const { session: _session, ...entry } = sessionEntry(`${part}-${id}`, 0);
  return { ...entry, [part]: { tenant, id, expected_version, next: callsUnderWay(0, 1).usage } };
}

test.each(KINDS)(
  "while one replica has its turn of %s, nobody else's change of it is written",
  async (name, keyOf, change) => {
    const [one, other] = await Promise.all([openStore(database.url), openStore(database.url)]);
    for (const version of [0, 1]) {
      const id = `turn-${name}`;
      await one.turns.take([keyOf(id)], async () => {
        // Judged by the same version, and first: it would have won.
        expect((await other.sink.append(change(id, version))).status).toBe("conflict");
        expect((await one.sink.append({ ...change(id, version), in_turn: true })).status).toBe("recorded");
      });
    }
    expect((await other.sink.append(change(`turn-${name}`, 2))).status).toBe("recorded");
  },
);

test("turns of one key are taken one after the other, those of others at the same time", async () => {
  const [one, other, third] = await Promise.all([0, 1, 2].map(() => openStore(database.url)));
  const order: string[] = [];
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  let begun = () => {};
  const first = new Promise<void>((resolve) => {
    begun = resolve;
  });
  const key = (id: string) => [sessionKey({ tenant, id })];
  const holding = one?.turns.take(key("order"), async () => {
    begun();
    await held;
    order.push("first");
  });
  await first;
  const waiting = other?.turns.take(key("order"), async () => order.push("second"));
  await third?.turns.take(key("another"), async () => order.push("other"));
  release();
  await Promise.all([holding, waiting]);
  expect(order).toEqual(["other", "first", "second"]);
});

test("a turn ends with what is thrown in it, and without a database the work runs without", async () => {
  const store = await openStore(database.url);
  const keys = [sessionKey({ tenant, id: "thrown" })];
  const thrown = store.turns.take(keys, async () => {
    throw new Error("judged in vain");
  });
  await expect(thrown).rejects.toThrow("judged in vain");
  expect(await store.turns.take(keys, async () => "mine")).toBe("mine");
  await store.close();
  expect(await store.turns.take(keys, async () => "alone")).toBe("alone");
});
