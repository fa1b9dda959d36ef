import { hash } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { prepareDatabase } from "../../../src/adapters/postgres/prepare.ts";
import { SIGN_IN_IDLE_MS, SIGN_IN_TTL_MS } from "../../../src/domain/sign-in.ts";
import type { SignInStore } from "../../../src/ports/sign-in-store.ts";
import { createDatabase, type TestDatabase } from "../../support/database.ts";
import { AT_MS, connectTo, openStore } from "../../support/records.ts";

const TENANT = "default";
let database: TestDatabase;
beforeAll(async () => {
  database = await createDatabase();
  await prepareDatabase(database.url, AT_MS);
});
afterAll(() => database?.drop());

async function open(): Promise<SignInStore> {
  return (await openStore(database.url)).signIns;
}

const idOf = (secret: string) => hash("sha256", secret, "buffer");
const bob = {
  person: "user:bob",
  issuer: "corp",
  claims: { groups: ["approvers", "\u0000"] },
  authenticated_at_ms: AT_MS - 5,
};

test("who signed in is found by the digest of the browser's secret, in the own tenant, until it is ended", async () => {
  const store = await open();
  await store.begin(TENANT, idOf("one"), bob, AT_MS);
  expect(await store.find(TENANT, idOf("one"), AT_MS + 1)).toEqual(bob);
  expect(await store.find("other", idOf("one"), AT_MS + 1)).toBeUndefined();
  expect(await store.find(TENANT, idOf("two"), AT_MS + 1)).toBeUndefined();
  await store.end("other", idOf("one"));
  expect(await store.find(TENANT, idOf("one"), AT_MS + 1)).toEqual(bob);
  await store.end(TENANT, idOf("one"));
  expect(await store.find(TENANT, idOf("one"), AT_MS + 1)).toBeUndefined();
});

test("it is over when nothing was done for an hour, and does not begin again", async () => {
  const store = await open();
  await store.begin(TENANT, idOf("idle"), bob, AT_MS);
  expect(await store.find(TENANT, idOf("idle"), AT_MS + SIGN_IN_IDLE_MS - 1)).toEqual(bob);
  const later = AT_MS + 2 * SIGN_IN_IDLE_MS;
  expect(await store.find(TENANT, idOf("idle"), later)).toBeUndefined();
  expect(await store.find(TENANT, idOf("idle"), AT_MS + SIGN_IN_IDLE_MS)).toEqual(bob);
});

test("it is over after eight hours, whatever is done", async () => {
  const store = await open();
  await store.begin(TENANT, idOf("busy"), bob, AT_MS);
  for (let at = AT_MS; at < AT_MS + SIGN_IN_TTL_MS; at += SIGN_IN_IDLE_MS / 2) {
    expect(await store.find(TENANT, idOf("busy"), at)).toEqual(bob);
  }
  expect(await store.find(TENANT, idOf("busy"), AT_MS + SIGN_IN_TTL_MS)).toBeUndefined();
});

test("of a person ten are kept, the newest; and nothing of who is over", async () => {
  const store = await open();
  const carol = { ...bob, person: "user:carol" };
  const begun = AT_MS + 3 * SIGN_IN_TTL_MS;
  await store.begin(TENANT, idOf("carol"), carol, begun);
  for (let i = 0; i < 12; i++) await store.begin(TENANT, idOf(`bob ${i}`), bob, begun + i);
  const found = await Promise.all(
    Array.from({ length: 12 }, (_, i) => store.find(TENANT, idOf(`bob ${i}`), begun + 20)),
  );
  expect(found.map((one) => one !== undefined)).toEqual([false, false, ...Array(10).fill(true)]);
  expect(await store.find(TENANT, idOf("carol"), begun + 20)).toEqual(carol);
  const { rows } = await (await connectTo(database.url)).query(
    "select person, count(*)::int from writ.sign_ins group by 1 order by 1",
  );
  expect(rows).toEqual([
    { person: "user:bob", count: 10 },
    { person: "user:carol", count: 1 },
  ]);
});
