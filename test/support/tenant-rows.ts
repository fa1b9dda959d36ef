import type pg from "pg";

export type Right = "select" | "insert" | "update" | "delete";

export interface TenantTable {
  readonly name: string;
  readonly columns: readonly { readonly name: string; readonly type: string; readonly generated: boolean }[];
  /** What the tenants' role may do with it. */
  readonly rights: ReadonlySet<Right>;
}

interface Row {
  readonly name: string;
  readonly columns: TenantTable["columns"];
  readonly rights: readonly Right[];
}

/** Every table with a tenant, as the catalogue has it: those whose rows others refer to first. */
export async function tenantTables(client: Pick<pg.ClientBase, "query">): Promise<readonly TenantTable[]> {
  const { rows } = await client.query<Row>(`
    select c.relname as name,
      (select json_agg(json_build_object('name', a.attname, 'type', format_type(a.atttypid, null), 'generated',
          a.attidentity <> '' or a.attname = 'xid') order by a.attnum)
        from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped) as columns,
      array(select r from unnest(array['select', 'insert', 'update', 'delete']) r
        where has_table_privilege('writ_tenant', c.oid, r)) as rights
    from pg_class c
    where c.relnamespace = 'writ'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
      and exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'tenant' and not a.attisdropped)
    order by exists (select from pg_constraint k where k.conrelid = c.oid and k.contype = 'f'), c.relname`);
  return rows.map(({ rights, ...table }) => ({ ...table, rights: new Set(rights) }));
}

/** A value of each type that columns have; a check constraint may want another one. */
const OF_TYPE: Readonly<Record<string, string>> = {
  text: "'x'",
  boolean: "false",
  bigint: "1",
  integer: "1",
  bytea: "'\\x00'",
  json: "'{}'",
  "text[]": "'{}'",
  "bytea[]": "'{}'",
  date: "'2026-11-20'",
  "timestamp with time zone": "'2026-11-20T15:04:05Z'",
};

const OF_COLUMN: Readonly<Record<string, string>> = {
  "agent_states.status": "'active'",
  "agent_events.action": "'updated'",
  "approvals.state": "'pending'",
  "approval_votes.verdict": "'deny'",
  "bundle_activations.slot": "'active'",
  "bundle_comparisons.mode": "'shadow'",
  "bundle_orders.command": "'unpin'",
  "bundle_orders.kind": "'none'",
  "bundle_refusals.slot": "'active'",
  "follow_ups.kind": "'outcome'",
  "intents.status": "'active'",
  "sign_ins.id": "sha256($1::text::bytea)",
  "sink_cursors.xid": "'3'",
};

/** One row of the tenant in every table, as its owner writes it: without triggers, which would write more of them. */
export async function fillEveryTable(owner: pg.Pool, tables: readonly TenantTable[], tenant: string): Promise<void> {
  const client = await owner.connect();
  try {
    await client.query("begin; set local session_replication_role = replica");
    for (const { name, columns } of tables) {
      const filled = columns.filter(({ name: column, generated }) => !generated || `${name}.${column}` in OF_COLUMN);
      const values = filled.map(({ name: column, type }) =>
        column === "tenant" ? "$1" : (OF_COLUMN[`${name}.${column}`] ?? OF_TYPE[type] ?? "null"),
      );
      const text = `insert into writ.${name} (${filled.map((column) => `"${column.name}"`).join(", ")}) values (${values.join(", ")})`;
      await client.query(text, [tenant]);
    }
    await client.query("commit");
  } finally {
    client.release();
  }
}
