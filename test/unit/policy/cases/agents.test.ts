import { expect, test } from "vitest";
import { compileCatalogue } from "../../../../src/canonicalize/catalogue/compile.ts";
import type { JsonObject } from "../../../../src/domain/json.ts";
import type { Case } from "../../../../src/policy/cases/case.ts";
import { judgeCase } from "../../../../src/policy/cases/judge.ts";
import { readCaseFile } from "../../../../src/policy/cases/read.ts";
import type { Policy } from "../../../../src/ports/policy.ts";

// What is registered of agents can be stated in case files.

const ALLOWS: Policy = {
  ref: { bundle: "b", revision: "1", digest: `sha256:${"0".repeat(64)}`, activated_at: "" },
  data: {},
  evaluate: () => ({ ok: true, document: { effect: "allow", reasons: [] } }),
};

const action = { verb: "file.read" };
const expected = { effect: "allow" } as const;

async function judged(agents: NonNullable<Case["agents"]>, delegation: readonly string[] = []) {
  const agent = { id: "agent:a", verified: true, delegation };
  const { verdict, input } = await judgeCase(
    { name: "a", action, agent, agents, expect: expected },
    ALLOWS,
    compileCatalogue({}),
  );
  const seen = (JSON.parse(input) as JsonObject)["agent"];
  return { code: verdict.effect === "block" ? verdict.reasons[0]?.code : verdict.effect, seen };
}

test("policy sees what is stated, as if the API had registered it", async () => {
  const { code, seen } = await judged({ "agent:a": { owner: "ann", verbs: ["file.read"], labels: { team: "a" } } });
  expect(code).toBe("allow");
  expect(seen).toMatchObject({
    owner: "ann",
    status: "active",
    labels: { team: "a" },
    registration: { source: "api", owner: "ann", purpose: "", verbs: ["file.read"] },
  });
});

test.each([
  [{ "agent:a": { status: "suspended" } }, [], "agent_suspended"],
  [{ "agent:a": { status: "retired" } }, [], "agent_retired"],
  [{ "agent:b": { status: "suspended" } }, ["agent:b"], "delegate_suspended"],
  [{ "agent:b": { status: "retired" } }, ["user:ann", "agent:b"], "delegate_retired"],
  [{ "agent:b": { status: "suspended" } }, [], "allow"],
] as const)("%j, acting for %j: %s", async (agents, delegation, code) => {
  expect((await judged(agents, delegation)).code).toBe(code);
});

test("a file's mistakes about them are told", () => {
  const source = `
cases:
  - name: a
    action: { verb: file.read }
    agents: { "agent:a": { status: stopped, verb: [file.read] } }
    expect: { effect: allow }
`;
  const { problems } = readCaseFile("cases/a.yaml", source);
  expect(problems.map(({ message, hint }) => [message, hint])).toEqual([
    ["status must be one of active, suspended, retired", undefined],
    ["verb is not a field here", "did you mean verbs?"],
  ]);
});
