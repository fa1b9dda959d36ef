import { beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { outboxAdmin } from "../../../src/adapters/postgres/outbox/admin.ts";
import { prepareDatabase } from "../../../src/adapters/postgres/prepare.ts";
import type { PostgresStore } from "../../../src/adapters/postgres/store.ts";
import { composeSinks } from "../../../src/compose/sinks.ts";
import { loadConfig } from "../../../src/config/load.ts";
import { counterpart, titled } from "../../support/counterpart.ts";
import { createDatabase } from "../../support/database.ts";
import { natsServer } from "../../support/nats.ts";
import { connectTo, decisionOf, openStore } from "../../support/records.ts";

const nats = await counterpart("nats");
/** A machine that does much else; nothing here waits as long unless something is wrong. */
const PATIENCE = { timeout: 50_000, interval: 200 };

let url: string;
beforeEach(async () => {
  const database = await createDatabase();
  onTestFinished(() => database.drop());
  url = database.url;
  await prepareDatabase(url, Date.now());
});

/** A replica's sinks, as the service has them. */
async function sinking(
  address: string,
  more: object = {},
): Promise<{ readonly logged: readonly string[]; readonly close: () => Promise<void> }> {
  const sinks = { audit: { type: "nats", servers: [address], ...more } };
  const config = loadConfig({ env: { WRIT_SINKS: JSON.stringify(sinks) } });
  const logged: string[] = [];
  const job = composeSinks(config, (event, { problem }) => logged.push(`${event} ${problem}`));
  onTestFinished(() => job.close());
  await job.start(url);
  return { logged, close: () => job.close() };
}

/** As a gateway's calls come: several at once, each answered when it is on record. */
async function decide(store: PostgresStore, count: number, session = ""): Promise<readonly string[]> {
  const decisions = Array.from({ length: count }, () => decisionOf({ at_ms: Date.now(), session }));
  await Promise.all(decisions.map((decision) => store.sink.append({ decision })));
  return decisions.map(({ id }) => id);
}

describe.skipIf(nats.missing !== undefined)(titled("NATS JetStream", nats), () => {
  test("has each record once, with its id, as a CloudEvent, what follows a decision behind it", async () => {
    const server = await natsServer(nats);
    await sinking(server.address);
    const store = await openStore(url);
    const ids = await decide(store, 5, "s-1");
    const [first] = ids as [string];
    await store.outcomes.report({
      tenant: "default",
      decision_id: first,
      at_ms: Date.now(),
      status: "succeeded",
      detail: "{}",
    });
    await expect.poll(server.count, PATIENCE).toBe(6);
    const messages = await server.messages();
    const decisions = messages.filter(({ subject }) => subject === "writ.decisions");
    expect(decisions.map(({ id }) => id).toSorted()).toEqual(ids.toSorted());
    expect(messages.every(({ id, event }) => id === event.id)).toBe(true);
    const [outcome, ...none] = messages.filter(({ subject }) => subject === "writ.follow_ups");
    expect(none).toEqual([]);
    expect(outcome?.event).toMatchObject({ type: "writ.follow_up.v1", subject: first, data: { kind: "outcome" } });
    expect(messages.indexOf(outcome as never)).toBeGreaterThan(messages.findIndex(({ id }) => id === first));
    expect(decisions[0]?.event).toMatchObject({
      type: "writ.decision.v1",
      source: "urn:writ:default",
      data: { decision: { effect: "allow" }, caller: { id: "gateway", protocol: "http" } },
    });
  });

  test("that is killed again and again loses nothing, and has nothing twice", async () => {
    const server = await natsServer(nats);
    const { logged } = await sinking(server.address);
    const store = await openStore(url);
    const ids: string[] = [];
    for (let round = 0; round < 2; round++) {
      ids.push(...(await decide(store, 300)));
      await server.kill();
      // Decisions do not wait for who follows them.
      ids.push(...(await decide(store, 100)));
      await expect.poll(() => logged.length, PATIENCE).toBeGreaterThan(round);
      await server.start();
      await expect
        .poll(async () => (await (await connectTo(url)).query("select problem from writ.sinks")).rows, PATIENCE)
        .toEqual([{ problem: "" }]);
    }
    await expect.poll(server.count, PATIENCE).toBe(ids.length);
    expect((await server.messages()).map(({ id }) => id).toSorted()).toEqual(ids.toSorted());
  });

  test("is told of what a transaction that began long ago writes at last", async () => {
    const server = await natsServer(nats);
    await sinking(server.address);
    const store = await openStore(url);
    const slow = await connectTo(url);
    await slow.query("begin");
    await slow.query("select pg_current_xact_id()");
    const ids = await decide(store, 3);
    await slow.query(
      "insert into writ.follow_ups (tenant, decision_id, session, kind, at, actor, body) values ('default', $1, '', 'outcome', now(), '', '{}')",
      [ids[0]],
    );
    // Nothing that came later has arrived: a place behind it would pass over what the open transaction still writes.
    await slow.query("select pg_sleep(1)");
    expect(await server.messages()).toEqual([]);
    await slow.query("commit");
    await expect.poll(server.count, PATIENCE).toBe(4);
    expect((await server.messages()).at(-1)?.event.data).toMatchObject({ decision_id: ids[0] });
  });

  test("begins where it is told to, keeps its place, and of two replicas one brings", async () => {
    const server = await natsServer(nats);
    const store = await openStore(url);
    const before = await decide(store, 2);
    const replicas = [
      await sinking(server.address, { from: "beginning" }),
      await sinking(server.address, { from: "beginning" }),
    ];
    await expect.poll(server.count, PATIENCE).toBe(2);
    for (const { close } of replicas) await close();
    const meanwhile = await decide(store, 2);
    await sinking(server.address, { from: "now" });
    await expect.poll(server.count, PATIENCE).toBe(4);
    expect((await server.messages()).map(({ id }) => id).toSorted()).toEqual([...before, ...meanwhile].toSorted());
    const admin = await outboxAdmin(url);
    onTestFinished(() => admin.close());
    const place = async () => (await admin.sinks()).map((sink) => sink["place"]);
    const there = await place();
    expect([await admin.replay("nobody", 0), await admin.replay("audit", 0)]).toEqual([false, true]);
    // It comes again, and the stream keeps one of each id.
    await expect.poll(place, PATIENCE).toEqual(there);
    expect(await server.count()).toBe(4);
  });

  test("gets as much of a long record as it takes", async () => {
    const server = await natsServer(nats);
    await sinking(server.address);
    const store = await openStore(url);
    const input = JSON.stringify({ arguments: { body: "x".repeat(1_200_000) } });
    const decision = decisionOf({ at_ms: Date.now(), input });
    await store.sink.append({ decision });
    await expect.poll(server.count, PATIENCE).toBe(1);
    expect((await server.messages())[0]?.event.data).toMatchObject({ decision_id: decision.id, omitted: ["input"] });
  });
});
