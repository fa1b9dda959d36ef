import pg from "pg";
import { clientConfig } from "./connection.ts";
import { ERASED_TABLES, type ErasedTable } from "./erase-tables.ts";
import { storeUnavailable } from "./errors.ts";

/** Rows of one transaction. */
const BATCH = 1_000;
/** Nothing waits for it; a table that is written anew takes as long as it takes. */
const PATIENCE_MS = 3_600_000;

export interface ErasePort {
  text(text: string): string | undefined;
  json(text: string): { readonly text: string; readonly paths: readonly string[] } | undefined;
}

export interface Erasure {
  readonly tenant: string;
  readonly eraser: ErasePort;
  readonly by: string;
  readonly reason: string;
  readonly dryRun: boolean;
  /** Told of how many rows of a table were looked at. */
  readonly progress: (table: string, rows: number) => void;
}

/** By table, how many rows held it. */
export type Erased = ReadonlyMap<string, number>;

interface Row {
  readonly _decision: string;
  readonly _session: string;
  readonly [column: string]: string | readonly string[] | null;
}

interface Change {
  readonly row: Row;
  /** New values, by column. */
  readonly values: ReadonlyMap<string, string | readonly string[]>;
  readonly places: number;
}

/**
 * Takes a value out of all that was recorded, batch by batch, each with the follow-ups that say so in one transaction: what is
 * cut off in the middle goes on when it is begun again. @throws WritError unavailable
 */
export async function eraseValue(url: string, erasure: Erasure): Promise<Erased> {
  const client = new pg.Client(clientConfig(url, "erase", PATIENCE_MS));
  client.on("error", () => {});
  const erased = new Map<string, number>();
  try {
    await client.connect();
    for (const table of ERASED_TABLES) erased.set(table.name, await eraseTable(client, table, erasure));
    return erased;
  } catch (error) {
    throw storeUnavailable(error);
  } finally {
    await client.end().catch(() => {});
  }
}

/** Writes the tables anew, so that the database's files do not hold any more what was taken out. Each is locked meanwhile. */
export async function rewriteTables(url: string, names: readonly string[]): Promise<void> {
  const client = new pg.Client(clientConfig(url, "erase", PATIENCE_MS));
  client.on("error", () => {});
  try {
    await client.connect();
    for (const name of names) await client.query(`vacuum (full, analyze) writ.${pg.escapeIdentifier(name)}`);
    // What the log still has goes with its files, once they are of no use to recovery any more.
    await client.query("checkpoint");
  } catch (error) {
    throw storeUnavailable(error);
  } finally {
    await client.end().catch(() => {});
  }
}

async function eraseTable(client: pg.Client, table: ErasedTable, erasure: Erasure): Promise<number> {
  let count = 0;
  let looked = 0;
  let after: readonly unknown[] | undefined;
  for (;;) {
    const rows = await nextRows(client, table, erasure.tenant, after);
    const last = rows.at(-1);
    if (last === undefined) return count;
    const changes = rows.flatMap((row) => changeOf(table, row, erasure.eraser) ?? []);
    if (changes.length > 0) {
      if (!erasure.dryRun && !(await apply(client, table, changes, erasure))) continue;
      count += changes.length;
    }
    looked += rows.length;
    erasure.progress(table.name, looked);
    after = table.key.map((column) => last[column]);
  }
}

async function nextRows(
  client: pg.Client,
  { name, key, json, text, arrays = [], decision }: ErasedTable,
  tenant: string,
  after: readonly unknown[] | undefined,
): Promise<readonly Row[]> {
  // A time as text, so that it comes back as it was, to the microsecond.
  const columns = [...new Set([...key, ...json, ...text])].map((column) => `t.${column}::text as ${column}`);
  const session = ["decisions", "follow_ups", "approvals", "grants"].includes(name) ? "t.session" : "''";
  const keys = key.map((column) => `t.${column}`).join(", ");
  const types = key.map((column, index) => `$${index + 2}::${column === "at" ? "timestamptz" : "text"}`).join(", ");
  const { rows } = await client.query<Row>(
    `select ${[...columns, ...arrays.map((column) => `t.${column}`)].join(", ")}, ${decision} as _decision, ${session} as _session
     from writ.${name} t where t.tenant = $1 ${after === undefined ? "" : `and (${keys}) > (${types})`}
     order by ${keys} limit ${BATCH}`,
    [tenant, ...(after ?? [])],
  );
  return rows;
}

function changeOf({ name, json, text, arrays = [] }: ErasedTable, row: Row, eraser: ErasePort): Change | undefined {
  const values = new Map<string, string | readonly string[]>();
  let places = 0;
  for (const column of json) {
    const erased = typeof row[column] === "string" ? eraser.json(row[column]) : undefined;
    if (erased === undefined) continue;
    places += erased.paths.length;
    values.set(column, name === "decisions" && column === "input" ? marked(erased) : erased.text);
  }
  for (const column of text) {
    const erased = typeof row[column] === "string" ? eraser.text(row[column]) : undefined;
    if (erased === undefined) continue;
    places++;
    values.set(column, erased);
  }
  for (const column of arrays) {
    const items = (row[column] ?? []) as readonly string[];
    const erased = items.map((item) => eraser.text(item) ?? item);
    if (erased.every((item, index) => item === items[index])) continue;
    places++;
    values.set(column, erased);
  }
  return values.size === 0 ? undefined : { row, values, places };
}

/** As of secrets, the input says itself that it is not what was judged. */
function marked({ text, paths }: { readonly text: string; readonly paths: readonly string[] }): string {
  const input = JSON.parse(text) as Record<string, unknown>;
  const before = Array.isArray(input["erased"]) ? input["erased"] : [];
  return JSON.stringify({ ...input, erased: [...new Set([...before, ...paths])] });
}

/** @returns false, with nothing changed, when one of the rows is not any more what was read */
async function apply(
  client: pg.Client,
  table: ErasedTable,
  changes: readonly Change[],
  erasure: Erasure,
): Promise<boolean> {
  await client.query("begin");
  try {
    for (const change of changes) {
      if (await update(client, table, change, erasure.tenant)) continue;
      await client.query("rollback");
      return false;
    }
    for (const change of changes) await tell(client, table, change, erasure);
    await client.query("commit");
    return true;
  } catch (error) {
    await client.query("rollback").catch(() => {});
    throw error;
  }
}

async function update(
  client: pg.Client,
  table: ErasedTable,
  { row, values }: Change,
  tenant: string,
): Promise<boolean> {
  const parameters: unknown[] = [tenant];
  const place = (value: unknown) => `$${parameters.push(value)}`;
  const cast = (column: string) => (table.json.includes(column) ? "::json" : "");
  const sets = [...values].map(([column, value]) => `${column} = ${place(value)}${cast(column)}`);
  if (table.salted === true) sets.push("salt = null");
  const keys = table.key.map((column) => `${column} = ${place(row[column])}`);
  const same = [...values.keys()].map((column) =>
    table.json.includes(column) ? `${column}::text = ${place(row[column])}` : `${column} = ${place(row[column])}`,
  );
  const where = ["tenant = $1", ...keys, ...same].join(" and ");
  const { rowCount } = await client.query(
    `update writ.${table.name} set ${sets.join(", ")} where ${where}`,
    parameters,
  );
  return rowCount === 1;
}

/** Who, when, why and how much; never what. */
async function tell(
  client: pg.Client,
  { name }: ErasedTable,
  { row, places }: Change,
  { tenant, by, reason }: Erasure,
) {
  await client.query(
    `insert into writ.follow_ups (tenant, decision_id, session, kind, at, actor, body)
     values ($1, $2, $3, 'subject_erased', now(), $4, $5)`,
    [tenant, row._decision, row._session, by, JSON.stringify({ reason, places, table: name })],
  );
}
