import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { FindingKind } from "../../../src/record/verify/finding.ts";
import { type Audited, filled, recompute } from "../../support/audit.ts";
import { createDatabase, type TestDatabase } from "../../support/database.ts";
import { onRecords, type Ran } from "../../support/record-cli.ts";

let database: TestDatabase;
let audited: Audited;
let key: string;
let kept: string;
beforeAll(async () => {
  database = await createDatabase();
  audited = await filled(database.url);
  key = audited.key;
  kept = audited.kept();
  const copies = TABLES.map((table) => `create table kept.${table} as table writ.${table}`);
  await audited.client.query(["create schema kept", ...copies].join(";"));
});
afterAll(async () => {
  await audited.close();
  await database.drop();
});

const TABLES = ["decisions", "follow_ups", "follow_up_chain", "checkpoint_leaves", "checkpoints", "checkpoint_keys"];

/** Does what who owns the database could do, tells what is found, and makes it undone. */
async function tampered(change: (client: pg.Client) => Promise<unknown>, options = {}) {
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  try {
    // No trigger refuses anything to the owner of the server.
    await client.query("set session_replication_role = replica; set synchronous_commit = off");
    await change(client);
    return await audited.audit(options);
  } finally {
    await client.query(["set session_replication_role = replica", ...TABLES.map(restored)].join(";"));
    await client.end();
  }
}

function restored(table: string): string {
  return `delete from writ.${table}; insert into writ.${table} overriding system value select * from kept.${table}`;
}

function kinds(report: { readonly findings: readonly { readonly kind: FindingKind }[] }): readonly FindingKind[] {
  return [...new Set(report.findings.map(({ kind }) => kind))].sort();
}

test("a record that nobody touched fits, with the key and the checkpoints that were kept outside", async () => {
  const report = await audited.audit({ keys: [key], kept });
  expect(report).toMatchObject({ findings: [], found: 0, decisions: 24, unsealed: 0, erased: 0, checkpoints: 2 });
  // Two outcomes of each writer, and on the first day the end of each one's grant.
  expect(report.follow_ups).toBe(10);
});

/** All columns of a row, each with another value. */
const DECISION_COLUMNS: readonly (readonly [string, string])[] = [
  ...[
    "tenant",
    "id",
    "request_id",
    "caller",
    "protocol",
    "agent",
    "session",
    "task",
    "tool",
    "verb",
    "effect",
    "reason",
  ].map((column) => [column, `${column} || 'x'`] as const),
  ["at", "at + interval '1 ms'"],
  ["dry_run", "not dry_run"],
  ...["action_digest", "policy_digest", "catalogue_digest", "hash", "input_digest", "answer_digest"].map(
    (column) => [column, `set_byte(${column}, 0, 255 - get_byte(${column}, 0))`] as const,
  ),
  ["salt", "set_byte(salt, 0, 255 - get_byte(salt, 0))"],
  ["input", `'{"now":"2026-11-21T15:04:05.123Z"}'`],
  ["answer", `'{"effect":"block"}'`],
  ["writer", "'wrt_other'"],
  ["seq", "seq + 1000"],
];

describe("a changed column of a decision", () => {
  test.each(DECISION_COLUMNS)("%s is found and named", async (column, value) => {
    const { rows } = await audited.client.query("select id from writ.decisions where writer = $1 and seq = 3", [
      audited.writers[0],
    ]);
    const report = await tampered((client) =>
      client.query(`update writ.decisions set ${column} = ${value} where writer = $1 and seq = 3`, [
        audited.writers[0],
      ]),
    );
    const named = report.findings.map(({ id, seq, writer }) => `${writer} ${seq} ${id}`).join("\n");
    expect(report.found).toBeGreaterThan(0);
    expect(named).toMatch(column === "id" ? `${rows[0].id}x` : new RegExp(`${rows[0].id}|${audited.writers[0]} [34] `));
  });

  test("leaves none out", async () => {
    const { rows } = await audited.client.query(
      "select attname from pg_attribute where attrelid = 'writ.decisions'::regclass and attnum > 0 and not attisdropped",
    );
    // The transaction says when it came in, for readers; it is no part of what was decided.
    const covered = [...DECISION_COLUMNS.map(([column]) => column), "xid"];
    expect(rows.map(({ attname }) => attname).sort()).toEqual(covered.sort());
  });
});

const FOLLOW_UP_COLUMNS: readonly (readonly [string, string])[] = [
  ...["tenant", "id", "decision_id", "session", "actor"].map((column) => [column, `${column} || 'x'`] as const),
  ["kind", "'session_resumed'"],
  ["at", "at + interval '1 ms'"],
  ["body", `'{"status":"failed"}'`],
  ["body_digest", "set_byte(body_digest, 0, 255 - get_byte(body_digest, 0))"],
  ["salt", "set_byte(salt, 0, 255 - get_byte(salt, 0))"],
  ["hash", "set_byte(hash, 0, 255 - get_byte(hash, 0))"],
  ["writer", "'flw_other'"],
  ["place", "place + 1000"],
];

describe("a changed column of a follow-up", () => {
  test.each(FOLLOW_UP_COLUMNS)("%s is found", async (column, value) => {
    const report = await tampered((client) =>
      client.query(`update writ.follow_ups set ${column} = ${value} where place = 3`),
    );
    expect(report.found).toBeGreaterThan(0);
    expect(report.findings[0]?.stream).toBe("follow_ups");
  });
});

interface Tampering {
  readonly what: string;
  readonly sql: (writers: readonly string[]) => string;
  readonly found: readonly FindingKind[];
}

const TAMPERINGS: readonly Tampering[] = [
  { what: "a record removed in the middle", sql: ([w]) => `delete from writ.decisions where writer = '${w}' and seq = 3`, found: ["removed"] },
  { what: "a writer's first record removed", sql: ([w]) => `delete from writ.decisions where writer = '${w}' and seq = 1`, found: ["removed"] },
  { what: "a writer's last record removed", sql: ([w]) => `delete from writ.decisions where writer = '${w}' and seq = 6`, found: ["truncated"] },
  { what: "a whole writer removed", sql: ([w]) => `delete from writ.decisions where writer = '${w}'`, found: ["truncated"] },
  { what: "a whole partition dropped", sql: () => "delete from only writ.decisions_20261120", found: ["truncated"] },
  { what: "everything removed", sql: () => "delete from writ.decisions", found: ["truncated"] },
  {
    what: "two records that changed places",
    sql: ([w]) => `update writ.decisions set seq = 7 - seq where writer = '${w}' and seq in (3, 4)`,
    found: ["changed"],
  },
  {
    what: "a record there twice",
    sql: ([w]) => `create temp table twice as select * from writ.decisions where writer = '${w}' and seq = 3;
      update twice set id = 'dec_x'; insert into writ.decisions select * from twice`,
    found: ["inserted"],
  },
  { what: "texts erased by nobody", sql: ([w]) => `update writ.decisions set salt = null, input = '{}' where writer = '${w}' and seq = 2`, found: ["erased_unseen"] },
  { what: "a follow-up removed in the middle", sql: () => "delete from writ.follow_ups where place = 3", found: ["removed"] },
  { what: "the last follow-up removed", sql: () => "delete from writ.follow_ups where place = 10", found: ["truncated"] },
  { what: "all follow-ups removed", sql: () => "delete from writ.follow_ups", found: ["truncated"] },
  { what: "the first checkpoint removed", sql: () => "delete from writ.checkpoints where size = (select min(size) from writ.checkpoints)", found: ["checkpoint_removed"] },
  { what: "the last checkpoint removed", sql: () => "delete from writ.checkpoints where size = (select max(size) from writ.checkpoints)", found: ["checkpoint_removed"] },
  { what: "a checkpoint's signature changed", sql: () => "update writ.checkpoints set note = overlay(note placing 'AAAA' from length(note) - 20)", found: ["checkpoint_forged"] },
  { what: "a leaf changed", sql: () => "update writ.checkpoint_leaves set line = line || '0' where index = 1", found: ["checkpoint_forged", "rewritten"] },
  { what: "a leaf removed", sql: () => "delete from writ.checkpoint_leaves where index = 1", found: ["checkpoint_forged"] },
]; // biome-ignore format: a row each

describe("without anything that was kept outside", () => {
  test.each(TAMPERINGS)("$what is found", async ({ sql, found }) => {
    const report = await tampered((client) => client.query(sql(audited.writers)));
    expect(kinds(report)).toEqual(expect.arrayContaining([...found]));
  });
});

const CHANGE = "update writ.decisions set reason = 'other' where writer = $1 and seq = 3";

describe("writ audit verify ends", () => {
  const verify = (...args: readonly string[]) => onRecords(database.url, "audit", "verify", ...args);

  test("with 0 when everything fits", async () => {
    expect(await verify("--public-key", key)).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/\neverything fits\n$/),
    });
  });

  test("with 1 when something does not, and names it", async () => {
    let ran: Ran | undefined;
    await tampered(async (client) => {
      await client.query(CHANGE, [audited.writers[0]]);
      ran = await verify();
    });
    const named = expect.stringMatching(new RegExp(`changed: decisions ${audited.writers[0]} 3 [^]*1 findings`));
    expect(ran).toMatchObject({ code: 1, stdout: named });
  });

  test.each([
    ["no file of checkpoints", ["--checkpoints", "/nowhere"], /cannot be read/],
    ["a key that is none", ["--public-key", "x"], /--public-key/],
    ["no database", ["--database", "postgresql://writ@127.0.0.1:1/none"], /record store/],
  ])("with 2 when it cannot say: %s", async (_, args, said) => {
    expect(await verify(...args)).toMatchObject({ code: 2, stdout: "", stderr: expect.stringMatching(said) });
  });
});

describe("a history that was written anew", () => {
  test("so that the chain fits, is found by the checkpoints", async () => {
    const report = await tampered(async (client) => {
      await client.query(CHANGE, [audited.writers[0]]);
      await recompute(client, audited.writers[0] as string);
    });
    expect(kinds(report)).toEqual(["rewritten"]);
    expect(report.findings[0]).toMatchObject({ stream: "decisions", writer: audited.writers[0], seq: 6 });
  });

  test("with a forged record in its middle is found by the checkpoints", async () => {
    const report = await tampered(async (client) => {
      const [writer] = audited.writers;
      await client.query("update writ.decisions set seq = seq + 1 where writer = $1 and seq > 3", [writer]);
      await client.query("create temp table forged as select * from writ.decisions where writer = $1 and seq = 3", [
        writer,
      ]);
      await client.query("update forged set id = id || 'x', seq = 4");
      await client.query("insert into writ.decisions select * from forged");
      await recompute(client, writer as string);
    });
    expect(kinds(report)).toEqual(["rewritten"]);
  });

  test("checkpoints and all, is found by those that were kept outside, and only by them", async () => {
    const rewrite = async (client: pg.Client) => {
      await client.query(CHANGE, [audited.writers[0]]);
      await recompute(client, audited.writers[0] as string);
      await client.query("delete from writ.checkpoints; delete from writ.checkpoint_leaves");
      // The service signs whatever stands there now: so would who has the key.
      await audited.work.checkpoint();
    };
    const blind = await tampered(rewrite);
    expect(kinds(blind)).toEqual([]);
    const report = await tampered(rewrite, { keys: [key], kept });
    expect(kinds(report)).toEqual(expect.arrayContaining(["checkpoint_removed"]));
  });

  test("by a key of its own is found by the key that was kept outside", async () => {
    const forge = (client: pg.Client) => client.query("update writ.checkpoint_keys set public_key = sha256('other')");
    expect(kinds(await tampered(forge, { keys: [key], kept }))).toEqual([]);
    expect(kinds(await tampered(forge))).toEqual(["checkpoint_forged"]);
  });
});

test("a follow-up that is not sealed yet is counted, and no finding", async () => {
  const report = await tampered((client) =>
    client.query(
      "set session_replication_role = origin; insert into writ.follow_ups (tenant, decision_id, session, kind, at, actor, body) values ('default', '', 's-1', 'session_resumed', now(), 'user:bob', '{}')",
    ),
  );
  expect(report).toMatchObject({ found: 0, unsealed: 1 });
});

test("of a part of the record the neighbours are compared, and the rest is not missed", async () => {
  const options = { since: new Date("2026-11-21T00:00:00Z") };
  expect(await audited.audit(options)).toMatchObject({ found: 0, decisions: 12 });
  const report = await tampered(
    (client) => client.query("delete from writ.decisions where writer = $1 and seq = 3", [audited.writers[3]]),
    options,
  );
  expect(kinds(report)).toEqual(["removed"]);
});
