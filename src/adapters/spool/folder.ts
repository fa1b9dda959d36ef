import { mkdir, open, readdir } from "node:fs/promises";
import { join } from "node:path";

/** What is in the spool holds arguments of calls: for this account only. */
export const FILE_MODE = 0o600;
const FOLDER_MODE = 0o700;

const SEGMENT_NAME = /^(\d{15})\.segment$/;
const SEQ_DIGITS = 15;

/** A segment's file is named after the number of its first record. */
export function segmentName(firstSeq: number): string {
  return `${String(firstSeq).padStart(SEQ_DIGITS, "0")}.segment`;
}

/** The segments in a journal's folder, in the order of their records. */
export async function segmentFiles(dir: string): Promise<readonly { path: string; firstSeq: number }[]> {
  const names = (await readdir(dir)).toSorted();
  return names.flatMap((name) => {
    const first = SEGMENT_NAME.exec(name)?.[1];
    return first === undefined ? [] : [{ path: join(dir, name), firstSeq: Number(first) }];
  });
}

export async function makeFolder(dir: string): Promise<void> {
  await mkdir(dir, { recursive: true, mode: FOLDER_MODE });
}

/** Makes what was created, renamed or removed in a folder durable: a file's own fsync does not (fsync(2)). */
export async function syncFolder(dir: string): Promise<void> {
  const handle = await open(dir, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
