import { setTimeout as sleep } from "node:timers/promises";
import type pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Committer } from "../../../src/adapters/postgres/committer/committer.ts";
import { startEmbeddedPostgres } from "../../../src/adapters/postgres/embedded/supervisor.ts";
import { Listener } from "../../../src/adapters/postgres/listener.ts";
import { prepareDatabase } from "../../../src/adapters/postgres/prepare.ts";
import { CompletedTasks } from "../../../src/adapters/postgres/tasks.ts";
import { CHAIN_START, nextLink } from "../../../src/record/chain.ts";
import { relaxed } from "../../../src/record/relaxed.ts";
import { createDatabase, type TestDatabase } from "../../support/database.ts";
import { start } from "../../support/embedded.ts";
import {
  AT_MS,
  allRecords,
  brokenLinks,
  connectTo,
  entryOf,
  grantOf,
  idOf,
  openStore,
  sessionEntry,
} from "../../support/records.ts";
import { dataDir } from "../../support/writ.ts";

let database: TestDatabase;
let url: string;
beforeAll(async () => {
  database = await createDatabase();
  url = database.url;
  await prepareDatabase(url, AT_MS);
});
afterAll(() => database.drop());

const COMMITTED = { status: "recorded", recorded: "committed" };
const RELAXED = { status: "recorded", recorded: "relaxed" };
const UNAVAILABLE = { code: "unavailable" };

/** Ends connections to the database whose names begin so. @returns how many there were */
async function terminate(client: pg.Client, name: string): Promise<number> {
  const { rowCount } = await client.query(
    "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and starts_with(application_name, $1)",
    [name],
  );
  return rowCount ?? 0;
}

/** Keeps all others from writing decisions. @returns what lets them go on */
async function blockWrites(): Promise<() => Promise<void>> {
  const client = await connectTo(url);
  await client.query("begin; lock table writ.decisions in share mode");
  return () => client.end();
}

describe("a committer that loses its connection", () => {
  test("in the middle of flushes under load doubles nothing, loses nothing that it answered, and goes on", async () => {
    const store = await openStore(url);
    const killer = await connectTo(url);
    const recorded: string[] = [];
    const refused: string[] = [];
    let over = false;
    const client = async (number: number) => {
      for (let call = 0; !over; call++) {
        const plain = entryOf({ tenant: "load" });
        // Each session is new, so that nobody else can have changed it.
        const session = sessionEntry(`s-load-${number}-${call}`, 0).session!;
        const entry = number % 2 === 0 ? plain : { ...plain, session, grant: grantOf(plain.decision) };
        const result = await store.sink.append(entry).catch((error) => error);
        if (result.status === "recorded") recorded.push(plain.decision.id);
        else if (result.code === "unavailable") refused.push(plain.decision.id);
        else throw new Error(`${JSON.stringify(result)} for a session that is nobody else's`);
      }
    };
    const clients = Array.from({ length: 32 }, (_, number) => client(number));
    let killed = 0;
    for (let round = 0; round < 100; round++) {
      const before = recorded.length;
      killed += await terminate(killer, "writ committer");
      await sleep(Math.random() * 30);
      // However slow the machine is, a connection lives long enough for something.
      while (recorded.length === before) await sleep(1);
    }
    over = true;
    await Promise.all(clients);
    expect(killed).toBeGreaterThan(20);
    const records = await allRecords(store, "load");
    const found = records.map(({ id }) => id);
    expect(found.toSorted()).toEqual([...new Set(found)].toSorted());
    const asked = new Set([...recorded, ...refused]);
    expect(found.filter((id) => !asked.has(id))).toEqual([]);
    const there = new Set(found);
    expect(recorded.filter((id) => !there.has(id))).toEqual([]);
    expect(brokenLinks(records)).toEqual([]);
    // A lost connection alone is no reason to refuse: there is another one.
    expect(refused.length).toBeLessThan(recorded.length / 10);
  });

  test("at rest serves the next call as if nothing had been", async () => {
    const store = await openStore(url);
    expect(await terminate(await connectTo(url), "writ committer")).toBe(1);
    expect(await store.sink.append(entryOf())).toEqual(COMMITTED);
  });

  test("while a flush waits for others' locks writes it once", async () => {
    const store = await openStore(url);
    const unblock = await blockWrites();
    const entries = [entryOf(), sessionEntry("s-waits", 0)];
    const results = Promise.all(entries.map((entry) => store.sink.append(entry)));
    const killer = await connectTo(url);
    const waiting = "select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'";
    await expect.poll(async () => (await killer.query(waiting)).rowCount).toBe(1);
    expect(await terminate(killer, "writ committer")).toBe(1);
    await unblock();
    expect(await results).toEqual([COMMITTED, COMMITTED]);
    expect((await store.sessions.load("default", "s-waits"))?.version).toBe(1);
  });
});

describe("a database that is down", () => {
  test("is said at once, and found again without a call's help", { timeout: 120_000 }, async () => {
    const dir = dataDir();
    const server = await startEmbeddedPostgres({ dir, log: () => {} });
    await prepareDatabase(server.url, AT_MS);
    const store = await openStore(server.url);
    expect(store.ready()).toBe(true);
    const before = entryOf();
    await store.sink.append(before);
    await server.stop();

    const begun = performance.now();
    await expect(store.sink.append(entryOf())).rejects.toMatchObject(UNAVAILABLE);
    await expect(store.sink.append(sessionEntry("s", 0))).rejects.toMatchObject(UNAVAILABLE);
    await expect(store.sessions.load("default", "s")).rejects.toMatchObject(UNAVAILABLE);
    await expect(store.decisions.get("default", before.decision.id)).rejects.toMatchObject(UNAVAILABLE);
    await expect(store.decisions.list("default", {}, { size: 1 })).rejects.toMatchObject(UNAVAILABLE);
    await expect(store.tasks.complete("default", "tsk", AT_MS)).rejects.toMatchObject(UNAVAILABLE);
    await expect(store.keys.load()).rejects.toMatchObject(UNAVAILABLE);
    expect(performance.now() - begun).toBeLessThan(3_000);
    expect(store.ready()).toBe(false);

    await start(dir);
    // Who balances load sends nothing to what is not ready, so that no call would ever find out.
    await expect.poll(() => store.ready(), { timeout: 10_000 }).toBe(true);
    const after = entryOf();
    expect(await store.sink.append(after)).toEqual(COMMITTED);
    const records = await allRecords(store);
    expect(records.map(({ id }) => id).sort()).toEqual([before.decision.id, after.decision.id].sort());
    await store.close();
  });

  test("refuses to open, with a reason and without the password", async () => {
    const nowhere = "postgresql://writ:hunter2@127.0.0.1:1/writ";
    const error: Error = await openStore(nowhere).then(
      () => new Error("it opened"),
      (reason) => reason,
    );
    expect(error).toMatchObject({ ...UNAVAILABLE, message: "the record store failed (ECONNREFUSED)" });
  });
});

describe("closing", () => {
  test("writes what is queued, then takes nothing more and holds no connection", async () => {
    const store = await openStore(url);
    const unblock = await blockWrites();
    const entries = Array.from({ length: 1_200 }, () => entryOf({ tenant: "closing" }));
    const results = Promise.all(entries.map((entry) => store.sink.append(entry)));
    const closed = store.close();
    await expect(store.sink.append(entryOf())).rejects.toMatchObject(UNAVAILABLE);
    await unblock();
    await closed;
    expect(new Set((await results).map(({ status }) => status))).toEqual(new Set(["recorded"]));
    expect(await allRecords(await openStore(url), "closing")).toHaveLength(entries.length);
    expect(store.ready()).toBe(false);
  });

  test.each([
    ["committer", () => new Committer({ url, nextLink, chainStart: CHAIN_START, newWriter: () => "wrt_1" })],
    ["listener", () => new Listener(url, [new CompletedTasks()])],
  ])("while the %s still connects leaves no connection behind", async (name, make) => {
    const made = make();
    const opening = made.open();
    await made.close();
    await opening.catch(() => {});
    const client = await connectTo(url);
    const connected =
      "select from pg_stat_activity where datname = current_database() and starts_with(application_name, $1)";
    await expect.poll(async () => (await client.query(connected, [`writ ${name}`])).rowCount).toBe(0);
  });
});

/** A store whose records are answered before they are durable. */
async function relaxedStore(lost: (count: number) => void = () => {}) {
  const store = await openStore(url);
  return { ...store, sink: relaxed(store.sink, lost) };
}

describe("relaxed", () => {
  test("answers before the commit, but never for what something hangs on", async () => {
    const store = await relaxedStore();
    const unblock = await blockWrites();
    const plain = entryOf({ tenant: "relaxed" });
    expect(await store.sink.append(plain)).toEqual(RELAXED);
    const granted = entryOf({ tenant: "relaxed" });
    const committed = store.sink.append({ ...granted, grant: grantOf(granted.decision) });
    expect(await Promise.race([committed, sleep(100, "waits")])).toBe("waits");
    await unblock();
    expect(await committed).toEqual(COMMITTED);
    expect(await store.sink.append(sessionEntry("s-relaxed", 0))).toEqual(COMMITTED);
    expect(await store.sink.append(sessionEntry("s-relaxed", 0))).toEqual({ status: "conflict" });
    expect(await store.decisions.get("relaxed", plain.decision.id)).toMatchObject({ id: plain.decision.id });
  });

  test("counts what it answered and could not write, each once, and nothing else", async () => {
    let lost = 0;
    const store = await relaxedStore((count) => (lost += count));
    const poison = () => entryOf({ agent: "\u0000" });
    const results = await Promise.all(
      [poison(), entryOf(), poison(), entryOf()].map((each) => store.sink.append(each)),
    );
    expect(results).toEqual([RELAXED, RELAXED, RELAXED, RELAXED]);
    const granted = poison();
    await expect(store.sink.append({ ...granted, grant: grantOf(granted.decision) })).rejects.toMatchObject(
      UNAVAILABLE,
    );
    await store.close();
    expect(lost).toBe(2);
    await expect(store.sink.append(entryOf())).rejects.toMatchObject(UNAVAILABLE);
    expect(lost).toBe(2);
  });

  test("refuses what finds no room any more, as `committed` does, and loses nothing", {
    timeout: 120_000,
  }, async () => {
    let lost = 0;
    const store = await relaxedStore((count) => (lost += count));
    const unblock = await blockWrites();
    const { decision } = entryOf({ tenant: "full" });
    const results: string[] = [];
    for (let n = 0; n < 20_000; n++) {
      const entry = { decision: { ...decision, id: idOf("dec") } };
      results.push(
        await store.sink.append(entry).then(
          ({ status }) => status,
          ({ code }) => code,
        ),
      );
    }
    const answered = results.indexOf("resource_exhausted");
    expect(answered).toBeGreaterThanOrEqual(16_384);
    expect(new Set(results.slice(answered))).toEqual(new Set(["resource_exhausted"]));
    await unblock();
    await store.close();
    expect(lost).toBe(0);
    expect(await allRecords(await openStore(url), "full")).toHaveLength(answered);
  });
});
