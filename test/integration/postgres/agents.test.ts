import { setTimeout as sleep } from "node:timers/promises";
import type pg from "pg";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { AgentRegistry } from "../../../src/adapters/postgres/agent-registry.ts";
import { prepareDatabase } from "../../../src/adapters/postgres/prepare.ts";
import type { PostgresStore } from "../../../src/adapters/postgres/store.ts";
import { type AgentRegistration, type AgentStatus, MAX_AGENTS } from "../../../src/domain/agent.ts";
import type { DeclaredAgent } from "../../../src/ports/agent-store.ts";
import { createDatabase, type TestDatabase } from "../../support/database.ts";
import { AT_MS, connectTo, entryOf, grantOf, idOf, openStore } from "../../support/records.ts";

let database: TestDatabase;
let url: string;
beforeAll(async () => {
  database = await createDatabase();
  url = database.url;
  await prepareDatabase(url, AT_MS);
});
afterAll(() => database.drop());

const NOTE = { by: "user:ann", reason: "because", at_ms: AT_MS };

function registrationOf(changes: Partial<AgentRegistration> = {}): AgentRegistration {
  return { owner: "team-payments", purpose: "", labels: {}, ...changes };
}

/** A tenant of a test's own: tests share the database. */
let tenants = 0;
function newTenant(): string {
  tenants += 1;
  return `tenant-${tenants}`;
}

async function until(done: () => boolean, withinMs = 1_000): Promise<void> {
  const end = performance.now() + withinMs;
  while (!done()) {
    if (performance.now() > end) throw new Error(`not within ${withinMs} ms`);
    await sleep(5);
  }
}

async function codeOf(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => "done",
    (error: { code: string }) => error.code,
  );
}

describe("a registration", () => {
  test("reads back as it was registered, with who and when", async () => {
    const { agents } = await openStore(url);
    const tenant = newTenant();
    const registration = registrationOf({
      labels: { b: 1, a: { deep: [true] } },
      max_tier: "bounded_write",
      verbs: [],
      audiences: ["vault"],
      envelope: { verbs: ["order.read"], max_calls: 3 },
      review_at: "2027-01-31",
    });
    await agents.register(tenant, "agent:a", registration, NOTE);
    expect(await agents.find(tenant, undefined, "agent:a")).toEqual({
      id: "agent:a",
      declared: false,
      status: "active",
      record: {
        registration,
        version: 1,
        registered_at_ms: AT_MS,
        registered_by: "user:ann",
        updated_at_ms: AT_MS,
        updated_by: "user:ann",
      },
    });
    expect(agents.get(tenant, "agent:a")).toEqual({ registration, status: "active" });
    expect(await agents.find("another", undefined, "agent:a")).toBeUndefined();
  });

  test("is changed by one of two who read the same version", async () => {
    const { agents } = await openStore(url);
    const other = await openStore(url);
    const tenant = newTenant();
    await agents.register(tenant, "agent:a", registrationOf(), NOTE);
    const tries = [
      agents.update(tenant, "agent:a", registrationOf({ owner: "ann" }), 1, NOTE),
      other.agents.update(tenant, "agent:a", registrationOf({ owner: "bob" }), 1, NOTE),
    ];
    expect((await Promise.all(tries.map(codeOf))).sort()).toEqual(["conflict", "done"]);
    expect((await agents.find(tenant, undefined, "agent:a"))?.record?.version).toBe(2);
  });

  test("is made by one of two who register the same id", async () => {
    const { agents } = await openStore(url);
    const tenant = newTenant();
    const tries = ["ann", "bob"].map((owner) => agents.register(tenant, "agent:a", registrationOf({ owner }), NOTE));
    expect((await Promise.all(tries.map(codeOf))).sort()).toEqual(["conflict", "done"]);
    expect(await agents.events(tenant, "agent:a", 10)).toHaveLength(1);
  });

  test("that changes nothing is no change", async () => {
    const { agents } = await openStore(url);
    const tenant = newTenant();
    await agents.register(tenant, "agent:a", registrationOf({ labels: { a: 1 } }), NOTE);
    await agents.update(tenant, "agent:a", registrationOf({ labels: { a: 1 } }), undefined, NOTE);
    expect((await agents.find(tenant, undefined, "agent:a"))?.record?.version).toBe(1);
    expect(await agents.events(tenant, "agent:a", 10)).toHaveLength(1);
  });

  test("is refused past the limit, and changed all the same", async () => {
    const { agents } = await openStore(url);
    const tenant = newTenant();
    await agents.register(tenant, "agent:a", registrationOf(), NOTE);
    const client = await connectTo(url);
    await client.query(
      `insert into writ.agents select tenant, 'agent:' || n, version, owner, review_at, registration, registered_at,
         registered_by, updated_at, updated_by from writ.agents, generate_series(2, $2) n where tenant = $1`,
      [tenant, MAX_AGENTS],
    );
    expect(await codeOf(agents.register(tenant, "agent:b", registrationOf(), NOTE))).toBe("resource_exhausted");
    await agents.update(tenant, "agent:a", registrationOf({ owner: "ann" }), undefined, NOTE);
    await client.query("delete from writ.agents where tenant = $1", [tenant]);
  });

  test("of an id that is nobody's cannot be changed", async () => {
    const { agents } = await openStore(url);
    expect(await codeOf(agents.update(newTenant(), "agent:a", registrationOf(), undefined, NOTE))).toBe("not_found");
  });
});

describe("an order", () => {
  const STEPS: readonly [AgentStatus[], string, AgentStatus][] = [
    [["suspended"], "done", "suspended"],
    [["suspended", "suspended"], "done", "suspended"],
    [["suspended", "active"], "done", "active"],
    [["active"], "done", "active"],
    [["retired"], "done", "retired"],
    [["suspended", "retired", "retired"], "done", "retired"],
    [["retired", "active"], "conflict", "retired"],
    [["retired", "suspended"], "conflict", "retired"],
  ];
  test.each(STEPS)("%j ends with %s, and the agent %s", async (steps, last, status) => {
    const { agents } = await openStore(url);
    const tenant = newTenant();
    await agents.register(tenant, "agent:a", registrationOf(), NOTE);
    let code = "";
    for (const step of steps) code = await codeOf(agents.order(tenant, "agent:a", step, NOTE));
    expect(code).toBe(last);
    expect((await agents.find(tenant, undefined, "agent:a"))?.status).toBe(status);
    expect(agents.get(tenant, "agent:a")?.status).toBe(status);
  });

  test("to retire is final for the registration too", async () => {
    const { agents } = await openStore(url);
    const tenant = newTenant();
    await agents.register(tenant, "agent:a", registrationOf(), NOTE);
    await agents.order(tenant, "agent:a", "retired", NOTE);
    await agents.order(tenant, "agent:b", "retired", NOTE);
    expect(await codeOf(agents.update(tenant, "agent:a", registrationOf({ owner: "x" }), undefined, NOTE))).toBe(
      "conflict",
    );
    expect(await codeOf(agents.register(tenant, "agent:b", registrationOf(), NOTE))).toBe("conflict");
    const client = await connectTo(url);
    const change = "update writ.agent_states set status = 'active' where tenant = $1";
    await expect(client.query(change, [tenant])).rejects.toThrow("stays retired");
  });

  test("to stop revokes the agent's grants and nobody else's", async () => {
    const store = await openStore(url);
    const mine = await granted(store, "agent:mine");
    const others = await granted(store, "agent:other");
    const { grants_revoked } = await store.agents.order("default", "agent:mine", "suspended", NOTE);
    expect(grants_revoked).toBe(1);
    const client = await connectTo(url);
    const { rows } = await client.query("select grant_id, reason from writ.revocations where grant_id = any($1)", [
      [mine, others],
    ]);
    expect(rows).toEqual([{ grant_id: mine, reason: "agent_suspended" }]);
  });

  test("to stop also ends what a replica granted that had not heard of it yet", async () => {
    const store = await openStore(url);
    await store.agents.order("default", "agent:late", "retired", NOTE);
    const late = await granted(store, "agent:late");
    const client = await connectTo(url);
    const reason = async () =>
      (await client.query("select reason from writ.revocations where grant_id = $1", [late])).rows[0]?.reason;
    await expect.poll(reason, { timeout: 5_000 }).toBe("agent_retired");
  });

  test("is kept for ever, with who and why", async () => {
    const { agents } = await openStore(url);
    const tenant = newTenant();
    await agents.register(tenant, "agent:a", registrationOf({ verbs: ["file.*"] }), NOTE);
    await agents.update(tenant, "agent:a", registrationOf({ owner: "ann" }), 1, { ...NOTE, reason: "moved" });
    await agents.order(tenant, "agent:a", "suspended", { by: "user:bob", reason: "odd", at_ms: AT_MS + 5 });
    expect(await agents.events(tenant, "agent:a", 10)).toEqual([
      { tenant, agent: "agent:a", action: "suspended", by: "user:bob", reason: "odd", at_ms: AT_MS + 5, changed: [] },
      {
        ...{ tenant, agent: "agent:a", action: "updated", by: "user:ann", reason: "moved", at_ms: AT_MS },
        changed: ["owner", "verbs"],
      },
      {
        ...{ tenant, agent: "agent:a", action: "registered", by: "user:ann", reason: "because", at_ms: AT_MS },
        changed: ["owner", "purpose", "labels", "verbs"],
      },
    ]);
    const client = await connectTo(url);
    for (const change of ["update writ.agent_events set by = 'x'", "delete from writ.agent_events"]) {
      await expect(client.query(change)).rejects.toThrow("only ever added");
    }
  });
});

async function granted(store: PostgresStore, agent: string): Promise<string> {
  const entry = entryOf({ agent });
  const grant = grantOf(entry.decision, { id: idOf("grt") });
  await store.sink.append({ ...entry, grant });
  return grant.id;
}

describe("a list", () => {
  const DECLARED: readonly DeclaredAgent[] = [
    { id: "agent:b", owner: "team-b", status: "active" },
    { id: "agent:d", owner: "", status: "suspended" },
    { id: "agent:e", owner: "team-b", status: "", review_at: "2026-12-01" },
    { id: "agent:\u{1f600}", owner: "team-b", status: "active" },
  ];

  async function filled(): Promise<{ store: PostgresStore; tenant: string }> {
    const store = await openStore(url);
    const tenant = newTenant();
    const { agents } = store;
    await agents.register(tenant, "agent:a", registrationOf({ review_at: "2026-11-25" }), NOTE);
    await agents.register(tenant, "agent:c", registrationOf({ owner: "" }), NOTE);
    await agents.register(tenant, "agent:d", registrationOf(), NOTE);
    await agents.register(tenant, "agent:\uffee", registrationOf(), NOTE);
    await agents.register("another", `agent:${tenant}`, registrationOf(), NOTE);
    await agents.order(tenant, "agent:b", "suspended", NOTE);
    await agents.order(tenant, "agent:c", "retired", NOTE);
    await agents.order(tenant, "agent:z", "suspended", NOTE);
    return { store, tenant };
  }

  test("has those of the API, of the bundle, and who was only stopped, page by page", async () => {
    const { store, tenant } = await filled();
    const seen: [string, string, boolean][] = [];
    for (let after: string | undefined; ; ) {
      const page = after === undefined ? { size: 3 } : { size: 3, after };
      const rows = await store.agents.list(tenant, DECLARED, {}, page);
      seen.push(...rows.map((row): [string, string, boolean] => [row.id, row.status, row.declared]));
      after = rows.at(-1)?.id;
      if (rows.length < 3) break;
    }
    expect(seen).toEqual([
      ["agent:a", "active", false],
      ["agent:b", "suspended", true],
      ["agent:c", "retired", false],
      ["agent:d", "suspended", true],
      ["agent:e", "", true],
      ["agent:z", "suspended", false],
      ["agent:\uffee", "active", false],
      ["agent:\u{1f600}", "active", true],
    ]);
  });

  test.each([
    [{ status: "suspended" as const }, ["agent:b", "agent:d", "agent:z"]],
    [{ owner: "team-b" }, ["agent:b", "agent:e", "agent:\u{1f600}"]],
    [{ owner: "" }, ["agent:c", "agent:z"]],
    [{ due_by: "2026-11-24" }, []],
    [{ due_by: "2026-11-25" }, ["agent:a"]],
    [{ due_by: "2026-12-01" }, ["agent:a", "agent:e"]],
  ])("of %j", async (filter, ids) => {
    const { store, tenant } = await filled();
    const rows = await store.agents.list(tenant, DECLARED, filter, { size: 100 });
    expect(rows.map(({ id }) => id)).toEqual(ids);
  });
});

describe("the registry in memory", () => {
  test("of every replica follows a change within a second", async () => {
    const [one, two] = [await openStore(url), await openStore(url)];
    const tenant = newTenant();
    await one.agents.register(tenant, "agent:a", registrationOf(), NOTE);
    await until(() => two.agents.get(tenant, "agent:a")?.registration?.owner === "team-payments");
    await two.agents.order(tenant, "agent:a", "suspended", NOTE);
    expect(two.agents.get(tenant, "agent:a")?.status).toBe("suspended");
    await until(() => one.agents.get(tenant, "agent:a")?.status === "suspended");
  });

  test("knows at its start what was changed before", async () => {
    const one = await openStore(url);
    const tenant = newTenant();
    await one.agents.register(tenant, "agent:a", registrationOf(), NOTE);
    await one.agents.order(tenant, "agent:b", "suspended", NOTE);
    const two = await openStore(url);
    expect(two.agents.get(tenant, "agent:a")?.status).toBe("active");
    expect(two.agents.get(tenant, "agent:b")).toEqual({ status: "suspended" });
  });

  test("follows within a second although the listener hears nothing", async () => {
    const [one, two] = [await openStore(url), await openStore(url)];
    const tenant = newTenant();
    const client = await connectTo(url);
    // No notification at all, as on a connection that only seems to be there.
    await client.query("alter table writ.agent_events disable trigger tell");
    try {
      await one.agents.order(tenant, "agent:a", "suspended", NOTE);
      await until(() => two.agents.get(tenant, "agent:a")?.status === "suspended");
    } finally {
      await client.query("alter table writ.agent_events enable trigger tell");
    }
  });

  test("reads what was changed once, and then only what is new", async () => {
    const client = await connectTo(url);
    const read: number[] = [];
    const watched = {
      query: async (query: pg.QueryConfig) => {
        const result = await client.query<{ readonly id: string | null }>(query);
        read.push(result.rows.filter(({ id }) => id !== null).length);
        return result;
      },
    };
    const registry = new AgentRegistry(watched as unknown as pg.Pool);
    await registry.load(client);
    onTestFinished(() => registry.close());
    const tenant = newTenant();
    const one = await openStore(url);
    await one.agents.order(tenant, "agent:a", "suspended", NOTE);
    await until(() => registry.get(tenant, "agent:a")?.status === "suspended");
    const looks = read.length;
    await until(() => read.length >= looks + 2, 5_000);
    expect(read.reduce((sum, rows) => sum + rows, 0)).toBe(1);
  });

  test("has caught up when the listener that was lost is there again", async () => {
    const [one, two] = [await openStore(url), await openStore(url)];
    const tenant = newTenant();
    const client = await connectTo(url);
    await client.query(
      "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'writ listener' and datname = current_database()",
    );
    await one.agents.order(tenant, "agent:a", "retired", NOTE);
    await until(() => two.agents.get(tenant, "agent:a")?.status === "retired");
    await until(() => two.ready(), 3_000);
  });
});
