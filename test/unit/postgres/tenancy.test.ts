import { globSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { beginAs } from "../../../src/adapters/postgres/tenancy/act-as.ts";

const FOLDER = "src/adapters/postgres/";

/**
 * Who has connections that row level security does not hold, and why. Everything else gets a `TenantPool`, which can do nothing but as one
 * tenant at a time; a new file here needs its reason.
 */
const FOR_ALL_TENANTS: Readonly<Record<string, string>> = {
  "approval-expiry.ts": "a clock ends the approvals of all tenants",
  "bundle-connection.ts": "makes the pool of which its store gets a TenantPool",
  "committer/committer.ts": "one flush has rows of many tenants, by COPY, which row level security does not allow",
  "committer/outcome.ts": "the look after a commit whose end nobody heard",
  "drain-target.ts": "what was spooled, of all tenants",
  "erase.ts": "an administrator's command over the record",
  "events.ts": "the sender's queue; what people read of it goes by a TenantPool",
  "keys.ts": "signing keys have no tenant",
  "listener.ts": "what replicas tell each other, for all tenants",
  "migration-status.ts": "the schema's",
  "outbox/admin.ts": "an administrator's command over all queues",
  "outbox/feed.ts": "sinks read in the order of transactions, of whoever",
  "outbox/webhooks.ts": "the sender's queue; what people read of it goes by a TenantPool",
  "prepare.ts": "the schema, and its partitions",
  "record-stream/bundle-archive.ts": "replay and export, an administrator's commands",
  "record-stream/snapshot.ts": "replay and export, an administrator's commands",
  "record-upkeep.ts": "one chain, one tree and one retention for the record of all tenants",
  "store.ts": "makes the pool: keys, the registry of agents and comparisons are kept for all tenants at once",
  "survey.ts": "the server, for who looks after it",
  "verify-reader.ts": "an auditor checks the whole record",
};

test("connections that are held by no tenant are opened by a closed list of files", () => {
  const opens = /\b(openPool|connectClient|clientConfig)\(|new pg\.(Pool|Client)\(|new Store(Pool|Client)\(/;
  const files = globSync(`${FOLDER}**/*.ts`)
    .filter((file) => opens.test(readFileSync(file, "utf8").replace(/export (async )?function .*$/gm, "")))
    .map((file) => file.slice(FOLDER.length))
    // Where connections are made for all of them.
    .filter(
      (file) => !["connection.ts", "store-pool.ts", "store-client.ts"].includes(file) && !file.startsWith("embedded/"),
    );
  expect(files.toSorted()).toEqual(Object.keys(FOR_ALL_TENANTS).toSorted());
});

test.each(["blue", "o'clock", "a\\b", "$1 $& $$", "; drop table x; --"])(
  "a transaction begins as %s, whatever the name",
  (name) => {
    const text = beginAs(name);
    expect(text.startsWith("begin; select set_config('role', 'writ_tenant', true), set_config('writ.tenant', ")).toBe(
      true,
    );
    const literal = name.includes("\\") ? ` E'${name.replaceAll("\\", "\\\\")}'` : `'${name.replaceAll("'", "''")}'`;
    expect(text.endsWith(`${literal}, true)`)).toBe(true);
  },
);
