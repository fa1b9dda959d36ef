import pg from "pg";
import { beforeEach, expect, onTestFinished, test } from "vitest";
import { prepareDatabase } from "../../../src/adapters/postgres/prepare.ts";
import { proofGuard } from "../../../src/adapters/postgres/proofs.ts";
import { tenantPool } from "../../../src/adapters/postgres/tenancy/tenant-pool.ts";
import { createDatabase } from "../../support/database.ts";

const SOON_MS = Date.now() + 60_000;
const TOKEN = `sha256:${"a".repeat(64)}`;

let url: string;
beforeEach(async () => {
  const database = await createDatabase();
  onTestFinished(() => database.drop());
  url = database.url;
  await prepareDatabase(url, Date.now());
});

/** What one replica remembers by. */
function replica() {
  const pool = new pg.Pool({ connectionString: url, max: 4 });
  pool.on("error", () => {});
  onTestFinished(() => pool.end().catch(() => {}));
  return proofGuard(tenantPool(pool), pool);
}

const name = (digit: string) => digit.repeat(64);

test("of all replicas that are shown one proof at once, one takes it", async () => {
  const replicas = [replica(), replica(), replica()];
  const shown = Array.from({ length: 30 }, (_, at) => replicas[at % 3]?.firstUse("t", name("1"), SOON_MS));
  expect((await Promise.all(shown)).filter((first) => first === true)).toHaveLength(1);
});

test("another proof, and another tenant's, are other ones", async () => {
  const guard = replica();
  expect(await guard.firstUse("t", name("1"), SOON_MS)).toBe(true);
  expect(await guard.firstUse("t", name("2"), SOON_MS)).toBe(true);
  expect(await guard.firstUse("u", name("1"), SOON_MS)).toBe(true);
  expect(await guard.firstUse("t", name("1"), SOON_MS)).toBe(false);
});

test("of all keys that show one token at once, all replicas bind it to the same", async () => {
  const replicas = [replica(), replica(), replica()];
  const shown = Array.from({ length: 30 }, (_, at) => replicas[at % 3]?.bind("t", TOKEN, `jkt:${at % 5}`, SOON_MS));
  const bound = new Set(await Promise.all(shown));
  expect(bound.size).toBe(1);
  expect(await replica().bind("t", TOKEN, "jkt:late", SOON_MS)).toBe([...bound][0]);
  expect(await replica().bind("u", TOKEN, "jkt:late", SOON_MS)).toBe("jkt:late");
});

test("what has ended goes, and what may still be shown stays", async () => {
  const guard = replica();
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  onTestFinished(() => client.end());
  await guard.firstUse("t", name("1"), Date.now() - 3_600_000);
  await guard.bind("t", TOKEN, "jkt:x", Date.now() - 3_600_000);
  await guard.firstUse("t", name("2"), SOON_MS);
  await client.query(
    `insert into writ.proofs select 'load', sha256(i::text::bytea), now() - interval '1 day' from generate_series(1, 100) i`,
  );
  for (let i = 0; i < 1_000; i++) await guard.firstUse("t", i.toString(16).padStart(64, "f"), SOON_MS);
  await expect
    .poll(async () => (await client.query("select 1 from writ.proofs where expires_at < now()")).rowCount)
    .toBe(0);
  await expect.poll(async () => (await client.query("select 1 from writ.token_keys")).rowCount).toBe(0);
  expect(await guard.firstUse("t", name("2"), SOON_MS)).toBe(false);
});

test("without the database nothing is known, and that is said", async () => {
  const pool = new pg.Pool({ connectionString: "postgresql://127.0.0.1:1/none" });
  onTestFinished(() => pool.end());
  const guard = proofGuard(tenantPool(pool), pool);
  await expect(guard.firstUse("t", name("1"), SOON_MS)).rejects.toMatchObject({ code: "unavailable" });
  await expect(guard.bind("t", TOKEN, "jkt:x", SOON_MS)).rejects.toMatchObject({ code: "unavailable" });
});
