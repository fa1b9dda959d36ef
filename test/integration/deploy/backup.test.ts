import { randomBytes } from "node:crypto";
import { chmodSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type RunningWrit, startWrit } from "../../../tools/start-writ.ts";
import { programOf, titled } from "../../support/counterpart.ts";
import { PostgresTools, postgresPrograms } from "../../support/debian-postgres.ts";
import { freePort } from "../../support/ports.ts";
import { onRecords } from "../../support/record-cli.ts";
import { post } from "../../support/writ.ts";

// docs/backup.md, step by step, with the server killed and its folder gone in between.

/** A minute and more on a busy machine: `make test-backup` asks for it. */
const asked = process.env["WRIT_TEST_DRILL"] !== undefined;
const found = asked ? postgresPrograms() : { missing: "make test-backup" };
const KEY = randomBytes(32).toString("base64");
const CALLS = 10;
/** Two clusters, two starts of the service and five of its commands, where one command has taken 5 s on a busy machine. */
const DRILL_TIMEOUT_MS = 300_000;

let dir: string;
let tools: PostgresTools;
const running: { writ?: RunningWrit; kill?: () => Promise<void> } = {};

const path = (name: string) => join(dir, name);

async function serve(url: string): Promise<RunningWrit> {
  const env = { WRIT_WORKERS: "1", DATABASE_URL: url, WRIT_GRANTS_KEY_ENCRYPTION_KEY: KEY };
  running.writ = await startWrit({ dataDir: path("writ"), env });
  return running.writ;
}

/** @returns ids of what was answered, all of it committed */
async function decide(writ: RunningWrit, session: string): Promise<readonly string[]> {
  const ids: string[] = [];
  for (let call = 0; call < CALLS; call += 1) {
    const { body } = await post(writ.http, "/v1/decisions", {
      agent: { id: "agent:x" },
      session,
      call: {
        format: "mcp",
        server: "filesystem",
        payload: { name: "read_text_file", arguments: { path: `/repo/${call}` } },
      },
    });
    expect(body).toMatchObject({ recorded: "committed" });
    ids.push(String(body["decision_id"]));
  }
  return ids;
}

async function rows(url: string, text: string): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(text)).rows;
  } finally {
    await client.end();
  }
}

const recorded = async (url: string) =>
  (await rows(url, "select id from writ.decisions order by at, id")).map(({ id }) => String(id)).sort();

describe.skipIf(found.missing !== undefined)(titled("backup and restore", found), () => {
  beforeAll(() => {
    dir = mkdtempSync(join(tmpdir(), "writ-backup-"));
    chmodSync(dir, 0o755);
    tools = new PostgresTools(programOf(found));
    for (const folder of ["archive", "base", "dump"]) {
      mkdirSync(path(folder), { mode: 0o700 });
      tools.give(path(folder));
    }
    mkdirSync(path("clusters"));
    tools.give(path("clusters"));
  });
  afterAll(async () => {
    await running.writ?.stop();
    await running.kill?.();
    rmSync(dir, { recursive: true, force: true });
  });

  test(
    "what was answered is there after the server and its disk are gone, and the record verifies",
    async () => {
      const port = await freePort();
      await tools.run(
        "initdb",
        "-D",
        path("clusters/first"),
        "-U",
        "writ",
        "--auth=trust",
        "--data-checksums",
        "--no-instructions",
      );
      const archive = { archive_mode: "on", archive_command: `cp %p ${path("archive")}/%f` };
      const first = await tools.start(path("clusters/first"), port, archive);
      running.kill = first.kill;
      const writ = await serve(first.url);
      const before = await decide(writ, "s-before");
      const server = ["-h", "127.0.0.1", "-p", String(port), "-U", "writ"];
      await tools.run("pg_basebackup", ...server, "-D", path("base"), "--checkpoint=fast");
      await tools.run("pg_verifybackup", path("base"));
      // Behind the backup: only the archive has these.
      const after = await decide(writ, "s-after");
      expect(await writ.stop()).toBe(0);
      const { code, stdout } = await onRecords(first.url, "audit", "key");
      expect(code).toBe(0);
      await tools.run("pg_dump", ...server, "--format=custom", "--file", path("dump/writ.dump"), "postgres");
      const [segment] = await rows(first.url, "select pg_walfile_name(pg_switch_wal()) as name");
      for (;;) {
        const [archived] = await rows(first.url, "select last_archived_wal as name from pg_stat_archiver");
        if (String(archived?.["name"] ?? "") >= String(segment?.["name"])) break;
      }
      await first.kill();
      rmSync(path("clusters/first"), { recursive: true });

      renameSync(path("base"), path("clusters/second"));
      writeFileSync(path("clusters/second/recovery.signal"), "");
      const next = await freePort();
      const restore = { restore_command: `cp ${path("archive")}/%f %p`, archive_mode: "off" };
      const second = await tools.start(path("clusters/second"), next, restore);
      running.kill = second.kill;
      expect(await recorded(second.url)).toEqual([...before, ...after].sort());
      const kept = ["--checkpoints", path("writ/checkpoints"), "--public-key", stdout.trim()];
      expect(await onRecords(second.url, "audit", "verify", ...kept)).toMatchObject({ code: 0 });

      const again = await serve(second.url);
      const more = await decide(again, "s-before");
      expect(await again.stop()).toBe(0);
      expect(await recorded(second.url)).toEqual([...before, ...after, ...more].sort());
      expect(await onRecords(second.url, "audit", "verify", ...kept)).toMatchObject({ code: 0 });

      // The dump: another database, as of when it was made.
      await rows(second.url, "create database dumped");
      const target = ["-h", "127.0.0.1", "-p", String(next), "-U", "writ", "--dbname", "dumped"];
      await tools.run("pg_restore", ...target, "--exit-on-error", path("dump/writ.dump"));
      const dumped = second.url.replace("/postgres", "/dumped");
      expect(await recorded(dumped)).toEqual([...before, ...after].sort());
      expect(await onRecords(dumped, "audit", "verify", "--public-key", stdout.trim())).toMatchObject({ code: 0 });
      // Of an older state the checkpoints that are kept outside tell: a restore that lost something is no secret.
      expect(await onRecords(dumped, "audit", "verify", ...kept)).toMatchObject({ code: 1 });
    },
    DRILL_TIMEOUT_MS,
  );
});
