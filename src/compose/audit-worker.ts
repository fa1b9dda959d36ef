import { parentPort, workerData } from "node:worker_threads";
import { readShare, type Share } from "./audit-share.ts";
import type { ThreadAnswer } from "./audit-threads.ts";

// One thread of an audit, with a connection of its own: see audit-threads.ts.

const TELL_EVERY_ROWS = 10_000;

if (parentPort !== null && isShare(workerData)) await work(workerData.audit, parentPort);

function isShare(data: unknown): data is { readonly audit: Share } {
  return typeof data === "object" && data !== null && "audit" in data;
}

async function work(share: Share, port: NonNullable<typeof parentPort>): Promise<void> {
  const answer = (message: ThreadAnswer) => port.postMessage(message);
  let told = 0;
  try {
    const result = await readShare(share, (rows) => {
      if (rows - told < TELL_EVERY_ROWS) return;
      told = rows;
      answer({ rows });
    });
    answer({ result });
  } catch (error) {
    answer({ failed: error instanceof Error ? error.message : "unknown error" });
  }
}
