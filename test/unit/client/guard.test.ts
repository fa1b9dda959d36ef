import { describe, expect, test } from "vitest";
import {
  createGuard,
  type Decision,
  type DecisionRequest,
  type Outcome,
  redact,
  type ToolCall,
  WritBlocked,
  WritUnavailable,
} from "../../../packages/client/src/index.ts";
import { decisionOf } from "./decisions.ts";

const CALL: ToolCall = { format: "generic", server: "mail", payload: { name: "send", arguments: { to: ["bob"] } } };
const GRANT = { id: "grt_1", token: "grant-token", audience: "vault", expires_at: "2026", single_use: true };

/** Answers every question with one decision, and keeps what it was told. */
function answering(decision: Partial<Decision>, refuse?: Error) {
  const asked: DecisionRequest[] = [];
  const outcomes: Outcome[] = [];
  const client = {
    decide: async (request: DecisionRequest): Promise<Decision> => {
      asked.push(request);
      return decisionOf(decision);
    },
    report: async (_id: string, outcome: Outcome): Promise<void> => {
      if (refuse !== undefined) throw refuse;
      outcomes.push(outcome);
    },
  };
  return { client, asked, outcomes };
}

const required = (type: string, more = {}) => ({ type, fulfillment: "required", ...more }) as const;
const advisory = (type: string, more = {}) => ({ type, fulfillment: "advisory", ...more }) as const;

describe("what runs", () => {
  test.each(["allow", "warn"] as const)("on %s: exactly what was asked, with the grant beside it", async (effect) => {
    const { client, asked, outcomes } = answering({ effect, grant: GRANT });
    const guard = createGuard({ client, about: { session: "s-1" } });
    const mine = structuredClone(CALL) as { payload: { arguments: { to: string[] } } } & ToolCall;
    const asking = guard(mine, (call, grant) => ({ call, grant }), { about: { agent: { id: "agent:a" } } });
    mine.payload.arguments.to[0] = "mallory";
    const { call, grant } = await asking;
    expect(call).toEqual(CALL);
    expect(grant).toEqual(GRANT);
    expect(() => (call as typeof mine).payload.arguments.to.push("mallory")).toThrow(TypeError);
    expect(asked).toEqual([{ agent: { id: "agent:a" }, session: "s-1", call: CALL, options: { obligations: [] } }]);
    expect(outcomes).toMatchObject([{ status: "succeeded", result_digest: expect.stringMatching(/^sha256:/) }]);
  });

  test("never on block: its reasons and its approval are thrown", async () => {
    const approval = { id: "apr_1", url: "https://writ.example/a" };
    const { client, outcomes } = answering({ effect: "block", approval });
    let ran = false;
    const guarded = createGuard({ client })(CALL, () => {
      ran = true;
    });
    await expect(guarded).rejects.toMatchObject({ name: "WritBlocked", decision_id: "dec_1", approval });
    await expect(guarded).rejects.toThrow("blocked: because (of a rule)");
    expect({ ran, outcomes }).toEqual({ ran: false, outcomes: [] });
  });

  test("never where the answer is that of a dry run", async () => {
    const { client } = answering({ dry_run: true });
    await expect(createGuard({ client })(CALL, () => "ran")).rejects.toBeInstanceOf(WritUnavailable);
  });

  test("never where onDecision throws, which is told no grant", async () => {
    const { client } = answering({ grant: GRANT });
    let notice: unknown;
    const onDecision = (told: unknown) => {
      notice = told;
      throw new Error("no");
    };
    await expect(createGuard({ client, onDecision })(CALL, () => "ran")).rejects.toThrow("no");
    expect(JSON.stringify(notice)).not.toContain("grant-token");
  });

  test("never once the caller has given up, which is reported", async () => {
    const { client, outcomes } = answering({});
    const controller = new AbortController();
    const onDecision = () => controller.abort();
    const guarded = createGuard({ client, onDecision })(CALL, () => "ran", { signal: controller.signal });
    await expect(guarded).rejects.toMatchObject({ code: "aborted" });
    expect(outcomes).toEqual([{ status: "cancelled" }]);
  });
});

describe("obligations", () => {
  const handled = { mark: () => ({ ...CALL, payload: "marked" }), fail: () => Promise.reject(new Error("secret")) };
  const redacting = required("redact", { paths: ["/arguments/to"] });
  const redacted = { ...CALL, payload: { name: "send", arguments: { to: "[REDACTED]" } } };

  test.each([
    { what: "a required one without a handler", obligations: [required("sandbox")], blocked: "obligation_unsupported" },
    {
      what: "one named like a member of every object",
      obligations: [required("constructor")],
      blocked: "obligation_unsupported",
    },
    { what: "a required one that fails", obligations: [required("fail")], blocked: "obligation_failed" },
    { what: "a later one that fails", obligations: [required("mark"), required("fail")], blocked: "obligation_failed" },
    { what: "an advisory one without a handler", obligations: [advisory("sandbox")], runs: CALL },
    { what: "an advisory one that fails", obligations: [advisory("fail")], runs: CALL },
    { what: "one that changes the call", obligations: [required("mark")], runs: { ...CALL, payload: "marked" } },
    { what: "redact", obligations: [redacting], runs: redacted },
    {
      what: "redact of what is not there",
      obligations: [required("redact", { paths: ["/arguments/cc"] })],
      blocked: "obligation_failed",
    },
  ])("$what", async ({ obligations, blocked, runs }) => {
    const { client, asked, outcomes } = answering({ obligations, grant: GRANT });
    const guard = createGuard({ client, obligations: { ...handled, redact } });
    const result = await guard(CALL, (call) => call).catch((error: unknown) => error);
    expect(asked[0]?.options?.obligations).toEqual(["mark", "fail", "redact"]);
    if (runs !== undefined) return expect(result).toEqual(runs);
    expect(result).toBeInstanceOf(WritBlocked);
    expect((result as WritBlocked).reasons.map(({ code }) => code)).toEqual([blocked]);
    expect(JSON.stringify(result) + String(result)).not.toMatch(/secret|grant-token/);
    expect(outcomes).toEqual([{ status: "denied" }]);
  });
});

describe("outcomes", () => {
  const throwing = (name: string) => () => {
    throw Object.assign(new Error("of the tool"), { name });
  };

  test.each([
    { what: "an error", run: throwing("Error"), status: "failed" },
    { what: "an abort", run: throwing("AbortError"), status: "cancelled" },
  ])("of $what: reported, and thrown on", async ({ run, status }) => {
    const { client, outcomes } = answering({});
    await expect(createGuard({ client })(CALL, run)).rejects.toThrow("of the tool");
    expect(outcomes).toEqual([{ status, duration_ms: expect.any(Number) }]);
  });

  test("of a result that is no JSON: no digest", async () => {
    const { client, outcomes } = answering({});
    await createGuard({ client })(CALL, () => new Map());
    expect(outcomes).toEqual([{ status: "succeeded", duration_ms: expect.any(Number) }]);
  });

  test("say more where describe does", async () => {
    const { client, outcomes } = answering({});
    const describe = (result: unknown) => ({ result_excerpt: `it was ${result}` });
    await createGuard({ client, describe })(CALL, () => 7);
    expect(outcomes).toMatchObject([{ status: "succeeded", result_excerpt: "it was 7" }]);
  });

  test.each([
    { what: "cannot be reported", refuse: new Error("gone"), describe: () => ({}) },
    {
      what: "cannot be described",
      refuse: undefined,
      describe: () => {
        throw new Error("gone");
      },
    },
  ])("that $what change nothing, and somebody is told", async ({ refuse, describe }) => {
    const { client } = answering({}, refuse);
    const told: unknown[] = [];
    const onOutcomeFailed = (error: unknown, id: string) => {
      told.push((error as Error).message, id);
      throw new Error("who tells is broken too");
    };
    expect(await createGuard({ client, describe, onOutcomeFailed })(CALL, () => 7)).toBe(7);
    expect(told).toEqual(["gone", "dec_1"]);
  });
});
