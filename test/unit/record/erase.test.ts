import { describe, expect, it } from "vitest";
import { eraserOf } from "../../../src/record/erase.ts";

const { text, json } = eraserOf("alice@example.com");

describe("a text", () => {
  const texts: readonly (readonly [string, string | undefined])[] = [
    ["to alice@example.com, please", "to [ERASED], please"],
    ["To: ALICE@Example.COM; alice@example.com", "To: [ERASED]; [ERASED]"],
    ["mailto:alice@example.com?subject=x", "mailto:[ERASED]?subject=x"],
    // Full-width letters: another spelling of the same (NFKC), of which no part is kept.
    ["\uff41lice@example.com said", "[ERASED]"],
    ["malice@example.com", undefined],
    ["alice@example.common", undefined],
    ["bob@example.com", undefined],
  ];
  it.each(texts)("%j becomes %j", (given, expected) => {
    expect(text(given)).toBe(expected);
  });
});

describe("a document", () => {
  it("loses it in texts and names, and tells where", () => {
    const given = {
      to: ["alice@example.com", 1],
      "alice@example.com": { "a/b": "x alice@example.com" },
      n: null,
      ok: true,
    };
    const erased = json(JSON.stringify(given));
    expect(JSON.parse(erased?.text ?? "")).toEqual({
      to: ["[ERASED]", 1],
      "[ERASED]": { "a/b": "x [ERASED]" },
      n: null,
      ok: true,
    });
    expect(erased?.paths).toEqual(["/to/0", "/[ERASED]", "/[ERASED]/a~1b"]);
  });

  it("without it is left as it is", () => {
    expect(json('{"to":"bob@example.com"}')).toBeUndefined();
    expect(json('{"to":"malice@example.com"}')).toBeUndefined();
  });

  it("is searched for what JSON escapes", () => {
    const quoted = eraserOf('Alice "Al" O\\Neil');
    expect(quoted.json(JSON.stringify({ name: 'ask Alice "Al" O\\Neil' }))?.text).toBe('{"name":"ask [ERASED]"}');
  });
});
