import { once } from "node:events";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { type RunningWrit, startWrit } from "../../tools/start-writ.ts";
import { killTree } from "../support/kill.ts";
import { postgresServer } from "../support/postgres-server.ts";
import { onRecords } from "../support/record-cli.ts";
import { dataDir } from "../support/writ.ts";
import { type allowed, found, load } from "./load.ts";

const REPLICAS = 3;
/** How often the balancer looks; a replica says for longer that it will go. */
const LOOK_EVERY_MS = 100;
const DRAIN_MS = 3_000;

interface Fleet {
  readonly url: string;
  readonly replicas: RunningWrit[];
  start(index: number): Promise<RunningWrit>;
}

async function fleet(): Promise<Fleet> {
  const { url } = await postgresServer(join(dataDir(), "postgres"));
  const dir = dataDir();
  const start = (index: number) =>
    startWrit({
      dataDir: join(dir, `replica-${index}`),
      detached: true,
      env: {
        DATABASE_URL: url,
        WRIT_WORKERS: "1",
        WRIT_TIMEOUTS_DRAIN_MS: String(DRAIN_MS),
        WRIT_GRANTS_KEY_ENCRYPTION_KEY: Buffer.alloc(32, 7).toString("base64"),
      },
    });
  const replicas: RunningWrit[] = [];
  for (let index = 0; index < REPLICAS; index++) replicas.push(await start(index));
  return { url, replicas, start };
}

/** What a balancer sends to: replicas that said that they are ready when it looked last. */
function balancer(replicas: readonly RunningWrit[]) {
  let ready: readonly string[] = replicas.map(({ http }) => http);
  let over = false;
  const looking = (async () => {
    while (!over) {
      const said = await Promise.all(replicas.map(async ({ http }) => ((await isReady(http)) ? http : undefined)));
      ready = said.flatMap((http) => http ?? []);
      await sleep(LOOK_EVERY_MS);
    }
  })();
  const stop = async () => {
    over = true;
    await looking;
  };
  return { bases: () => ready, stop };
}

async function isReady(http: string): Promise<boolean> {
  return fetch(`${http}/readyz`).then(
    ({ status }) => status === 200,
    () => false,
  );
}

async function settled(url: string, answered: Parameters<typeof allowed>[0]): Promise<void> {
  const { lost, doubled, repeated } = await found(url, answered);
  expect({ lost, doubled, repeated }).toEqual({ lost: 0, doubled: 0, repeated: 0 });
  expect(await onRecords(url, "audit", "verify")).toMatchObject({ code: 0 });
}

test("of three replicas one is killed under load: the others go on, and nothing that was answered is lost", async () => {
  const { url, replicas } = await fleet();
  const [killed, ...others] = replicas;
  const running = load(() => replicas.map(({ http }) => http));
  await running.allows(100);
  if (killed !== undefined) await killTree(killed.process, false);
  await running.allows(100);
  await running.stop();
  expect(running.wrong).toEqual([]);
  for (const replica of others) expect(await replica.stop()).toBe(0);
  await settled(url, running.answered);
});

test("replicas are replaced one after the other under load, and no request fails", async () => {
  const { url, replicas, start } = await fleet();
  const { bases, stop } = balancer(replicas);
  const running = load(bases);
  await running.allows(50);
  for (let index = 0; index < REPLICAS; index++) {
    const old = replicas[index] as RunningWrit;
    old.process.kill("SIGTERM");
    const [code] = await once(old.process, "exit");
    expect(code).toBe(0);
    replicas[index] = await start(index);
    await running.allows(50);
  }
  await running.stop();
  await stop();
  expect(running.failed()).toBe(0);
  expect(running.answered.filter(({ effect }) => effect !== "allow")).toEqual([]);
  for (const replica of replicas) expect(await replica.stop()).toBe(0);
  await settled(url, running.answered);
});
