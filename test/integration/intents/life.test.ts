import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { decodeJwt, decodeProtectedHeader } from "jose";
import { afterAll, beforeAll, describe, expect, it, test } from "vitest";
import { type RunningWrit, startWrit } from "../../../tools/start-writ.ts";
import { createDatabase, type TestDatabase } from "../../support/database.ts";
import { eventually } from "../../support/eventually.ts";
import { askAs, type IntentCaller, intentSettings, WISH } from "../../support/intent-service.ts";
import { connectTo } from "../../support/records.ts";
import { comment } from "../../support/requests.ts";
import type { TestIssuer } from "../../support/tokens.ts";

// Two replicas: real processes over one database.
const dir = mkdtempSync(join(tmpdir(), "writ-intents-"));
let database: TestDatabase;
let here: RunningWrit;
let there: RunningWrit;
let agents: TestIssuer;
let start: (name: string) => Promise<RunningWrit>;
beforeAll(async () => {
  database = await createDatabase();
  const settings = await intentSettings(dir);
  agents = settings.agents;
  start = (name) => startWrit({ dataDir: join(dir, name), env: { ...settings.env, DATABASE_URL: database.url } });
  here = await start("here");
  there = await start("there");
});
afterAll(async () => {
  await Promise.all([here?.stop(), there?.stop()]);
  await database?.drop();
  rmSync(dir, { recursive: true, force: true });
});

interface Issued {
  readonly id: string;
  readonly task: string;
  readonly status: string;
  readonly token: string;
  readonly expires_at: string;
}

async function issue(more: object = {}, as: IntentCaller = "issuer"): Promise<Issued> {
  const { status, body } = await askAs(as, here.http, "/v1/intents", { ...WISH, ...more });
  expect({ status, body }).toMatchObject({ status: 200 });
  return body as unknown as Issued;
}

async function derive(parent: Issued, more: object = {}, as: IntentCaller = "gateway") {
  return askAs(as, here.http, `/v1/intents/${parent.id}:derive`, { token: parent.token, ...more });
}

/** What a call under the intent comes to, as the gateway asks with the agent's own token. */
async function decide(token: string, { agent = "agent-1", at = here, more = {} as object } = {}) {
  const body = comment({ agent: { token: await agents.mint({ sub: agent }) }, intent: { token }, ...more });
  const answer = (await askAs("gateway", at.http, "/v1/decisions", body)).body;
  const [reason] = answer["reasons"] as readonly { readonly code: string }[];
  return {
    effect: answer["effect"],
    code: reason?.code,
    id: answer["decision_id"] as string,
    grant: answer["grant"] as { id: string } | undefined,
  };
}

describe("an intent that is issued", () => {
  it("is signed, says what was asked, and lets the agent's calls go on every replica", async () => {
    const issued = await issue();
    expect(issued).toMatchObject({ status: "active", task: expect.stringMatching(/^tsk_/) });
    expect(decodeProtectedHeader(issued.token)).toMatchObject({ alg: "ES256", typ: "intent+jwt" });
    expect(decodeJwt(issued.token)).toMatchObject({
      iss: "https://writ.example",
      aud: "https://writ.example",
      jti: issued.id,
      tenant: "default",
      task: issued.task,
      agent: "agent-1",
      allows: WISH.allows,
      exp: Date.parse(issued.expires_at) / 1000,
    });
    for (const at of [here, there]) {
      expect(await decide(issued.token, { at })).toMatchObject({ effect: "allow", code: "intent_allows" });
    }
    expect(await decide(issued.token, { agent: "agent-2" })).toMatchObject({
      effect: "block",
      code: "intent_agent_mismatch",
    });
  });

  it("is on record without its token, which only who asked for it gets", async () => {
    const issued = await issue();
    const asked = await askAs("issuer", there.http, `/v1/intents/${issued.id}`);
    expect((await decide(asked.body["token"] as string)).effect).toBe("allow");
    for (const as of ["auditor", "approver", "lead"] as const) {
      const { status, body } = await askAs(as, here.http, `/v1/intents/${issued.id}`);
      expect({ status, token: body["token"], requested_by: body["requested_by"] }).toEqual({
        status: 200,
        token: undefined,
        requested_by: "issuer",
      });
    }
    expect((await askAs("gateway", here.http, `/v1/intents/${issued.id}`)).status).toBe(403);
    const listed = await askAs("auditor", here.http, `/v1/intents?task=${issued.task}&status=active`);
    expect(listed.body).toMatchObject({ intents: [{ id: issued.id, purpose: WISH.purpose }] });
    expect(JSON.stringify(listed.body)).not.toContain("eyJ");
  });

  it("ends at its time", async () => {
    const issued = await issue({ lifetime_s: 2 });
    const refused = await eventually(async () => {
      const decision = await decide(issued.token);
      return decision.effect === "block" ? decision : undefined;
    }, "expired");
    expect(refused.code).toBe("intent_expired");
    expect((await askAs("issuer", here.http, `/v1/intents/${issued.id}`)).body).toMatchObject({ status: "expired" });
    expect((await derive(issued)).body).toMatchObject({ code: "conflict" });
  });
});

describe("consent", () => {
  it("is given by a person other than who asked, once, and then there is a token", async () => {
    const asked = await issue({ consent: true }, "lead");
    expect(asked).toMatchObject({ status: "pending" });
    expect(asked.token).toBeUndefined();
    const path = `/v1/intents/${asked.id}`;
    expect((await askAs("lead", here.http, path)).body["token"]).toBeUndefined();
    expect((await askAs("lead", here.http, `${path}:approve`, {})).status).toBe(403);
    expect((await askAs("issuer", here.http, `${path}:approve`, {})).status).toBe(403);
    const answers = await Promise.all([
      askAs("approver", here.http, `${path}:approve`, {}),
      askAs("other-approver", there.http, `${path}:deny`, {}),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    const { body } = await askAs("lead", there.http, path);
    const approved = answers[0].status === 200;
    expect(body).toMatchObject({
      status: approved ? "active" : "denied",
      decided_by: approved ? "approver" : "other-approver",
      decided_at: expect.stringMatching(/^2/),
    });
    expect(typeof body["token"]).toBe(approved ? "string" : "undefined");
  });

  it("comes too late once the intent has expired, and twice the same is once", async () => {
    const brief = await issue({ consent: true, lifetime_s: 1 });
    const late = await eventually(async () => {
      const { body } = await askAs("auditor", here.http, `/v1/intents/${brief.id}`);
      return body["status"] === "expired"
        ? askAs("approver", here.http, `/v1/intents/${brief.id}:approve`, {})
        : undefined;
    }, "expired");
    expect(late).toMatchObject({ status: 409, body: { code: "conflict" } });
    const asked = await issue({ consent: true });
    for (const at of [here, there]) {
      expect((await askAs("approver", at.http, `/v1/intents/${asked.id}:approve`, {})).body).toMatchObject({
        status: "active",
      });
    }
    const { token } = (await askAs("issuer", here.http, `/v1/intents/${asked.id}`)).body as unknown as Issued;
    const went = await eventually(
      async () => ((await decide(token, { at: there })).effect === "allow" ? true : undefined),
      "heard of",
    );
    expect(went).toBe(true);
  });
});

describe("a part of a task", () => {
  const PART = { agent: "agent-2", allows: [{ verb: "ticket.write", resource: "https://github.com/acme/shop*" }] };

  it("is derived, for another agent, and is narrower", async () => {
    const parent = await issue();
    const { status, body } = await derive(parent, PART);
    expect({ status, body }).toMatchObject({
      status: 200,
      body: { parent: parent.id, ancestors: [parent.id], task: parent.task },
    });
    const child = body as unknown as Issued;
    expect(await decide(child.token, { agent: "agent-2", at: there })).toMatchObject({ effect: "allow" });
    expect(await decide(child.token)).toMatchObject({ code: "intent_agent_mismatch" });
    const grandchild = (await derive(child, {})).body as unknown as Issued;
    expect(decodeJwt(grandchild.token)).toMatchObject({
      parent: child.id,
      ancestors: [parent.id, child.id],
      agent: "agent-2",
    });
  });

  const WIDER: readonly (readonly [string, object, string])[] = [
    ["another verb", { allows: [{ verb: "message.send" }] }, "/allows/0/verb"],
    [
      "a wider resource",
      { allows: [{ verb: "ticket.write", resource: "https://github.com/*" }] },
      "/allows/0/resource",
    ],
    [
      "destinations",
      { allows: [{ verb: "file.read", resource: "file:///repo/a", destinations: ["*"] }] },
      "/allows/0/destinations",
    ],
    [
      "privileges",
      { allows: [{ verb: "file.read", resource: "file:///repo/a", max_tier: "privileged" }] },
      "/allows/0/max_tier",
    ],
    ["a longer life", { lifetime_s: 7200 }, "/expires_at"],
    ["another task", { task: "tsk_other" }, "/task"],
    ["somebody else's behalf", { on_behalf_of: "user:eve" }, "/on_behalf_of"],
  ];
  test.each(WIDER)("is refused with %s, which the error names", async (_, more, pointer) => {
    const { status, body } = await derive(await issue(), more);
    expect({ status, errors: body["errors"] }).toMatchObject({ status: 400, errors: [{ pointer }] });
  });

  it("is cut to the parent's where that is asked", async () => {
    const { body } = await derive(await issue(), { fit: true, allows: [{ verb: "file.*" }, { verb: "message.send" }] });
    expect(body["allows"]).toEqual([{ verb: "file.read", resource: "file:///repo/*" }]);
    expect((await derive(await issue(), { fit: true, allows: [{ verb: "message.send" }] })).body).toMatchObject({
      errors: [{ pointer: "/allows" }],
    });
  });

  it("takes the parent's token", async () => {
    const [parent, other] = [await issue(), await issue()];
    expect((await derive({ ...parent, token: other.token })).body).toMatchObject({ errors: [{ pointer: "/token" }] });
    expect((await derive({ ...parent, token: "hello" })).body).toMatchObject({ errors: [{ pointer: "/token" }] });
    expect((await derive(parent, {}, "auditor")).status).toBe(403);
  });
});

describe("an intent that is revoked", () => {
  it("ends at once with all that was derived from it, and their grants, on every replica", async () => {
    const parent = await issue();
    const child = (await derive(parent, { agent: "agent-2" })).body as unknown as Issued;
    const grandchild = (await derive(child, {})).body as unknown as Issued;
    const [mine, theirs] = [await decide(parent.token), await decide(grandchild.token, { agent: "agent-2" })];
    expect([mine.grant, theirs.grant]).not.toContain(undefined);

    const { body } = await askAs("issuer", here.http, `/v1/intents/${parent.id}:revoke`, {});
    expect(body).toMatchObject({ status: "revoked", revoked_by: "issuer", descendants: 2, grants_revoked: 2 });
    expect(await decide(parent.token)).toMatchObject({ effect: "block", code: "intent_revoked" });

    const before = performance.now();
    const codes = await eventually(async () => {
      const seen = await Promise.all([
        decide(parent.token, { at: there }),
        decide(child.token, { at: there, agent: "agent-2" }),
        decide(grandchild.token, { at: there, agent: "agent-2" }),
      ]);
      return seen.every(({ effect }) => effect === "block") ? seen.map(({ code }) => code) : undefined;
    }, "revoked");
    expect(performance.now() - before).toBeLessThan(1_000);
    expect(codes).toEqual(["intent_revoked", "intent_revoked", "intent_revoked"]);
    expect((await derive(child)).body).toMatchObject({ code: "conflict" });
    // Once more says the same, and ends at most what the other replica granted before it heard.
    expect((await askAs("admin", there.http, `/v1/intents/${parent.id}:revoke`, {})).body).toMatchObject({
      status: "revoked",
      revoked_by: "issuer",
      descendants: 0,
    });
    expect((await askAs("issuer", here.http, "/v1/intents/int_none:revoke", {})).status).toBe(404);
  });

  it("stays revoked after everything was killed and started again", async () => {
    const [revoked, alive] = [await issue(), await issue()];
    const child = (await derive(revoked)).body as unknown as Issued;
    await askAs("issuer", there.http, `/v1/intents/${revoked.id}:revoke`, {});
    for (const replica of [here, there]) {
      replica.process.kill("SIGKILL");
    }
    here = await start("here");
    there = await start("there");
    expect(await decide(revoked.token)).toMatchObject({ code: "intent_revoked" });
    expect(await decide(child.token, { at: there })).toMatchObject({ code: "intent_revoked" });
    expect(await decide(alive.token, { at: there })).toMatchObject({ effect: "allow" });
  });
});

describe("limits for all calls of a task", () => {
  it("hold for the task, whatever sessions and agents its calls are of, on every replica", async () => {
    const allows = [{ verb: "ticket.*", resource: "https://github.com/acme/*", max_calls: 3 }];
    const parent = await issue({ allows });
    const child = (await derive(parent, { agent: "agent-2" })).body as unknown as Issued;
    const calls = [
      decide(parent.token, { more: { session: "s-1" } }),
      decide(parent.token, { at: there, more: { session: "s-2" } }),
      decide(child.token, { agent: "agent-2", more: { session: "s-3" } }),
      decide(child.token, { at: there, agent: "agent-2", more: { session: "s-3" } }),
      decide(parent.token),
      decide(child.token, { at: there, agent: "agent-2" }),
    ];
    const went = (await Promise.all(calls)).filter(({ effect }) => effect !== "block");
    expect(went).toHaveLength(3);
    expect(await decide(parent.token, { more: { session: "s-new" } })).toMatchObject({
      effect: "block",
      code: "calls_not_in_intent",
    });
  });

  it("are never passed in sum under load, with dry runs, blocked calls and derivations between", async () => {
    const limits = { resource: "order:*", max_total: "100", currency: "EUR", max_tier: "privileged" };
    const parent = await issue({ allows: [{ verb: "payment.refund", ...limits }] });
    let spent = 0;
    let blocked = 0;
    const refund = async (n: number) => {
      const by = n % 3 === 0 ? ((await derive(parent, { agent: "agent-2" })).body as unknown as Issued) : parent;
      const dry_run = n % 5 === 0;
      const action = {
        verb: "payment.refund",
        // Every seventh is of nothing that the task is about.
        resource: { type: "order", uri: n % 7 === 0 ? `shop:${n}` : `order:${n}` },
        amount: { value: "7.01", currency: "EUR" },
      };
      const session = n % 4 === 0 ? {} : { session: `s-load-${n % 6}` };
      const more = { ...session, call: undefined, action, options: { dry_run } };
      const at = n % 2 === 0 ? here : there;
      const { effect } = await decide(by.token, { at, agent: by === parent ? "agent-1" : "agent-2", more });
      if (effect === "block") blocked++;
      else if (!dry_run) spent += 7.01;
    };
    await Promise.all(Array.from({ length: 60 }, (_, n) => refund(n)));
    const client = await connectTo(database.url);
    const { rows } = await client.query("select state from writ.task_counts where id = $1", [parent.task]);
    expect(Number(rows[0].state.total.spent.EUR)).toBeCloseTo(spent);
    expect([spent > 90, spent <= 100, blocked > 0]).toEqual([true, true, true]);
  }, 30_000);
});

describe("a session", () => {
  it("remembers with which intent and agent it began", async () => {
    const [one, other] = [await issue(), await issue({ agent: ["agent-1", "agent-2"] })];
    const more = { session: "s-memory", context: { changed: [] } };
    expect(await decide(one.token, { more })).toMatchObject({ effect: "allow" });
    expect(await decide(one.token, { more: { ...more, context: { changed: ["agent"] } } })).toMatchObject({
      effect: "allow",
    });
    expect(await decide(other.token, { more, at: there })).toMatchObject({ effect: "warn", code: "context_changed" });
    expect(await decide(other.token, { more, agent: "agent-2" })).toMatchObject({
      effect: "block",
      code: "session_agent_changed",
    });
  });
});
