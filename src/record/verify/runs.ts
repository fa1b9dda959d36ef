import type { Report } from "./finding.ts";
import { RowView } from "./row.ts";
import type { Shape } from "./shape.ts";

/** Rows of one writer that were read one behind the other and fit each other. */
export interface Run {
  readonly writer: string;
  readonly first: number;
  /** The first row, to be compared with what stands before it. */
  readonly start: Uint8Array;
  readonly last: number;
  /** Of the last row. */
  readonly hash: Uint8Array;
}

/** A row without its texts. */
export interface ErasedRow {
  readonly tenant: string;
  readonly id: string;
  readonly decision: string;
}

/** Hashes that checkpoints say, by writer and number. */
export type Heads = ReadonlyMap<string, Map<number, string>>;

interface Open {
  readonly writer: string;
  readonly first: number;
  readonly start: Buffer;
  readonly heads: Map<number, string> | undefined;
  last: number;
  hash: Buffer;
}

/** Reads rows in whichever order they come, and keeps of them only where each run of neighbours begins and ends. */
export class RunReader {
  readonly #row: RowView;
  readonly #heads: Heads;
  readonly #report: Report;
  readonly #open = new Map<string, Open>();
  readonly #done: Run[] = [];
  readonly #erased: ErasedRow[] = [];
  readonly #matched: { readonly writer: string; readonly seq: number }[] = [];
  #count = 0;
  #unsealed = 0;

  constructor(shape: Shape, heads: Heads, report: Report) {
    this.#row = new RowView(shape);
    this.#heads = heads;
    this.#report = report;
  }

  get count(): number {
    return this.#count;
  }

  get unsealed(): number {
    return this.#unsealed;
  }

  /** The rows whose salt is gone. */
  get erased(): readonly ErasedRow[] {
    return this.#erased;
  }

  /** Of the records that checkpoints tell of, those that there are. */
  get matched(): readonly { readonly writer: string; readonly seq: number }[] {
    return this.#matched;
  }

  add(bytes: Buffer): void {
    const row = this.#row;
    row.read(bytes);
    this.#count++;
    const changed = row.changedText();
    if (changed !== undefined) this.#tell("text_changed", `${changed} is not what was recorded`);
    if (row.isErased()) this.#erased.push({ tenant: row.tenant(), id: row.id(), decision: row.decision() });
    if (!row.isSealed()) {
      this.#unsealed++;
      return;
    }
    const writer = row.writer();
    const open = this.#open.get(writer);
    const seq = row.seq();
    if (open !== undefined && open.last + 1 === seq) {
      if (!row.follows(open.hash)) this.#tell("changed", "the record, or its place, is not what was recorded");
      open.last = seq;
      open.hash = Buffer.from(row.hash());
      this.#compare(open.heads, seq);
      return;
    }
    if (open !== undefined) this.#done.push(closed(open));
    this.#begin(writer, seq, bytes);
  }

  /** Ends what is open, e.g. before rows of another part come in. */
  end(): readonly Run[] {
    for (const open of this.#open.values()) this.#done.push(closed(open));
    this.#open.clear();
    return this.#done.splice(0);
  }

  #begin(writer: string, seq: number, bytes: Buffer): void {
    const heads = this.#heads.get(writer);
    // Its own copy: one small row must not keep alive all that came with it.
    this.#open.set(writer, {
      writer,
      first: seq,
      start: Buffer.from(bytes),
      heads,
      last: seq,
      hash: Buffer.from(this.#row.hash()),
    });
    this.#compare(heads, seq);
  }

  #compare(heads: Map<number, string> | undefined, seq: number): void {
    const said = heads?.get(seq);
    if (said === undefined) return;
    this.#matched.push({ writer: this.#row.writer(), seq });
    if (said !== this.#row.hash().toString("hex")) {
      this.#tell("rewritten", "a signed checkpoint says another hash: it or one before it was written anew");
    }
  }

  #tell(kind: "changed" | "text_changed" | "rewritten", message: string): void {
    const { stream } = this.#row.shape;
    const [writer, seq] = this.#row.isSealed() ? [this.#row.writer(), this.#row.seq()] : ["", 0];
    this.#report({ kind, stream, writer, seq, id: this.#row.id(), message });
  }
}

function closed({ writer, first, start, last, hash }: Open): Run {
  return { writer, first, start, last, hash };
}
