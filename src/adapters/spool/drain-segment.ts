import { open, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { WritError } from "../../domain/errors.ts";
import type { Delivery, Destination } from "./deliver.ts";
import { makeFolder, syncFolder } from "./folder.ts";
import { type Frame, isWhole, SEGMENT_HEAD } from "./frame.ts";
import { headOf, scan } from "./scan.ts";
import type { Segment } from "./segment.ts";

/** Rows of one transaction: fewer than the group committer takes at once, so that they are committed together and in order. */
const MAX_BATCH_RECORDS = 250;
const MAX_BATCH_BYTES = 4 * 1024 * 1024;

/** How far the segments of one journal have been brought into the database. */
export class Progress {
  readonly #to: Destination;
  readonly #delivery: Delivery;
  #path = "";
  #at = 0;
  #damaged = false;
  /** The number of the next record. */
  #seq: number;

  constructor(to: Destination, delivery: Delivery, firstSeq: number) {
    this.#to = to;
    this.#delivery = delivery;
    this.#seq = firstSeq;
  }

  /** Whether all that is durable of a segment is in the database. */
  done(segment: Segment): boolean {
    return this.#path === segment.path && this.#at >= segment.durable;
  }

  /**
   * Brings in what is durable of a segment now.
   * @throws WritError unavailable or the system's error when it cannot; the next call goes on where this one came to
   */
  async advance(segment: Segment, goOn: () => boolean): Promise<void> {
    if (this.#path !== segment.path) [this.#path, this.#at, this.#damaged] = [segment.path, 0, false];
    const [start, durable, endSeq] = [this.#at, segment.durable, segment.endSeq];
    const bytes = await readPart(segment.path, start, durable);
    if (start === 0 && headOf(bytes) === "other") {
      throw new WritError("conflict", "the spool was written by another version of Writ");
    }
    const from = start === 0 ? SEGMENT_HEAD.length : 0;
    const scanned = scan(bytes, { from, seq: this.#seq, before: endSeq ?? Number.POSITIVE_INFINITY });
    for (const batch of batches(scanned.frames)) {
      if (!goOn()) return;
      await this.#delivery.deliver(batch);
      for (const { seq } of batch) this.#passed(seq, segment);
      this.#at = start + (batch.at(-1) as Frame).end;
    }
    this.#damaged ||= scanned.damaged > 0;
    this.#end(segment, bytes.subarray(scanned.end), endSeq);
    this.#at = Math.max(durable, start + bytes.length);
  }

  /** Removes a segment that is done, or keeps it for people where some of it could not be read. */
  async remove({ path }: Segment): Promise<void> {
    const dir = dirname(path);
    if (this.#damaged) {
      await makeFolder(this.#to.asideDir);
      await rename(path, join(this.#to.asideDir, `${basename(dir)}-${basename(path)}`));
    } else await rm(path, { force: true });
    // In order: one that came back while a later one did not would look like a loss.
    await syncFolder(dir);
  }

  /** A gap before this record is of records that cannot be read any more. */
  #passed(seq: number, segment: Segment): void {
    this.#lose(seq - this.#seq, segment);
    this.#seq = seq + 1;
  }

  #end(segment: Segment, rest: Buffer, endSeq: number | undefined): void {
    if (endSeq !== undefined) {
      this.#lose(endSeq - this.#seq, segment);
      this.#seq = Math.max(this.#seq, endSeq);
      return;
    }
    if (rest.length === 0) return;
    // The last write had not come back when the process ended, so that nothing of it was answered. Only a frame that is all
    // there, and wrong, may be another story: for people to look at.
    this.#damaged ||= isWhole(rest);
    const event = isWhole(rest) ? "spool_tail_damaged" : "spool_tail_cut";
    this.#to.log(event, { segment: nameOf(segment), bytes: rest.length });
  }

  #lose(count: number, segment: Segment): void {
    if (count <= 0) return;
    this.#damaged = true;
    this.#to.lost(count);
    this.#to.log("spool_damaged", { segment: nameOf(segment), records: count });
  }
}

function nameOf({ path }: Segment): string {
  return `${basename(dirname(path))}/${basename(path)}`;
}

async function readPart(path: string, from: number, to: number): Promise<Buffer> {
  const bytes = Buffer.allocUnsafe(Math.max(0, to - from));
  const file = await open(path, "r").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined;
    throw error;
  });
  // Somebody removed it: what was in it is missing by its numbers.
  if (file === undefined) return bytes.subarray(0, 0);
  try {
    let done = 0;
    while (done < bytes.length) {
      const { bytesRead } = await file.read(bytes, done, bytes.length - done, from + done);
      if (bytesRead === 0) break;
      done += bytesRead;
    }
    return bytes.subarray(0, done);
  } finally {
    await file.close();
  }
}

function batches(frames: readonly Frame[]): readonly (readonly Frame[])[] {
  const all: Frame[][] = [];
  let bytes = 0;
  for (const frame of frames) {
    const last = all.at(-1);
    const full = last === undefined || last.length >= MAX_BATCH_RECORDS || bytes >= MAX_BATCH_BYTES;
    if (full) all.push([frame]);
    else last.push(frame);
    bytes = (full ? 0 : bytes) + frame.payload.length;
  }
  return all;
}
