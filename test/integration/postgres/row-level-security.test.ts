import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { prepareDatabase } from "../../../src/adapters/postgres/prepare.ts";
import { TENANT_ROLE } from "../../../src/adapters/postgres/tenancy/act-as.ts";
import { type TenantPool, tenantPool } from "../../../src/adapters/postgres/tenancy/tenant-pool.ts";
import { createDatabase, type TestDatabase } from "../../support/database.ts";
import { AT_MS } from "../../support/records.ts";
import { fillEveryTable, type TenantTable, tenantTables } from "../../support/tenant-rows.ts";

/** Tables that belong to no tenant, and why. A new one needs its reason here. */
const NO_TENANT: Readonly<Record<string, string>> = {
  migrations: "the schema is everybody's",
  signing_keys: "one set of keys signs for all tenants; a token names its tenant",
  follow_up_chain: "one chain of what followed, whoever's it is",
  checkpoint_leaves: "one signed tree over all chains",
  checkpoints: "as its leaves",
  checkpoint_keys: "as its leaves",
};

let database: TestDatabase;
let owner: pg.Pool;
let pool: TenantPool;
let tables: readonly TenantTable[];
beforeAll(async () => {
  database = await createDatabase();
  await prepareDatabase(database.url, AT_MS);
  owner = new pg.Pool({ connectionString: database.url, max: 2 });
  pool = tenantPool(owner);
  tables = await tenantTables(owner);
  for (const tenant of ["blue", "green"]) await fillEveryTable(owner, tables, tenant);
});
afterAll(async () => {
  await owner.end();
  await database.drop();
});

/** What a piece of work sees as the tenants' role, with that text as the setting, or with none. */
async function asRole<T>(setting: string | undefined, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await owner.connect();
  try {
    await client.query(`begin; set local role ${TENANT_ROLE}`);
    if (setting !== undefined) await client.query("select set_config('writ.tenant', $1, true)", [setting]);
    return await work(client);
  } finally {
    await client.query("rollback");
    client.release();
  }
}

const count = async (client: Pick<pg.ClientBase, "query">, table: string) =>
  (await client.query<{ n: number }>(`select count(*)::int as n from ${table}`)).rows[0]?.n;

describe("the second lock", () => {
  test("every table has a tenant, or stands in the closed list", async () => {
    const { rows } = await owner.query<{ name: string }>(
      `select relname as name from pg_class where relnamespace = 'writ'::regnamespace and relkind in ('r', 'p') and not relispartition`,
    );
    const without = rows.map(({ name }) => name).filter((name) => !tables.some((table) => table.name === name));
    expect(without.toSorted()).toEqual(Object.keys(NO_TENANT).toSorted());
    expect(tables.length).toBeGreaterThan(30);
  });

  test("every table with a tenant has row level security and one policy, which asks for the tenant", async () => {
    const { rows } = await owner.query<{ name: string; guarded: boolean; policies: string[] }>(
      `select c.relname as name, c.relrowsecurity as guarded,
         array(select pg_get_expr(p.polqual, p.polrelid) from pg_policy p where p.polrelid = c.oid) as policies
       from pg_class c where c.relnamespace = 'writ'::regnamespace and c.relname = any ($1)`,
      [tables.map(({ name }) => name)],
    );
    const policy = "(tenant = NULLIF(current_setting('writ.tenant'::text, true), ''::text))";
    expect(rows).toEqual(rows.map(({ name }) => ({ name, guarded: true, policies: [policy] })));
    expect(rows).toHaveLength(tables.length);
  });

  test("every primary key and unique index of a table with a tenant has the tenant in it", async () => {
    const { rows } = await owner.query<{ index: string; has: boolean }>(
      `select i.indexrelid::regclass::text as index, a.attnum = any (i.indkey::int2[]) as has
       from pg_index i
       join pg_class c on c.oid = i.indrelid and c.relnamespace = 'writ'::regnamespace and not c.relispartition
       join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant'
       where i.indisunique`,
    );
    expect(rows.length).toBeGreaterThan(tables.length);
    expect(rows.filter(({ has }) => !has)).toEqual([]);
  });

  test("the role can log in nowhere, owns nothing, and reads no table but those with a policy", async () => {
    const { rows } = await owner.query<{ name: string }>(
      `select c.relname as name from pg_class c where c.relnamespace = 'writ'::regnamespace and c.relkind in ('r', 'p', 'v', 'm')
       and not c.relrowsecurity and has_any_column_privilege($1, c.oid, 'select, insert, update')`,
      [TENANT_ROLE],
    );
    // Two columns of it: whether a key is revoked.
    expect(rows).toEqual([{ name: "signing_keys" }]);
    await expect(
      asRole("blue", (client) => client.query("select sealed_private from writ.signing_keys")),
    ).rejects.toThrow(/permission denied/);
    const role = await owner.query(
      `select rolcanlogin or rolsuper or rolbypassrls or rolcreaterole or rolcreatedb as can,
         exists (select from pg_class where relowner = pg_roles.oid) as owns from pg_roles where rolname = $1`,
      [TENANT_ROLE],
    );
    expect(role.rows).toEqual([{ can: false, owns: false }]);
  });

  test.each([
    ["no tenant at all", undefined],
    ["a tenant that there is not", "red"],
    ["the empty tenant", ""],
    ["a tenant's name as a pattern", "%"],
  ])("%s: nothing is seen and nothing is changed, in any table", async (_, setting) => {
    for (const { name, rights } of tables) {
      await asRole(setting, async (client) => {
        expect([name, await count(client, `writ.${name}`)]).toEqual([name, 0]);
        if (rights.has("update")) {
          expect((await client.query(`update writ.${name} set tenant = tenant`)).rowCount).toBe(0);
        }
        if (rights.has("delete")) expect((await client.query(`delete from writ.${name}`)).rowCount).toBe(0);
      });
    }
  });

  test("one tenant: its own rows only, in every table, whatever the statement asks for", async () => {
    for (const { name } of tables) {
      expect([name, await count(owner, `writ.${name}`)]).toEqual([name, 2]);
      const { rows } = await pool.query<{ tenant: string }>("blue", `select tenant from writ.${name}`, []);
      expect([name, rows]).toEqual([name, [{ tenant: "blue" }]]);
      const other = await pool.query("blue", `select tenant from writ.${name} where tenant = $1`, ["green"]);
      expect([name, other.rowCount]).toEqual([name, 0]);
    }
  });

  test("no row can be added to another tenant, or given to it", async () => {
    for (const { name, columns, rights } of tables) {
      const added = columns.filter(({ generated }) => !generated).map(({ name: column }) => `"${column}"`);
      if (rights.has("insert")) {
        const values = added.map((column) => (column === '"tenant"' ? "'green'" : column));
        const insert = `insert into writ.${name} (${added.join(", ")}) select ${values.join(", ")} from writ.${name}`;
        await expect(
          asRole("blue", (client) => client.query(insert)),
          name,
        ).rejects.toMatchObject({ code: "42501" });
      }
      if (rights.has("update")) {
        const move = `update writ.${name} set tenant = 'green' where tenant = 'blue'`;
        await expect(
          asRole("blue", (client) => client.query(move)),
          name,
        ).rejects.toMatchObject({
          code: expect.stringMatching(/^(42501|23)/),
        });
      }
    }
  });

  test("a partition cannot be read beside its table", async () => {
    const { rows } = await owner.query<{ part: string }>(
      `select format('writ.%I', c.relname) as part from pg_inherits join pg_class c on c.oid = inhrelid
       where inhparent = 'writ.decisions'::regclass`,
    );
    expect(rows.length).toBeGreaterThan(8);
    for (const { part } of rows) {
      await expect(
        asRole("blue", (client) => client.query(`select from ${part}`)),
        part,
      ).rejects.toThrow(/permission denied/);
    }
  });
});
