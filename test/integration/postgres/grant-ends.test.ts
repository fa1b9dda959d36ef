import { afterAll, beforeAll, expect, test } from "vitest";
import { prepareDatabase } from "../../../src/adapters/postgres/prepare.ts";
import type { PostgresStore } from "../../../src/adapters/postgres/store.ts";
import type { IntentRecord } from "../../../src/domain/intent.ts";
import type { GrantRow } from "../../../src/domain/record.ts";
import { createDatabase, type TestDatabase } from "../../support/database.ts";
import { termsOf } from "../../support/intents.ts";
import { AT_MS, connectTo, entryOf, grantOf, idOf, openStore } from "../../support/records.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await createDatabase();
  await prepareDatabase(database.url, AT_MS);
});
afterAll(() => database.drop());

const NOTE = { by: "user:ann", reason: "because", at_ms: AT_MS };

async function granted(store: PostgresStore, changes: Partial<GrantRow>): Promise<string> {
  const entry = entryOf({ agent: "agent:actor" });
  const grant = grantOf(entry.decision, { id: idOf("grt"), ...changes });
  expect((await store.sink.append({ ...entry, grant })).status).toBe("recorded");
  return grant.id;
}

async function reasonsOf(ids: readonly string[]): Promise<readonly unknown[]> {
  const client = await connectTo(database.url);
  const { rows } = await client.query("select grant_id, reason from writ.revocations where grant_id = any($1)", [ids]);
  return ids.map((id) => rows.find((row) => row.grant_id === id)?.reason);
}

async function intentOf(store: PostgresStore, id: string, ancestors: readonly string[] = []): Promise<void> {
  const parent = ancestors.at(-1);
  const record: IntentRecord = {
    ...termsOf([{ verb: "file.read" }], { id, ancestors, ...(parent === undefined ? {} : { parent }) }),
    expires_at_ms: AT_MS + 3_600_000,
    tenant: "default",
    status: "active",
    requested_by: "planner",
    requested_at_ms: AT_MS,
  };
  await store.intents.insert(record, AT_MS);
}

test("an agent that is stopped takes the grants of those that act for it along, and nobody else's", async () => {
  const store = await openStore(database.url);
  const ids = [
    await granted(store, { delegation: ["agent:middle", "user:alice"] }),
    await granted(store, { delegation: ["agent:near", "agent:middle"] }),
    await granted(store, { delegation: ["agent:near"] }),
    await granted(store, { delegation: ["agent:middle"], tenant: "other" }),
  ];
  const { grants_revoked } = await store.agents.order("default", "agent:middle", "suspended", NOTE);
  expect(grants_revoked).toBe(2);
  expect(await reasonsOf(ids)).toEqual(["agent_suspended", "agent_suspended", undefined, undefined]);
});

test("a grant that comes after an agent for which it was made was stopped is not to be had", async () => {
  const store = await openStore(database.url);
  await store.agents.order("default", "agent:delegate", "retired", NOTE);
  const late = await granted(store, { delegation: ["user:alice", "agent:delegate"] });
  expect(await store.grants.alive("default", late, AT_MS)).toEqual({ refusal: "agent_suspended" });
  await expect.poll(() => reasonsOf([late]), { timeout: 5_000 }).toEqual(["agent_retired"]);
});

test("an intent that is revoked takes the grants of all derived from it along, those that come later too", async () => {
  const store = await openStore(database.url);
  await intentOf(store, "int_a");
  await intentOf(store, "int_b", ["int_a"]);
  await intentOf(store, "int_c", ["int_a", "int_b"]);
  await intentOf(store, "int_d");
  const before = [await granted(store, { intent: "int_a" }), await granted(store, { intent: "int_c" })];
  const other = await granted(store, { intent: "int_d" });
  const ended = await store.intents.revoke("default", "int_a", "planner", AT_MS);
  expect(ended).toMatchObject({ descendants: 2, grants_revoked: 2 });
  const late = await granted(store, { intent: "int_c" });
  expect(await store.grants.alive("default", late, AT_MS)).toEqual({
    refusal: "grant_revoked",
    revocation: "intent_revoked",
  });
  expect(await reasonsOf([...before, other])).toEqual(["intent_revoked", "intent_revoked", undefined]);
  expect(await store.grants.alive("default", other, AT_MS)).toMatchObject({ id: other });
  await expect.poll(() => reasonsOf([late]), { timeout: 5_000 }).toEqual(["intent_revoked"]);
});
