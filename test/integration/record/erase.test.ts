import { afterAll, beforeAll, expect, test } from "vitest";
import { shownDigest } from "../../../src/approvals/shown.ts";
import { eraseSubject } from "../../../src/compose/erase.ts";
import type { ApprovalRow } from "../../../src/domain/record.ts";
import { approvalCommands } from "../../../src/pipeline/approval-commands.ts";
import { DEMAND } from "../../support/approvals.ts";
import { type Audited, filled, write } from "../../support/audit.ts";
import { createDatabase, everyRow, type TestDatabase } from "../../support/database.ts";
import { AT_MS, approvalOf, decisionOf, grantOf, openStore, redemptionOf } from "../../support/records.ts";

const VALUE = "alice.liddell@example.com";

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

/** Every file of every table and index, as far as it holds the value. */
async function filesWith(value: string): Promise<readonly string[]> {
  await audited.client.query("checkpoint");
  const { rows } = await audited.client.query<{ relation: string }>(
    `select oid::regclass::text as relation from pg_class
     where relkind in ('r', 'i', 't') and relpersistence = 'p' and relfilenode <> 0
       and position(convert_to($1, 'UTF8') in pg_read_binary_file(pg_relation_filepath(oid))) > 0`,
    [value],
  );
  return rows.map(({ relation }) => relation);
}

const ADMISSION = {
  tenant: "default",
  vouches: false,
  forwards_certificates: false,
  grants: "answer",
  audiences: [],
  obligations: [],
  carries: { token_header: "", agent_header: "", session_header: "", agent_metadata: undefined },
  now_ms: AT_MS,
} as const;

/** What becomes of a yes to the very question that is on record. */
async function answered({ id, shown_digest }: ApprovalRow): Promise<unknown> {
  const { approvals } = await openStore(database.url);
  const commands = approvalCommands({
    store: approvals,
    news: { changed: async () => {} },
    stopping: new AbortController().signal,
    now: () => AT_MS,
  });
  const caller = { id: "user:carol", protocol: "http", roles: ["approver"] as const };
  const answer = { verdict: "approve", comment: "", shown_digest, via: "api", address: "" } as const;
  return commands.answer(id, answer, { ...ADMISSION, caller });
}

test("a person's data goes from every table and every file, the chain still holds, and the record says who took it", async () => {
  const input = JSON.stringify({ arguments: { to: VALUE, body: "hello" }, intent: { on_behalf_of: VALUE } });
  const decision = decisionOf({
    input,
    session: "s-9",
    answer: JSON.stringify({ reasons: [{ message: `${VALUE} is new` }] }),
  });
  const grant = grantOf(decision, { on_behalf_of: VALUE, delegation: [VALUE], reference: `users/${VALUE}` });
  const shown = { sentence: `wants to write to ${VALUE}`, fields: [], warnings: [] };
  const approval = approvalOf(decision, {
    on_behalf_of: VALUE,
    demand: { ...DEMAND, quorum: 2 },
    shown,
    shown_digest: shownDigest(shown),
  });
  await write(database.url, [{ decision, grant, approval }]);
  await audited.client.query(
    `insert into writ.approval_votes (tenant, approval_id, by, verdict, as_approver, at, via, address, comment)
     values ('default', $1, 'user:bob', 'approve', '{role:approver}', now(), 'api', '127.0.0.1', $2)`,
    [approval.id, `I know ${VALUE}`],
  );
  await audited.client.query(
    "update writ.outcomes set detail = json_build_object('result_excerpt', $2::text) where decision_id = $1",
    [decision.id, `sent to ${VALUE}`],
  );
  await audited.client.query(redemptionOf(`'${grant.id}'`, `kv/users/${VALUE}`));
  while (await audited.work.seal());
  await audited.work.checkpoint();
  expect((await filesWith(VALUE)).length).toBeGreaterThan(0);

  const options = {
    url: database.url,
    tenant: "default",
    value: VALUE.toUpperCase(),
    by: "user:dpo",
    reason: "asked by letter",
    progress: () => {},
  };
  const dry = await eraseSubject({ ...options, dryRun: true, rewrite: false });
  expect((await everyRow(audited.client)).some((row) => row.includes(VALUE))).toBe(true);
  const erased = await eraseSubject({ ...options, dryRun: false, rewrite: true });
  expect([...erased]).toEqual([...dry]);
  expect(Object.fromEntries(erased)).toMatchObject({
    decisions: 1,
    follow_ups: 3,
    outcomes: 1,
    approvals: 1,
    approval_votes: 1,
    redemptions: 1,
    grants: 1,
  });

  expect((await everyRow(audited.client)).filter((row) => row.includes(VALUE))).toEqual([]);
  expect(await filesWith(VALUE)).toEqual([]);
  const { rows } = await audited.client.query("select input, salt from writ.decisions where id = $1", [decision.id]);
  expect(rows[0]).toMatchObject({
    salt: null,
    input: {
      arguments: { to: "[ERASED]", body: "hello" },
      intent: { on_behalf_of: "[ERASED]" },
      erased: ["/arguments/to", "/intent/on_behalf_of"],
    },
  });
  const told = await audited.client.query(
    "select actor, body from writ.follow_ups where decision_id = $1 and kind = 'subject_erased' and body ->> 'table' = 'decisions'",
    [decision.id],
  );
  expect(told.rows).toEqual([
    { actor: "user:dpo", body: { reason: "asked by letter", places: 3, table: "decisions" } },
  ]);

  // Nobody says yes to what nobody can read any more.
  await expect(answered(approval)).rejects.toMatchObject({
    code: "conflict",
    message: expect.stringContaining("erased"),
  });

  while (await audited.work.seal());
  await audited.work.checkpoint();
  expect(await audited.audit({ keys: [audited.key], kept: audited.kept() })).toMatchObject({ findings: [], erased: 4 });
  const again = await eraseSubject({ ...options, dryRun: false, rewrite: false });
  expect([...again.values()].every((rows) => rows === 0)).toBe(true);
});

test.each([
  { value: "al", reason: "asked", what: "a value that is in too much" },
  { value: VALUE, reason: `for ${VALUE}`, what: "a reason that repeats it" },
])("$what is refused", async ({ value, reason }) => {
  const options = {
    url: database.url,
    tenant: "default",
    by: "user:dpo",
    dryRun: false,
    rewrite: false,
    progress: () => {},
  };
  await expect(eraseSubject({ ...options, value, reason })).rejects.toMatchObject({ code: "invalid_argument" });
});

test("what is erased once may be changed no more without being found", async () => {
  const { rows } = await audited.client.query("select id from writ.decisions where salt is null");
  await audited.client.query("update writ.decisions set answer_digest = sha256('x') where id = $1", [rows[0]?.id]);
  expect((await audited.audit()).findings.map(({ kind }) => kind)).toEqual(["changed"]);
});
