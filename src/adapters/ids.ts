import { randomFillSync } from "node:crypto";
import { ulid } from "ulid";

/** Random bytes are drawn from the kernel this many at a time: an id needs sixteen, a system call each would cost more than the id. */
const POOL_BYTES = 4096;
const pool = Buffer.allocUnsafe(POOL_BYTES);
let used = POOL_BYTES;

function random(): number {
  if (used === POOL_BYTES) {
    randomFillSync(pool);
    used = 0;
  }
  return (pool[used++] as number) / 256;
}

/** A new id: `<prefix>_<ULID>`, whose time is exactly `nowMs`, so that an id finds its partition. */
export function newId(
  prefix: "dec" | "grt" | "apr" | "int" | "tsk" | "wrt" | "rdm" | "flw" | "spl",
  nowMs: number,
): string {
  return `${prefix}_${ulid(nowMs, random)}`;
}
