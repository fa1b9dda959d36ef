import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { startEmbeddedPostgres } from "../../../src/adapters/postgres/embedded/supervisor.ts";
import { startWrit } from "../../../tools/start-writ.ts";
import { killTree } from "../../support/kill.ts";
import { childrenOf, descendantsOf } from "../../support/processes.ts";
import { connectTo } from "../../support/records.ts";
import { comment, readFile } from "../../support/requests.ts";
import { metric } from "../../support/spool.ts";
import { dataDir, post, serviceFor } from "../../support/writ.ts";

/** Put together here, so that no scanner takes this file for a leak. */
const KEY = ["AKIA", "Z7Q3", "X5T9", "M2W8", "K4V6"].join("");

interface Answer {
  readonly id: string;
  /** Effect, first reason and how it was recorded. */
  readonly said: string;
}

async function ask(base: string, body: unknown): Promise<Answer> {
  const { body: answer } = await post(base, "/v1/decisions", body);
  const [reason] = answer["reasons"] as readonly { readonly code: string }[];
  return {
    id: answer["decision_id"] as string,
    said: `${answer["effect"]} ${reason?.code} ${answer["recorded"]}`,
  };
}

/** Asks the same so many times, one after the other. */
async function askMany(base: string, times: number): Promise<readonly Answer[]> {
  const answers: Answer[] = [];
  for (let n = 0; n < times; n++) answers.push(await ask(base, readFile()));
  return answers;
}

const SPOOLED = "allow intent_allows_unverified spooled";
const COMMITTED = "allow intent_allows_unverified committed";
const UNRECORDED = "block record_unavailable none";

/** The recorded decisions in the order in which one writer after the other has chained them. */
async function recorded(url: string): Promise<readonly string[]> {
  const client = await connectTo(url);
  const { rows } = await client.query<{ id: string }>("select id from writ.decisions order by writer, seq");
  await client.end();
  return rows.map(({ id }) => id);
}

function report(base: string, id: string): Promise<number> {
  return post(base, `/v1/decisions/${id}/outcome`, { status: "succeeded" }).then(({ status }) => status);
}

const readiness = async (base: string) => (await fetch(`${base}/readyz`)).status;

test("while PostgreSQL is away, decisions on which nothing else hangs go on; when it is back they are in it, in order", {
  timeout: 180_000,
}, async () => {
  const dir = dataDir();
  const folder = { dir: join(dir, "db"), log: () => {} };
  const first = await startEmbeddedPostgres(folder);
  const writ = await serviceFor({
    dataDir: join(dir, "writ"),
    env: { DATABASE_URL: first.url, WRIT_WORKERS: "1", WRIT_DURABILITY: "spooled" },
  });
  const before = await askMany(writ.http, 3);
  // What something hangs on is committed, whatever the setting.
  expect((await ask(writ.http, readFile({ session: "s-1" }))).said).toBe(COMMITTED);
  expect((await ask(writ.http, comment())).said).toBe(COMMITTED);

  await first.stop();
  await expect.poll(async () => (await ask(writ.http, comment())).said, { timeout: 20_000 }).toBe(UNRECORDED);
  const during = await askMany(writ.http, 20);
  const inSession = await ask(writ.http, readFile({ session: "s-1" }));
  expect(inSession.said).toMatch(/^block record_unavailable/);
  expect(await readiness(writ.http)).toBe(200);
  const last = during.at(-1)?.id ?? "";
  expect(await report(writ.http, last)).toBe(503);
  await expect.poll(() => metric(writ.http, "writ_spool_bytes"), { timeout: 10_000 }).toBeGreaterThan(0);

  const second = await startEmbeddedPostgres(folder);
  const spooled = [...before, ...during];
  expect(new Set(spooled.map(({ said }) => said))).toEqual(new Set([SPOOLED]));
  const ids = spooled.map(({ id }) => id);
  await expect
    .poll(async () => (await recorded(second.url)).filter((id) => ids.includes(id)).length, { timeout: 30_000 })
    .toBe(ids.length);
  const found = await recorded(second.url);
  expect(new Set(found).size).toBe(found.length);
  const order = during.map(({ id }) => id);
  expect(found.filter((id) => order.includes(id))).toEqual(order);
  expect(await report(writ.http, last)).toBe(200);
  expect(await metric(writ.http, "writ_records_lost_total")).toBe(0);
  // Nothing waits any more: the files go, and what is in them.
  await expect
    .poll(
      () =>
        readdirSync(join(dir, "writ", "spool"), { recursive: true }).filter((name) => `${name}`.endsWith(".segment")),
      {
        timeout: 20_000,
      },
    )
    .toEqual([]);
  expect(await writ.stop()).toBe(0);
  await second.stop();
});

test("a decision that is not in PostgreSQL yet is not found, and its outcome is to be reported again; one that never was is not found", async () => {
  const dir = dataDir();
  const server = await startEmbeddedPostgres({ dir: join(dir, "db"), log: () => {} });
  const writ = await serviceFor({
    dataDir: join(dir, "writ"),
    env: {
      DATABASE_URL: server.url,
      WRIT_WORKERS: "1",
      WRIT_DURABILITY: '{"read_only":"spooled","privileged":"committed"}',
    },
  });
  const locker = await connectTo(server.url);
  await locker.query("begin; lock table writ.decisions in share mode");
  const context = { marker: "spooled here", note: `the key is ${KEY}` };
  const { id, said } = await ask(writ.http, readFile({ context }));
  expect(said).toBe(SPOOLED);
  // Nothing waits on the disk that the record would not keep.
  const waiting = readdirSync(join(dir, "writ", "spool"), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => readFileSync(join(parentPath, name)));
  expect(waiting.some((bytes) => bytes.includes("spooled here"))).toBe(true);
  expect(waiting.some((bytes) => bytes.includes(KEY))).toBe(false);
  expect((await fetch(`${writ.http}/v1/decisions/${id}`)).status).toBe(404);
  const early = await post(writ.http, `/v1/decisions/${id}/outcome`, { status: "succeeded" });
  expect(early).toMatchObject({ status: 503, body: { code: "unavailable", retry_after_ms: 1000 } });
  await locker.end();
  await expect.poll(() => report(writ.http, id), { timeout: 20_000 }).toBe(200);
  expect((await fetch(`${writ.http}/v1/decisions/${id}`)).status).toBe(200);
  const longAgo = "dec_01D0000000000000000000000A";
  expect(await report(writ.http, longAgo)).toBe(404);
  // Of another tier, and no session: committed by configuration.
  const unknown = await ask(writ.http, {
    ...readFile(),
    call: { format: "mcp", server: "none", payload: { name: "x", arguments: {} } },
  });
  expect(unknown.said).toMatch(/^block \w+ committed$/);
  expect(await writ.stop()).toBe(0);
  await server.stop();
});

/** A limit on the size of the files that a process writes: its disk takes no more. */
function limitFiles(pid: number, limit: string): void {
  execFileSync("prlimit", ["--pid", String(pid), `--fsize=${limit}:unlimited`]);
}

test("a disk that takes no more makes decisions committed, and blocked without PostgreSQL; nothing is lost", {
  timeout: 180_000,
}, async () => {
  const dir = dataDir();
  const folder = { dir: join(dir, "db"), log: () => {} };
  const first = await startEmbeddedPostgres(folder);
  const writ = await serviceFor({
    dataDir: join(dir, "writ"),
    env: { DATABASE_URL: first.url, WRIT_WORKERS: "1", WRIT_DURABILITY: "spooled" },
  });
  const [worker] = childrenOf(writ.process.pid as number);
  const answers = [await ask(writ.http, readFile())];
  // In the middle of a frame: what was taken of it has to go again.
  limitFiles(worker as number, "2000");
  const refused = await askMany(writ.http, 5);
  expect(refused.map(({ said }) => said)).toEqual(refused.map(() => COMMITTED));
  expect(await metric(writ.http, "writ_spool_refused_total")).toBe(5);
  await first.stop();
  await expect.poll(async () => (await ask(writ.http, readFile())).said, { timeout: 20_000 }).toBe(UNRECORDED);
  expect(await readiness(writ.http)).toBe(503);
  limitFiles(worker as number, "unlimited");
  await expect
    .poll(
      async () => {
        const answer = await ask(writ.http, readFile());
        if (answer.said === SPOOLED) answers.push(answer);
        return answer.said;
      },
      { timeout: 20_000, interval: 200 },
    )
    .toBe(SPOOLED);
  const second = await startEmbeddedPostgres(folder);
  const ids = [...answers, ...refused].map(({ id }) => id);
  await expect
    .poll(async () => (await recorded(second.url)).filter((id) => ids.includes(id)).length, { timeout: 30_000 })
    .toBe(ids.length);
  expect(await metric(writ.http, "writ_records_lost_total")).toBe(0);
  expect(await writ.stop()).toBe(0);
  await second.stop();
});

test("a PostgreSQL that only stands still keeps nobody waiting who is spooled, and a kill in that time loses nothing", {
  timeout: 180_000,
}, async () => {
  const dir = dataDir();
  const server = await startEmbeddedPostgres({ dir: join(dir, "db"), log: () => {} });
  const options = {
    dataDir: join(dir, "writ"),
    env: { DATABASE_URL: server.url, WRIT_WORKERS: "1", WRIT_DURABILITY: "spooled" },
    detached: true,
  };
  const writ = await startWrit(options);
  const still = [server.pid, ...descendantsOf(server.pid)];
  for (const pid of still) process.kill(pid, "SIGSTOP");
  const answers = await askMany(writ.http, 10);
  expect(new Set(answers.map(({ said }) => said))).toEqual(new Set([SPOOLED]));
  await killTree(writ.process, false);
  for (const pid of still) process.kill(pid, "SIGCONT");
  const again = await serviceFor(options);
  const ids = answers.map(({ id }) => id);
  await expect
    .poll(async () => (await recorded(server.url)).filter((id) => ids.includes(id)), { timeout: 30_000 })
    .toEqual(ids);
  expect(await metric(again.http, "writ_records_lost_total")).toBe(0);
  expect(await again.stop()).toBe(0);
  await server.stop();
});
