import { hash } from "node:crypto";
import pg from "pg";
import { onTestFinished } from "vitest";
import { newId } from "../../src/adapters/ids.ts";
import { createPostgresStore, type PostgresStore, type StoreOptions } from "../../src/adapters/postgres/store.ts";
import { type Flight, takeOff } from "../../src/domain/in-flight.ts";
import type { ApprovalRow, DecisionRow, GrantRow, RecordEntry, StoredDecision } from "../../src/domain/record.ts";
import { newSession, type StoredSession } from "../../src/domain/session-state.ts";
import { countCall, NO_USAGE, type Usage } from "../../src/domain/usage.ts";
import { CHAIN_START, nextLink } from "../../src/record/chain.ts";
import { DEMAND } from "./approvals.ts";

// Records and the store that keeps them, for tests: each is right, to be changed where a test wants.

export const AT_MS = Date.parse("2026-11-20T15:04:05.123Z");

/** What a store is opened with, unless a test says otherwise. */
export function storeOptions(url: string): StoreOptions {
  return {
    url,
    poolSize: 4,
    nextLink,
    chainStart: CHAIN_START,
    newWriter: () => newId("wrt", AT_MS),
    comparisonsLost: () => {},
  };
}

/** A store that is closed after the test, if the test has not done so. */
export async function openStore(url: string, options: Partial<StoreOptions> = {}): Promise<PostgresStore> {
  const store = await createPostgresStore({ ...storeOptions(url), ...options });
  let closed: Promise<void> | undefined;
  const once = () => {
    closed ??= store.close();
    return closed;
  };
  onTestFinished(once);
  return { ...store, close: once };
}

/** A connection of a test's own, closed after it. */
export async function connectTo(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url });
  client.on("error", () => {}); // Servers are stopped here.
  await client.connect();
  onTestFinished(() => client.end().catch(() => {}));
  return client;
}

/** Another id of the same kind, from the moment at which everything happens here unless a test says otherwise. */
export function idOf(prefix: "dec" | "grt" | "apr" | "tsk", atMs = AT_MS): string {
  return newId(prefix, atMs);
}

export function digestOf(text: string): string {
  return `sha256:${hash("sha256", text, "hex")}`;
}

export function decisionOf(changes: Partial<DecisionRow> = {}): DecisionRow {
  const atMs = changes.at_ms ?? AT_MS;
  return {
    tenant: "default",
    id: idOf("dec", atMs),
    at_ms: atMs,
    request_id: "r-1",
    caller: "gateway",
    protocol: "http",
    agent: "agent:test",
    session: "",
    task: "",
    tool: "filesystem/read_text_file",
    verb: "file.read",
    effect: "allow",
    reason: "",
    dry_run: false,
    action_digest: digestOf("action"),
    policy_digest: digestOf("policy"),
    catalogue_digest: digestOf("catalogue"),
    answer: '{"effect":"allow"}',
    input: '{"now":"2026-11-20T15:04:05.123Z"}',
    ...changes,
  };
}

/** An entry that hangs on nothing. */
export function entryOf(changes: Partial<DecisionRow> = {}): RecordEntry {
  return { decision: decisionOf(changes) };
}

/** An entry that changes a session, if it is still at that version. */
export function sessionEntry(id: string, expectedVersion: number, changes: Partial<StoredSession> = {}): RecordEntry {
  const decision = decisionOf({ session: id });
  const next = { ...newSession(id, "tsk_1", AT_MS), ...callsUnderWay(1, expectedVersion + 1), ...changes };
  return { decision, session: { tenant: decision.tenant, expected_version: expectedVersion, next } };
}

/** What a session has stored of so many calls like `decisionOf`'s, of which some are in flight. */
export function callsUnderWay(inFlight: number, calls = inFlight): Pick<StoredSession, "usage" | "in_flight"> {
  const { verb, tool } = decisionOf();
  const call = { verb, tool, records: 0, destinations: [] };
  const usage = Array.from({ length: calls }).reduce<Usage>((before) => countCall(before, call, AT_MS), NO_USAGE);
  const flights = Array.from({ length: inFlight }).reduce<readonly Flight[]>(
    (before) => takeOff(before, 0, AT_MS, 900),
    [],
  );
  return { usage, in_flight: flights };
}

export function grantOf(decision: DecisionRow, changes: Partial<GrantRow> = {}): GrantRow {
  return {
    tenant: decision.tenant,
    id: idOf("grt"),
    decision_id: decision.id,
    agent: decision.agent,
    delegation: [],
    task: decision.task,
    intent: "",
    session: decision.session,
    session_epoch: 0,
    audience: "vault",
    action_digest: decision.action_digest,
    single_use: true,
    issued_at_ms: AT_MS,
    expires_at_ms: AT_MS + 60_000,
    kid: "key-1",
    kind: "broker",
    template: "",
    reference: "",
    on_behalf_of: "",
    credential_ttl_s: 0,
    ...changes,
  };
}

/** SQL that redeems a grant as a broker's report does. @param grant SQL that gives its id */
export function redemptionOf(grant: string, secretRef: string): string {
  return `insert into writ.redemptions (tenant, grant_id, id, redeemer, at, secret_ref, credential_expires_at, proof, once)
    values ('default', ${grant}, 'rdm_1', 'vault-broker', to_timestamp(${AT_MS + 2000} / 1000.0),
      '${secretRef}', to_timestamp(${AT_MS + 9000} / 1000.0), 'p', true)`;
}

export function approvalOf(decision: DecisionRow, changes: Partial<ApprovalRow> = {}): ApprovalRow {
  return {
    tenant: decision.tenant,
    id: idOf("apr"),
    decision_id: decision.id,
    requester: decision.caller,
    agent: decision.agent,
    owner: "team-payments",
    on_behalf_of: "user:alice",
    delegation: ["user:alice"],
    session: decision.session,
    task: decision.task,
    intent: "",
    action_digest: decision.action_digest,
    scope_digest: decision.action_digest,
    demand: { ...DEMAND, approvers: ["group:ops", 'user:"bob"'] },
    scope: {
      parts: { digest: decision.action_digest },
      sensitivity: "internal",
      tier: "bounded_write",
      count: 1,
      reasons: ["ask"],
    },
    shown: { sentence: "it wants to act", fields: [], warnings: [] },
    shown_digest: decision.action_digest,
    requested_at_ms: AT_MS,
    expires_at_ms: AT_MS + 3_600_000,
    ...changes,
  };
}

/** Every record of the tenant, read back page by page as the service reads it. */
export async function allRecords(store: PostgresStore, tenant = "default"): Promise<readonly StoredDecision[]> {
  const records: StoredDecision[] = [];
  for (;;) {
    const last = records.at(-1);
    const page = await store.decisions.list(
      tenant,
      {},
      last === undefined ? { size: 500 } : { size: 500, after: last },
    );
    records.push(...page);
    if (page.length < 500) return records;
  }
}

/** Ids of records that do not fit their writer's chain, each of which has to begin at its start. */
export function brokenLinks(records: readonly StoredDecision[]): readonly string[] {
  const broken: string[] = [];
  for (const chain of Map.groupBy(records, ({ writer }) => writer).values()) {
    let previous: { readonly seq: number; readonly hash: Uint8Array } = CHAIN_START;
    for (const record of chain.toSorted((a, b) => a.seq - b.seq)) {
      const link = nextLink(record.writer, previous, record, record.salt);
      if (!Buffer.from(link.hash).equals(record.hash) || link.seq !== record.seq) broken.push(record.id);
      previous = record;
    }
  }
  return broken;
}
