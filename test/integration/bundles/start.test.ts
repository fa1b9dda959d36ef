import { mkdirSync, rmSync, unlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { bundleService } from "../../support/bundle-service.ts";
import { bundlesOf, decideAt, freshnessBundle, markedBundle, OPA, offer } from "../../support/bundles.ts";
import { killTree } from "../../support/kill.ts";
import { readFile } from "../../support/requests.ts";

const REFUSED_AT_START = /bundle\.tar\.gz cannot be read/;

describe("a source that is down at start", () => {
  test("leaves the last good bundle, from disk, else from the database, with its age", {
    timeout: 120_000,
  }, async () => {
    const service = await bundleService();
    const bundle = freshnessBundle();
    await offer(service.source, bundle.files);
    await (await service.start()).stop();
    unlinkSync(service.source);
    await sleep(2_000);
    let youngest = 2;
    for (const keepDisk of [true, false]) {
      if (!keepDisk) rmSync(join(service.dir, "data", "bundles"), { recursive: true });
      const writ = await service.start({ WRIT_BUNDLE_MAX_AGE_S: "1" });
      expect(await decideAt(writ.http, readFile())).toMatchObject({ digest: bundle.digest, reason: "stale_true" });
      expect((await fetch(`${writ.http}/readyz`)).status).toBe(503);
      const { active } = await bundlesOf(writ.http);
      expect(active).toMatchObject({ stale: true });
      // A start without the source is no word from it, so the age goes on.
      expect(active.age_s).toBeGreaterThanOrEqual(youngest);
      const age = /^writ_bundle_age_seconds\{[^}]*slot="active"[^}]*\} ([\d.]+)$/m.exec(
        await (await fetch(`${writ.http}/metrics`)).text(),
      );
      expect(Number(age?.[1])).toBeGreaterThanOrEqual(youngest);
      youngest = active.age_s + 1;
      if (!keepDisk) {
        await offer(service.source, bundle.files);
        await expect.poll(async () => (await fetch(`${writ.http}/readyz`)).status, { timeout: 10_000 }).toBe(200);
        expect(await decideAt(writ.http, readFile())).toMatchObject({ reason: "stale_false" });
      }
      await writ.stop();
    }
  });

  test("and of which nothing is known is no start", { timeout: 60_000 }, async () => {
    const service = await bundleService();
    await expect(service.start()).rejects.toThrow(REFUSED_AT_START);
  });

  test("does not bring back what another source offered", { timeout: 60_000 }, async () => {
    const service = await bundleService();
    await offer(service.source, markedBundle("by_a").files);
    await (await service.start()).stop();
    await expect(service.start({ WRIT_BUNDLE_SOURCE: join(service.dir, "other.tar.gz") })).rejects.toThrow(
      "other.tar.gz cannot be read",
    );
  });
});

test("a bundle of plain Rego is compiled and tested; one whose tests fail is not used", {
  timeout: 60_000,
}, async () => {
  const service = await bundleService();
  const folder = join(service.dir, "policy");
  mkdirSync(folder);
  const write = (mark: string, expected: string) => {
    writeFileSync(
      join(folder, "main.rego"),
      `package writ.main\n\nimport rego.v1\n\ndecision := {"effect": "allow", "reasons": [{"code": "${mark}"}]}\n`,
    );
    writeFileSync(
      join(folder, "main_test.rego"),
      `package writ.main_test\n\nimport rego.v1\n\nimport data.writ.main\n\ntest_mark if main.decision.reasons[0].code == "${expected}"\n`,
    );
  };
  write("one", "one");
  const writ = await service.start({ WRIT_BUNDLE_SOURCE: folder, OPA });
  const answer = async () => (await decideAt(writ.http, readFile())).reason;
  expect(await answer()).toBe("one");
  write("two", "another");
  await expect
    .poll(async () => (await bundlesOf(writ.http)).refusals[0]?.problem, { timeout: 20_000 })
    .toContain("FAIL");
  expect(await answer()).toBe("one");
  write("three", "three");
  await expect.poll(answer, { timeout: 20_000 }).toBe("three");
});

test("killed in the middle of an activation, it starts again and answers by one bundle", {
  timeout: 180_000,
}, async () => {
  const service = await bundleService();
  const bundles = [markedBundle("by_a"), markedBundle("by_b")];
  const marks = new Map(bundles.map(({ digest, mark }) => [digest, mark]));
  await offer(service.source, bundles[0]!.files);
  for (const [round, afterMs] of [5, 25, 60, 120].entries()) {
    const writ = await service.start({ WRIT_WORKERS: "2" });
    const { digest, files } = bundles[(round + 1) % 2]!;
    // An order is heard at once, so that the kill meets the loading or the swap.
    await offer(service.source, files);
    await expect.poll(async () => (await bundlesOf(writ.http)).active.digest, { timeout: 10_000 }).toBe(digest);
    const other = bundles[round % 2]!.digest;
    await fetch(`${writ.http}/v1/bundles/${other}:activate`, { method: "POST" });
    await sleep(afterMs);
    await killTree(writ.process, false);
    const again = await service.start({ WRIT_WORKERS: "2" });
    const answer = await decideAt(again.http, readFile());
    // What was ordered and recorded holds, however far the swap had come.
    expect(answer).toEqual({ status: 200, digest: other, reason: marks.get(other) });
    await again.stop();
    const unpinned = await service.start();
    await fetch(`${unpinned.http}/v1/bundles:unpin`, { method: "POST" });
    await unpinned.stop();
  }
});
