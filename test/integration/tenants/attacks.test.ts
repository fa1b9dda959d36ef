import { status } from "@grpc/grpc-js";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { JsonObject } from "../../../src/domain/json.ts";
import { requestMessage } from "../../../tools/grpc-client.ts";
import { callAny } from "../../support/any-rpc.ts";
import { eventually } from "../../support/eventually.ts";
import { comment } from "../../support/requests.ts";
import { type Question, type TenantsWorld, tenantsWorld } from "../../support/tenants-world.ts";
import { GRPC, HTTP, type HttpRow, pathOf } from "../roles/table.ts";
import { type Belongings, belongingsOf, HEARD, hashesOf, rowsOf } from "./belongings.ts";

// A caller of `beta` with every role asks every route and method for what `alpha` has. The last test compares all that alpha has in the
// database with what it had before.

let world: TenantsWorld;
let alphas: Belongings;
let before: readonly string[];
beforeAll(async () => {
  world = await tenantsWorld();
  alphas = await belongingsOf(world);
  before = await settledRows();
});
afterAll(() => world?.stop());

/** What follows a decision is sealed a moment later. */
async function settledRows(): Promise<readonly string[]> {
  let last = "";
  return eventually(async () => {
    const rows = await rowsOf(world.database, "alpha");
    const same = JSON.stringify(rows) === last && rows.every((row) => !/^follow_ups .*,,/.test(row));
    last = JSON.stringify(rows);
    await new Promise((resolve) => setTimeout(resolve, 500));
    return same ? rows : undefined;
  }, "alpha's rows settle");
}

/** All that says something of alpha, but for what the question itself said. */
function leaks(question: string, answer: string): readonly string[] {
  const {
    decision,
    session,
    task,
    grant,
    intent,
    approval,
    agent,
    bundle,
    kid: _shared,
    pageToken: _page,
    words,
  } = alphas;
  const ids = [decision, session, task, grant.id, grant.token, intent.id, intent.token, approval.id, agent, bundle];
  return [...ids, ...words].filter((word) => answer.includes(word) && !question.includes(word));
}

/** By the beginning of the path or the service, what stands for the id. */
const IDS: Readonly<Record<string, (alphas: Belongings) => string>> = {
  decisions: ({ decision }) => decision,
  tasks: ({ task }) => task,
  agents: ({ agent }) => agent,
  grants: ({ grant }) => grant.id,
  intents: ({ intent }) => intent.id,
  approvals: ({ approval }) => approval.id,
  sessions: ({ session }) => session,
  bundles: ({ bundle }) => bundle,
  keys: ({ kid }) => kid,
};

/** What is refused with another status than 403 and 404, or not at all; no answer says anything of alpha. */
const OTHERS: Readonly<Record<string, readonly number[]>> = {
  // A task of which nothing is known here is over from now on, here.
  "POST /v1/tasks/{id}:complete": [200],
  // Another tenant's token is no token.
  "POST /v1/intents/{id}:derive": [400],
};

/** Orders of beta's about an agent of alpha's name, which is another one: after all else, which would find that. */
const ordersAgent = (name: string) =>
  /^(PUT|POST) \/v1\/agents\/|Service\/(Update|Suspend|Resume|Retire)Agent$/.test(name);

function bodyOf({ path, body }: HttpRow): unknown {
  if (path.endsWith(":redeem")) return { token: alphas.grant.token };
  if (path.endsWith(":derive")) return { token: alphas.intent.token };
  if (/approvals.*:(approve|deny)$/.test(path)) return { shown_digest: alphas.approval.shown_digest };
  return body;
}

function formOf({ path, form }: HttpRow): Record<string, string> | undefined {
  if (path === "/oauth2/token") return { ...form, decision_id: alphas.decision, subject_token: alphas.grant.token };
  return form && { ...form, token: alphas.grant.token };
}

function questionOf(row: HttpRow): Question {
  const [body, form] = [bodyOf(row), formOf(row)];
  return {
    method: row.method,
    ...(body === undefined ? {} : { body }),
    ...(form === undefined ? {} : { form }),
  };
}

describe("every route, by alpha's ids", () => {
  const rows = HTTP.filter(({ path, takes }) => path.includes("{id}") && takes !== "nobody's");
  const named = rows.map((row) => [`${row.method} ${row.path}`, row] as const);

  test.each(named.filter(([name]) => !ordersAgent(name)))("%s", async (name, row) => {
    const id = IDS[row.path.split("/")[2] ?? ""]?.(alphas);
    if (id === undefined) throw new Error(`nothing stands for the id of ${name}`);
    const path = `${pathOf({ ...row, id: encodeURIComponent(id) })}${name.endsWith(":wait") ? "?timeout_ms=1" : ""}`;
    const question = questionOf(row);
    const answer = await world.ask("beta", path, question);
    expect(OTHERS[name] ?? [403, 404], answer.text).toContain(answer.status);
    expect(leaks(`${path} ${JSON.stringify(question)} ${id}`, answer.text)).toEqual([]);
  });
});

describe("every route without an id", () => {
  const rows = HTTP.filter(({ path, takes }) => !path.includes("{") && takes !== "nobody's");

  test.each(rows.map((row) => [`${row.method} ${row.path}`, row] as const))("%s", async (_, row) => {
    const question = questionOf(row);
    const answer = await world.ask("beta", pathOf(row), question);
    expect(answer.status).toBeLessThan(500);
    expect(leaks(JSON.stringify(question), answer.text)).toEqual([]);
  });

  // Of the whole process, so of alpha too.
  test.each(["/metrics", "/debug/cpu", "/debug/heap", "/debug/runtime"])("nothing at %s", async (path) => {
    expect([403, 404]).toContain((await world.ask("beta", path)).status);
  });

  test.each<[string, () => string]>([
    ["alpha's page", () => `/v1/decisions?page_token=${encodeURIComponent(alphas.pageToken)}`],
    ["alpha's session", () => `/v1/decisions?session=${alphas.session}`],
    ["alpha's agent", () => `/v1/decisions?agent=${encodeURIComponent(alphas.agent)}`],
    ["alpha's candidate", () => `/v1/bundles:compare?candidate=${alphas.bundle}`],
    ["alpha by name", () => "/v1/decisions?tenant=alpha"],
    ["a decision of alpha's, by AuthZEN", () => `/access/v1/requests/${alphas.decision}`],
  ])("%s", async (_, path) => {
    const { status: code, text } = await world.ask("beta", path());
    expect(code).toBeLessThan(500);
    expect(leaks(path(), text)).toEqual([]);
  });
});

describe("every method, by alpha's ids", () => {
  const DECIDE = requestMessage(comment());
  const MESSAGES: Readonly<Record<string, object>> = {
    "DecisionService/Decide": { ...DECIDE },
    "DecisionService/DecideBatch": { requests: [DECIDE] },
    "DecisionService/DecideStream": { request: DECIDE },
  };
  const idsOf = (service: string) => IDS[`${service.replace("Service", "").toLowerCase()}s`]?.(alphas);

  const named = GRPC.map((row) => [row.method, row] as const);

  test.each(named.filter(([name]) => !ordersAgent(name)))("%s", async (name, { message }) => {
    const own: Record<string, unknown> = { ...(MESSAGES[name] ?? message) };
    const id = idsOf(name.split("/")[0] ?? "");
    for (const field of ["id", "grantId"]) if (field in own && !name.endsWith("/RegisterAgent")) own[field] = id;
    if ("decisionId" in own) own["decisionId"] = alphas.decision;
    if ("task" in own) own["task"] = alphas.task;
    if ("shownDigest" in own) own["shownDigest"] = alphas.approval.shown_digest;
    if ("token" in own) own["token"] = name.startsWith("Intent") ? alphas.intent.token : alphas.grant.token;
    const answer = await callAny(world.writ.grpc, name, own, world.authorization("beta"));
    expect([status.UNKNOWN, status.INTERNAL, status.UNAVAILABLE, status.DEADLINE_EXCEEDED]).not.toContain(answer.code);
    // What names one thing of alpha's names nothing.
    const names = "id" in own || "grantId" in own || "decisionId" in own;
    const refusals = [
      status.NOT_FOUND,
      status.PERMISSION_DENIED,
      ...(name.endsWith("/Derive") ? [status.INVALID_ARGUMENT] : []),
    ];
    if (names && !name.endsWith("/RegisterAgent")) expect(refusals, answer.text).toContain(answer.code);
    const said = JSON.stringify(own, (_, value) => (typeof value === "bigint" ? String(value) : value));
    expect(leaks(said, answer.text)).toEqual([]);
  });
});

describe("alpha's tokens mean nothing to beta", () => {
  const decide = (more: JsonObject) => world.ask("beta", "/v1/decisions", { body: comment(more) });
  const form = async (path: string) => world.ask("beta", path, { form: { token: alphas.grant.token } });

  test("an intent blocks the call that shows it", async () => {
    const { body } = await decide({ intent: { token: alphas.intent.token } });
    expect(body).toMatchObject({ effect: "block", reasons: [{ rule: "writ.identify" }] });
  });

  test("a grant is not active", async () => {
    expect((await form("/oauth2/introspect")).body).toEqual({ active: false });
  });

  test("a grant is revoked for nobody", async () => {
    await form("/oauth2/revoke");
    const { body } = await world.ask("alpha", "/oauth2/introspect", { form: { token: alphas.grant.token } });
    expect(body).toMatchObject({ active: true });
  });

  test("the same session, the same agent and the same trace are others", async () => {
    const { decision, ...more } = { decision: alphas.decision, session: alphas.session, agent: { id: alphas.agent } };
    const { body } = await decide(more);
    expect(JSON.stringify(body["reasons"])).toContain("beta_0");
    expect(body["decision_id"]).not.toBe(decision);
  });

  test("what sessions have heard is hashed with a key of each tenant's", async () => {
    await decide({ session: "heard", observed: HEARD as unknown as JsonObject[] });
    const [ofAlpha, ofBeta] = await Promise.all(["alpha", "beta"].map((tenant) => hashesOf(world.database, tenant)));
    expect(ofAlpha?.length).toBeGreaterThan(0);
    expect(ofBeta?.length).toBe(ofAlpha?.length);
    expect(ofBeta?.filter((hash) => ofAlpha?.includes(hash))).toEqual([]);
  });
});

describe("an agent by the name of alpha's is another one", () => {
  const registration = { owner: "beta" };
  const http = (method: string, command: string, body: object) => async () =>
    (await world.ask("beta", `/v1/agents/${encodeURIComponent(alphas.agent)}${command}`, { method, body })).text;
  const grpc =
    (name: string, more: object = {}) =>
    async () => {
      const message = { id: alphas.agent, reason: "mine", ...more };
      return (await callAny(world.writ.grpc, `AgentService/${name}`, message, world.authorization("beta"))).text;
    };

  // Registered first, retired last: that is final.
  test.each<[string, string, () => Promise<string>]>([
    [
      "POST",
      "active",
      async () => (await world.ask("beta", "/v1/agents", { body: { id: alphas.agent, ...registration } })).text,
    ],
    ["PUT", "active", http("PUT", "", { ...registration, reason: "mine" })],
    ["UpdateAgent", "active", grpc("UpdateAgent", { registration })],
    [":suspend", "suspended", http("POST", ":suspend", { reason: "mine" })],
    ["ResumeAgent", "active", grpc("ResumeAgent")],
    ["SuspendAgent", "suspended", grpc("SuspendAgent")],
    [":resume", "active", http("POST", ":resume", { reason: "mine" })],
    ["RetireAgent", "retired", grpc("RetireAgent")],
    [":retire", "retired", http("POST", ":retire", { reason: "mine" })],
  ])("%s makes it %s", async (_, wanted, order) => {
    expect(leaks(alphas.agent, await order())).toEqual([]);
    const { body } = await world.ask("beta", `/v1/agents/${encodeURIComponent(alphas.agent)}`);
    expect(body).toMatchObject({ owner: "beta", status: wanted });
  });
});

test("and of all that alpha has nothing has changed", async () => {
  expect(await rowsOf(world.database, "alpha")).toEqual(before);
});
