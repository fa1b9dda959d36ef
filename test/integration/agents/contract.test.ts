import { Ajv2020 } from "ajv/dist/2020.js";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { declaredAgents } from "../../../src/agents/declared.ts";
import type { Json } from "../../../tools/grpc-client.ts";
import type { RunningWrit } from "../../../tools/start-writ.ts";
import { sharedService } from "../../support/shared-service.ts";
import type { Said } from "../contract/clients.ts";
import { type AgentClient, grpcAgents, httpAgents } from "./clients.ts";

let writ: RunningWrit;
const clients = new Map<string, AgentClient>();

beforeAll(async () => {
  writ = await sharedService({ WRIT_WORKERS: "1" });
  clients.set("HTTP", httpAgents(writ.http));
  clients.set("gRPC", grpcAgents(writ.grpc));
});
afterAll(async () => {
  for (const client of clients.values()) client.close();
  await writ.stop();
});

const WHOLE: Json = {
  owner: "team-payments",
  purpose: "answers refund requests",
  labels: { team: "payments", level: 3 },
  max_tier: "bounded_write",
  verbs: ["order.read", "payment.*", "x-acme.ship"],
  audiences: [],
  envelope: {
    verbs: ["order.read"],
    max_tier: "read_only",
    resources: ["order:*"],
    destinations: [],
    max_amount: "98.70",
    currency: "EUR",
    max_calls: 5,
  },
  review_at: "2099-01-31",
};

let ids = 0;
/** As agents are named: with colons and slashes. */
function newId(): string {
  ids += 1;
  return `spiffe://acme.example/agent/${ids}:suspend`;
}

function answer(said: Said): Json {
  if ("refused" in said) throw new Error(`refused: ${JSON.stringify(said.refused)}`);
  return said.answer;
}

describe.each(["HTTP", "gRPC"])("the registry over %s", (protocol) => {
  const client = () => clients.get(protocol) as AgentClient;

  test("gives back what was registered, and its history", async () => {
    const id = newId();
    const registered = answer(await client().register({ id, ...WHOLE, reason: "asked for in T-1", by: "user:ann" }));
    expect(registered).toMatchObject({ id, source: "api", status: "active", version: 1, due: [], ...WHOLE });
    const by = "user:ann (said by loopback)";
    expect(registered).toMatchObject({ registered_by: by, updated_by: by });
    const updated = answer(await client().update(id, { ...WHOLE, owner: "ann", version: 1, reason: "moved" }));
    expect(updated).toMatchObject({ ...WHOLE, owner: "ann", version: 2, registered_by: by, updated_by: "loopback" });
    expect(answer(await client().order(id, "suspend", { reason: "odd" }))).toMatchObject({
      status: "suspended",
      order: { status: "suspended", by: "loopback", reason: "odd" },
      grants_revoked: 0,
    });
    expect(answer(await client().order(id, "resume", {}))).toMatchObject({ status: "active" });
    expect(answer(await client().order(id, "retire", {}))).toMatchObject({ status: "retired" });
    const found = answer(await client().get(id));
    expect(found).toMatchObject({ ...WHOLE, owner: "ann", status: "retired" });
    expect(
      (found["events"] as Json[]).map(({ action, by: who, reason, changed }) => [action, who, reason, changed]),
    ).toEqual([
      ["retired", "loopback", "", []],
      ["resumed", "loopback", "", []],
      ["suspended", "loopback", "odd", []],
      ["updated", "loopback", "moved", ["owner"]],
      ["registered", by, "asked for in T-1", Object.keys(WHOLE)],
    ]);
  });

  test("lets nothing be registered that is left out", async () => {
    const id = newId();
    const registered = answer(await client().register({ id }));
    expect(registered).toMatchObject({ owner: "", purpose: "", labels: {}, due: ["owner_missing"] });
    for (const key of ["max_tier", "verbs", "audiences", "envelope", "review_at"])
      expect(registered).not.toHaveProperty(key);
  });

  const WRONG: readonly [string, Json, readonly string[]][] = [
    ["no id", { id: "" }, ["/id"]],
    ["an id of two lines", { id: "agent:a\nb" }, ["/id"]],
    ["a verb that is none", { verbs: ["order.read", "order.eat"] }, ["/verbs/1"]],
    ["a domain that is none", { verbs: ["orders.*"] }, ["/verbs/0"]],
    ["all verbs", { verbs: ["*"] }, ["/verbs/0"]],
    ["a tier that is none", { max_tier: "any" }, ["/max_tier"]],
    ["a day that is none", { review_at: "2026-02-30" }, ["/review_at"]],
    ["a time instead of a day", { review_at: "2026-02-20T00:00:00Z" }, ["/review_at"]],
    ["an audience without a name", { audiences: [""] }, ["/audiences/0"]],
    [
      "all wrong in an envelope",
      { envelope: { verbs: ["eat"], max_tier: "x", max_amount: "-1" } },
      ["/envelope/verbs/0", "/envelope/max_tier", "/envelope/max_amount"],
    ],
    ["a reason that is a novel", { reason: "x".repeat(501) }, ["/reason"]],
    ["labels that are a data set", { labels: { a: "x".repeat(20_000) } }, [""]],
    ["an owner with a line break", { owner: "a\nb" }, ["/owner"]],
    ["a purpose with a NUL", { purpose: "a\0b" }, ["/purpose"]],
  ];
  test.each(WRONG)("refuses %s, and names the field", async (_, changes, pointers) => {
    const said = await client().register({ id: newId(), ...changes });
    expect(said).toEqual({ refused: { code: "invalid_argument", pointers } });
  });

  const REFUSED: readonly [string, (id: string) => Promise<Said>, string, readonly string[]][] = [
    ["to register twice", (id) => client().register({ id }), "conflict", []],
    ["to change an old version", (id) => client().update(id, { version: 7 }), "conflict", []],
    ["to change a version that is none", (id) => client().update(id, { version: 0 }), "invalid_argument", ["/version"]],
    ["to change nobody", () => client().update("agent:nobody", {}), "not_found", []],
    ["to show nobody", () => client().get("agent:nobody"), "not_found", []],
    ["a page token that is none", () => client().list({ page_token: "?" }), "invalid_argument", ["/page_token"]],
    ["a page that is too large", () => client().list({ page_size: "501" }), "invalid_argument", ["/page_size"]],
    ["a status that is none", () => client().list({ status: "gone" }), "invalid_argument", ["/status"]],
    ["days that are none", () => client().due({ within: "soon" }), "invalid_argument", ["/within"]],
    ["too many days", () => client().due({ within: "9999d" }), "invalid_argument", ["/within"]],
  ];
  test.each(REFUSED)("refuses %s", async (_, ask, code, pointers) => {
    const id = newId();
    answer(await client().register({ id }));
    expect(await ask(id)).toEqual({ refused: { code, pointers } });
  });

  test("keeps retired agents retired", async () => {
    const id = newId();
    answer(await client().register({ id }));
    answer(await client().order(id, "retire", {}));
    for (const order of ["suspend", "resume"] as const) {
      expect(await client().order(id, order, {})).toEqual({ refused: { code: "conflict", pointers: [] } });
    }
    expect(await client().update(id, {})).toEqual({ refused: { code: "conflict", pointers: [] } });
  });

  test("lists by owner and status, page by page", async () => {
    const owner = `team-${newId()}`;
    const own = [newId(), newId(), newId(), newId()].sort();
    for (const id of own) answer(await client().register({ id, owner }));
    answer(await client().order(own[0] as string, "suspend", {}));
    const seen: unknown[] = [];
    for (let page_token = ""; ; ) {
      const query = { owner, page_size: "2", ...(page_token === "" ? {} : { page_token }) };
      const page = answer(await client().list(query));
      seen.push(...(page["agents"] as Json[]).map(({ id }) => id));
      page_token = page["next_page_token"] as string;
      if (page_token === "") break;
    }
    expect(seen).toEqual(own);
    const suspended = answer(await client().list({ owner, status: "suspended" }));
    expect((suspended["agents"] as Json[]).map(({ id }) => id)).toEqual([own[0]]);
  });

  test("lists who is due", async () => {
    const soon = new Date(Date.now() + 10 * 86_400_000).toISOString().slice(0, 10);
    const registered = { late: "2020-01-01", soon, never: undefined };
    const own = new Map<string, string>();
    for (const [name, review_at] of Object.entries(registered)) {
      const id = newId();
      own.set(id, name);
      answer(await client().register({ id, owner: "team-due", ...(review_at === undefined ? {} : { review_at }) }));
    }
    const due = async (within: string) => {
      const { agents } = answer(await client().due({ within, page_size: "500" })) as { agents: Json[] };
      return agents.flatMap(({ id, due: why }) => (own.has(id as string) ? [[own.get(id as string), why]] : []));
    };
    expect(await due("30d")).toEqual([
      ["late", ["review_overdue"]],
      ["soon", ["review_due"]],
    ]);
    expect(await due("5d")).toEqual([["late", ["review_overdue"]]]);
  });

  test("stops also whom nobody has registered", async () => {
    const id = newId();
    expect(answer(await client().order(id, "suspend", { reason: "odd" }))).toMatchObject({
      source: "none",
      status: "suspended",
    });
  });
});

describe("the registry over HTTP", () => {
  const TYPES: readonly [string, Json, readonly string[]][] = [
    ["an owner that is no text", { owner: 7 }, ["/owner"]],
    ["a field that is none", { ownr: "ann" }, ["/ownr"]],
    ["a status", { status: "active" }, ["/status"]],
    ["all that is wrong at once", { owner: 7, verbs: "order.read", labels: [] }, ["/owner", "/labels", "/verbs"]],
  ];
  test.each(TYPES)("refuses %s", async (_, changes, pointers) => {
    const said = await clients.get("HTTP")?.register({ id: newId(), ...changes });
    expect(said).toEqual({ refused: { code: "invalid_argument", pointers } });
  });

  test("is as /openapi.json says", async () => {
    const client = clients.get("HTTP") as AgentClient;
    const ajv = new Ajv2020({ strict: false, allErrors: true, formats: { "date-time": true } });
    const document = (await (await fetch(`${writ.http}/openapi.json`)).json()) as Json;
    ajv.addSchema(document, "writ");
    const problems = (name: string, value: unknown) => {
      const validate = ajv.getSchema(`writ#/components/schemas/${name}`);
      return validate?.(value) === true ? [] : validate?.errors;
    };
    const id = newId();
    const body = { id, ...WHOLE, reason: "x", by: "user:ann" };
    expect(problems("AgentRegister", body)).toEqual([]);
    answer(await client.register(body));
    expect(problems("AgentUpdate", { ...WHOLE, version: 1 })).toEqual([]);
    expect(problems("Agent", answer(await client.order(id, "suspend", {})))).toEqual([]);
    expect(problems("Agent", answer(await client.get(id)))).toEqual([]);
    expect(problems("AgentPage", answer(await client.list({})))).toEqual([]);
  });

  test("has no other methods and orders", async () => {
    const path = `${writ.http}/v1/agents/agent%3Aa`;
    const refused = await fetch(path, { method: "DELETE" });
    expect([refused.status, refused.headers.get("allow")]).toEqual([405, "GET, POST, PUT"]);
    expect((await fetch(`${path}:delete`, { method: "POST" })).status).toBe(404);
  });
});

test("what a bundle says in a wrong form is left out, not guessed", () => {
  const agents = {
    "agent:a": { owner: 7, status: ["active"], verbs: "file.*", max_tier: "any", review_at: "soon", envelope: {} },
    "agent:b": "active",
  };
  expect(declaredAgents(agents)).toEqual([
    { id: "agent:a", status: "", registration: { owner: "", purpose: "", labels: {}, envelope: { verbs: [] } } },
  ]);
  expect(declaredAgents(["agent:a"])).toEqual([]);
});
