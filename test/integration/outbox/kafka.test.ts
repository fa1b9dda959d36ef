import { describe, expect, onTestFinished, test } from "vitest";
import { prepareDatabase } from "../../../src/adapters/postgres/prepare.ts";
import { composeSinks } from "../../../src/compose/sinks.ts";
import { loadConfig } from "../../../src/config/load.ts";
import { titled } from "../../support/counterpart.ts";
import { createDatabase } from "../../support/database.ts";
import { kafkaBroker, kafkaJars } from "../../support/kafka.ts";
import { connectTo, decisionOf, openStore } from "../../support/records.ts";

const jars = kafkaJars();
const SESSIONS = 5;
const PATIENCE = { timeout: 120_000, interval: 200 };

describe.skipIf(jars.missing !== undefined)(titled("Kafka", jars), () => {
  test("has every record, in the order of its session, also when its broker is killed", {
    timeout: 600_000,
  }, async () => {
    const database = await createDatabase();
    onTestFinished(() => database.drop());
    await prepareDatabase(database.url, Date.now());
    const broker = await kafkaBroker();
    const sinks = { lake: { type: "kafka", servers: [broker.address] } };
    const logged: string[] = [];
    const job = composeSinks(loadConfig({ env: { WRIT_SINKS: JSON.stringify(sinks) } }), (event) => logged.push(event));
    onTestFinished(() => job.close());
    await job.start(database.url);
    const store = await openStore(database.url);
    const ids: string[] = [];
    const decide = async (count: number) => {
      for (let call = 0; call < count; call++) {
        const decision = decisionOf({ at_ms: Date.now(), session: `s-${call % SESSIONS}` });
        ids.push(decision.id);
        await store.sink.append({ decision });
      }
    };
    const caughtUp = async () => {
      const client = await connectTo(database.url);
      const behind = `select count(*)::int as behind from writ.decisions d, writ.sink_cursors c
        where c.stream = 'decisions' and (d.xid, d.id) > (c.xid, c.after_id)`;
      await expect.poll(async () => (await client.query(behind)).rows, PATIENCE).toEqual([{ behind: 0 }]);
    };
    await decide(100);
    await caughtUp();
    await broker.kill();
    await decide(100);
    await expect.poll(() => logged, PATIENCE).toContain("sink_failed");
    await broker.start();
    await caughtUp();
    await decide(50);
    await caughtUp();
    const messages = await broker.messages(ids.length);
    expect(new Set(messages.map(({ id }) => id))).toEqual(new Set(ids));
    expect(messages.every(({ id, event }) => id === event.id)).toBe(true);
    expect(new Set(messages.map(({ contentType }) => contentType))).toEqual(
      new Set(["application/cloudevents+json; charset=UTF-8"]),
    );
    for (let session = 0; session < SESSIONS; session++) {
      const of = messages.filter(({ key }) => key === `s-${session}`);
      expect(new Set(of.map(({ partition }) => partition)).size).toBe(1);
      // A batch that comes twice comes whole: whoever takes an id once has them in order.
      const inOrder = [...new Set(of.map(({ id }) => id))];
      expect(inOrder).toEqual(ids.filter((_, call) => call % SESSIONS === session));
    }
  });
});
