import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { shownApproval } from "../../../src/approvals/shown.ts";
import type { ShownSubject } from "../../../src/approvals/subject.ts";
import { visible } from "../../../src/approvals/text/visible.ts";
import type { JsonObject } from "../../../src/domain/json.ts";
import { DEMAND, subject, textsOf } from "./subjects.ts";

/** What no text may hold that people are shown: written anew here, by code point. */
const DANGEROUS =
  /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Cn}\p{Zl}\p{Zp}\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0\u{e0000}-\u{e0fff}]/u;
/** Marks that show nothing, or strike out what they stand on. */
const DANGEROUS_MARKS = /\u034f|[\u180b-\u180f]|[\ufe00-\ufe0f]|\p{Mn}{3}|\u0334|\u0335|\u0336|\u0337|\u0338/u;

/** All texts of a question together, in UTF-16 units: a page, and no more. */
const MAX_CHARS = 600_000;

const trap = fc.constantFrom(
  "\u202e", "\u2066", "\u200b", "\u200d", "\ufeff", "\u00ad", "\u{e0041}", "\u{e007f}", "\ufe0f", "\u{e0100}", "\u2028", "\u2029", "\n", "\r", "\t", "\0",
  "\u001b[2J", "\u0085", "\u00a0", "\u3000", "\u2800", "\u3164", "\ud800", "\udc00", "\u0301\u0301\u0301\u0301", "\u0336", "а", "⟨U+202E⟩", "<script>", "xn--pple-43d.com", "{to}", "[a|b]",
); // biome-ignore format: one list
const text = fc
  .array(fc.oneof(trap, fc.string({ unit: "binary", maxLength: 8 })), { maxLength: 12 })
  .map((parts) => parts.join(""));

const subjects: fc.Arbitrary<ShownSubject> = fc
  .record({
    texts: fc.array(text, { minLength: 16, maxLength: 16 }),
    args: fc.dictionary(text, fc.oneof(text, fc.array(text), fc.dictionary(text, text))),
  })
  .map(({ texts, args }) => {
    const [agent, owner, user, purpose, code, message, label, server, tool, uri, value, kind, amount, currency, verb, template] = texts as [
      string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string,
    ]; // biome-ignore format: one for each
    const destinations = [{ kind, value, origin: "tool_output" as const, source: { tool, decision_id: "dec_1" } }];
    return subject(
      {
        agent: { id: agent, owner },
        on_behalf_of: user,
        purpose,
        reasons: [{ code, message, rule: "policy", controls: [] }],
        labels: [label],
        arguments: args as JsonObject,
        demand: { ...DEMAND, template, max_amount: amount, uses: 2 },
      },
      {
        verb,
        tool: { server, name: tool, known: false, pin: "none" },
        resource: { type: kind, uri },
        destinations,
        amount: { value: amount, currency },
        data_classes: [label],
        parts: [{ verb: "x-a.b", resource: { type: kind, uri }, destinations, tier: "read_only", traits: [] }],
      },
    );
  });

describe("shownApproval", () => {
  it("shows no character that hides, reorders or strikes out, whatever it is given", () => {
    fc.assert(
      fc.property(subjects, (given) => {
        for (const shown of textsOf(shownApproval(given))) {
          expect(shown).not.toMatch(DANGEROUS);
          expect(shown).not.toMatch(DANGEROUS_MARKS);
        }
      }),
    );
  });

  it("is bounded, whatever it is given", () => {
    const long = "\u202e".repeat(200_000);
    const args = Object.fromEntries(
      Array.from({ length: 5_000 }, (_, i) => [`${long.slice(0, 500)}${i}`, "x".repeat(100)]),
    );
    const many = Array.from({ length: 2_000 }, (_, i) => ({
      kind: "host",
      value: `${i}${long.slice(0, 200)}`,
      origin: "unseen" as const,
    }));
    const shown = shownApproval(
      subject(
        {
          agent: { id: long, owner: long },
          purpose: long,
          arguments: { ...args, long },
          labels: many.map(({ value }) => value),
          reasons: many.map(({ value }) => ({ code: value, message: value, rule: "", controls: [] })),
        },
        {
          destinations: many,
          parts: many.map((one) => ({ verb: "net.fetch", destinations: [one], tier: "read_only", traits: [] })),
        },
      ),
    );
    expect(shown.fields.length).toBeLessThan(120);
    expect(shown.warnings.length).toBeLessThan(20);
    expect(textsOf(shown).join("").length).toBeLessThan(MAX_CHARS);
    expect(shown.fields).toContainEqual({ name: "Further arguments", value: "4961 more, not shown" });
  });

  // Made of parts, so that no scanner takes this file for a leak.
  const token = ["ghp", "_", "A1b2C3d4E5f6G7h8I9j0K1l2M3n4O5p6Q7r8"].join("");
  const SECRETS: readonly (readonly [where: string, given: ShownSubject])[] = [
    ["an argument", subject({ arguments: { body: `the token is ${token}, use it` } })],
    ["a name of an argument", subject({ arguments: { [token]: 1 } })],
    ["a nested argument", subject({ arguments: { a: [{ b: token }] } })],
    [
      "an argument, parted by an invisible character",
      subject({ arguments: { body: `${token.slice(0, 12)}\u200b${token.slice(12)}` } }),
    ],
    ["the purpose", subject({ purpose: `use ${token}` })],
    ["a reason", subject({ reasons: [{ code: "x", message: token, rule: "", controls: [] }] })],
    ["a label", subject({ labels: [token] })],
    ["the resource", subject({}, { resource: { type: "url", uri: `https://example.com/?access_token=${token}` } })],
    [
      "a destination",
      subject({}, { destinations: [{ kind: "url", value: `https://x:${token}@example.com/`, origin: "unseen" }] }),
    ],
    ["a tool", subject({}, { tool: { server: token, name: token, known: true, pin: "none" } })],
    ["the agent", subject({ agent: { id: token, owner: token } })],
  ];
  it.each(SECRETS)("shows no secret of %s", (_, given) => {
    const all = textsOf(shownApproval(given)).join("\n");
    expect(all).not.toContain(token);
    expect(all).not.toContain(token.slice(4, 20));
    expect(all).toContain("[REDACTED]");
  });

  it("shows what stands under the name of a secret to nobody", () => {
    const shown = shownApproval(subject({ arguments: { user: "bob", password: "tr0ub4dor" } }));
    expect(shown.fields).toContainEqual({ name: "/arguments/user", value: "bob" });
    expect(shown.fields).toContainEqual({ name: "/arguments/password", value: "[REDACTED]" });
    expect(shown.warnings).toContain("1 of the arguments hold secrets, which are not shown here");
  });

  it("cuts a long value in the middle, and says how much it left out", () => {
    const shown = shownApproval(subject({ arguments: { body: `${"a".repeat(5_000)}b` } }));
    const value = shown.fields.find(({ name }) => name === "/arguments/body")?.value ?? "";
    expect(value).toMatch(/^a{400}⟨4401 of 5001 characters left out⟩a{199}b$/);
  });

  const COVERS = [
    [{}, "this one call and no other, within 15 minutes"],
    [{ uses: 3, valid_for_s: 3600 }, "this very call 3 times, within 1 hour"],
    [
      { template: "same_payee", uses: 5, valid_for_s: 7200, same: ["verb", "destinations"], max_amount: "200" },
      "up to 5 calls with the same verb, destinations, each of at most 200 USD, within 2 hours (template same_payee)",
    ],
    [{ template: "any", uses: 1, valid_for_s: 61 }, "one call whatever they are, within 61 seconds (template any)"],
  ] as const;
  it.each(COVERS)("says what a yes covers: %j", (demand, said) => {
    const shown = shownApproval(subject({ demand: { ...DEMAND, ...demand } }));
    expect(shown.fields).toContainEqual({ name: "A yes covers", value: said });
    const more = { ...DEMAND, ...demand }.template !== "this_action" || { ...DEMAND, ...demand }.uses > 1;
    expect(shown.warnings.includes("A yes covers more than this one call")).toBe(more);
  });
});

describe("visible", () => {
  it("writes different texts differently", () => {
    fc.assert(
      fc.property(text, text, (a, b) => {
        fc.pre(a !== b && !/[⏎⇥]/.test(a + b));
        expect(visible(a)).not.toBe(visible(b));
      }),
    );
  });

  it("leaves what people write as it is", () => {
    for (const plain of ["Zoë paid 98.70 €", "Ελλάδα", "東京 2026", "नमस्ते", "שלום", "naïve — “quoted” 👍"]) {
      expect(visible(plain)).toBe(plain);
    }
  });
});
