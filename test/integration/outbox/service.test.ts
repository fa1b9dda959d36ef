import { execFile } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, onTestFinished, test } from "vitest";
import { type RunningWrit, startWrit } from "../../../tools/start-writ.ts";
import { counterpart, titled } from "../../support/counterpart.ts";
import { answer } from "../../support/event-receiver.ts";
import { killTree } from "../../support/kill.ts";
import { natsServer } from "../../support/nats.ts";
import { request } from "../../support/requests.ts";
import { messageIds, verified, webhookReceiver } from "../../support/webhook-receiver.ts";
import { dataDir, post } from "../../support/writ.ts";

const run = promisify(execFile);
const nats = await counterpart("nats");
const SECRET = `whsec_${Buffer.alloc(32, 7).toString("base64")}`;
/** A machine that does much else; a lease of the dead runs out in 15 s. */
const PATIENCE = { timeout: 120_000, interval: 200 };
const CALLS = 40;

/** A call that nothing allows. @returns the decision's id */
async function blocked(writ: RunningWrit): Promise<string> {
  const { body } = await post(writ.http, "/v1/decisions", request("nowhere", "unknown_tool", {}));
  expect(body).toMatchObject({ effect: "block", recorded: "committed" });
  return body["decision_id"] as string;
}

/** What `writ … --json` says of the service's own database. */
async function cli(dir: string, ...args: readonly string[]): Promise<unknown> {
  const env = { ...process.env, WRIT_DATA_DIR: dir, DATABASE_URL: "" };
  const { stdout } = await run(process.execPath, ["dist/main.js", ...args, "--json"], { env });
  return JSON.parse(stdout);
}

describe.skipIf(nats.missing !== undefined)(titled("a service that is killed", nats), () => {
  test("tells it all when it is back: messages with the same ids, records once", { timeout: 300_000 }, async () => {
    const [receiver, server, dir] = [await webhookReceiver(), await natsServer(nats), dataDir()];
    const secret = join(dataDir(), "secret");
    writeFileSync(secret, SECRET, { mode: 0o600 });
    const env = {
      WRIT_WORKERS: "1",
      WRIT_WEBHOOKS: JSON.stringify({ ops: { url: receiver.url, secret_file: secret, events: ["decision.blocked"] } }),
      WRIT_SINKS: JSON.stringify({ audit: { type: "nats", servers: [server.address] } }),
    };
    const first = await startWrit({ dataDir: dir, env, detached: true });
    let killed = false;
    onTestFinished(async () => {
      if (!killed) await killTree(first.process, true);
    });
    receiver.answers.push(...Array.from({ length: CALLS }, () => answer(503)));
    const ids = await Promise.all(Array.from({ length: CALLS }, () => blocked(first)));
    // Some are told, none is taken: it dies amid both.
    await expect.poll(() => receiver.received.length, PATIENCE).toBeGreaterThan(0);
    await killTree(first.process, false);
    killed = true;
    const tried = new Set(messageIds(receiver));
    receiver.answers.length = 0;

    const second = await startWrit({ dataDir: dir, env });
    onTestFinished(() => second.stop().then(() => {}));
    ids.push(await blocked(second));
    const message = (id: string) => `msg_${id.slice("dec_".length)}`;
    await expect
      .poll(() => new Set(messageIds(receiver).slice(tried.size)).size, PATIENCE)
      .toBeGreaterThanOrEqual(ids.length);
    expect([...new Set(messageIds(receiver))].toSorted()).toEqual(ids.map(message).toSorted());
    for (const received of receiver.received) expect(verified(received, SECRET).type).toBe("decision.blocked");
    await expect.poll(server.count, PATIENCE).toBe(ids.length);
    expect((await server.messages()).map(({ id }) => id).toSorted()).toEqual(ids.toSorted());
    expect(await cli(dir, "webhooks", "status")).toMatchObject([{ name: "ops", dead: 0 }]);
    expect(await cli(dir, "sinks", "status")).toMatchObject([{ name: "audit", problem: "" }]);
    const metrics = await (await fetch(`${second.http}/metrics`)).text();
    expect(metrics).toMatch(/writ_outbox_delivered_total\{[^}]*kind="sink",sink="audit"[^}]*\} [1-9]/);
    expect(metrics).toMatch(/writ_outbox_delivered_total\{[^}]*kind="webhook",sink="ops"[^}]*\} [1-9]/);
  });
});
