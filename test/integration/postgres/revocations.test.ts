import { setTimeout as sleep } from "node:timers/promises";
import { beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { prepareDatabase } from "../../../src/adapters/postgres/prepare.ts";
import { revokeGrants } from "../../../src/adapters/postgres/revoke.ts";
import type { PostgresStore } from "../../../src/adapters/postgres/store.ts";
import type { RecordEntry } from "../../../src/domain/record.ts";
import { createDatabase } from "../../support/database.ts";
import { AT_MS, connectTo, decisionOf, grantOf, openStore, sessionEntry } from "../../support/records.ts";

let url: string;
beforeEach(async () => {
  const database = await createDatabase();
  onTestFinished(() => database.drop());
  url = database.url;
  await prepareDatabase(url, AT_MS);
});

/** A call of a session that is granted something. */
function granted(session: string, version: number, epoch = 0): RecordEntry & { readonly id: string } {
  const { decision, session: change } = sessionEntry(session, version);
  const now = Date.now();
  const grant = grantOf(decision, { session, session_epoch: epoch, issued_at_ms: now, expires_at_ms: now + 60_000 });
  return { id: grant.id, decision, grant, ...(change === undefined ? {} : { session: change }) };
}

/** A call at which the policy revokes the session. */
function revoking(session: string, version: number): RecordEntry {
  const entry = sessionEntry(session, version, { epoch: 1 });
  const decision = decisionOf({ session, at_ms: Date.now() });
  return entry.session === undefined ? entry : { decision, session: { ...entry.session, revokes: true } };
}

test("a session that the policy revokes takes its grants with it, in the same transaction, and no others", async () => {
  const store = await openStore(url);
  const [first, second, other] = [granted("s", 0), granted("s", 1), granted("t", 0)];
  for (const entry of [first, second, other]) expect((await store.sink.append(entry)).status).toBe("recorded");
  // The version is behind: nothing of it is written, so nothing is revoked either.
  expect(await store.sink.append(revoking("s", 1))).toEqual({ status: "conflict" });
  const client = await connectTo(url);
  expect((await client.query("select from writ.revocations")).rowCount).toBe(0);
  // A grant of the same decision ends with it too: its epoch is over.
  const last = granted("s", 2);
  const entry = revoking("s", 2);
  await store.sink.append({ ...entry, ...(last.grant === undefined ? {} : { grant: last.grant }) });
  const { rows } = await client.query("select grant_id, reason from writ.revocations order by grant_id");
  expect(rows).toEqual(
    [first.id, second.id, last.id].sort().map((grant_id) => ({ grant_id, reason: "session_revoked" })),
  );
  const next = granted("s", 3, 1);
  await store.sink.append(next);
  await expect.poll(() => store.revocations.isRevoked("default", last.id), { timeout: 1_000 }).toBe(true);
  expect(store.revocations.isRevoked("default", next.id)).toBe(false);
});

async function grant(store: PostgresStore, ttl_ms = 60_000): Promise<string> {
  const now = Date.now();
  const decision = decisionOf({ at_ms: now });
  const row = grantOf(decision, { issued_at_ms: now, expires_at_ms: now + ttl_ms });
  await store.sink.append({ decision, grant: row });
  return row.id;
}

const revoke = async (client: Parameters<typeof revokeGrants>[0], id: string) =>
  revokeGrants(client, "default", { by: "id", value: id }, "by_request", Date.now());

test("every replica knows what was revoked, whenever it started", async () => {
  const stores = [await openStore(url), await openStore(url)];
  const [one] = stores as [PostgresStore];
  const [early, late, kept] = [await grant(one), await grant(one), await grant(one)];
  const client = await connectTo(url);
  await revoke(client, early);
  stores.push(await openStore(url));
  await revoke(client, late);
  for (const { revocations } of stores) {
    await expect
      .poll(() => [early, late, kept].map((id) => revocations.isRevoked("default", id)), {
        timeout: 1_000,
        interval: 10,
      })
      .toEqual([true, true, false]);
    expect(revocations.living("default", Date.now()).map(({ grant_id }) => grant_id)).toEqual([early, late].sort());
    expect(revocations.isRevoked("another", early)).toBe(false);
    expect(revocations.current()).toBe(true);
  }
});

test("a transaction that revoked first and commits last is not passed over", async () => {
  const store = await openStore(url);
  const [slow, quick] = [await grant(store), await grant(store)];
  const [one, two] = [await connectTo(url), await connectTo(url)];
  await one.query("begin");
  await revoke(one, slow);
  await revoke(two, quick);
  await expect.poll(() => store.revocations.isRevoked("default", quick), { timeout: 1_000 }).toBe(true);
  expect(store.revocations.isRevoked("default", slow)).toBe(false);
  await one.query("commit");
  await expect.poll(() => store.revocations.isRevoked("default", slow), { timeout: 1_000 }).toBe(true);
});

test("what was revoked while the connection was lost is known when it is back, and the list says when it is not", async () => {
  const store = await openStore(url);
  const id = await grant(store);
  const client = await connectTo(url);
  await client.query(
    "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'writ listener' and datname = current_database()",
  );
  await revoke(client, id);
  await expect.poll(() => store.revocations.current(), { timeout: 1_000, interval: 5 }).toBe(false);
  await expect.poll(() => store.revocations.isRevoked("default", id), { timeout: 2_000 }).toBe(true);
  expect(store.revocations.current()).toBe(true);
});

test("many revocations at once are few looks, and none is missed; what expired is not listed", async () => {
  const store = await openStore(url);
  const ids = await Promise.all(Array.from({ length: 200 }, () => grant(store)));
  const short = await grant(store, 300);
  const client = await connectTo(url);
  const before = store.revocations.version();
  for (const id of [short, ...ids]) await revoke(client, id);
  await expect.poll(() => store.revocations.version() - before, { timeout: 1_000 }).toBe(201);
  await sleep(300);
  const living = store.revocations.living("default", Date.now()).map(({ grant_id }) => grant_id);
  expect(living).toEqual(ids.toSorted());
});

describe("whoever revokes waits for the redemption that is under way", () => {
  test.each<
    [string, (store: PostgresStore, granted: { readonly id: string; readonly session: string }) => Promise<unknown>]
  >([
    ["a policy that revokes a session", (store, { session }) => store.sink.append(revoking(session, 1))],
    ["somebody who revokes a key", (store) => store.keys.revoke("key-1", undefined, Date.now())],
  ])("%s", async (_, revokes) => {
    const store = await openStore(url);
    const client = await connectTo(url);
    await client.query(
      `insert into writ.signing_keys (kid, algorithm, purpose, sealed_private, public_jwk, created_at, active_at, retired_at)
       select kid, 'ES256', 'grant', '', '{}', now(), now(), retired from (values ('key-1', now()), ('key-2', null)) as k (kid, retired)`,
    );
    const entry = granted("s", 0);
    await store.sink.append(entry);
    await client.query("begin");
    await client.query("select 1 from writ.grants where id = $1 for update", [entry.id]);
    const done = revokes(store, { id: entry.id, session: "s" });
    expect(await Promise.race([done, sleep(150)])).toBeUndefined();
    await client.query("commit");
    await done;
    await expect.poll(() => store.revocations.isRevoked("default", entry.id), { timeout: 1_000 }).toBe(true);
  });
});

test("completing a task and reporting an outcome lock in the same order", async () => {
  const store = await openStore(url);
  const entry = granted("s", 0);
  const { decision, grant: row } = entry;
  await store.sink.append({
    ...entry,
    decision: { ...decision, task: "tsk_1" },
    ...(row && { grant: { ...row, task: "tsk_1" } }),
  });
  const client = await connectTo(url);
  await client.query("begin");
  // As the report of an outcome: the session first, and then its grants.
  await client.query("select 1 from writ.sessions where id = 's' for update");
  const completed = store.tasks.complete("default", "tsk_1", Date.now());
  await sleep(150);
  await client.query("select 1 from writ.grants where id = $1 for update nowait", [entry.id]);
  await client.query("commit");
  expect(await completed).toEqual({ grants_revoked: 1, sessions_closed: 1 });
});
