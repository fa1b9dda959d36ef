import { join } from "node:path";
import { expect, test } from "vitest";
import { startEmbeddedPostgres } from "../../src/adapters/postgres/embedded/supervisor.ts";
import { comment, readFile } from "../support/requests.ts";
import { dataDir, post, serviceFor } from "../support/writ.ts";

/** What the service says to a call with and without a session. */
async function verdicts(base: string): Promise<readonly string[]> {
  const answers = [readFile(), readFile({ session: "s-1" }), comment()].map((body) =>
    post(base, "/v1/decisions", body),
  );
  return (await Promise.all(answers)).map(({ body }) => {
    const [reason] = body["reasons"] as readonly { readonly code: string }[];
    return `${body["effect"]} ${reason?.code} ${body["recorded"]} ${body["grant"] === undefined ? "" : "granted"}`.trim();
  });
}

const READY = [
  "allow intent_allows_unverified committed",
  "allow intent_allows_unverified committed",
  "allow intent_allows_unverified committed granted",
];
const DOWN = Array.from({ length: 3 }, () => "block record_unavailable none");

test("without a database every call is blocked and nothing is granted; with it again, all goes on", async () => {
  const dir = dataDir();
  const folder = { dir: join(dir, "db"), log: () => {} };
  const first = await startEmbeddedPostgres(folder);
  const writ = await serviceFor({ dataDir: join(dir, "writ"), env: { DATABASE_URL: first.url, WRIT_WORKERS: "1" } });
  expect(await verdicts(writ.http)).toEqual(READY);

  await first.stop();
  await expect.poll(() => verdicts(writ.http), { timeout: 10_000 }).toEqual(DOWN);
  expect((await fetch(`${writ.http}/readyz`)).status).toBe(503);

  const second = await startEmbeddedPostgres(folder);
  // Without being asked for a decision: nobody asks a service that is not ready.
  await expect.poll(async () => (await fetch(`${writ.http}/readyz`)).status, { timeout: 10_000 }).toBe(200);
  expect(await verdicts(writ.http)).toEqual(READY);
  expect(await writ.stop()).toBe(0);
  await second.stop();
});
