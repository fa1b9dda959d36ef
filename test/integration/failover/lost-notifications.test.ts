import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { prepareDatabase } from "../../../src/adapters/postgres/prepare.ts";
import { createPostgresStore, type PostgresStore } from "../../../src/adapters/postgres/store.ts";
import { createDatabase, type TestDatabase } from "../../support/database.ts";
import { AT_MS, approvalOf, connectTo, entryOf, storeOptions } from "../../support/records.ts";
import { type TcpProxy, tcpProxy } from "../../support/tcp-proxy.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await createDatabase();
  await prepareDatabase(database.url, AT_MS);
});
afterAll(() => database.drop());

/** NotificationResponse (PostgreSQL protocol, "Message Formats"). */
const NOTIFICATION = "A".charCodeAt(0);

/** Takes the notifications out of what a server sends; each chunk that a server this near sends holds whole messages. */
function deaf(bytes: Buffer): Buffer {
  const kept: Buffer[] = [];
  for (let at = 0; at + 5 <= bytes.length; ) {
    const end = at + 1 + bytes.readUInt32BE(at + 1);
    if (bytes[at] !== NOTIFICATION) kept.push(bytes.subarray(at, end));
    else swallowed++;
    at = end;
  }
  return Buffer.concat(kept);
}
let swallowed = 0;

/** A replica that hears no notification, or is told of none. */
async function deafReplica(): Promise<{ readonly store: PostgresStore; readonly network: TcpProxy }> {
  const through = new URL(database.url);
  const path = `${through.searchParams.get("host")}/.s.PGSQL.${through.port}`;
  const network = await tcpProxy({ path });
  network.fromServer(deaf);
  through.searchParams.delete("host");
  through.host = `127.0.0.1:${network.port}`;
  const store = await createPostgresStore(storeOptions(through.href));
  onTestFinished(() => store.close());
  return { store, network };
}

const EXPIRES = "now() + interval '1 hour'";
const INTENT = `insert into writ.intents (tenant, id, task, status, purpose, on_behalf_of, agents, allows, not_before, expires_at,
  ancestors, requested_by, requested_at)
  values ('default', $1, 'tsk', $2, '', '', '[]', '[]', now(), ${EXPIRES}, '{}', 'x', now())`;

interface News {
  readonly what: string;
  /** What another replica commits. */
  readonly statements: readonly (readonly [text: string, values: readonly string[]])[];
  readonly known: (store: PostgresStore) => unknown;
  readonly becomes: unknown;
}

const NEWS: readonly News[] = [
  {
    what: "a task that was completed",
    statements: [["insert into writ.tasks (tenant, id, completed_at) values ('default', $1, now())", ["tsk_deaf"]]],
    known: ({ tasks }) => tasks.isCompleted("default", "tsk_deaf"),
    becomes: true,
  },
  {
    what: "a grant that was revoked",
    statements: [
      [
        "insert into writ.revocations (tenant, grant_id, reason, at) values ('default', $1, 'revoked', now())",
        ["grt_1"],
      ],
    ],
    known: ({ revocations }) => revocations.isRevoked("default", "grt_1"),
    becomes: true,
  },
  {
    what: "an intent that was revoked",
    statements: [
      [INTENT, ["int_1", "active"]],
      ["update writ.intents set status = 'revoked' where id = $1", ["int_1"]],
    ],
    known: ({ intents }) => intents.stateOf("default", "int_1"),
    becomes: "revoked",
  },
  {
    what: "an agent that was suspended",
    statements: [
      [
        `insert into writ.agent_states (tenant, id, status, at, by, reason)
         values ('default', $1, 'suspended', now(), 'x', 'x')`,
        ["agent:deaf"],
      ],
      [
        `insert into writ.agent_events (tenant, agent, action, by, reason, at, changed)
         values ('default', $1, 'suspended', 'x', 'x', now(), '{}')`,
        ["agent:deaf"],
      ],
    ],
    known: ({ agents }) => agents.get("default", "agent:deaf")?.status,
    becomes: "suspended",
  },
];

test.each(NEWS)("$what is found though its notification is lost", async ({ statements, known, becomes }) => {
  const { store } = await deafReplica();
  const before = swallowed;
  const client = await connectTo(database.url);
  // A transaction that began before, and ends after, is found as well.
  const late = await connectTo(database.url);
  await late.query("begin");
  await late.query("select pg_current_xact_id()");
  expect(known(store)).not.toBe(becomes);
  for (const [text, values] of statements) await client.query(text, [...values]);
  await client.query("select pg_notify('writ_task_completed', '[]')");
  await late.query("commit");
  await expect.poll(() => known(store), { timeout: 10_000, interval: 20 }).toBe(becomes);
  expect(store.ready()).toBe(true);
  // It was the look that found it.
  await expect.poll(() => swallowed, { timeout: 10_000 }).toBeGreaterThan(before);
});

test("who waits for an approval, and who follows the keys, is woken though the notification is lost", async () => {
  const { store } = await deafReplica();
  const client = await connectTo(database.url);
  let told = 0;
  store.keys.watch(() => {
    told++;
  });
  await client.query(
    `insert into writ.signing_keys (kid, algorithm, purpose, sealed_private, public_jwk, created_at, active_at)
     values ('kid_deaf', 'EdDSA', 'test', '', '{}', now(), now())`,
  );
  await expect.poll(() => told, { timeout: 10_000 }).toBe(1);
  await client.query("update writ.signing_keys set retired_at = now() where kid = 'kid_deaf'");
  await expect.poll(() => told, { timeout: 10_000 }).toBe(2);

  const entry = entryOf();
  const approval = approvalOf(entry.decision);
  expect(await store.sink.append({ ...entry, approval })).toMatchObject({ status: "recorded" });
  // Longer than the test: what ends the wait is the news.
  const waiting = store.approvals.changed("default", approval.id, 600_000, new AbortController().signal);
  await client.query("update writ.approvals set uses = uses where id = $1", [approval.id]);
  await waiting;
});

test("a transaction that ends after a later one is found", async () => {
  const { store } = await deafReplica();
  const [early, later] = [await connectTo(database.url), await connectTo(database.url)];
  const complete = "insert into writ.tasks (tenant, id, completed_at) values ('default', $1, now())";
  await early.query("begin");
  await early.query(complete, ["tsk_early"]);
  await later.query(complete, ["tsk_later"]);
  await expect.poll(() => store.tasks.isCompleted("default", "tsk_later"), { timeout: 10_000 }).toBe(true);
  expect(store.tasks.isCompleted("default", "tsk_early")).toBe(false);
  await early.query("commit");
  await expect.poll(() => store.tasks.isCompleted("default", "tsk_early"), { timeout: 10_000 }).toBe(true);
});
