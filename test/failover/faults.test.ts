import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { smallDiskMissing } from "../support/small-disk.ts";
import { allowed } from "./load.ts";
import { openWorld, readiness, settle, type World, type WorldOptions } from "./world.ts";

interface Fault {
  readonly name: string;
  readonly world?: WorldOptions;
  /** Why it cannot happen here. */
  readonly without?: string | undefined;
  /** Whether the service says that it is not ready; a slow server is slow, no more. */
  readonly noticed: boolean;
  begin(world: World): unknown;
  /** How long it lasts, once it was noticed. */
  readonly lastsMs: number;
  end(world: World): unknown;
  /** Where the records are, if not where they were. */
  readonly at?: "standby";
}

const readOnly =
  (setting: "on" | "off") =>
  async ({ primary }: World) => {
    await primary.query(`alter system set default_transaction_read_only = ${setting}`);
    await primary.query("select pg_reload_conf()");
  };

const promoteStandby = async ({ standby, network }: World) => {
  await standby?.promote();
  if (standby !== undefined) network.lead({ port: standby.port });
};

const FAULTS: readonly Fault[] = [
  {
    name: "the primary is killed, and started again",
    noticed: true,
    begin: ({ primary }) => primary.kill(),
    lastsMs: 500,
    end: ({ primary }) => primary.start(),
  },
  {
    name: "the primary is paused",
    noticed: true,
    begin: ({ primary }) => primary.freeze(true),
    lastsMs: 3_000,
    end: ({ primary }) => primary.freeze(false),
  },
  {
    name: "the network forgets all connections",
    noticed: true,
    begin: ({ network }) => network.stall(true),
    lastsMs: 1_000,
    end: ({ network }) => {
      network.stall(false);
      network.cutAll();
    },
  },
  {
    name: "all connections are cut, again and again",
    noticed: false,
    begin: async ({ network, load }) => {
      for (let round = 0; round < 30; round++) {
        network.cutAll();
        await load.allows(3);
      }
    },
    lastsMs: 0,
    end: () => {},
  },
  {
    name: "the database is read-only",
    noticed: true,
    begin: readOnly("on"),
    lastsMs: 1_000,
    end: readOnly("off"),
  },
  {
    name: "the disk is full",
    world: { small: true },
    without: smallDiskMissing(),
    noticed: true,
    begin: ({ disk }) => disk?.fill(),
    lastsMs: 2_000,
    end: ({ disk }) => disk?.free(),
  },
  {
    name: "the network is slow: half a second each way",
    noticed: false,
    begin: async ({ network, load }) => {
      network.delay(500);
      await load.allows(20);
    },
    lastsMs: 5_000,
    end: ({ network }) => network.delay(0),
  },
  {
    name: "the primary is killed, and its standby takes its place at the same address",
    world: { standby: true },
    noticed: true,
    begin: ({ primary }) => primary.kill(),
    lastsMs: 0,
    end: promoteStandby,
    at: "standby",
  },
  {
    name: "the primary is killed, and the standby that the URL names is promoted",
    world: { standby: true, severalHosts: true },
    noticed: true,
    begin: ({ primary }) => primary.kill(),
    lastsMs: 0,
    end: promoteStandby,
    at: "standby",
  },
  {
    name: "the primary is paused, and the standby that the URL names is promoted",
    world: { standby: true, severalHosts: true },
    noticed: true,
    begin: ({ primary }) => primary.freeze(true),
    lastsMs: 0,
    end: promoteStandby,
    at: "standby",
  },
];

// By their names in full, which `test.each` cuts short.
for (const fault of FAULTS) {
  const { name, without } = fault;
  test.skipIf(without !== undefined)(without === undefined ? name : `${name} (${without})`, () => happens(fault));
}

async function happens({ name, world: options = {}, noticed, begin, lastsMs, end, at }: Fault): Promise<void> {
  const world = await openWorld(options);
  const begun = performance.now();
  await begin(world);
  if (noticed) await readiness(world, 503);
  const noticedAfter = performance.now() - begun;
  await sleep(lastsMs);
  await end(world);
  const ended = performance.now();
  await world.load.allows(20);
  await readiness(world, 200);
  const back = performance.now() - ended;
  const first = allowed(world.load.answered).find(({ atMs }) => atMs > ended);
  expect(first).toBeDefined();
  const { url } = (at === undefined ? world.primary : world.standby) ?? world.primary;
  const line = await settle(world, url);
  const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`;
  const told = noticed ? `not ready after ${seconds(noticedAfter)}; ` : "";
  const again = `first allow ${seconds((first?.atMs ?? 0) - ended)} after its end, 20 allows and all ready after ${seconds(back)}`;
  process.stdout.write(`${name}: ${told}${again}; ${line}\n`);
}

test("the service ends in bounded time while PostgreSQL is paused, and loses nothing", async () => {
  const world = await openWorld({});
  world.primary.freeze(true);
  const begun = performance.now();
  // Calls are under way that nobody can record: 1 says that they were cut off.
  expect(await world.writ.stop()).toBe(1);
  process.stdout.write(`SIGTERM while paused: ended after ${((performance.now() - begun) / 1000).toFixed(1)} s\n`);
  world.primary.freeze(false);
  process.stdout.write(`${await settle(world, world.primary.url, 1)}\n`);
});
