import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type RunningWrit, startWrit } from "../../../tools/start-writ.ts";
import { createDatabase, type TestDatabase } from "../../support/database.ts";
import { ask, grantSettings } from "../../support/grant-service.ts";
import { connectTo } from "../../support/records.ts";
import { comment } from "../../support/requests.ts";

const ROUNDS = 200;
/** Under way when the service dies. */
const IN_FLIGHT = 24;

const dir = mkdtempSync(join(tmpdir(), "writ-race-"));
let database: TestDatabase;
let env: Record<string, string>;
let writs: RunningWrit[] = [];
beforeAll(async () => {
  database = await createDatabase();
  env = { ...(await grantSettings(dir)).env, DATABASE_URL: database.url };
  writs = [await start("one"), await start("two")];
});
/** Another replica: a folder of its own, the same database and keys. */
function start(name: string): Promise<RunningWrit> {
  return startWrit({ dataDir: join(dir, name), env, detached: true });
}
afterAll(async () => {
  await Promise.all(writs.map((writ) => writ.stop()));
  await database?.drop();
  rmSync(dir, { recursive: true, force: true });
});

interface Grant {
  readonly id: string;
  readonly token: string;
}

async function granted(writ: RunningWrit, count: number): Promise<Grant[]> {
  const requests = Array.from({ length: count }, (_, i) => comment({ request_id: `r-${i}` }));
  const { body } = await ask(writ.http, "/v1/decisions:batch", { requests });
  return (body["decisions"] as { grant: Grant }[]).map(({ grant }) => grant);
}

const redeem = (writ: RunningWrit | undefined, { id, token }: Grant, as: "broker-a" | "broker-b") =>
  ask(writ?.http ?? "", `/v1/grants/${id}:redeem`, { token }, as);

test(`two brokers at two processes at once, ${ROUNDS} times: exactly one wins each`, async () => {
  const grants = await granted(writs[0] as RunningWrit, ROUNDS);
  const winners = new Map<unknown, number>();
  for (const grant of grants) {
    const answers = await Promise.all([redeem(writs[0], grant, "broker-a"), redeem(writs[1], grant, "broker-b")]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect(answers.find(({ status }) => status === 409)?.body["reason"]).toBe("grant_used");
    const winner = answers[0].status === 200 ? "broker-a" : "broker-b";
    winners.set(winner, (winners.get(winner) ?? 0) + 1);
  }
  const sql = await connectTo(database.url);
  const { rows } = await sql.query("select redeemer, count(*)::int as count from writ.redemptions group by redeemer");
  expect(new Map(rows.map(({ redeemer, count }) => [redeemer, count]))).toEqual(winners);
});

test("a service that is killed while grants are taken: none is taken twice, and none that was answered is lost", async () => {
  const [first, second] = writs as [RunningWrit, RunningWrit];
  const grants = await granted(second, IN_FLIGHT);
  const killed = await start("killed");
  const shown = grants.map((grant) => redeem(killed, grant, "broker-a").catch(() => undefined));
  await Promise.race(shown);
  process.kill(-(killed.process.pid as number), "SIGKILL");
  const before = await Promise.all(shown);
  const after = await Promise.all(grants.map((grant) => redeem(first, grant, "broker-b")));
  for (const [i, answer] of after.entries()) {
    if (before[i]?.status === 200) expect(answer.body).toMatchObject({ status: 409, reason: "grant_used" });
    else expect([200, 409]).toContain(answer.status);
  }
  expect(before.filter((answer) => answer === undefined).length).toBeGreaterThan(0);
  const sql = await connectTo(database.url);
  const { rows } = await sql.query(
    "select count(*)::int as count from writ.redemptions where grant_id = any ($1) group by grant_id",
    [grants.map(({ id }) => id)],
  );
  expect(rows).toEqual(grants.map(() => ({ count: 1 })));
});
