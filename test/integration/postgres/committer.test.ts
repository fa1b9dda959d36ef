import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { prepareDatabase } from "../../../src/adapters/postgres/prepare.ts";
import type { DecisionRow, RecordEntry } from "../../../src/domain/record.ts";
import { usageOfCounts } from "../../../src/domain/usage.ts";
import { createDatabase, type TestDatabase } from "../../support/database.ts";
import {
  AT_MS,
  allRecords,
  approvalOf,
  brokenLinks,
  callsUnderWay,
  connectTo,
  decisionOf,
  entryOf,
  grantOf,
  idOf,
  openStore,
  sessionEntry,
} from "../../support/records.ts";

let database: TestDatabase;
let url: string;
beforeAll(async () => {
  database = await createDatabase();
  url = database.url;
  await prepareDatabase(url, AT_MS);
});
afterAll(() => database.drop());

const COMMITTED = { status: "recorded", recorded: "committed" };
const CONFLICT = { status: "conflict" };
const REFUSED = { code: "unavailable" };

describe("a row reads back as it was written", () => {
  const long = "ü€😀".repeat(100_000);
  test.each<[string, Partial<DecisionRow>]>([
    ["plain", {}],
    ["text of every width, and with what separates and quotes", { agent: "ä€😀\t\n\\N\"\u001f'", session: "s'; --" }],
    ["escapes in JSON that no text column takes", { input: '{"a":"\\u0000\\ud800","b":[1.0,1e400,-0]}' }],
    ["JSON with spaces, duplicates and an order of its own", { answer: '{ "b" : 1, "a":2,\n"b": 3 }' }],
    ["a megabyte", { input: JSON.stringify(long), answer: JSON.stringify({ long }) }],
    ["a block in a dry run", { effect: "block", reason: "no_rule_allows", dry_run: true }],
    ["one of the first moments", { at_ms: 1 }],
    ["a moment far ahead", { at_ms: Date.UTC(9999, 11, 30, 23, 59, 59, 999) }],
  ])("%s", async (_, changes) => {
    const store = await openStore(url);
    const { decision } = entryOf(changes);
    expect(await store.sink.append({ decision })).toEqual(COMMITTED);
    const { writer, seq, hash, salt, ...columns } = (await store.decisions.get("default", decision.id))!;
    expect(columns).toEqual(decision);
    expect(salt).toHaveLength(16);
    expect([writer.startsWith("wrt_"), seq, hash.length]).toEqual([true, 1, 32]);
  });

  test("with its grant, its approval and its session", async () => {
    const store = await openStore(url);
    const entry = sessionEntry("s-whole", 0, {
      labels: ["read:ü"],
      usage: usageOfCounts({ by_verb: { "file.read": 1 }, spent: { EUR: "1.50" } }),
      suspended: { at_ms: AT_MS, by: "policy", reason: "odd", decision_id: "" },
    });
    const grant = grantOf(entry.decision, { session_epoch: 2 ** 40, delegation: ["agent:ä", "", "user:x"] });
    const approval = approvalOf(entry.decision);
    expect(await store.sink.append({ ...entry, grant, approval })).toEqual(COMMITTED);
    expect(await store.sessions.load("default", "s-whole")).toEqual({ session: entry.session?.next, version: 1 });
    const client = await connectTo(url);
    const [grants, approvals] = await Promise.all(
      ["grants", "approvals"].map((table) =>
        client.query(`select * from writ.${table} where decision_id = $1`, [entry.decision.id]),
      ),
    );
    const digest = Buffer.from(grant.action_digest.slice(7), "hex");
    const { issued_at_ms: issued, expires_at_ms: expires, session_epoch: epoch, ...granted } = grant;
    const dated = {
      issued_at: new Date(issued),
      expires_at: new Date(expires),
      session_epoch: String(epoch),
      claims: granted.claims ?? null,
      credential_ttl_s: String(granted.credential_ttl_s),
      exchanged_at: null,
    };
    expect(grants?.rows).toEqual([{ ...granted, approval: "", ...dated, action_digest: digest }]);
    expect(approvals?.rows).toHaveLength(1);
    const unanswered = { state: "pending", votes: [], uses: 0, ended_by: "", ended_reason: "" };
    expect(await store.approvals.find("default", approval.id, AT_MS)).toEqual({ ...approval, ...unanswered });
  });

  test("in groups, of which each writer's chain holds", async () => {
    const [one, other] = await Promise.all([openStore(url), openStore(url)]);
    const ids: string[] = [];
    for (let group = 0; group < 5; group++) {
      const entries = Array.from({ length: 300 }, (_, n) => entryOf({ tenant: "chain", request_id: `${group}/${n}` }));
      ids.push(...entries.map(({ decision }) => decision.id));
      await Promise.all(entries.map((entry, n) => (n % 2 === 0 ? one : other).sink.append(entry)));
    }
    const records = await allRecords(one, "chain");
    expect(records.map(({ id }) => id).sort()).toEqual(ids.sort());
    expect(new Set(records.map(({ writer }) => writer)).size).toBe(2);
    expect(brokenLinks(records)).toEqual([]);
    const [first, ...rest] = records;
    expect(brokenLinks([{ ...first!, agent: "agent:other" }, ...rest])).toContain(first!.id);
  });
});

describe("of those who change one session", () => {
  test("in two stores at once, exactly one wins, and the other writes nothing", async () => {
    const stores = await Promise.all([openStore(url), openStore(url)]);
    for (let round = 0; round < 20; round++) {
      const entries = stores.map(() => {
        const entry = sessionEntry("s-raced", round);
        return { ...entry, grant: grantOf(entry.decision), approval: approvalOf(entry.decision) };
      });
      const results = await Promise.all(stores.map(({ sink }, n) => sink.append(entries[n]!)));
      expect(results).toContainEqual(COMMITTED);
      expect(results).toContainEqual(CONFLICT);
      const loser = entries[results.findIndex(({ status }) => status === "conflict")]!;
      expect(await written(loser)).toBe(0);
      expect((await stores[0]!.sessions.load("default", "s-raced"))?.version).toBe(round + 1);
    }
  });

  test("in one group, the second is judged by what the first has left", async () => {
    const { sink, sessions } = await openStore(url);
    const results = await Promise.all([0, 0, 1].map((version) => sink.append(sessionEntry("s-group", version))));
    expect(results).toEqual([COMMITTED, CONFLICT, COMMITTED]);
    expect(await sessions.load("default", "s-group")).toMatchObject({
      version: 2,
      session: { usage: callsUnderWay(0, 2).usage },
    });
  });

  test("the conflict of one leaves the others of its group alone, and the chain whole", async () => {
    const store = await openStore(url, { newWriter: () => "wrt_mixed" });
    const stale = sessionEntry("s-absent", 7);
    const group = [entryOf(), stale, sessionEntry("s-mixed-1", 0), entryOf(), sessionEntry("s-mixed-2", 0)];
    const results = await Promise.all(group.map((entry) => store.sink.append(entry)));
    expect(results).toEqual([COMMITTED, CONFLICT, COMMITTED, COMMITTED, COMMITTED]);
    const mine = (await allRecords(store)).filter(({ writer }) => writer === "wrt_mixed");
    expect(mine.map(({ seq }) => seq).sort()).toEqual([1, 2, 3, 4]);
    expect(brokenLinks(mine)).toEqual([]);
  });

  test("two of different tenants never meet, whatever their names", async () => {
    const { sink, sessions } = await openStore(url);
    const change = (tenant: string, id: string, expected: number): RecordEntry => {
      const { session } = sessionEntry(id, expected);
      return { decision: decisionOf({ tenant, session: id }), session: { ...session!, tenant } };
    };
    const results = await Promise.all([sink.append(change("a/b", "c", 0)), sink.append(change("a", "b/c", 9))]);
    expect(results).toEqual([COMMITTED, CONFLICT]);
    expect(await sessions.load("a", "b/c")).toBeUndefined();
  });

  test("many stores that raise one count together lose none", async () => {
    const stores = await Promise.all(Array.from({ length: 4 }, () => openStore(url)));
    const raise = async (n: number): Promise<void> => {
      const { sink, sessions } = stores[n % 4]!;
      for (;;) {
        const version = (await sessions.load("default", "s-count"))?.version ?? 0;
        if ((await sink.append(sessionEntry("s-count", version))).status === "recorded") return;
        await sleep(Math.random() * 10);
      }
    };
    await Promise.all(Array.from({ length: 40 }, (_, n) => raise(n)));
    expect(await stores[0]!.sessions.load("default", "s-count")).toMatchObject({
      version: 40,
      session: { usage: callsUnderWay(0, 40).usage },
    });
  });

  async function written({ decision, grant, approval }: RecordEntry): Promise<number> {
    const client = await connectTo(url);
    const { rows } = await client.query(
      `select (select count(*) from writ.decisions where id = $1) + (select count(*) from writ.grants where id = $2)
        + (select count(*) from writ.approvals where id = $3) as count`,
      [decision.id, grant?.id, approval?.id],
    );
    await client.end();
    return Number(rows[0].count);
  }
});

describe("a row that cannot be written spoils no other", () => {
  const repeated = idOf("dec");
  const poisons: readonly [string, () => RecordEntry][] = [
    ["U+0000 in a text", () => entryOf({ agent: "a\u0000b" })],
    ["U+0000 in a session's id", () => sessionEntry("s\u0000", 0)],
    ["text that is not JSON", () => entryOf({ input: "{" })],
    ["an id that is there already", () => entryOf({ id: repeated })],
    ["a digest that is none", () => entryOf({ action_digest: "sha256:xyz" })],
    ["a digest of another length", () => entryOf({ policy_digest: `sha256:${"0".repeat(40)}` })],
    ["no digest at all", () => entryOf({ catalogue_digest: undefined as unknown as string })],
    ["a time that is none", () => ({ decision: { ...decisionOf(), at_ms: Number.NaN } })],
    ["a text that is a number", () => entryOf({ caller: 7 as unknown as string })],
    ["a grant that is none", () => withGrant(entryOf())],
    ["a session and a grant that is none", () => withGrant(sessionEntry("s-poison", 0))],
  ];

  function withGrant(entry: RecordEntry): RecordEntry {
    return { ...entry, grant: grantOf(entry.decision, { session_epoch: 0.5 }) };
  }

  test.each(poisons)("%s", async (_, poison) => {
    const writer = `wrt_${idOf("tsk")}`;
    const store = await openStore(url, { newWriter: () => writer });
    await store.sink.append(entryOf({ id: repeated })).catch(() => {});
    const good = [entryOf(), sessionEntry(`s-${idOf("tsk")}`, 0), entryOf()];
    const group = [good[0]!, poison(), good[1]!, good[2]!];
    const [first, bad, ...rest] = await Promise.allSettled(group.map((entry) => store.sink.append(entry)));
    expect(bad).toMatchObject({ status: "rejected", reason: REFUSED });
    for (const each of [first, ...rest]) expect(each).toEqual({ status: "fulfilled", value: COMMITTED });
    expect(await store.sink.append(entryOf())).toEqual(COMMITTED);
    expect(await store.sessions.load("default", "s-poison")).toBeUndefined();
    expect(brokenLinks((await allRecords(store)).filter((record) => record.writer === writer))).toEqual([]);
  });

  test("and the reason does not repeat its values", async () => {
    const { sink } = await openStore(url);
    const error: Error = await sink.append(entryOf({ input: "hunter2" })).then(
      () => new Error("it was written"),
      (reason) => reason,
    );
    expect(error.message).toBe("the record store failed (22P02)");
    expect(JSON.stringify(error)).not.toContain("hunter2");
  });
});

test("a flush that is over leaves no timer behind", async () => {
  const { sink } = await openStore(url);
  const timers = () => process.getActiveResourcesInfo().filter((name) => name === "Timeout").length;
  const before = timers();
  for (let n = 0; n < 50; n++) await sink.append(n % 2 === 0 ? entryOf() : entryOf({ input: "{" })).catch(() => {});
  expect(timers() - before).toBeLessThan(10);
});
