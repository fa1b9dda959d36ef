import pg from "pg";
import { beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { throughPoolerUrl } from "../../../src/adapters/postgres/connection.ts";
import { prepareDatabase } from "../../../src/adapters/postgres/prepare.ts";
import { approvalWorld } from "../../support/approval-world.ts";
import { counterpart, titled } from "../../support/counterpart.ts";
import { createDatabase } from "../../support/database.ts";
import { pgbouncer } from "../../support/pgbouncer.ts";
import { AT_MS, connectTo, entryOf, grantOf, openStore, sessionEntry } from "../../support/records.ts";

const found = await counterpart("pgbouncer");
/** What all replicas are to have followed by then. */
const WITHIN_MS = 1_000;

describe.skipIf(found.missing)(titled("through PgBouncer in transaction mode", found), () => {
  let url: string;
  let poolUrl: string;
  beforeEach(async () => {
    const database = await createDatabase();
    onTestFinished(() => database.drop());
    url = database.url;
    await prepareDatabase(url, AT_MS);
    poolUrl = throughPoolerUrl(await pgbouncer(found, url));
  });

  test("many at once read and change, each its own tenant's, on fewer connections than there are", async () => {
    const store = await openStore(url, { poolUrl, poolSize: 12 });
    const tenants = ["blue", "green", "red"];
    for (const tenant of tenants) {
      const entry = sessionEntry(`s-${tenant}`, 0);
      const decision = { ...entry.decision, tenant };
      await store.sink.append({ ...entry, decision, session: { ...entry.session!, tenant }, grant: grantOf(decision) });
    }
    const rounds = Array.from({ length: 60 }, (_, n) => tenants[n % tenants.length]!);
    const seen = await Promise.all(
      rounds.map(async (tenant) => {
        const sessions = await Promise.all(tenants.map((of) => store.sessions.load(tenant, `s-${of}`)));
        await store.sessionStore.suspend(tenant, `s-${tenant}`, { at_ms: AT_MS, by: "b", reason: "r" });
        await store.sessionStore.resume(tenant, `s-${tenant}`, { at_ms: AT_MS, by: "b", reason: "r" });
        return sessions.map((loaded) => loaded?.session.id);
      }),
    );
    expect(seen).toEqual(rounds.map((tenant) => tenants.map((of) => (of === tenant ? `s-${of}` : undefined))));
  });

  test("no connection is left as a tenant, nor with anything prepared", async () => {
    const store = await openStore(url, { poolUrl });
    const entry = entryOf();
    await store.sink.append(entry);
    await Promise.all(Array.from({ length: 20 }, () => store.decisions.get("default", entry.decision.id)));
    await expect(store.grants.revoke("default", "no id", "by_request", Number.NaN)).rejects.toThrow();
    const next = new pg.Pool({ connectionString: poolUrl, max: 4 });
    onTestFinished(() => next.end());
    const left = await Promise.all(
      Array.from({ length: 20 }, async () => {
        const { rows } = await next.query(
          `select current_user = session_user as myself, coalesce(current_setting('writ.tenant', true), '') as tenant,
             (select count(*)::int from pg_prepared_statements) as prepared`,
        );
        return rows[0];
      }),
    );
    expect(left).toEqual(left.map(() => ({ myself: true, tenant: "", prepared: 0 })));
  });

  test("a connection that is lost in the middle of a command is a refusal, and the next one works", async () => {
    const store = await openStore(url, { poolUrl });
    await store.sink.append(sessionEntry("s-1", 0));
    const holder = await connectTo(url);
    await holder.query("begin; select from writ.sessions where id = 's-1' for update");
    const note = { at_ms: AT_MS, by: "b", reason: "r" };
    const stopped = store.sessionStore.suspend("default", "s-1", note);
    const refused = expect(stopped).rejects.toMatchObject({ code: "unavailable" });
    const waiting = `select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and wait_event_type = 'Lock' and state = 'active'`;
    // Another connection: within one transaction the view stays as it was first seen.
    const other = await connectTo(url);
    await expect.poll(async () => (await other.query(waiting)).rowCount, { timeout: 10_000 }).toBe(1);
    await refused;
    await holder.query("rollback");
    await store.sessionStore.suspend("default", "s-1", note);
    expect((await store.sessions.load("default", "s-1"))?.session.suspended).toMatchObject({ by: "b" });
  });

  test("two replicas decide, ask people, hear their answers, and of what is revoked within a second", async () => {
    const world = await approvalWorld(async (databaseUrl) => ({
      DATABASE_URL: await pgbouncer(found, databaseUrl),
      WRIT_DATABASE_LISTEN_URL: databaseUrl,
    }));
    onTestFinished(() => world.stop());
    const { ask, here, there } = world;
    const asked = await world.decide("s-1", {});
    expect(asked).toMatchObject({ effect: "block", recorded: "committed" });
    const { id } = asked["approval"] as { id: string };
    const waits = ask("gateway", there, `/v1/approvals/${id}:wait?timeout_ms=20000`);
    const { shown_digest } = (await ask("alice", here, `/v1/approvals/${id}`)).body;
    const yes = { shown_digest: String(shown_digest), comment: "yes" };
    expect(await ask("alice", here, `/v1/approvals/${id}:approve`, yes)).toMatchObject({ status: 200 });
    expect((await waits).body).toMatchObject({ state: "approved" });
    const granted = await world.decide("s-1", {});
    expect(granted).toMatchObject({ effect: "allow" });
    const path = `/v1/grants/${(granted["grant"] as { id: string }).id}`;
    expect((await ask("auditor", there, `/v1/decisions/${granted["decision_id"]}`)).body).toMatchObject({
      decision: { effect: "allow" },
    });
    expect((await ask("auditor", there, path)).body).toMatchObject({ state: "alive" });
    const client = await connectTo(world.database);
    await client.query(
      "insert into writ.revocations (tenant, grant_id, reason, at) select tenant, id, 'grant_revoked', now() from writ.grants",
    );
    const state = async () => (await ask("auditor", there, path)).body["state"];
    await expect.poll(state, { timeout: WITHIN_MS, interval: 20 }).toBe("revoked");
  });
});
