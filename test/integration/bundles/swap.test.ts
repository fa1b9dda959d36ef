import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { bundleService } from "../../support/bundle-service.ts";
import { bundlesOf, decideAt, type MarkedBundle, markedBundle, offer, offerBytes } from "../../support/bundles.ts";
import { childrenOf, commandOf } from "../../support/processes.ts";
import { allRecords, brokenLinks, openStore } from "../../support/records.ts";
import { readFile } from "../../support/requests.ts";
import { post } from "../../support/writ.ts";

const CLIENTS = 12;
const SWAPS = 30;

interface Answer {
  readonly digest: string;
  readonly reason: string;
  readonly status: number;
  readonly id: string;
}

test("swapped under load, every answer is one bundle's, and none is lost", { timeout: 120_000 }, async () => {
  const [a, b, c] = [markedBundle("by_a"), markedBundle("by_b"), markedBundle("by_c")];
  const marks = new Map([a, b, c].map(({ digest, mark }) => [digest, mark]));
  const service = await bundleService();
  const { source } = service;
  await offer(source, a.files);
  const writ = await service.start({ WRIT_WORKERS: "2" });

  const answers: Answer[] = [];
  let done = false;
  const client = async (index: number) => {
    // Half of them in sessions of their own, whose decisions depend on each other.
    const more = index % 2 === 0 ? { session: `s-${index}` } : {};
    while (!done) {
      const { status, body } = await post(writ.http, "/v1/decisions", readFile(more));
      const { policy, reasons, decision_id } = body as unknown as Wire;
      answers.push({ status, digest: policy.digest, reason: reasons.map(({ code }) => code).join(), id: decision_id });
    }
  };
  const clients = Array.from({ length: CLIENTS }, (_, index) => client(index));

  await swapTo(writ.http, source, b);
  offerBytes(source, Buffer.from("no archive"));
  await expect.poll(async () => (await bundlesOf(writ.http)).refusals.length, { timeout: 10_000 }).toBeGreaterThan(0);
  expect((await bundlesOf(writ.http)).active.digest).toBe(b.digest);
  await swapTo(writ.http, source, c);
  for (let swap = 0; swap < SWAPS; swap++) {
    const { digest } = swap % 2 === 0 ? a : b;
    expect((await post(writ.http, `/v1/bundles/${digest}:pin`, {})).status).toBe(200);
    await expect
      .poll(async () => (await bundlesOf(writ.http)).active.digest, { interval: 20, timeout: 5_000 })
      .toBe(digest);
  }
  done = true;
  await Promise.all(clients);

  expect(answers.filter(({ status }) => status !== 200)).toEqual([]);
  expect(answers.filter(({ digest, reason }) => marks.get(digest) !== reason)).toEqual([]);
  expect(new Set(answers.map(({ digest }) => digest))).toEqual(new Set(marks.keys()));
  const store = await openStore(service.databaseUrl);
  const records = await allRecords(store);
  const recorded = new Map(records.map((record) => [record.id, record.policy_digest]));
  expect(recorded.size).toBe(answers.length);
  expect(answers.filter(({ id, digest }) => recorded.get(id) !== digest)).toEqual([]);
  expect(brokenLinks(records)).toEqual([]);
  const { activations } = await bundlesOf(writ.http);
  expect(activations.filter(({ cause }) => cause === "pin")).toHaveLength(SWAPS);
});

interface Wire {
  readonly decision_id: string;
  readonly policy: { readonly digest: string };
  readonly reasons: readonly { readonly code: string }[];
}

async function swapTo(http: string, source: string, { files, digest }: MarkedBundle): Promise<void> {
  await sleep(20);
  await offer(source, files);
  await expect.poll(async () => (await bundlesOf(http)).active.digest, { interval: 20, timeout: 10_000 }).toBe(digest);
}

test("a bundle that came into use is used by a worker that starts later", { timeout: 60_000 }, async () => {
  const [a, b] = [markedBundle("by_a"), markedBundle("by_b")];
  const service = await bundleService();
  const { source } = service;
  await offer(source, a.files);
  const writ = await service.start({ WRIT_WORKERS: "1" });
  await swapTo(writ.http, source, b);
  const [worker] = childrenOf(writ.process.pid as number).filter((pid) => commandOf(pid)?.includes("worker.js"));
  process.kill(worker as number, "SIGKILL");
  const answer = () => decideAt(writ.http, readFile()).catch(() => undefined);
  await expect.poll(answer, { timeout: 20_000 }).toMatchObject({ digest: b.digest, reason: "by_b" });
});
