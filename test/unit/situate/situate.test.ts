import { describe, expect, it, test } from "vitest";
import { canonicalize } from "../../../src/canonicalize/canonicalize.ts";
import { compileCatalogue } from "../../../src/canonicalize/catalogue/compile.ts";
import { WritError } from "../../../src/domain/errors.ts";
import type { Identity } from "../../../src/domain/identity.ts";
import { newSession, type StoredSession, sessionView } from "../../../src/domain/session-state.ts";
import { countCall, NO_USAGE } from "../../../src/domain/usage.ts";
import { type SituateDeps, situate } from "../../../src/situate/situate.ts";
import { wantsOf } from "../../../src/situate/wants.ts";
import { admissionOf, INTENT, identityOf, requestOf } from "../../support/values.ts";

const send = canonicalize(
  requestOf({ action: { verb: "payment.transfer", amount: { value: "0.10", currency: "EUR" } } }),
  compileCatalogue({}),
).action;
const egress = canonicalize(requestOf({ action: { verb: "message.send" } }), compileCatalogue({})).action;
const NOTHING = { agentUsage: false, taskUsage: false, taskLabels: false };
const { now_ms: NOW } = admissionOf();
const CALL = { verb: "file.read", tool: "t/read", records: 1, destinations: [] };
const ONE_CALL = countCall(NO_USAGE, CALL, NOW);
const SOURCE = { decision_id: "dec_1", tool: "t/read", at: new Date(NOW).toISOString() };

/** What is stored, and which reads were asked for. */
function depsOf(stored?: StoredSession, completed: readonly string[] = []) {
  const reads: string[] = [];
  const noted = (name: string) => async (_: string, id: string) => {
    reads.push(`${name} ${id}`);
    return name === "session" ? undefined : { usage: ONE_CALL, version: 7 };
  };
  const deps: SituateDeps = {
    agents: { get: () => undefined },
    counts: { load: noted("task") },
    agentUsage: { load: noted("agent") },
    sessions: {
      load: async (_, id) => {
        reads.push(`session ${id}`);
        return stored && { session: stored, version: 3 };
      },
      labels: async (_, task, except) => {
        reads.push(`labels ${task} ${except}`);
        return { labels: ["seen"], sources: { seen: SOURCE } };
      },
    },
    tasks: { isCompleted: (_, task) => completed.includes(task) },
    inFlightTtlS: 900,
  };
  return { deps, reads };
}

const LIMITED: Identity = identityOf({ ...INTENT, allows: [{ verb: "file.read", max_calls: 3 }] });

describe("what is read of the store", () => {
  const CASES = [
    ["nothing, of a call without a session", "", identityOf(), NOTHING, []],
    ["its session", "s", identityOf(INTENT), NOTHING, ["session s"]],
    ["what its task came to, where its intent limits that", "", LIMITED, NOTHING, ["task tsk_1"]],
    ["what its task came to, where the policy reads that", "", identityOf(INTENT), { ...NOTHING, taskUsage: true }, ["task tsk_1"]],
    ["nothing of a task that it has not", "", identityOf(), { ...NOTHING, taskUsage: true, taskLabels: true }, []],
    ["its agent's usage, where the policy reads that", "", identityOf(), { ...NOTHING, agentUsage: true }, ["agent agent-1"]],
    ["its task's labels, where the policy reads them", "s", identityOf(INTENT), { ...NOTHING, taskLabels: true }, ["session s", "labels tsk_1 s"]],
  ] as const; // biome-ignore format: a table

  test.each(CASES)("%s", async (_, session, identity, wants, reads) => {
    const world = depsOf();
    await situate(world.deps, requestOf({ session }), identity, send, admissionOf(), wants);
    expect(world.reads).toEqual(reads);
  });
});

describe("what policy sees", () => {
  test("of usage is what it can read", async () => {
    const { deps } = depsOf();
    const all = await situate(deps, requestOf({ session: "s" }), LIMITED, send, admissionOf(), wantsOf());
    expect(all.seen.usage?.agent?.day).toMatchObject({
      calls: 1,
      by_verb: { "file.read": 1 },
      by_tool: { "t/read": 1 },
    });
    expect(all.seen.usage?.task).toMatchObject({ total: { calls: 1, records: 1 }, minute: { calls: 1 } });
    expect(all.seen.task).toMatchObject({ id: "tsk_1", calls: 1, labels: ["seen"], sources: { seen: SOURCE } });
    const limited = await situate(deps, requestOf(), LIMITED, send, admissionOf(), NOTHING);
    expect(limited.seen).toEqual({ task: expect.objectContaining({ id: "tsk_1", calls: 1 }) });
    expect((await situate(deps, requestOf(), identityOf(INTENT), send, admissionOf(), NOTHING)).seen).toEqual({});
  });

  test("of a task that no limit is on is its labels, and no counts that a limit would look at", async () => {
    const { deps } = depsOf();
    const wants = { ...NOTHING, taskLabels: true, taskUsage: true };
    const inSession = requestOf({ session: "s" });
    const { seen } = await situate(deps, inSession, identityOf(INTENT), send, admissionOf(), wants);
    expect(seen.task).toEqual({ id: "tsk_1", labels: ["seen"], sources: { seen: SOURCE } });
    const outside = await situate(deps, requestOf(), identityOf(INTENT), send, admissionOf(), wants);
    expect(outside.seen.task).toBeUndefined();
  });

  test("of a session that is not stored is a new one, with the intent's task", async () => {
    const request = requestOf({ session: "s" });
    const situation = await situate(depsOf().deps, request, identityOf(INTENT), send, admissionOf(), NOTHING);
    const session = newSession("s", "tsk_1", NOW);
    expect(situation.session).toEqual({ session, version: 0, view: sessionView(session, NOW, 900) });
    expect(situation.session?.view).toMatchObject({ began_at: new Date(NOW).toISOString(), calls: 0, in_flight: 0 });
  });
});

describe("which parts of the input a policy can read", () => {
  test.each([
    ["everything", { agentUsage: true, taskUsage: true, taskLabels: true }],
    [new Map([["session", "everything"]]), NOTHING],
    [new Map([["usage", "everything"]]), { ...NOTHING, agentUsage: true, taskUsage: true }],
    [new Map([["usage", new Map([["agent", new Map([["day", "everything"]])]])]]), { ...NOTHING, agentUsage: true }],
    [new Map([["task", new Map([["by_verb", "everything"]])]]), NOTHING],
    [new Map([["task", new Map([["sources", "everything"]])]]), { ...NOTHING, taskLabels: true }],
  ] as const)("%s", (reads, wants) => {
    expect(wantsOf(reads as never)).toEqual(wants);
  });
});

describe("who may not go on", () => {
  const suspended = { at_ms: NOW, by: "policy", reason: "odd", decision_id: "" };
  test.each([
    ["a closed session", { closed: true }, "session_closed"],
    ["a suspended one", { suspended }, "session_revoked"],
    ["a closed one that was suspended", { closed: true, suspended }, "session_closed"],
  ])("%s", async (_, changes, code) => {
    const { deps } = depsOf({ ...newSession("s", ""), ...changes });
    const situation = await situate(deps, requestOf({ session: "s" }), identityOf(), send, admissionOf(), NOTHING);
    expect(situation.refusal?.code).toBe(code);
  });

  test("a task that is completed", async () => {
    const { deps, reads } = depsOf(undefined, ["tsk_1"]);
    const situation = await situate(
      deps,
      requestOf({ session: "s" }),
      identityOf(INTENT),
      send,
      admissionOf(),
      NOTHING,
    );
    expect([situation.refusal?.code, reads]).toEqual(["task_completed", []]);
  });

  test.each(["agentUsage", "counts", "sessions"] as const)("whoever needs what cannot be read: %s", async (name) => {
    const { deps } = depsOf();
    const down = async () => {
      throw new WritError("unavailable", "down");
    };
    const broken = { ...deps, [name]: { load: down, labels: down } };
    const situation = await situate(broken, requestOf({ session: "s" }), LIMITED, send, admissionOf(), wantsOf());
    expect(situation.refusal?.code).toBe("record_unavailable");
  });
});

it("makes a call that sends out as sensitive as what the session has read", async () => {
  const { deps } = depsOf({ ...newSession("s", ""), labels: ["read:restricted", "read:confidential"] });
  const of = async (action: typeof send) =>
    (await situate(deps, requestOf({ session: "s" }), identityOf(), action, admissionOf(), NOTHING)).action.sensitivity;
  expect([await of(egress), await of(send)]).toEqual(["restricted", "internal"]);
});
