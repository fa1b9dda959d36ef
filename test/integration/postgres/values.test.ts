import { randomUUID as aName, createPublicKey, createSecretKey, randomBytes } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { makeCheckpointKey, openCheckpointKey } from "../../../src/adapters/keys/checkpoint-key.ts";
import type { KeyEncryptionKeys } from "../../../src/adapters/keys/kek.ts";
import { resealTenantKeys, tenantHasher } from "../../../src/adapters/keys/tenant-keys.ts";
import { checkpointKey, checkpointKeyStore } from "../../../src/adapters/postgres/checkpoints.ts";
import { prepareDatabase } from "../../../src/adapters/postgres/prepare.ts";
import { tenantPool } from "../../../src/adapters/postgres/tenancy/tenant-pool.ts";
import { tenantKeyStore } from "../../../src/adapters/postgres/tenant-keys.ts";
import { valueStore } from "../../../src/adapters/postgres/values.ts";
import { resealCheckpointKey } from "../../../src/compose/values.ts";
import type { Said } from "../../../src/domain/provenance.ts";
import type { TenantKeyStore, ValueStore } from "../../../src/ports/value-store.ts";
import { valueMemory } from "../../../src/provenance/memory.ts";
import { saidBy } from "../../../src/provenance/results.ts";
import { createDatabase, everyRow, type TestDatabase } from "../../support/database.ts";
import { AT_MS } from "../../support/records.ts";

let database: TestDatabase;
let client: pg.Pool;
let store: { readonly values: ValueStore; readonly tenantKeys: TenantKeyStore };
beforeAll(async () => {
  database = await createDatabase();
  await prepareDatabase(database.url, AT_MS);
  client = new pg.Pool({ connectionString: database.url, max: 6 });
  store = { values: valueStore(tenantPool(client)), tenantKeys: tenantKeyStore(tenantPool(client), client) };
});
afterAll(async () => {
  await client.end();
  await database.drop();
});

const aKey = () => ({ key: createSecretKey(randomBytes(32)), source: "a test" });
const KEKS: KeyEncryptionKeys = { current: aKey() };
const memoryOf = (keks = KEKS) => valueMemory(tenantHasher(store.tenantKeys, keks), store.values);

const BOB = "e:bob@example.com";
const SOURCE = { tool: "gmail/read_email", decision_id: "dec_1" };

/** Values without any text around them. */
function saying(origin: Said["origin"], values: readonly string[]): Said {
  return { origin, ...SOURCE, values, cut: false };
}

test("what was said is found by who said it, in its own session and tenant only", async () => {
  const memory = memoryOf();
  const [session, tenant] = [aName(), aName()];
  await memory.remember(
    tenant,
    session,
    [saidBy("user", "bob@example.com"), saidBy("tool_output", "bob@example.com", SOURCE)],
    AT_MS,
  );
  const known = await memory.recall(tenant, session, ["e:eve@example.com", BOB]);
  expect([...known.keys()]).toEqual([BOB]);
  expect(known.get(BOB)).toEqual([
    { origin: "user", tool: "", decision_id: "" },
    { origin: "tool_output", ...SOURCE },
  ]);
  expect((await memory.recall(tenant, aName(), [BOB])).size).toBe(0);
  expect((await memory.recall(aName(), session, [BOB])).size).toBe(0);
});

test("one tenant's hashes are nothing to another's key", async () => {
  const hasher = tenantHasher(store.tenantKeys, KEKS);
  const [one, other] = [aName(), aName()];
  const [mine, again, theirs] = [
    await hasher.hash(one, [BOB]),
    await hasher.hash(one, [BOB]),
    await hasher.hash(other, [BOB]),
  ];
  expect(mine.hashes[0]).toHaveLength(16);
  expect(mine).toEqual(again);
  expect(mine.hashes[0]).not.toEqual(theirs.hashes[0]);
  // Copied from one tenant's rows into another's, a hash says nothing.
  const memory = memoryOf();
  await memory.remember(one, "s", [saying("user", [BOB])], AT_MS);
  await client.query("update writ.session_values set tenant = $2 where tenant = $1", [one, other]);
  expect((await memory.recall(other, "s", [BOB])).size).toBe(0);
});

test("a page pushes out older pages, never what the user said, and leaves a mark", async () => {
  const memory = memoryOf();
  const [tenant, session] = [aName(), aName()];
  const page = (name: string) =>
    saying(
      "tool_output",
      Array.from({ length: 4096 }, (_, index) => `w:${name}${index}`),
    );
  await memory.remember(
    tenant,
    session,
    [saidBy("user", "bob@example.com"), saidBy("tool_output", "first@example.com")],
    AT_MS,
  );
  expect((await memory.recall(tenant, session, ["!cut"])).size).toBe(0);
  for (const name of ["a", "b", "c"]) await memory.remember(tenant, session, [page(name)], AT_MS);
  const known = await memory.recall(tenant, session, [BOB, "e:first@example.com", "w:a0", "w:c0", "!cut", "!spoke"]);
  expect([...known.keys()]).toEqual([BOB, "w:c0", "!cut", "!spoke"]);
  const { rows } = await client.query("select count(*)::int as kept from writ.session_values where tenant = $1", [
    tenant,
  ]);
  expect(rows[0].kept).toBeLessThanOrEqual(3 * 4096);
});

test("what the session has all heard before is not written again, so that nobody's lock is waited for", async () => {
  const [tenant, session] = [aName(), aName()];
  const impatient = new pg.Pool({ connectionString: database.url, max: 1, options: "-c lock_timeout=200" });
  const holder = await client.connect();
  try {
    const memory = valueMemory(tenantHasher(store.tenantKeys, KEKS), valueStore(tenantPool(impatient)));
    const prompt = saidBy("user", "write to bob@example.com");
    await memory.remember(tenant, session, [prompt], AT_MS);
    await holder.query("begin");
    await holder.query("select from writ.tenant_keys where tenant = $1 for update", [tenant]);
    await memory.remember(tenant, session, [prompt], AT_MS);
    const more = memory.remember(tenant, session, [saidBy("user", "write to eve@example.com")], AT_MS);
    await expect(more).rejects.toMatchObject({ code: "unavailable" });
  } finally {
    await holder.query("rollback");
    holder.release();
    await impatient.end();
  }
  expect((await memoryOf().recall(tenant, session, [BOB, "e:eve@example.com"])).size).toBe(1);
});

test("calls of one session at the same time wait for none of each other", async () => {
  const memory = memoryOf();
  const [tenant, session] = [aName(), aName()];
  const words = Array.from({ length: 300 }, (_, index) => `w:word${index}`);
  const orders = Array.from({ length: 12 }, (_, index) => (index % 2 === 0 ? words : words.toReversed()));
  await Promise.all(orders.map((values) => memory.remember(tenant, session, [saying("tool_output", values)], AT_MS)));
  expect((await memory.recall(tenant, session, words)).size).toBe(words.length);
});

test("without its key what was remembered means nothing, and a process that still holds the key learns of it", async () => {
  const [one, other] = [memoryOf(), memoryOf()];
  const [tenant, session] = [aName(), aName()];
  await one.remember(tenant, session, [saying("user", [BOB])], AT_MS);
  expect((await other.recall(tenant, session, [BOB])).size).toBe(1);
  expect(await store.tenantKeys.delete(tenant)).toBe(true);
  expect((await other.recall(tenant, session, [BOB])).size).toBe(0);
  await one.remember(tenant, session, [saying("user", ["e:new@example.com"])], AT_MS);
  expect([...(await other.recall(tenant, session, [BOB, "e:new@example.com"])).keys()]).toEqual(["e:new@example.com"]);
});

test("replicas that race for a tenant's first key use the same one", async () => {
  const tenant = aName();
  const hashed = await Promise.all(
    Array.from({ length: 8 }, () => tenantHasher(store.tenantKeys, KEKS).hash(tenant, [BOB])),
  );
  expect(new Set(hashed.map(({ key_id }) => key_id)).size).toBe(1);
});

test("a key opens with the key encryption key that sealed it, also after it was sealed again", async () => {
  const tenant = aName();
  const before = await tenantHasher(store.tenantKeys, KEKS).hash(tenant, [BOB]);
  const next = { current: aKey(), previous: KEKS.current };
  await expect(memoryOf({ current: next.current }).recall(tenant, "s", [BOB])).rejects.toMatchObject({
    code: "unavailable",
  });
  expect(await resealTenantKeys(store.tenantKeys, next)).toBeGreaterThan(0);
  expect(await tenantHasher(store.tenantKeys, { current: next.current }).hash(tenant, [BOB])).toEqual(before);
  expect(await resealTenantKeys(store.tenantKeys, next)).toBe(0);
  expect(await resealTenantKeys(store.tenantKeys, { current: KEKS.current, previous: next.current })).toBeGreaterThan(
    0,
  );
});

test("the key of checkpoints opens with the key encryption key that sealed it again", async () => {
  const made = makeCheckpointKey("writ.example/records/1", KEKS);
  const connection = await client.connect();
  onTestFinished(() => connection.release());
  const key = await checkpointKey(connection, () => made);
  const next = { current: aKey(), previous: KEKS.current };
  expect(() => openCheckpointKey(key.name, key.sealed_private, { current: next.current })).toThrow();
  expect(await resealCheckpointKey(checkpointKeyStore(client), next)).toBe(1);
  expect(await resealCheckpointKey(checkpointKeyStore(client), next)).toBe(0);
  const after = await checkpointKey(connection, () => made);
  const opened = openCheckpointKey(after.name, after.sealed_private, { current: next.current });
  expect(createPublicKey(opened).export({ format: "jwk" }).x).toBe(Buffer.from(after.public_key).toString("base64url"));
});

test("a key that was moved to another tenant does not open", async () => {
  const [tenant, other] = [aName(), aName()];
  await tenantHasher(store.tenantKeys, KEKS).hash(tenant, [BOB]);
  await client.query("update writ.tenant_keys set tenant = $2 where tenant = $1", [tenant, other]);
  await expect(memoryOf().recall(other, "s", [BOB])).rejects.toMatchObject({ code: "unavailable" });
  await store.tenantKeys.delete(other);
});

test("a session that is closed forgets", async () => {
  const memory = memoryOf();
  const [tenant, session] = [aName(), aName()];
  await client.query(
    "insert into writ.sessions (tenant, id, version, task, closed, state) values ($1, $2, 1, '', false, '{}')",
    [tenant, session],
  );
  await memory.remember(tenant, session, [saying("user", [BOB])], AT_MS);
  await client.query("update writ.sessions set closed = true where tenant = $1 and id = $2", [tenant, session]);
  expect((await memory.recall(tenant, session, [BOB])).size).toBe(0);
});

test("no row holds a value", async () => {
  await memoryOf().remember(
    aName(),
    aName(),
    [saidBy("user", "planted.secret@example.com lives at Plantedstrasse 7")],
    AT_MS,
  );
  const reader = await client.connect();
  const rows = await everyRow(reader);
  reader.release();
  expect(rows.length).toBeGreaterThan(0);
  const hexOf = (text: string) => Buffer.from(text).toString("hex");
  for (const text of ["planted", hexOf("planted"), "Plantedstrasse", hexOf("plantedstrass")]) {
    expect(rows.filter((row) => row.includes(text))).toEqual([]);
  }
});
