import { describe, expect, test } from "vitest";
import type { DatabaseSurvey } from "../../../src/adapters/postgres/survey.ts";
import { judgeDatabase } from "../../../src/compose/doctor/database.ts";
import type { Finding } from "../../../src/compose/doctor/finding.ts";
import { type Host, judgeHost } from "../../../src/compose/doctor/host.ts";
import { judgePublicUrl } from "../../../src/compose/doctor/ports.ts";
import { loadConfig } from "../../../src/config/load.ts";

const config = loadConfig({
  env: { DATABASE_URL: "postgresql://writ@db.example/writ", WRIT_WORKERS: "4", WRIT_DATABASE_POOL_SIZE: "4" },
});

const WELL: DatabaseSurvey = {
  versionNumber: 170_002,
  version: "17.2",
  clockAheadMs: 3,
  roundTripMs: 4,
  maxConnections: 100,
  reservedConnections: 3,
  usedConnections: 5,
  settings: { fsync: "on", synchronous_commit: "on", full_page_writes: "on", server_encoding: "UTF8" },
  readOnly: false,
  encrypted: true,
  role: {
    name: "writ",
    mayActAsTenants: true,
    tenantsBypassRowSecurity: false,
    mayCreateSchema: true,
    foreignTables: 0,
  },
  migrations: [{ number: 1, name: "0001_a.sql", state: "applied", applied_at: "2026-01-01T00:00:00.000Z" }],
};

/** What is not well, as `level code`. */
function told(findings: readonly Finding[]): readonly string[] {
  return findings.filter(({ level }) => level !== "ok").map(({ level, code }) => `${level} ${code}`);
}

describe("of a database", () => {
  const { settings, role } = WELL;
  test.each<{ what: string; change: Partial<DatabaseSurvey>; told: readonly string[] }>([
    { what: "as it should be", change: {}, told: [] },
    { what: "14", change: { versionNumber: 140_010 }, told: ["problem database_too_old"] },
    { what: "a standby", change: { readOnly: true }, told: ["problem database_read_only"] },
    { what: "in the clear", change: { encrypted: false }, told: ["problem database_unencrypted"] },
    {
      what: "Latin 1",
      change: { settings: { ...settings, server_encoding: "LATIN1" } },
      told: ["problem database_encoding"],
    },
    { what: "that forgets", change: { settings: { ...settings, fsync: "off" } }, told: ["problem fsync_off"] },
    {
      what: "torn pages",
      change: { settings: { ...settings, full_page_writes: "off" } },
      told: ["problem full_page_writes_off"],
    },
    {
      what: "late",
      change: { settings: { ...settings, synchronous_commit: "off" } },
      told: ["problem synchronous_commit_off"],
    },
    { what: "remote_apply", change: { settings: { ...settings, synchronous_commit: "remote_apply" } }, told: [] },
    { what: "2 s behind", change: { clockAheadMs: -2_000 }, told: ["note clock_apart"] },
    { what: "a minute ahead", change: { clockAheadMs: 60_000 }, told: ["problem clock_apart"] },
    {
      what: "a slow look tells nothing",
      change: { clockAheadMs: 2_000, roundTripMs: 3_000 },
      told: ["note database_far"],
    },
    { what: "20 connections", change: { maxConnections: 20 }, told: ["problem too_few_connections"] },
    { what: "40 connections", change: { maxConnections: 40 }, told: ["note connections_for_one"] },
    {
      what: "tenants whom nothing holds",
      change: { role: { ...role, tenantsBypassRowSecurity: true } },
      told: ["problem tenants_bypass_rls"],
    },
    {
      what: "nobody to be a tenant",
      change: { role: { ...role, mayActAsTenants: false } },
      told: ["problem role_may_not_act_as_tenants"],
    },
    { what: "another's tables", change: { role: { ...role, foreignTables: 2 } }, told: ["problem role_is_no_owner"] },
    {
      what: "nothing yet, and no right",
      change: {
        role: { ...role, mayCreateSchema: false },
        migrations: [{ number: 1, name: "0001_a.sql", state: "pending" }],
      },
      told: ["problem role_may_not_create", "note migrations_pending"],
    },
    {
      what: "newer",
      change: { migrations: [{ number: 9, name: "0009_z.sql", state: "unknown" }] },
      told: ["problem schema_newer"],
    },
    {
      what: "changed",
      change: { migrations: [{ number: 1, name: "0001_a.sql", state: "changed" }] },
      told: ["problem schema_changed"],
    },
  ])("$what: $told", ({ change, told: expected }) => {
    expect(told(judgeDatabase({ ...WELL, ...change }, config))).toEqual(expected);
  });
});

describe("of a machine", () => {
  const well: Host = { openFiles: 65_536, memoryMb: 8_192, cores: 4 };
  test.each<{ what: string; change: Partial<Host>; told: readonly string[] }>([
    { what: "as it should be", change: {}, told: [] },
    { what: "512 files", change: { openFiles: 512 }, told: ["problem few_open_files"] },
    { what: "1024 files", change: { openFiles: 1_024 }, told: ["note few_open_files"] },
    { what: "no limit that is known", change: { openFiles: undefined }, told: [] },
    { what: "1 GB", change: { memoryMb: 1_024 }, told: ["note memory_short"] },
    { what: "two cores", change: { cores: 2 }, told: ["note more_workers_than_cores"] },
  ])("$what: $told", ({ change, told: expected }) => {
    expect(told(judgeHost({ ...well, ...change }, config))).toEqual(expected);
  });
});

test.each([
  { env: { WRIT_HTTP_LISTEN: "127.0.0.1:8181" }, told: [] },
  { env: { WRIT_PUBLIC_URL: "http://[::]:8181" }, told: ["note public_url_nowhere"] },
  { env: { WRIT_PUBLIC_URL: "https://0.0.0.0:8181" }, told: ["note public_url_nowhere"] },
  { env: { WRIT_PUBLIC_URL: "https://writ.example" }, told: [] },
])("of where it is reached: $env", ({ env, told: expected }) => {
  expect(told(judgePublicUrl(loadConfig({ env })))).toEqual(expected);
});
