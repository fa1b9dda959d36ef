import { ByteWriter, type ColumnSource, ParquetWriter, schemaFromColumnData } from "hyparquet-writer";
import type { StoredDecision } from "../../domain/record.ts";

/** What is in memory at one time, in characters of text: large enough to compress well. */
const ROW_GROUP_CHARS = 8 * 1024 * 1024;
const ROW_GROUP_ROWS = 50_000;

type ColumnType = NonNullable<ColumnSource["type"]>;
type Value = string | boolean | bigint | Date | undefined;

interface Column {
  readonly name: string;
  readonly type: ColumnType;
  readonly nullable?: true;
  readonly of: (row: StoredDecision) => Value;
}

/** `answer`, `input` and `outcome_detail` are JSON text, of which the chain's hash was made. */
const COLUMNS: readonly Column[] = [
  text("tenant", (row) => row.tenant),
  text("id", (row) => row.id),
  { name: "at", type: "TIMESTAMP", of: (row) => new Date(row.at_ms) },
  text("request_id", (row) => row.request_id),
  text("caller", (row) => row.caller),
  text("protocol", (row) => row.protocol),
  text("agent", (row) => row.agent),
  text("session", (row) => row.session),
  text("task", (row) => row.task),
  text("tool", (row) => row.tool),
  text("verb", (row) => row.verb),
  text("effect", (row) => row.effect),
  text("reason", (row) => row.reason),
  { name: "dry_run", type: "BOOLEAN", of: (row) => row.dry_run },
  text("action_digest", (row) => row.action_digest),
  text("policy_digest", (row) => row.policy_digest),
  text("catalogue_digest", (row) => row.catalogue_digest),
  text("answer", (row) => row.answer),
  text("input", (row) => row.input),
  text("writer", (row) => row.writer),
  { name: "seq", type: "INT64", of: (row) => BigInt(row.seq) },
  text("hash", (row) => Buffer.from(row.hash).toString("hex")),
  { ...text("outcome_status", (row) => row.outcome?.status), nullable: true },
  { name: "outcome_at", type: "TIMESTAMP", nullable: true, of: ({ outcome }) => outcome && new Date(outcome.at_ms) },
  { name: "outcome_duration_ms", type: "INT64", nullable: true, of: ({ outcome }) => durationOf(outcome?.duration_ms) },
  { ...text("outcome_result_digest", (row) => row.outcome?.result_digest), nullable: true },
  { ...text("outcome_detail", (row) => row.outcome?.detail), nullable: true },
];

function text(name: string, of: Column["of"]): Column {
  return { name, type: "STRING", of };
}

function durationOf(ms: number | undefined): bigint | undefined {
  return ms === undefined ? undefined : BigInt(ms);
}

/** Where the bytes of a file go, in their order. */
export type WriteBytes = (bytes: Uint8Array) => Promise<void> | void;

/** Gives what a row group came to away, and begins anew. */
class GroupWriter extends ByteWriter {
  readonly #write: WriteBytes;

  constructor(write: WriteBytes) {
    super();
    this.#write = write;
  }

  flush(): Promise<void> | void {
    const bytes = new Uint8Array(this.buffer).slice(0, this.index);
    this.index = 0;
    return this.#write(bytes);
  }

  override finish(): Promise<void> | void {
    return this.flush();
  }
}

/** Decisions as an Apache Parquet file: a row group at a time is in memory. */
export class ParquetDecisions {
  readonly #writer: ParquetWriter;
  #rows: StoredDecision[] = [];
  #chars = 0;

  constructor(write: WriteBytes) {
    const writer = new GroupWriter(write);
    const schema = schemaFromColumnData({ columnData: columnsOf([]) });
    this.#writer = new ParquetWriter({ writer, schema, createdBy: "writ", statisticsTruncateLength: 64 });
  }

  async write(rows: readonly StoredDecision[]): Promise<void> {
    for (const row of rows) {
      this.#rows.push(row);
      this.#chars += row.answer.length + row.input.length + (row.outcome?.detail.length ?? 0);
      if (this.#chars >= ROW_GROUP_CHARS || this.#rows.length >= ROW_GROUP_ROWS) await this.#flush();
    }
  }

  async finish(): Promise<void> {
    await this.#flush();
    await this.#writer.finish();
  }

  async #flush(): Promise<void> {
    const rows = this.#rows;
    if (rows.length === 0) return;
    this.#rows = [];
    this.#chars = 0;
    await this.#writer.write({ columnData: columnsOf(rows), rowGroupSize: rows.length });
  }
}

function columnsOf(rows: readonly StoredDecision[]): ColumnSource[] {
  return COLUMNS.map(({ name, type, nullable = false, of }) => ({ name, type, nullable, data: rows.map(of) }));
}
