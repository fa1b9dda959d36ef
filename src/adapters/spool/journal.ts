import { FrameWriter } from "./frame.ts";
import { OpenSegment, type Segment } from "./segment.ts";

/** So much is read back at once, and stays on disk until all of it is in the database. */
const SEGMENT_BYTES = 8 * 1024 * 1024;
/** One fsync for all that waits, up to this: more would make the first of them wait. */
const MAX_GROUP_BYTES = 4 * 1024 * 1024;
/** A disk that has failed is not asked again before. */
const RETRY_MS = 1_000;

/** `full`: as large as it may be. `failing`: the disk refused the last write, or this one. */
export type Refusal = "full" | "failing" | "closed";

/** The journal does not take a record: it is not in it, and must not be answered on its account. */
export class Refused extends Error {
  readonly reason: Refusal;

  constructor(reason: Refusal, options?: ErrorOptions) {
    super(`the spool is ${reason}`, options);
    this.name = "Refused";
    this.reason = reason;
  }
}

export interface JournalOptions {
  /** A folder of its own. */
  readonly dir: string;
  readonly maxBytes: number;
  readonly segmentBytes?: number;
  /** More is on disk, or a segment was sealed. */
  readonly grown: () => void;
  /** A write failed: with the system's error code. */
  readonly failed: (code: string) => void;
}

interface Waiting {
  readonly payload: string;
  readonly settle: (refused?: Refused) => void;
}

/**
 * Records on this machine's disk, in the order in which they came. Those that wait at the same time share one fsync, which
 * starts as soon as the one before has ended; each is taken when its own has come back, never before.
 */
export class Journal {
  readonly #options: JournalOptions;
  readonly #frames = new FrameWriter();
  readonly #segments: Segment[] = [];
  #current: OpenSegment | undefined;
  #waiting: Waiting[] = [];
  #waitingBytes = 0;
  #nextSeq = 1;
  #writing: Promise<void> | undefined;
  #failedAt = Number.NEGATIVE_INFINITY;
  #closed = false;

  constructor(options: JournalOptions) {
    this.#options = options;
  }

  /** What is on disk and not removed yet, oldest first. */
  get segments(): readonly Segment[] {
    return this.#segments;
  }

  get bytes(): number {
    return this.#segments.reduce((sum, { durable }) => sum + durable, this.#waitingBytes);
  }

  /** Whether it would take a record now, as far as is known. */
  ready(): boolean {
    return this.#refusal() === undefined;
  }

  /** Resolves when the payload is on disk; rejects with Refused, and with nothing else. */
  append(payload: string): Promise<void> {
    const refusal = this.#refusal();
    if (refusal !== undefined) return Promise.reject(new Refused(refusal));
    return new Promise((resolve, reject) => {
      this.#waitingBytes += payload.length;
      this.#waiting.push({ payload, settle: (refused) => (refused === undefined ? resolve() : reject(refused)) });
      this.#start();
    });
  }

  /** Begins another segment with the next record, so that the present one can be removed; only while nothing waits. */
  rotate(): void {
    if (this.#writing === undefined) this.#sealCurrent();
  }

  /** Its file is gone. */
  removed(segment: Segment): void {
    const at = this.#segments.indexOf(segment);
    if (at >= 0) this.#segments.splice(at, 1);
  }

  /** Writes what waits, and takes no more. */
  async close(): Promise<void> {
    this.#closed = true;
    while (this.#writing !== undefined) await this.#writing;
    this.#sealCurrent();
  }

  #refusal(): Refusal | undefined {
    if (this.#closed) return "closed";
    if (performance.now() - this.#failedAt < RETRY_MS) return "failing";
    return this.bytes >= this.#options.maxBytes ? "full" : undefined;
  }

  #start(): void {
    this.#writing ??= this.#writeAll().finally(() => {
      this.#writing = undefined;
      // What came in between the last look and now.
      if (this.#waiting.length > 0) this.#start();
    });
  }

  async #writeAll(): Promise<void> {
    // Everything that arrived in this turn of the event loop goes into the first group.
    await new Promise(setImmediate);
    while (this.#waiting.length > 0) {
      const group = this.#take();
      const refused = await this.#write(group.length).then(
        () => undefined,
        (cause: unknown) => this.#fail(cause),
      );
      if (refused === undefined) this.#nextSeq += group.length;
      for (const { settle } of group) settle(refused);
      this.#options.grown();
    }
  }

  /** Encodes what waits, up to a bound. */
  #take(): readonly Waiting[] {
    this.#frames.reset();
    let taken = 0;
    for (const { payload } of this.#waiting) {
      if (this.#frames.size >= MAX_GROUP_BYTES) break;
      this.#frames.add(this.#nextSeq + taken, payload);
      this.#waitingBytes -= payload.length;
      taken += 1;
    }
    return this.#waiting.splice(0, taken);
  }

  async #write(records: number): Promise<void> {
    if (this.#current === undefined) {
      this.#current = await OpenSegment.create(this.#options.dir, this.#nextSeq);
      this.#segments.push(this.#current);
    }
    await this.#current.write(this.#frames.bytes(), records);
    if (this.#current.durable >= (this.#options.segmentBytes ?? SEGMENT_BYTES)) this.#sealCurrent();
  }

  async #fail(cause: unknown): Promise<Refused> {
    this.#failedAt = performance.now();
    const failed = this.#current;
    this.#current = undefined;
    await failed?.abandon();
    // One without a record has no file any more.
    if (failed?.firstSeq === this.#nextSeq) this.removed(failed);
    const { code } = cause as { readonly code?: unknown };
    this.#options.failed(typeof code === "string" ? code : "unknown");
    return new Refused("failing", { cause });
  }

  #sealCurrent(): void {
    this.#current?.seal().catch(() => {});
    this.#current = undefined;
  }
}
