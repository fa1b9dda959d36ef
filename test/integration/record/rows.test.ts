import { afterAll, beforeAll, expect, test } from "vitest";
import { DEMAND, voteOf } from "../../support/approvals.ts";
import { type Audited, filled } from "../../support/audit.ts";
import { createDatabase, type TestDatabase } from "../../support/database.ts";
import { AT_MS, approvalOf, connectTo, decisionOf, entryOf, openStore, redemptionOf } from "../../support/records.ts";

// Tables that programs read and that have no chain of their own: what they say is compared with the follow-ups, which have one.

const SOON_MS = AT_MS + 1000;
const TENANT = "default";

let database: TestDatabase;
let audited: Audited;
beforeAll(async () => {
  database = await createDatabase();
  audited = await filled(database.url);
});
afterAll(async () => {
  await audited.close();
  await database.drop();
});

async function audit() {
  const { findings } = await audited.audit();
  return findings.map(({ kind, stream, id }) => `${kind} ${stream} ${id}`);
}

test("what was reported, asked, answered, used, redeemed and taken back fits", async () => {
  const store = await openStore(database.url);
  const ask = async () => {
    const entry = entryOf({ effect: "block" });
    const row = approvalOf(entry.decision, { demand: { ...DEMAND, uses: 3 } });
    await store.sink.append({ ...entry, approval: row });
    return row.id;
  };
  const vote = (id: string, verdict: "approve" | "deny") =>
    store.approvals.vote(TENANT, id, () => voteOf("user:bob", { verdict, at_ms: SOON_MS }), SOON_MS);
  const [, denied, withdrawn, approval] = [await ask(), await ask(), await ask(), await ask()];
  await vote(denied, "deny");
  await vote(withdrawn, "approve");
  await store.approvals.withdraw(TENANT, withdrawn, "user:bob", "a mistake", SOON_MS);
  await vote(approval, "approve");
  const use = { tenant: TENANT, id: approval, max_uses: 3, valid_until_ms: SOON_MS + 60_000 };
  await store.sink.append({ decision: decisionOf({ at_ms: SOON_MS }), use });
  await audited.client.query(redemptionOf("(select min(id) from writ.grants)", "kv/refunds"));
  while (await audited.work.seal());
  expect(await audit()).toEqual([]);
});

const TABLES = ["outcomes", "approvals", "approval_votes", "approval_uses", "redemptions", "revocations"];
const OUTCOME = "decision_id = (select min(decision_id) from writ.outcomes)";
const REVOKED = "grant_id = (select min(grant_id) from writ.revocations)";
const LIFTED = "state = 'approved'";

/** Each with the table whose row is found. */
const TAMPERINGS = [
  ["outcomes", `update writ.outcomes set status = 'failed' where ${OUTCOME}`],
  ["outcomes", `update writ.outcomes set detail = '{}' where ${OUTCOME}`],
  ["outcomes", `update writ.outcomes set duration_ms = 7 where ${OUTCOME}`],
  ["outcomes", `update writ.outcomes set at = at + interval '1 s' where ${OUTCOME}`],
  ["outcomes", `update writ.outcomes set result_digest = sha256('x') where ${OUTCOME}`],
  ["outcomes", `delete from writ.outcomes where ${OUTCOME}`],
  ["approvals", "update writ.approvals set state = 'approved' where state = 'pending'"],
  ["approvals", "update writ.approvals set state = 'approved' where state = 'denied'"],
  ["approvals", "update writ.approvals set state = 'approved' where state = 'withdrawn'"],
  ["approvals", `update writ.approvals set uses = 0 where ${LIFTED}`],
  ["approvals", `update writ.approvals set max_uses = 100 where ${LIFTED}`],
  ["approvals", `update writ.approvals set action_digest = sha256('x') where ${LIFTED}`],
  ["approvals", `update writ.approvals set shown = '{"sentence":"it reads"}' where ${LIFTED}`],
  ["approvals", `update writ.approvals set expires_at = expires_at + interval '1 day' where ${LIFTED}`],
  ["approvals", `update writ.approvals set demand = jsonb_set(demand::jsonb, '{quorum}', '0')::json where ${LIFTED}`],
  ["approval_votes", "update writ.approval_votes set comment = 'never' where verdict = 'deny'"],
  ["approval_votes", "update writ.approval_votes set verdict = 'approve' where verdict = 'deny'"],
  ["approval_votes", "update writ.approval_votes set by = 'user:eve' where verdict = 'deny'"],
  ["approval_uses", "update writ.approval_uses set decision_id = 'dec_x'"],
  ["approvals", "delete from writ.approvals where state = 'pending'"],
  ["approval_votes", "delete from writ.approval_votes where verdict = 'deny'"],
  ["approval_uses", "delete from writ.approval_uses"],
  ["redemptions", "update writ.redemptions set redeemer = 'eve'"],
  ["redemptions", "update writ.redemptions set secret_ref = 'elsewhere'"],
  ["redemptions", "delete from writ.redemptions"],
  ["revocations", `update writ.revocations set reason = 'kill_switch' where ${REVOKED}`],
  ["revocations", `delete from writ.revocations where ${REVOKED}`],
] as const; // biome-ignore format: a row each

test.each(TAMPERINGS)("%s: %s", async (stream, sql) => {
  const client = await connectTo(database.url);
  const copies = TABLES.map((table) => `create temp table kept_${table} as table writ.${table}`);
  // No trigger refuses anything to the owner of the server.
  await client.query(["set session_replication_role = replica", ...copies, sql].join(";"));
  const found = await audit();
  const back = TABLES.map(
    (table) =>
      `delete from writ.${table}; insert into writ.${table} overriding system value select * from kept_${table}`,
  );
  await client.query(back.join(";"));
  expect([...new Set(found)]).toEqual([expect.stringMatching(new RegExp(`^changed ${stream} (dec|apr|grt)_`))]);
});
