import pg from "pg";
import type { RecordSnapshot } from "../../../ports/record-stream.ts";
import { clientConfig } from "../connection.ts";
import { storeUnavailable } from "../errors.ts";
import { copyOut } from "./copy-out.ts";
import { DECISIONS, FOLLOW_UPS, REPLAYED, type Shape } from "./rows.ts";
import { cutSlices, followingUp, inSlice } from "./slices.ts";

/** Whoever reads it all takes as long as it takes; only a server that is gone is not waited for, and TCP tells of that. */
const UNLIMITED = { statement_timeout: 0, idle_in_transaction_session_timeout: 0, query_timeout: 0 };

/**
 * Opens all records as they stand now, or as they stood for the snapshot of that name, which must still be open.
 * Nothing is written, and no lock is taken that a writer would meet.
 * @throws WritError unavailable
 */
export async function openRecords(url: string, snapshot?: string): Promise<RecordSnapshot> {
  const client = new pg.Client({ ...clientConfig(url, "records"), ...UNLIMITED });
  client.on("error", () => {});
  let name: string;
  try {
    await client.connect();
    name = await begin(client, snapshot);
  } catch (error) {
    await client.end().catch(() => {});
    throw storeUnavailable(error);
  }
  const read = <T>(shape: Shape<T>, where: string, order: string) =>
    rowsOf(client, shape, `${shape.columns} from ${shape.from} where ${where} order by ${order}`);
  return {
    name,
    slices: (selection, recordsEach) => guarded(cutSlices(client, selection, recordsEach)),
    decisions: (slice) => read(DECISIONS, inSlice(slice), "d.at, d.id"),
    replayed: (slice) => read(REPLAYED, inSlice(slice), "d.at, d.id"),
    followUps: (selection) => read(FOLLOW_UPS, followingUp(selection), "f.at, f.id"),
    close: () => client.end().catch(() => {}),
  };
}

async function begin(client: pg.Client, snapshot: string | undefined): Promise<string> {
  await client.query("begin isolation level repeatable read read only");
  if (snapshot !== undefined) {
    await client.query(`set transaction snapshot ${pg.escapeLiteral(snapshot)}`);
    return snapshot;
  }
  const { rows } = await client.query<{ name: string }>("select pg_export_snapshot() as name");
  return rows[0]?.name ?? "";
}

async function* rowsOf<T>(client: pg.Client, shape: Shape<T>, select: string): AsyncGenerator<readonly T[]> {
  try {
    for await (const tuples of copyOut(client, `select ${select}`)) yield tuples.map(shape.read);
  } catch (error) {
    throw storeUnavailable(error);
  }
}

async function guarded<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw storeUnavailable(error);
  }
}
