import { describe, expect, test } from "vitest";
import { outlineOf } from "../../../../src/policy/rego/outline.ts";
import { refsOf } from "../../../../src/policy/rego/refs.ts";
import { stringValue, tokensOf } from "../../../../src/policy/rego/tokens.ts";

const HEAD = "package policy.a\n\nimport data.writ.action\nimport data.settings as s\n\n";

/** The references of the only rule, `*` for a computed key. */
function refs(rule: string): readonly string[] {
  const outline = outlineOf(HEAD + rule);
  const found = outline.rules.flatMap((one) => refsOf(one, outline));
  return found.map(({ parts, isCall }) => parts.map(({ key }) => key ?? "*").join(".") + (isCall ? "()" : ""));
}

describe("references", () => {
  test.each([
    ["members, written either way", 'r if input.a["b c"].d', ["input.a.b c.d"]],
    ["computed keys", "r if input.a[i].b[_]", ["input.a.*.b.*", "i", "_"]],
    ["keys that are looked up", "r if input.a[input.b]", ["input.a.*", "input.b"]],
    ["imports", "r if action.effects", ["data.writ.action.effects"]],
    ["imports by another name", "r if s.notify.channel", ["data.settings.notify.channel"]],
    ["calls", "r if startswith(action.f(1), 2)", ["startswith()", "data.writ.action.f()"]],
    [
      "an element",
      "r if {\n\tsome e in action.effects\n\te.tier\n}",
      ["data.writ.action.effects.*", "data.writ.action.effects", "data.writ.action.effects.*.tier"],
    ],
    [
      "an element with its key",
      "r if {\n\tsome k, e in input.list\n\te.x == k\n}",
      ["k", "input.list.*", "input.list", "input.list.*.x", "k"],
    ],
    ["an element of every", "r if every e in input.list { e.x }", ["input.list.*", "input.list", "input.list.*.x"]],
    [
      "a name for a reference",
      "r if {\n\tt := input.action\n\tt.tier\n}",
      ["input.action", "input.action", "input.action.tier"],
    ],
    ["a name for what is computed", "r if {\n\tt := lower(input.a)\n\tt.x\n}", ["t", "lower()", "input.a", "t.x"]],
    [
      "a name for two things",
      "r if { x := input.a; x.b } else if { x := input.c; x.d }",
      ["x", "input.a", "x.b", "x", "input.c", "x.d"],
    ],
    ["an argument that is called like an import", "f(action) := action.foo", ["action", "action.foo"]],
    [
      "a variable that is called like an import",
      "r if {\n\taction := lower(input.a)\n\taction.foo\n}",
      ["action", "lower()", "input.a", "action.foo"],
    ],
    ["names that stand for each other", "r if {\n\ta := b\n\tb := a\n\ta.x\n}", undefined],
    ["in a template string", 'r := $"{input.a} {action.b}"', ["input.a", "data.writ.action.b"]],
    ["not in texts and comments", 'r if "input.a" == `input.b` # input.c', []],
  ])("%s", (_, rule, expected) => {
    const found = refs(rule).filter((ref) => ref !== "r" && ref !== "f()");
    if (expected === undefined) expect(found.length).toBeGreaterThan(0);
    else expect(found).toEqual(expected);
  });
});

describe("tokens", () => {
  test.each(["", '"', "`", '$"', '$"{', '$"{"', "}}})", "\\", "\u0000", 'a := "\\', "$`{`"])("%j ends", (text) => {
    expect(
      tokensOf(text)
        .map((token) => token.text)
        .join("").length,
    ).toBeLessThanOrEqual(text.length);
  });

  test("places count characters, as OPA does", () => {
    const [, second] = tokensOf('"ü😀" x');
    expect(second).toMatchObject({ text: "x", line: 1, column: 6 });
  });

  test.each([
    ['"a\\n\\u0041"', "a\nA"],
    ["`a\\n`", "a\\n"],
    ['"a', "a"],
  ])("%s stands for a text", (text, value) => {
    expect(tokensOf(text).map(stringValue)).toEqual([value]);
  });
});
