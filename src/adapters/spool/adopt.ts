import { readdir, rm, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import { Delivery, type Destination } from "./deliver.ts";
import { describe } from "./describe.ts";
import { Progress } from "./drain-segment.ts";
import { segmentFiles } from "./folder.ts";
import type { Lock } from "./open.ts";
import type { Segment } from "./segment.ts";

/** How journals are called, apart from all else in their folder. */
export const JOURNAL_NAME = /^spl_[0-9A-Z]{26}$/;

export interface AdoptOptions {
  /** The folder of all journals of this machine. */
  readonly dir: string;
  readonly lock: (dir: string) => Promise<Lock | undefined>;
  /** Opened only when there is something to bring in. */
  readonly open: () => Promise<Destination>;
  readonly log: (event: string, fields: Readonly<Record<string, string | number>>) => void;
  readonly goOn: () => boolean;
}

/**
 * Brings the records of processes that are gone into the database, and removes their journals. A journal whose owner lives, or
 * that another process is at, is left alone.
 * @returns whether any journal could not be finished
 */
export async function adoptOrphans(options: AdoptOptions): Promise<boolean> {
  let left = false;
  for (const name of (await namesIn(options.dir)).filter((each) => JOURNAL_NAME.test(each))) {
    if (!options.goOn()) return true;
    const dir = join(options.dir, name);
    const lock = await options.lock(dir);
    if (lock === undefined) continue;
    try {
      if (await adopt(dir, options)) await rm(dir, { recursive: true, force: true });
      else left = true;
    } catch (error) {
      options.log("spool_waits", { journal: name, reason: describe(error) });
      left = true;
    } finally {
      lock.close();
    }
  }
  return left;
}

/** @returns whether all of it is in the database */
async function adopt(dir: string, { open, log, goOn }: AdoptOptions): Promise<boolean> {
  const segments = await orphaned(dir);
  const [first] = segments;
  if (first === undefined) return true;
  const to = await open();
  const progress = new Progress(to, new Delivery(to, true), first.firstSeq);
  for (const segment of segments) {
    await progress.advance(segment, goOn);
    if (!progress.done(segment)) return false;
    await progress.remove(segment);
  }
  log("spool_adopted", { journal: basename(dir), segments: segments.length });
  return true;
}

async function orphaned(dir: string): Promise<readonly Segment[]> {
  const files = await segmentFiles(dir);
  return Promise.all(
    files.map(async ({ path, firstSeq }, index) => ({
      path,
      firstSeq,
      durable: (await stat(path)).size,
      endSeq: files[index + 1]?.firstSeq,
      sealed: true,
    })),
  );
}

async function namesIn(dir: string): Promise<readonly string[]> {
  try {
    return (await readdir(dir)).toSorted();
  } catch (error) {
    // Nothing was ever spooled here.
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
}
