import { execFile } from "node:child_process";
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { bundleService } from "../../support/bundle-service.ts";
import { bundlesOf, decideAt, markedBundle, offer } from "../../support/bundles.ts";
import { connectTo } from "../../support/records.ts";
import { readFile } from "../../support/requests.ts";
import { post } from "../../support/writ.ts";

const MAIN = fileURLToPath(new URL("../../../dist/main.js", import.meta.url));
const cli = (...args: readonly string[]) => promisify(execFile)(process.execPath, [MAIN, "bundle", ...args]);

/** What all replicas are to have followed by then. */
const WITHIN_MS = 1_000;

test("orders reach every replica, and outlast restarts", { timeout: 120_000 }, async () => {
  const service = await bundleService();
  const [a, b, c] = [markedBundle("by_a"), markedBundle("by_b"), markedBundle("by_c")];
  await offer(service.source, a.files);
  const one = await service.start();
  const other = await service.start({}, "other");
  const mark = async (base: string) => (await decideAt(base, readFile())).reason;
  const both = async () => [await mark(one.http), await mark(other.http)];
  for (const { mark: offered, files } of [b, c]) {
    await offer(service.source, files);
    await expect.poll(both, { timeout: 10_000 }).toEqual([offered, offered]);
  }

  const rollback = await post(one.http, "/v1/bundles:rollback", { reason: "c blocks refunds", by: "alice" });
  expect(rollback).toMatchObject({ status: 200, body: { digest: b.digest, by: "alice (said by loopback)" } });
  await expect.poll(both, { timeout: WITHIN_MS, interval: 20 }).toEqual(["by_b", "by_b"]);
  await post(other.http, "/v1/bundles:rollback", {});
  await expect.poll(both, { timeout: WITHIN_MS, interval: 20 }).toEqual(["by_a", "by_a"]);

  await post(one.http, `/v1/bundles/${b.digest}:pin`, {});
  await expect.poll(both, { timeout: WITHIN_MS, interval: 20 }).toEqual(["by_b", "by_b"]);
  await offer(service.source, a.files);
  await expect.poll(async () => (await bundlesOf(one.http)).offered, { timeout: 5_000 }).toBe(a.digest);
  expect(await both()).toEqual(["by_b", "by_b"]);
  await other.stop();
  const again = await service.start({}, "other");
  expect(await mark(again.http)).toBe("by_b");
  await post(again.http, "/v1/bundles:unpin", {});
  await expect
    .poll(async () => [await mark(one.http), await mark(again.http)], { timeout: WITHIN_MS, interval: 20 })
    .toEqual(["by_a", "by_a"]);

  const { activations } = await bundlesOf(one.http);
  const causes = new Set(activations.map(({ cause }) => cause));
  expect(causes).toEqual(new Set(["start", "source", "rollback", "pin", "unpin"]));
  const client = await connectTo(service.databaseUrl);
  // What docs/bundles.md says removes bundles leaves those that anything still names.
  const [, statement = ""] = /```sql\n([\s\S]*?)```/.exec(readFileSync("docs/bundles.md", "utf8")) ?? [];
  expect((await client.query(statement.replace(/interval '90 days'/g, "interval '0'"))).rowCount).toBe(0);
  for (const table of ["bundle_orders", "bundle_activations"]) {
    await expect(client.query(`delete from writ.${table}`)).rejects.toThrow("only ever added");
  }
});

test("what is wrong with an order is said", { timeout: 60_000 }, async () => {
  const service = await bundleService();
  const [a, b] = [markedBundle("by_a"), markedBundle("by_b")];
  await offer(service.source, a.files);
  const writ = await service.start();
  const status = async (path: string, body: unknown = {}) => (await post(writ.http, path, body)).status;
  expect(await status(`/v1/bundles/${b.digest}:pin`)).toBe(404);
  expect(await status("/v1/bundles/sha256:12:pin")).toBe(400);
  expect(await status(`/v1/bundles/${a.digest}:delete`)).toBe(404);
  expect(await status("/v1/bundles:rollback")).toBe(409);
  expect(await status(`/v1/bundles/${a.digest}:pin`, { why: "x" })).toBe(400);
  expect((await fetch(`${writ.http}/v1/bundles:compare`)).status).toBe(404);
});

test("the command line lists, pins by a digest's first digits, and says what is in use", {
  timeout: 60_000,
}, async () => {
  const service = await bundleService();
  const [a, b] = [markedBundle("by_a"), markedBundle("by_b")];
  await offer(service.source, a.files);
  const writ = await service.start();
  await offer(service.source, b.files);
  await expect.poll(async () => (await bundlesOf(writ.http)).active.digest, { timeout: 10_000 }).toBe(b.digest);
  const short = a.digest.slice("sha256:".length, "sha256:".length + 12);
  expect((await cli("pin", short, "--url", writ.http, "--reason", "b is broken")).stdout).toBe(
    `in use: bundle ${short}\n`,
  );
  const { stdout } = await cli("list", "--url", writ.http);
  expect(stdout).toMatch(new RegExp(`^active +${short} `, "m"));
  expect(stdout).toContain("until it is unpinned, by loopback");
  expect((await cli("unpin", "--url", writ.http)).stdout).toContain(b.digest.slice(7, 19));
  await expect(cli("pin", "ffffffffffff", "--url", writ.http)).rejects.toThrow("no bundle on record begins so");
  expect((await cli("compare", short, "--url", writ.http)).stdout).toContain(
    `candidate ${short} (not in use any more)`,
  );
  await expect(cli("unpin", "--wait", "long", "--url", writ.http)).rejects.toThrow("no number of seconds");
});

test("an order that cannot be followed at start says how to take it back", { timeout: 120_000 }, async () => {
  const service = await bundleService();
  const [a, b] = [markedBundle("by_a"), markedBundle("by_b")];
  await offer(service.source, a.files);
  const writ = await service.start();
  await offer(service.source, b.files);
  await expect.poll(async () => (await bundlesOf(writ.http)).active.digest, { timeout: 10_000 }).toBe(b.digest);
  await post(writ.http, `/v1/bundles/${a.digest}:pin`, {});
  await expect.poll(async () => (await bundlesOf(writ.http)).active.digest, { timeout: 10_000 }).toBe(a.digest);
  await writ.stop();
  rmSync(join(service.dir, "data", "bundles"), { recursive: true });
  const client = await connectTo(service.databaseUrl);
  await client.query("update writ.bundles set archive = '\\x00' where digest = $1", [
    Buffer.from(a.digest.slice(7), "hex"),
  ]);
  await expect(service.start()).rejects.toThrow(/by order of loopback \(pin\), cannot be used: .*`writ serve --unpin`/);
  const again = await service.start({}, "data", ["--unpin"]);
  expect((await decideAt(again.http, readFile())).reason).toBe("by_b");
  const { rows } = await client.query("select command, by from writ.bundle_orders order by seq");
  expect(rows).toEqual([
    { command: "pin", by: "loopback" },
    { command: "unpin", by: expect.stringMatching(/^writ serve --unpin on ./) },
  ]);
});
