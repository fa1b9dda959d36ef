import { describe, expect, test } from "vitest";
import { FrameWriter, SEGMENT_HEAD } from "../../../src/adapters/spool/frame.ts";
import { headOf, scan } from "../../../src/adapters/spool/scan.ts";

const PAYLOADS = ["one", "", '{"text":"ü\\u0000\u{1f600}"}', "x".repeat(70_000), "last one"];
const ALL = { from: SEGMENT_HEAD.length, seq: 1, before: Number.POSITIVE_INFINITY };

function segment(payloads: readonly string[] = PAYLOADS, first = 1): Buffer {
  const writer = new FrameWriter();
  for (const [index, payload] of payloads.entries()) writer.add(first + index, payload);
  return Buffer.concat([SEGMENT_HEAD, writer.bytes()]);
}

function read(bytes: Buffer, part = ALL): readonly (readonly [number, string])[] {
  return scan(bytes, part).frames.map(({ seq, payload }) => [seq, payload.toString()]);
}

const NUMBERED = PAYLOADS.map((payload, index) => [index + 1, payload] as const);

describe("a segment", () => {
  test("gives back what was put in, in order", () => {
    const bytes = segment();
    expect(read(bytes)).toEqual(NUMBERED);
    expect(scan(bytes, ALL)).toMatchObject({ end: bytes.length, damaged: 0 });
  });

  test("cut at any byte of its last frame gives all frames before, and calls nothing damaged", () => {
    const bytes = segment();
    const start = scan(bytes, ALL).frames.at(-1)?.start ?? 0;
    for (let end = start; end < bytes.length; end++) {
      const scanned = scan(bytes.subarray(0, end), ALL);
      expect(scanned.frames.map(({ seq }) => seq)).toEqual([1, 2, 3, 4]);
      expect(scanned).toMatchObject({ end: start, damaged: 0 });
    }
  });

  test("cut anywhere never gives a frame that was not put in", () => {
    const bytes = segment(["a", "bb", "ccc"]);
    for (let end = 0; end < bytes.length; end++) {
      const found = read(bytes.subarray(0, end));
      expect(found).toEqual(
        [
          [1, "a"],
          [2, "bb"],
          [3, "ccc"],
        ].slice(0, found.length),
      );
    }
  });

  test("with any one bit of a frame flipped loses that frame, and no other", () => {
    const payloads = ["first", "second", "third"];
    const bytes = segment(payloads);
    const second = scan(bytes, ALL).frames[1] ?? { start: 0, end: 0 };
    for (let bit = second.start * 8; bit < second.end * 8; bit++) {
      const flipped = Buffer.from(bytes);
      flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(read(flipped)).toEqual([
        [1, "first"],
        [3, "third"],
      ]);
      expect(scan(flipped, ALL).damaged).toBe(1);
    }
  });

  test("with a run of zeros, as a file system leaves after a power loss, keeps what is behind it", () => {
    const bytes = segment(["first", "second".repeat(50), "third", "fourth"]);
    const [, second, third] = scan(bytes, ALL).frames;
    bytes.fill(0, (second?.start ?? 0) + 3, (third?.start ?? 0) + 9);
    expect(read(bytes)).toEqual([
      [1, "first"],
      [4, "fourth"],
    ]);
  });

  test("does not take a frame inside a payload for one of its own", () => {
    const inner = segment(["inner"], 2).subarray(SEGMENT_HEAD.length).toString("latin1");
    expect(read(segment([inner, "outer"])).map(([seq]) => seq)).toEqual([1, 2]);
  });

  test("ends where the next one's numbers begin: what a failed write left behind is not its own", () => {
    expect(read(segment(), { ...ALL, before: 3 }).map(([seq]) => seq)).toEqual([1, 2]);
  });

  test.each([
    ["this version's head", segment(), "known"],
    ["the head of another version", Buffer.from("WRITSPL\u0002rest", "latin1"), "other"],
    ["a head that is damaged elsewhere", Buffer.from("WRIT?PL\u0001rest", "latin1"), "known"],
    ["no whole head", Buffer.from("WRITSP", "latin1"), "none"],
  ])("with %s", (_, bytes, expected) => {
    expect(headOf(bytes)).toBe(expected);
  });
});
