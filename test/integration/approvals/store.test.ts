import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ApprovalExpiry } from "../../../src/adapters/postgres/approval-expiry.ts";
import { prepareDatabase } from "../../../src/adapters/postgres/prepare.ts";
import type { PostgresStore } from "../../../src/adapters/postgres/store.ts";
import type { ApprovalRow, RecordEntry } from "../../../src/domain/record.ts";
import { MAX_PENDING_OF_AGENT } from "../../../src/ports/approval-store.ts";
import { DEMAND, voteOf } from "../../support/approvals.ts";
import { createDatabase, type TestDatabase } from "../../support/database.ts";
import {
  AT_MS,
  approvalOf,
  connectTo,
  decisionOf,
  digestOf,
  entryOf,
  grantOf,
  openStore,
} from "../../support/records.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await createDatabase();
  await prepareDatabase(database.url, AT_MS);
});
afterAll(() => database?.drop());

const TENANT = "default";
const SOON_MS = AT_MS + 1000;

/** A question on record. */
async function asked(store: PostgresStore, changes: Partial<ApprovalRow> = {}): Promise<ApprovalRow> {
  const entry = entryOf({ effect: "block" });
  const approval = approvalOf(entry.decision, changes);
  expect(await store.sink.append({ ...entry, approval })).toMatchObject({ status: "recorded" });
  return approval;
}

async function approved(store: PostgresStore, changes: Partial<ApprovalRow> = {}): Promise<ApprovalRow> {
  const approval = await asked(store, { demand: DEMAND, ...changes });
  const record = await store.approvals.vote(TENANT, approval.id, () => voteOf("user:bob", { at_ms: SOON_MS }), SOON_MS);
  expect(record).toMatchObject({ state: "approved", approved_at_ms: SOON_MS });
  return approval;
}

function using({ id, demand }: ApprovalRow, atMs = SOON_MS): RecordEntry {
  const decision = decisionOf({ at_ms: atMs });
  const use = { tenant: TENANT, id, max_uses: demand.uses, valid_until_ms: SOON_MS + demand.valid_for_s * 1000 };
  return { decision, use };
}

const often = { ...DEMAND, template: "often", uses: 5 };

test("a question is read back as it was asked", async () => {
  const store = await openStore(database.url);
  const approval = await asked(store);
  const { id } = approval;
  const unanswered = { state: "pending", votes: [], uses: 0, ended_by: "", ended_reason: "" };
  expect(await store.approvals.find(TENANT, id, AT_MS)).toEqual({ ...approval, ...unanswered });
  expect(await store.approvals.find("other", id, AT_MS)).toBeUndefined();
  const [newest] = await store.approvals.list(TENANT, { state: "pending" }, 1, AT_MS);
  expect(newest?.id).toBe(id);
  expect(await store.approvals.list(TENANT, { state: "pending", after: id, agent: "none" }, 1, AT_MS)).toEqual([]);
});

describe("votes", () => {
  test("are kept with who, when, from where and why, and one of two is not enough", async () => {
    const store = await openStore(database.url);
    const { id } = await asked(store, { demand: { ...DEMAND, quorum: 2 } });
    const first = voteOf("user:bob", { comment: "I \u{1f642} know him", address: "2001:db8::1", at_ms: SOON_MS });
    expect(await store.approvals.vote(TENANT, id, () => first, SOON_MS)).toMatchObject({
      state: "pending",
      votes: [first],
    });
    const second = voteOf("user:carol", { at_ms: SOON_MS + 1 });
    const done = await store.approvals.vote(TENANT, id, () => second, SOON_MS + 1);
    expect(done).toMatchObject({ state: "approved", votes: [first, second], valid_until_ms: SOON_MS + 1 + 900_000 });
  });

  test("that come at once are judged one after the other", async () => {
    const store = await openStore(database.url);
    const { id } = await asked(store, { demand: { ...DEMAND, quorum: 2 } });
    const counts = await Promise.all(
      ["user:a", "user:b", "user:c", "user:d"].map(async (by) => {
        let seen = -1;
        await store.approvals.vote(
          TENANT,
          id,
          ({ state, votes }) => {
            seen = votes.length;
            return state === "pending" ? voteOf(by, { at_ms: SOON_MS }) : undefined;
          },
          SOON_MS,
        );
        return seen;
      }),
    );
    expect(counts.toSorted()).toEqual([0, 1, 2, 2]);
    expect((await store.approvals.find(TENANT, id, SOON_MS))?.votes).toHaveLength(2);
  });

  test("a no ends it", async () => {
    const store = await openStore(database.url);
    const { id } = await asked(store, { demand: { ...DEMAND, quorum: 2 } });
    const no = voteOf("user:eve", { verdict: "deny", comment: "not today", at_ms: SOON_MS });
    const denied = await store.approvals.vote(TENANT, id, () => no, SOON_MS);
    const end = { ended_at_ms: SOON_MS, ended_by: "user:eve", ended_reason: "not today" };
    expect(denied).toMatchObject({ state: "denied", ...end });
  });
});

describe("uses", () => {
  test("as many go on as were demanded, however many ask at once of several committers", async () => {
    const stores = await Promise.all([1, 2, 3, 4].map(() => openStore(database.url)));
    const [first] = stores as [PostgresStore];
    for (const [demand, expected] of [
      [DEMAND, 1],
      [often, 5],
    ] as const) {
      const approval = await approved(first, { demand });
      const calls = Array.from({ length: 40 }, (_, at) => ({
        store: stores[at % 4] as PostgresStore,
        entry: using(approval),
      }));
      const results = await Promise.all(calls.map(({ store, entry }) => store.sink.append(entry)));
      const went = calls.filter((_, at) => results[at]?.status === "recorded").map(({ entry }) => entry.decision.id);
      expect(went).toHaveLength(expected);
      const client = await connectTo(database.url);
      const { rows } = await client.query<{ use: string; decision_id: string }>(
        "select use::text, decision_id from writ.approval_uses where approval_id = $1 order by use",
        [approval.id],
      );
      expect(rows.map(({ use }) => Number(use))).toEqual(went.map((_, at) => at + 1));
      expect(rows.map(({ decision_id }) => decision_id).toSorted()).toEqual(went.toSorted());
      // What did not go on is not on record either.
      const { rows: recorded } = await client.query<{ id: string }>(
        "select id from writ.decisions where id = any($1)",
        [calls.map(({ entry }) => entry.decision.id)],
      );
      expect(recorded.map(({ id }) => id).toSorted()).toEqual(went.toSorted());
      expect(await first.approvals.find(TENANT, approval.id, SOON_MS)).toMatchObject({ state: "used", uses: expected });
    }
  });

  test.each<[string, (store: PostgresStore) => Promise<RecordEntry>]>([
    ["that nobody has answered", async (store) => using(await asked(store))],
    [
      "of another tenant",
      async (store) => {
        const entry = using(await approved(store));
        return {
          ...entry,
          use: { tenant: "other", id: entry.use?.id ?? "", max_uses: 1, valid_until_ms: SOON_MS * 2 },
        };
      },
    ],
    ["whose time is over", async (store) => using(await approved(store), SOON_MS + 900_000)],
    [
      "that was withdrawn",
      async (store) => {
        const approval = await approved(store);
        await store.approvals.withdraw(TENANT, approval.id, "user:bob", "", SOON_MS);
        return using(approval);
      },
    ],
    [
      "that the policy of today wants used less often",
      async (store) => {
        const approval = await approved(store, { demand: often });
        expect(await store.sink.append(using(approval))).toMatchObject({ status: "recorded" });
        const entry = using(approval);
        return { ...entry, use: { tenant: TENANT, id: approval.id, max_uses: 1, valid_until_ms: SOON_MS * 2 } };
      },
    ],
  ])("nothing goes on by one %s", async (_, entryFor) => {
    const store = await openStore(database.url);
    expect(await store.sink.append(await entryFor(store))).toEqual({ status: "conflict" });
  });
});

describe("what rests on it ends with it", () => {
  async function reasonsOf(grantId: string): Promise<readonly string[]> {
    const client = await connectTo(database.url);
    const { rows } = await client.query<{ reason: string }>("select reason from writ.revocations where grant_id = $1", [
      grantId,
    ]);
    return rows.map(({ reason }) => reason);
  }

  async function granted(store: PostgresStore, approval: ApprovalRow): Promise<string> {
    const entry = using(approval);
    const grant = grantOf(entry.decision, { approval: approval.id, expires_at_ms: SOON_MS * 2 });
    expect(await store.sink.append({ ...entry, grant })).toMatchObject({ status: "recorded" });
    return grant.id;
  }

  test("when it is withdrawn", async () => {
    const store = await openStore(database.url);
    const approval = await approved(store, { demand: often });
    const grant = await granted(store, approval);
    expect(await reasonsOf(grant)).toEqual([]);
    const record = await store.approvals.withdraw(TENANT, approval.id, "user:bob", "a mistake", SOON_MS);
    expect(record).toMatchObject({ state: "withdrawn", ended_by: "user:bob", ended_reason: "a mistake" });
    expect(await reasonsOf(grant)).toEqual(["approval_withdrawn"]);
  });

  test("when its time is over", async () => {
    const store = await openStore(database.url);
    const approval = await approved(store, { demand: often });
    const grant = await granted(store, approval);
    const waiting = await asked(store);
    const expiry = new ApprovalExpiry(database.url);
    const overMs = AT_MS + 3_600_000;
    try {
      while (await expiry.expire(overMs));
    } finally {
      await expiry.close();
    }
    expect(await reasonsOf(grant)).toEqual(["approval_withdrawn"]);
    // Read at a time before: it is the table that says so now.
    const [used, unanswered] = await Promise.all(
      [approval, waiting].map(({ id }) => store.approvals.find(TENANT, id, AT_MS)),
    );
    expect(used).toMatchObject({ state: "expired", ended_at_ms: SOON_MS + 900_000 });
    expect(unanswered).toMatchObject({ state: "expired", ended_at_ms: AT_MS + 3_600_000 });
  });
});

test("what a clock has ended reads as expired before anybody has ended it", async () => {
  const store = await openStore(database.url);
  const { id } = await asked(store);
  const overMs = AT_MS + 3_600_000;
  expect(await store.approvals.find(TENANT, id, overMs - 1)).toMatchObject({ state: "pending" });
  expect(await store.approvals.find(TENANT, id, overMs)).toMatchObject({ state: "expired", ended_at_ms: overMs });
  const states = async (state: "pending" | "expired") =>
    (await store.approvals.list(TENANT, { state }, 500, overMs)).map((record) => record.id);
  expect(await states("pending")).not.toContain(id);
  expect(await states("expired")).toContain(id);
});

test("what one question has come to is found by who asks and what", async () => {
  const store = await openStore(database.url);
  const scope_digest = digestOf("one question");
  const agent = "agent:asker";
  const of = { agent, scope_digest };
  const [waits, may] = [await asked(store, of), await approved(store, of)];
  await asked(store, { agent, scope_digest: digestOf("another") });
  await asked(store, { agent: "agent:other", scope_digest });
  const { id } = await asked(store, of);
  await store.approvals.withdraw(TENANT, id, "user:bob", "", SOON_MS);
  const found = await store.approvals.matching(TENANT, agent, scope_digest, SOON_MS);
  expect(found.records.map((record) => record.id).toSorted()).toEqual([waits.id, may.id].toSorted());
  expect(found.pending).toBe(2);
  expect(MAX_PENDING_OF_AGENT).toBeGreaterThan(2);
});

test("whoever waits hears of each change, on another replica too", async () => {
  const [here, there] = await Promise.all([openStore(database.url), openStore(database.url)]);
  const { id } = await asked(here, { demand: often });
  const never = new AbortController().signal;
  const heard = async (change: () => Promise<unknown>) => {
    const news = there.approvals.changed(TENANT, id, 60_000, never);
    await change();
    await news;
  };
  await heard(() => here.approvals.vote(TENANT, id, () => voteOf("user:bob", { at_ms: SOON_MS }), SOON_MS));
  const record = await there.approvals.find(TENANT, id, SOON_MS);
  expect(record?.state).toBe("approved");
  await heard(() => here.sink.append(using(record as ApprovalRow)));
  await heard(() => here.approvals.withdraw(TENANT, id, "user:bob", "", SOON_MS));
  const gone = new AbortController();
  const news = there.approvals.changed(TENANT, id, 60_000, gone.signal);
  gone.abort();
  await news;
});
