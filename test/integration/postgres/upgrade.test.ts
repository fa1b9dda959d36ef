import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { previousMain } from "../../../tools/previous/previous.ts";
import { type RunningWrit, startWrit } from "../../../tools/start-writ.ts";
import { createDatabase, type TestDatabase } from "../../support/database.ts";
import { connectTo } from "../../support/records.ts";
import { comment } from "../../support/requests.ts";
import { post } from "../../support/writ.ts";

const previous = previousMain(resolve("."));
const TITLE = "the version before, beside this one, on one database";

describe.skipIf(previous === undefined)(
  previous === undefined ? `${TITLE} (make test-upgrade builds it)` : TITLE,
  () => {
    let dir: string;
    let database: TestDatabase;
    let old: RunningWrit;
    let young: RunningWrit;
    beforeAll(async () => {
      dir = mkdtempSync(join(tmpdir(), "writ-upgrade-"));
      database = await createDatabase();
      const env = {
        DATABASE_URL: database.url,
        WRIT_WORKERS: "1",
        WRIT_GRANTS_KEY_ENCRYPTION_KEY: Buffer.alloc(32, 7).toString("base64"),
      };
      old = await startWrit({ dataDir: join(dir, "old"), env, main: previous ?? "" });
      await post(old.http, "/v1/decisions", comment({ session: "s-before" }));
      // It migrates the schema under the one that runs.
      young = await startWrit({ dataDir: join(dir, "young"), env });
    }, 240_000);
    afterAll(async () => {
      await Promise.all([old?.stop(), young?.stop()]);
      await database?.drop();
      rmSync(dir, { recursive: true, force: true });
    }, 60_000);

    const read = async ({ http }: RunningWrit, path: string) =>
      (await (await fetch(http + path)).json()) as Record<string, unknown>;
    const pairs = () =>
      [
        [old, young],
        [young, old],
      ] as const;

    test("both decide, in the same session, and each reads what the other recorded", async () => {
      for (const [one, other] of pairs()) {
        const { status, body } = await post(one.http, "/v1/decisions", comment({ session: "s-before" }));
        expect([status, body["effect"], body["recorded"]]).toEqual([200, "allow", "committed"]);
        expect(await read(other, `/v1/decisions/${body["decision_id"]}`)).toMatchObject({
          decision: { effect: "allow" },
        });
      }
      expect(await read(young, "/v1/sessions/s-before")).toEqual(await read(old, "/v1/sessions/s-before"));
      expect(await read(old, "/v1/sessions/s-before")).toMatchObject({ calls: 3 });
    });

    test("what is stopped by the one is stopped for the other", async () => {
      for (const [index, [one, other]] of pairs().entries()) {
        const id = `agent:stopped-${index}`;
        const call = async () => (await post(other.http, "/v1/decisions", comment({ agent: { id } }))).body["effect"];
        expect(await call()).toBe("allow");
        expect(
          (await post(one.http, `/v1/agents/${encodeURIComponent(id)}:suspend`, { reason: "a test" })).status,
        ).toBe(200);
        await expect.poll(call, { timeout: 5_000, interval: 50 }).toBe("block");
      }
    });

    test("outcomes, ends of tasks and grants cross over", async () => {
      for (const [one, other] of pairs()) {
        const { body } = await post(one.http, "/v1/decisions", comment({}));
        const path = `/v1/decisions/${body["decision_id"]}/outcome`;
        expect((await post(other.http, path, { status: "succeeded" })).status).toBe(200);
        const { id } = body["grant"] as { id: string };
        expect(await read(one, `/v1/grants/${id}`)).toMatchObject({ revoked: { reason: "outcome_reported" } });
      }
    });

    test("the record that both wrote is whole", async () => {
      const client = await connectTo(database.url);
      const { rows } = await client.query(
        "select count(*)::int as n, count(distinct id)::int as ids from writ.decisions",
      );
      expect(rows[0].n).toBeGreaterThan(6);
      expect(rows[0].n).toBe(rows[0].ids);
    });
  },
);
