import { extname } from "node:path";
import { Worker } from "node:worker_threads";
import type { VerifyPart } from "../adapters/postgres/verify-reader.ts";
import { WritError } from "../domain/errors.ts";
import { readShare, type Share, type ShareResult } from "./audit-share.ts";

/** 64 MB: below it a thread takes longer to start than to read. */
const WORTH_THREADS_BLOCKS = 8_192;

/** What a thread says: how many rows there were so far, or what has come of its share. */
export type ThreadAnswer = { readonly rows: number } | { readonly result: ShareResult } | { readonly failed: string };

/** Deals the parts out. @param progress told how many rows each lane has read so far @throws WritError unavailable */
export function readShares(
  share: Omit<Share, "parts">,
  parts: readonly VerifyPart[],
  lanes: number,
  progress: (lane: number, rows: number) => void,
): Promise<readonly ShareResult[]> {
  const blocks = parts.reduce((sum, part) => sum + part.blocks, 0);
  if (lanes === 1 || blocks < WORTH_THREADS_BLOCKS) {
    return Promise.all([readShare({ ...share, parts }, (rows) => progress(0, rows))]);
  }
  // In turn, so that neighbours are read at about the same time and come from the same pages of the cache.
  const shares = Array.from({ length: lanes }, (_, lane) => parts.filter((_part, index) => index % lanes === lane));
  return Promise.all(shares.map((own, lane) => inThread({ ...share, parts: own }, (rows) => progress(lane, rows))));
}

function inThread(share: Share, progress: (rows: number) => void): Promise<ShareResult> {
  const url = new URL(`./audit-worker${extname(import.meta.url)}`, import.meta.url);
  const worker = new Worker(url, { workerData: { audit: share } });
  return new Promise((resolve, reject) => {
    worker.on("message", (answer: ThreadAnswer) => {
      if ("rows" in answer) progress(answer.rows);
      else if ("result" in answer) resolve(answer.result);
      else reject(new WritError("unavailable", answer.failed));
    });
    worker.once("error", (cause) => reject(new WritError("unavailable", "a thread of the audit failed", { cause })));
    // Behind a result it changes nothing.
    worker.once("exit", () => reject(new WritError("unavailable", "a thread of the audit ended early")));
  });
}
