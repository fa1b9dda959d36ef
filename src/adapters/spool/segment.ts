import { type FileHandle, open, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { FILE_MODE, segmentName, syncFolder } from "./folder.ts";
import { SEGMENT_HEAD } from "./frame.ts";

/** A file of frames, as those see it who bring its records into the database. */
export interface Segment {
  readonly path: string;
  readonly firstSeq: number;
  /** Up to here it is on disk; what is behind it was never answered. */
  readonly durable: number;
  /**
   * The number of the first record behind what is durable; undefined where only the file's end is known: what stands last in it
   * may be a torn write, which was never answered.
   */
  readonly endSeq: number | undefined;
  /** Nothing more will be written to it. */
  readonly sealed: boolean;
}

/** The segment that a journal writes to. */
export class OpenSegment implements Segment {
  readonly path: string;
  readonly firstSeq: number;
  readonly #handle: FileHandle;
  #durable = SEGMENT_HEAD.length;
  #endSeq: number;
  #sealed = false;

  private constructor(path: string, firstSeq: number, handle: FileHandle) {
    this.path = path;
    this.firstSeq = firstSeq;
    this.#endSeq = firstSeq;
    this.#handle = handle;
  }

  /** Creates the file; it and its name are on disk afterwards. @throws the system's error; then there is none */
  static async create(dir: string, firstSeq: number): Promise<OpenSegment> {
    const path = join(dir, segmentName(firstSeq));
    // One that failed before its first record was durable may stand there, and holds nothing that was answered.
    const handle = await open(path, "w", FILE_MODE);
    try {
      await writeAll(handle, SEGMENT_HEAD, 0);
      await handle.datasync();
      await syncFolder(dir);
    } catch (error) {
      await handle.close().catch(() => {});
      await rm(path, { force: true }).catch(() => {});
      throw error;
    }
    return new OpenSegment(path, firstSeq, handle);
  }

  get durable(): number {
    return this.#durable;
  }

  get endSeq(): number {
    return this.#endSeq;
  }

  get sealed(): boolean {
    return this.#sealed;
  }

  /** Resolves when the bytes of so many records are on disk. @throws the system's error; then the segment must be abandoned */
  async write(bytes: Buffer, records: number): Promise<void> {
    await writeAll(this.#handle, bytes, this.#durable);
    // A file that grew has its new length on disk too: fdatasync(2) flushes what is needed to read the data back.
    await this.#handle.datasync();
    this.#durable += bytes.length;
    this.#endSeq += records;
  }

  async seal(): Promise<void> {
    this.#sealed = true;
    await this.#handle.close().catch(() => {});
  }

  /**
   * After a write or fsync that failed. What the system has dropped from its cache then, a second fsync does not bring back
   * and does not report (PostgreSQL wiki, "Fsync Errors"): this file is written no more, and cut where it was last good.
   */
  async abandon(): Promise<void> {
    this.#sealed = true;
    await this.#handle.truncate(this.#durable).catch(() => {});
    await this.#handle.close().catch(() => {});
    // Without the name, as if it had never been: another one of this name may come.
    if (this.#durable === SEGMENT_HEAD.length) await rm(this.path, { force: true }).catch(() => {});
    else await syncFolder(dirname(this.path)).catch(() => {});
  }
}

/** A full disk takes some of the bytes first. */
async function writeAll(handle: FileHandle, bytes: Uint8Array, position: number): Promise<void> {
  for (let done = 0; done < bytes.length; ) {
    const { bytesWritten } = await handle.write(bytes, done, bytes.length - done, position + done);
    done += bytesWritten;
  }
}
