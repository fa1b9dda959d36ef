import fc from "fast-check";
import { afterAll, beforeAll, test } from "vitest";
import { prepareDatabase } from "../../../src/adapters/postgres/prepare.ts";
import { createDatabase, type TestDatabase } from "../../support/database.ts";
import { AT_MS, openStore } from "../../support/records.ts";
import { expectHolds, happenings, type SessionWorld } from "../../support/session-model.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await createDatabase();
  await prepareDatabase(database.url, AT_MS);
});
afterAll(() => database.drop());

async function worldOf(): Promise<SessionWorld> {
  const { sessions, sink, outcomes, sessionStore } = await openStore(database.url);
  return {
    sessions,
    sink,
    report: (decision_id) =>
      outcomes.report({ tenant: "default", decision_id, at_ms: AT_MS, status: "succeeded", detail: "{}" }),
    suspend: (session, note) => sessionStore.suspend("default", session, note),
  };
}

test("three stores before one PostgreSQL keep what the model keeps", async () => {
  const worlds = await Promise.all([worldOf(), worldOf(), worldOf()]);
  let round = 0;
  await fc.assert(
    fc.asyncProperty(happenings, (all) => expectHolds(worlds, `s-${++round}`, all)),
    { numRuns: 40 },
  );
});
