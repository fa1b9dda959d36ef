import { describe, expect, test } from "vitest";
import type { JsonObject } from "../../../../src/domain/json.ts";
import { pointersOf, readsOf } from "../../../../src/domain/reads.ts";
import { notedReads, withReadsNote } from "../../../../src/domain/reads-note.ts";

const DIGEST = `sha256:${"1".repeat(64)}`;
const OTHER = `sha256:${"2".repeat(64)}`;
const READS = { input: readsOf(["/action", "/agent/id"]), data: readsOf(["/settings"]) };
const EVERYTHING = { input: "everything", data: "everything" };
const manifest: JsonObject = { revision: "1", metadata: { owner: "team", writ: { built_with: "x", input: [""] } } };

describe("what a build notes of a policy's reads", () => {
  test("is read back, and leaves the rest of the manifest as it is", () => {
    const noted = withReadsNote(manifest, READS, DIGEST);
    expect(noted).toEqual({
      revision: "1",
      metadata: {
        owner: "team",
        writ: { built_with: "x", input: ["/action", "/agent/id"], data: ["/settings"], wasm: DIGEST },
      },
    });
    expect(notedReads(noted, DIGEST)).toEqual(READS);
  });

  test("holds for the module that it was made of and no other", () => {
    expect(notedReads(withReadsNote(manifest, READS, OTHER), DIGEST)).toEqual(EVERYTHING);
  });

  test("is everything where there are more parts than a note has room for", () => {
    const many = Array.from({ length: 2000 }, (_, index) => `/a${index % 1000}/b${index}`);
    const reads = { input: new Map(many.map((pointer) => [pointer, "everything" as const])), data: READS.data };
    const { input, data } = notedReads(withReadsNote({}, reads, DIGEST), DIGEST);
    expect({ input, data: pointersOf(data) }).toEqual({ input: "everything", data: ["/settings"] });
  });

  test.each<readonly [string, JsonObject]>([
    ["no metadata", {}],
    ["no note", { metadata: { writ: [] } }],
    ["a note without a module", { metadata: { writ: { input: [], data: [] } } }],
    ["a note of nothing", { metadata: { writ: { wasm: DIGEST } } }],
  ])("is everything with %s", (_, given) => {
    expect(notedReads(given, DIGEST)).toEqual(EVERYTHING);
  });

  test.each(["input", "data"])("names the list that cannot be read: %s", (name) => {
    const given = { metadata: { writ: { wasm: DIGEST, [name]: ["settings"] } } };
    expect(() => notedReads(given, DIGEST)).toThrow(`.manifest: metadata.writ.${name}`);
  });
});
