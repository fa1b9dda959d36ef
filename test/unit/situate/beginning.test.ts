import { describe, expect, it, test } from "vitest";
import type { Beginning } from "../../../src/domain/session.ts";
import { newSession } from "../../../src/domain/session-state.ts";
import { beginningOf, begun, changedSince } from "../../../src/situate/beginning.ts";
import { INTENT, identityOf } from "../../support/values.ts";

const NOW = beginningOf({ context: {} }, identityOf(INTENT), "sha256:a", "production");
const session = newSession("s", "tsk_1");

describe("a session remembers what it began with", () => {
  it("from its first call on, and not from later ones", () => {
    expect(NOW).toEqual({ agent: "agent-1", intent: "int_1", catalogue: "sha256:a", environment: "production" });
    expect(begun({ session, version: 0 }, NOW)).toEqual({ ...session, ...NOW });
    const other = { ...session, ...NOW };
    expect(begun({ session: other, version: 1 }, { ...NOW, agent: "agent-2" })).toBe(other);
  });

  const CHANGES: readonly (readonly [string, Partial<Beginning>, readonly string[]])[] = [
    ["nothing", {}, []],
    ["the agent", { agent: "agent-0" }, ["agent"]],
    ["the intent", { intent: "int_0" }, ["intent"]],
    ["that there was none", { intent: "" }, ["intent"]],
    [
      "the catalogue and the environment",
      { catalogue: "sha256:b", environment: "staging" },
      ["catalogue", "environment"],
    ],
  ];
  test.each(CHANGES)("and finds what is another: %s", (_, before, changed) => {
    expect(changedSince({ ...session, ...NOW, ...before }, NOW)).toEqual(changed);
  });

  it("but not where it is older than the memory of it, nor where there is none", () => {
    expect(changedSince(session, NOW)).toEqual([]);
    expect(changedSince(undefined, NOW)).toEqual([]);
  });

  it("and takes the environment that the gateway names", () => {
    const named = beginningOf({ context: { environment: "staging" } }, identityOf(), "sha256:a", "production");
    expect(named).toMatchObject({ environment: "staging", intent: "" });
    expect(beginningOf({ context: { environment: { x: 1 } } }, identityOf(), "", "production").environment).toBe(
      "production",
    );
  });

  it("of which it keeps whole characters, since PostgreSQL takes no others", () => {
    const environment = `${"e".repeat(255)}\u{1F600}`;
    const cut = beginningOf({ context: { environment } }, identityOf(), "", "production");
    expect(cut.environment).toBe(`${"e".repeat(255)}\uFFFD`);
  });
});
