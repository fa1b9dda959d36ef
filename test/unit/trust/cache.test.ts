import { expect, test } from "vitest";
import { MIN_REMEMBERED, type Remembered, VerifiedTokens } from "../../../src/adapters/trust/tokens/cache.ts";
import { heldSource } from "./source.ts";

const KEY = { kid: "k" };
const source = heldSource([KEY]);

function entryOf(digest: string, changes: Partial<Remembered> = {}): Remembered {
  const verified = { issuer: "idp", profile: "oidc", claims: {}, digest, expires_at_ms: 100 };
  return { verified, source, key: KEY, keys: source.document?.keys ?? [], chars: 100, endsAtMs: 100, ...changes };
}

test("what is in use is kept, and what is not goes", () => {
  const tokens = new VerifiedTokens();
  tokens.set("used", entryOf("used"));
  tokens.set("unused", entryOf("unused"));
  for (let i = 0; i < 3 * MIN_REMEMBERED; i += 1) {
    tokens.set(`other-${i}`, entryOf("other"));
    expect(tokens.get("used", 0)?.digest).toBe("used");
  }
  expect(tokens.get("unused", 0)).toBeUndefined();
  expect(tokens.get(`other-${3 * MIN_REMEMBERED - 1}`, 0)).toBeDefined();
});

test("long ones count for more", () => {
  const tokens = new VerifiedTokens();
  tokens.set("first", entryOf("first"));
  for (let i = 0; i < 2_000; i += 1) tokens.set(`long-${i}`, entryOf("long", { chars: 16_384 }));
  expect(tokens.get("first", 0)).toBeUndefined();
});

test("nothing outlives its end", () => {
  const tokens = new VerifiedTokens();
  tokens.set("t", entryOf("t"));
  expect(tokens.get("t", 99)).toBeDefined();
  expect(tokens.get("t", 100)).toBeUndefined();
});
