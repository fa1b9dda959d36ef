import { type Frame, frameAt, frameBehind, SEGMENT_HEAD } from "./frame.ts";

/** What a part of a segment holds. */
export interface Scanned {
  readonly frames: readonly Frame[];
  /** Where the last frame ends. */
  readonly end: number;
  /** Places before that end which are no frames. */
  readonly damaged: number;
}

export interface Part {
  /** Where frames begin: behind the head, or where the part before ended. */
  readonly from: number;
  /** The number that the first frame has, if nothing is missing. */
  readonly seq: number;
  /** The first number that belongs to another segment. */
  readonly before: number;
}

/**
 * Reads frames, and goes on behind a damaged place with the next whole one: what was answered is not given up because something
 * before it was lost.
 */
export function scan(bytes: Buffer, { from, seq, before }: Part): Scanned {
  const frames: Frame[] = [];
  let [at, expected, damaged] = [from, seq, 0];
  for (;;) {
    const next = frameAt(bytes, at);
    const fits = next !== undefined && next.seq >= expected;
    const frame = fits ? next : frameBehind(bytes, at + 1, expected);
    if (frame === undefined || frame.seq >= before) return { frames, end: at, damaged };
    if (!fits) damaged += 1;
    frames.push(frame);
    [at, expected] = [frame.end, frame.seq + 1];
  }
}

/** `other`: a form of another version, which is not to be touched. A file that is too short for a head holds nothing. */
export function headOf(bytes: Buffer): "known" | "other" | "none" {
  if (bytes.length < SEGMENT_HEAD.length) return "none";
  const magic = SEGMENT_HEAD.length - 1;
  const same = bytes.subarray(0, magic).equals(SEGMENT_HEAD.subarray(0, magic));
  return same && bytes[magic] !== SEGMENT_HEAD[magic] ? "other" : "known";
}
