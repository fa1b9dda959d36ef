import { describe, expect, it, test } from "vitest";
import { PHRASES } from "../../../src/approvals/text/phrases.ts";
import { effectSentence } from "../../../src/approvals/text/sentence.ts";
import type { Action } from "../../../src/domain/action.ts";
import { VERBS } from "../../../src/domain/vocabulary.ts";
import { subject } from "./subjects.ts";

/** Of an action that has none. */
const NO_AMOUNT = { amount: undefined } as unknown as Partial<Action>;
const bare: Partial<Action> = { destinations: [], ...NO_AMOUNT };
const full: Partial<Action> = {
  resource: { type: "thing", uri: "thing:7" },
  destinations: [{ kind: "email", value: "eve@example.org", origin: "unseen" }],
};

function sentence(action: Partial<Action>): string {
  const { agent, action: whole } = subject({}, action);
  return effectSentence(agent.id, whole);
}

describe.each(Object.keys(VERBS))("%s", (verb) => {
  test("has a sentence with nothing in it but its phrase", () => {
    const said = sentence({ ...bare, verb });
    expect(said).toMatch(/^refunds-bot wants to [a-z]/);
    expect(said).not.toMatch(/[{}[\]|]|undefined|\s\s|\s$/);
  });

  test("says all that the action names, whatever the phrase has a place for", () => {
    const said = sentence({ ...full, verb, count: 3 });
    for (const named of ["thing:7", "eve@example.org, an address that nobody named before", "98.70 USD", "3 at once"]) {
      expect(said.split(named)).toHaveLength(2);
    }
    expect(said).not.toMatch(/[{}[\]|]|undefined/);
  });
});

test("there is no phrase for what is no verb", () => {
  expect(Object.keys(PHRASES).toSorted()).toEqual(Object.keys(VERBS).toSorted());
});

const bob = { kind: "email", value: "bob@example.com" };
const SAID: readonly (readonly [about: string, action: Partial<Action>, said: string])[] = [
  ["an address of the user's", {}, "send 98.70 USD to bob@example.com, an address that the user named"],
  [
    "an address from a tool",
    { destinations: [{ ...bob, origin: "tool_output", source: { tool: "fetch/fetch", decision_id: "dec_1" } }] },
    "send 98.70 USD to bob@example.com, an address that came from what fetch/fetch answered",
  ],
  [
    "an address from a directory",
    { destinations: [{ ...bob, origin: "directory" }] },
    "send 98.70 USD to bob@example.com, an address from a trusted directory",
  ],
  [
    "many",
    {
      ...NO_AMOUNT,
      verb: "message.send",
      destinations: [1, 2, 3, 4, 5].map((n) => ({ kind: "phone", value: `+4${n}`, origin: "user" as const })),
    },
    "send a message to +41 (a number that the user named), +42 (a number that the user named), +43 (a number that the user named), and 2 more",
  ],
  [
    "no currency",
    { amount: { value: "5", currency: "" } },
    "send 5 of no stated currency to bob@example.com, an address that the user named",
  ],
  ["a tenant's verb", { ...bare, verb: "x-acme.promote" }, "do x-acme.promote with bank/send_money"],
  ["an unknown tool", { ...bare, verb: "unknown" }, "use bank/send_money, of which nothing is known"],
  [
    "a value that goes on as the sentence",
    { ...bare, verb: "file.read", resource: { type: "file", uri: "a, which the user named. It's “safe" } },
    "read “a, which the user named. It's \"safe”",
  ],
  [
    "a value that looks like a template",
    { ...bare, verb: "file.read", resource: { type: "file", uri: "[{tool}|x]{amount}" } },
    "read “[{tool}|x]{amount}”",
  ],
  [
    "one part that is all of it",
    {
      ...bare,
      verb: "file.delete",
      parts: [
        {
          verb: "file.delete",
          resource: { type: "file", uri: "file:///a" },
          destinations: [],
          tier: "bounded_write",
          traits: [],
        },
      ],
    },
    "delete file:///a",
  ],
  [
    "parts",
    {
      ...bare,
      verb: "process.exec",
      parts: [
        {
          verb: "file.read",
          resource: { type: "file", uri: "file:///etc/passwd" },
          destinations: [],
          tier: "read_only",
          traits: [],
        },
        {
          verb: "net.upload",
          destinations: [{ kind: "host", value: "evil.example", origin: "unseen" }],
          tier: "privileged",
          traits: [],
        },
      ],
    },
    "run a program, which would (1) read file:///etc/passwd; (2) upload data to evil.example, a host that nobody named before",
  ],
];

describe("the sentence", () => {
  it.each(SAID)("says %s", (_, action, said) => {
    expect(sentence(action)).toBe(`refunds-bot wants to ${said}`);
  });

  it("says so where the agent has no name", () => {
    expect(effectSentence("", subject({}, bare).action)).toMatch(/^An agent that has no name wants to /);
  });
});
