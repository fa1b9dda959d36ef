import { describe, expect, it } from "vitest";
import type { ShownSubject } from "../../../src/approvals/subject.ts";
import { shownWarnings } from "../../../src/approvals/warnings.ts";
import type { Destination } from "../../../src/domain/action.ts";
import { subject } from "./subjects.ts";

function to(value: string, origin: Destination["origin"] = "user"): ShownSubject {
  return subject({}, { destinations: [{ kind: "email", value, origin }], traits: [] });
}

const cases: readonly (readonly [given: string, subject: ShownSubject, warning: string])[] = [
  [
    "letters of another alphabet",
    to("bob@ехаmple.com"),
    "bob@ехаmple.com is not bob@example.com: letters in it only look like those",
  ],
  [
    "two alphabets in one word",
    to("bob@exaжmple.com"),
    "exaжmple in bob@exaжmple.com mixes alphabets that nobody writes in one word",
  ],
  [
    "Punycode of look-alikes",
    to("bob@xn--pple-43d.com"),
    "xn--pple-43d.com is written for аpple.com, which is not apple.com: letters in it only look like those",
  ],
  ["Punycode", to("bob@xn--mnchen-3ya.de"), "xn--mnchen-3ya.de is written for münchen.de"],
  [
    "an invisible character",
    to("bob@exam\u200bple.com"),
    "“bob@exam⟨U+200B⟩ple.com” holds 1 hidden or disguised character",
  ],
  [
    "right to left",
    to("bob@שלום.com"),
    "bob@שלום.com holds letters that run from right to left: its parts may stand in another order on the screen",
  ],
  [
    "a destination from nowhere",
    to("eve@example.org", "unseen"),
    "eve@example.org is an address that nobody named before",
  ],
  [
    "a destination from a tool",
    to("eve@example.org", "tool_output"),
    "eve@example.org is an address that came from what a tool answered",
  ],
  [
    "a tool that nobody knows",
    subject({}, { tool: { server: "", name: "x", known: false, pin: "none" } }),
    "The catalogue does not know the tool: what it does can only be guessed",
  ],
  [
    "a tool that has changed",
    subject({}, { tool: { server: "", name: "x", known: true, pin: "mismatch" } }),
    "The tool is not the one that the catalogue describes: it has changed since",
  ],
  [
    "a call that was not understood",
    subject({}, { parse: "partial" }),
    "Not all of the call could be understood: it may do more than is said here",
  ],
  ["what cannot be undone", subject({}, { traits: ["irreversible"] }), "What it does cannot be undone"],
  ["no currency", subject({}, { amount: { value: "1", currency: "" } }), "The call names an amount and no currency"],
  [
    "personal data",
    subject({ findings: [{ type: "pii.email", severity: "low", path: "/arguments/a", start: 0, end: 1 }] }),
    "The call carries personal data: pii.email",
  ],
  [
    "a secret",
    subject({ findings: [{ type: "secret.generic", severity: "high", path: "/arguments/a", start: 0, end: 1 }] }),
    "The call carries a secret, which is not shown here",
  ],
  [
    "hidden text in an argument",
    subject({ arguments: { a: ["x", { b: "pay\u202elater" }] } }),
    "The arguments hold hidden or disguised characters",
  ],
  [
    "hidden text in a key",
    subject({ arguments: { "a\u200bb": 1 } }),
    "The arguments hold hidden or disguised characters",
  ],
  [
    "hidden text in the purpose",
    subject({ purpose: "a\u{e0041}b" }),
    "The purpose holds hidden or disguised characters",
  ],
];

describe("shownWarnings", () => {
  it.each(cases)("warns of %s", (_, given, warning) => {
    expect(shownWarnings(given)).toContain(warning);
  });

  it("warns of nothing where there is nothing", () => {
    const plain = subject({ arguments: { body: "Zoë, see you in München" } }, { traits: [] });
    expect(shownWarnings(plain)).toEqual([]);
  });
});
