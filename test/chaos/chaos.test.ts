import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { type Fault, type Scene, until } from "./fault.ts";
import { FAULTS_BELOW } from "./faults-below.ts";
import { FAULTS_OF_ORDERS } from "./faults-orders.ts";
import { FAULTS_OF_TRAFFIC } from "./faults-traffic.ts";
import { ledgerOf } from "./ledger.ts";
import { probe, startLoad } from "./load.ts";
import { watchMemory } from "./memory.ts";
import { TENANTS } from "./policies.ts";
import { randomOf } from "./random.ts";
import { type Round, reportOf, roundLine } from "./report.ts";
import { settle } from "./settle.ts";
import { openWorld } from "./world.ts";

const MOST_AT_ONCE = 3;
const LASTS_MS = [500, 4_000] as const;
const WARM_UP_MS = 5_000;
/** Between two rounds nothing happens, and nothing may be refused. */
const PEACE_MS = 3_000;
/** New connections to each replica and tenant: both workers are met. */
const PROBES = 3;
/** The goal is 5 s, which the report counts; this is a machine that others use as well, and a replica that stays away. */
const RECOVERY_BOUND_MS = 60_000;
/** Of all decisions, what may be refused with no fault under way: the machine has stalls of its own. */
const MOST_REFUSED_IN_PEACE = 0.01;

const durationMs = durationOf(process.env["DURATION"] ?? "10m");
const seed = Number(process.env["SEED"] || Date.now() % 1_000_000);

function durationOf(text: string): number {
  const [, count, unit] = /^(\d+)(s|m|h)$/.exec(text) ?? [];
  if (count === undefined) throw new Error(`DURATION is ${JSON.stringify(text)}: a number with s, m or h`);
  return Number(count) * { s: 1_000, m: 60_000, h: 3_600_000 }[unit as "s" | "m" | "h"];
}

const say = (text: string) => void process.stdout.write(`${text}\n`);

test(`no wrong answer, no lost or doubled record, whatever happens (SEED=${seed})`, async () => {
  say(`SEED=${seed}, for ${durationMs / 1000} s`);
  const world = await openWorld();
  const marks = new Map(
    TENANTS.flatMap((tenant) =>
      (world.bundles.get(tenant) ?? []).map(({ mark, digest }) => [`${tenant}_${mark}`, digest] as const),
    ),
  );
  const ledger = ledgerOf(marks);
  const scene: Scene = { world, ledger, random: randomOf(seed) };
  const load = startLoad(world, ledger, seed);
  const memory = watchMemory(world);
  await sleep(WARM_UP_MS);
  const rounds: Round[] = [];
  const draw = deckOf(scene);
  const begun = performance.now();
  while (performance.now() - begun < durationMs) {
    const round = await roundOf(scene, draw(), performance.now() - begun);
    rounds.push(round);
    say(roundLine(round));
    await sleep(PEACE_MS);
  }
  await load.stop();
  await memory.stop();
  for (const { running, index } of world.replicas) {
    const code = await running?.stop();
    if (code !== 0) ledger.violation(`replica ${index} ended with ${code}`);
  }
  const records = await settle(world.postgres.url, ledger);
  const { lines, wrong } = memory.judged();
  for (const text of wrong) ledger.violation(text);
  const inPeace = [...ledger.refusedInPeace.values()].reduce((sum, count) => sum + count, 0);
  if (inPeace > ledger.counts.known * MOST_REFUSED_IN_PEACE) {
    ledger.violation(`${inPeace} refusals with no fault under way`);
  }
  const left = world.withoutClocks === undefined ? [] : [`clock steps: ${world.withoutClocks}`];
  say(reportOf({ seed, rounds, ledger, records, memory: lines, left }));
  expect(ledger.counts.known).toBeGreaterThan(0);
  expect(ledger.wrong).toEqual([]);
});

/** Up to three faults at once, for some seconds, until all is well again. */
async function roundOf(scene: Scene, chosen: readonly Fault[], atMs: number): Promise<Round> {
  const { world, ledger, random } = scene;
  ledger.disturbed(true);
  ledger.longestGap();
  const begun: { readonly name: string; readonly what: string; end(): Promise<string | undefined> }[] = [];
  for (const fault of chosen) {
    const { what, end } = await fault.begin(scene);
    begun.push({ name: fault.name, what, end });
  }
  if (!chosen.every(({ instant }) => instant)) await sleep(random.between(...LASTS_MS));
  const faults = await Promise.all(begun.map(async ({ name, what, end }) => ({ name, what, seen: await end() })));
  const recoveryMs = await until(() => isWell(scene), RECOVERY_BOUND_MS);
  if (recoveryMs === undefined) {
    const outputs = world.replicas.map(({ running }) => running?.output().split("\n").slice(-20).join("\n") ?? "down");
    ledger.violation(`no recovery from ${faults.map(({ name }) => name).join(", ")}:\n${outputs.join("\n--\n")}`);
  }
  ledger.disturbed(false);
  return { atMs, faults, recoveryMs, gapMs: ledger.longestGap() };
}

/** Gives the faults of each round: all there are come up before any comes again. */
function deckOf({ world, random }: Scene): () => readonly Fault[] {
  const all = [...FAULTS_BELOW, ...FAULTS_OF_ORDERS, ...FAULTS_OF_TRAFFIC];
  const possible = all.filter(({ group }) => group !== "clocks" || world.withoutClocks === undefined);
  let deck: readonly Fault[] = [];
  return () => {
    const wanted = random.between(1, MOST_AT_ONCE);
    const chosen: Fault[] = [];
    if (deck.length < wanted) deck = [...deck, ...random.shuffled(possible).filter((fault) => !deck.includes(fault))];
    for (const fault of deck) {
      if (chosen.length < wanted && chosen.every(({ group }) => group !== fault.group)) chosen.push(fault);
    }
    deck = deck.filter((fault) => !chosen.includes(fault));
    return chosen;
  };
}

/** Every replica allows what it has to, in every tenant, over new connections. */
async function isWell(scene: Scene): Promise<boolean> {
  const told = scene.world.replicas.flatMap(({ running }) =>
    running === undefined
      ? [Promise.resolve(false)]
      : TENANTS.flatMap((tenant) =>
          Array.from({ length: PROBES }, async () => (await probe(scene, tenant, running)).said === "known"),
        ),
  );
  return (await Promise.all(told)).every((well) => well);
}
