import { hash } from "node:crypto";
import { POSTGRES_EPOCH_US } from "../../domain/binary-fields.ts";
import type { Effect } from "../../domain/decision.ts";
import { firstRuleHash } from "../chain-v1.ts";
import { SALT_BYTES } from "../salt.ts";
import type { Shape } from "./shape.ts";

const NULL = -1;
const HASH_BYTES = 32;

/** A view of one row as binary COPY has it (PostgreSQL documentation, COPY, "Binary Format"); the next one takes its place. */
export class RowView {
  readonly shape: Shape;
  readonly #columns: ReadonlyMap<string, number>;
  readonly #texts: readonly (readonly [number, number])[];
  readonly #starts: Int32Array;
  readonly #lengths: Int32Array;
  readonly #hash: number;
  readonly #salt: number;
  readonly #id: number;
  #bytes: Buffer = Buffer.alloc(0);
  #scratch = Buffer.allocUnsafeSlow(64 * 1024);

  constructor(shape: Shape) {
    this.shape = shape;
    this.#columns = new Map(shape.columns.map((name, index) => [name, index]));
    this.#texts = shape.texts.map(([text, digest]) => [this.#column(text), this.#column(digest)]);
    this.#starts = new Int32Array(shape.columns.length);
    this.#lengths = new Int32Array(shape.columns.length);
    [this.#hash, this.#salt, this.#id] = [this.#column("hash"), this.#column("salt"), this.#column("id")];
  }

  read(bytes: Buffer): void {
    this.#bytes = bytes;
    let position = 2;
    for (let index = 0; index < this.#starts.length; index++) {
      const length = bytes.readInt32BE(position);
      this.#starts[index] = position + 4;
      this.#lengths[index] = length;
      position += 4 + Math.max(0, length);
    }
  }

  writer(): string {
    return this.#bytes.toString("latin1", this.#start(0), this.#end(0));
  }

  seq(): number {
    return Number(this.#bytes.readBigInt64BE(this.#start(1)));
  }

  id(): string {
    return this.#text(this.#id);
  }

  tenant(): string {
    return this.#text(this.#column("tenant"));
  }

  /** The decision that the row is, or follows. */
  decision(): string {
    return this.#columns.has("decision_id") ? this.#text(this.#column("decision_id")) : this.id();
  }

  hash(): Buffer {
    return this.#bytes.subarray(this.#start(this.#hash), this.#end(this.#hash));
  }

  /** A follow-up that nobody has given its place yet. */
  isSealed(): boolean {
    return !this.#isNull(this.#hash);
  }

  /** From before texts were covered by digests. */
  isOfOld(): boolean {
    return this.#texts.some(([, digest]) => this.#isNull(digest));
  }

  isErased(): boolean {
    return this.#isNull(this.#salt) && !this.isOfOld();
  }

  /** The first text that is not what its digest is of; undefined where all are, or cannot be known any more. */
  changedText(): string | undefined {
    if (this.isOfOld() || this.#isNull(this.#salt)) return undefined;
    const salt = this.#bytes.subarray(this.#start(this.#salt), this.#end(this.#salt));
    const index = this.#texts.findIndex(([text, digest]) => !this.#holds(salt, text, digest));
    return index < 0 ? undefined : this.shape.texts[index]?.[0];
  }

  /** Whether the stored hash is the one of this row behind that hash. */
  follows(previous: Uint8Array): boolean {
    if (this.isOfOld()) return Buffer.from(this.#firstRule(previous)).equals(this.hash());
    const { tag } = this.shape;
    const [from, to] = [2, this.#end(this.#hash - 1)];
    const length = tag.length + HASH_BYTES + to - from;
    const scratch = this.#room(length);
    scratch.set(tag, 0);
    scratch.set(previous, tag.length);
    this.#bytes.copy(scratch, tag.length + HASH_BYTES, from, to);
    return hash("sha256", scratch.subarray(0, length), "buffer").equals(this.hash());
  }

  #holds(salt: Buffer, text: number, digest: number): boolean {
    if (salt.length !== SALT_BYTES) return false;
    const length = SALT_BYTES + (this.#lengths[text] as number);
    const scratch = this.#room(length);
    scratch.set(salt, 0);
    this.#bytes.copy(scratch, SALT_BYTES, this.#start(text), this.#end(text));
    const stored = this.#bytes.subarray(this.#start(digest), this.#end(digest));
    return hash("sha256", scratch.subarray(0, length), "buffer").equals(stored);
  }

  #firstRule(previous: Uint8Array): Uint8Array {
    const text = (name: string) => this.#text(this.#column(name));
    const digest = (name: string) => {
      const column = this.#column(name);
      return `sha256:${this.#bytes.toString("hex", this.#start(column), this.#end(column))}`;
    };
    const at = this.#bytes.readBigInt64BE(this.#start(this.#column("at")));
    return firstRuleHash(this.writer(), this.seq(), previous, {
      tenant: text("tenant"),
      id: this.id(),
      at_ms: Number((at + POSTGRES_EPOCH_US) / 1000n),
      request_id: text("request_id"),
      caller: text("caller"),
      protocol: text("protocol"),
      agent: text("agent"),
      session: text("session"),
      task: text("task"),
      tool: text("tool"),
      verb: text("verb"),
      effect: text("effect") as Effect,
      reason: text("reason"),
      dry_run: this.#bytes[this.#start(this.#column("dry_run"))] === 1,
      action_digest: digest("action_digest"),
      policy_digest: digest("policy_digest"),
      catalogue_digest: digest("catalogue_digest"),
      answer: text("answer"),
      input: text("input"),
    });
  }

  #column(name: string): number {
    return this.#columns.get(name) as number;
  }

  #isNull(column: number): boolean {
    return this.#lengths[column] === NULL;
  }

  #start(column: number): number {
    return this.#starts[column] as number;
  }

  #end(column: number): number {
    return this.#start(column) + Math.max(0, this.#lengths[column] as number);
  }

  #text(column: number): string {
    return this.#bytes.toString("utf8", this.#start(column), this.#end(column));
  }

  #room(length: number): Buffer {
    if (length > this.#scratch.length) this.#scratch = Buffer.allocUnsafeSlow(length * 2);
    return this.#scratch;
  }
}
