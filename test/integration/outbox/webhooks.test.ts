import { chmodSync, writeFileSync } from "node:fs";
import type { ServerResponse } from "node:http";
import { join } from "node:path";
import { beforeEach, expect, onTestFinished, test } from "vitest";
import { outboxAdmin } from "../../../src/adapters/postgres/outbox/admin.ts";
import { prepareDatabase } from "../../../src/adapters/postgres/prepare.ts";
import { composeCalls } from "../../../src/compose/calls.ts";
import { composeWebhooks } from "../../../src/compose/webhooks.ts";
import { loadConfig } from "../../../src/config/load.ts";
import { newSession } from "../../../src/domain/session-state.ts";
import { authority, issue, SERVER_AUTH } from "../../support/certificates.ts";
import { createDatabase } from "../../support/database.ts";
import { answer } from "../../support/event-receiver.ts";
import { approvalOf, connectTo, decisionOf, openStore } from "../../support/records.ts";
import { messageIds, verified, type WebhookReceiver, webhookReceiver } from "../../support/webhook-receiver.ts";
import { dataDir } from "../../support/writ.ts";

const SECRET = `whsec_${Buffer.alloc(32, 7).toString("base64")}`;
const NEXT_SECRET = `whsec_${Buffer.alloc(32, 8).toString("base64")}`;
/** A machine that does much else; nothing here waits as long unless something is wrong. */
const PATIENCE = { timeout: 50_000 };

let url: string;
beforeEach(async () => {
  const database = await createDatabase();
  onTestFinished(() => database.drop());
  url = database.url;
  await prepareDatabase(url, Date.now());
});

/** A file of mode 0600. */
function secretFile(text: string): string {
  const file = join(dataDir(), "secret");
  writeFileSync(file, `${text}\n`, { mode: 0o600 });
  return file;
}

const hook = (to: WebhookReceiver, more: object = {}) => ({ url: to.url, secret_file: secretFile(SECRET), ...more });

/** A replica's senders, as the service has them. */
async function sending(webhooks: Readonly<Record<string, object>>): Promise<{
  readonly close: () => Promise<void>;
  readonly counted: () => Promise<Readonly<Record<string, number>>>;
}> {
  const config = loadConfig({
    env: { WRIT_WEBHOOKS: JSON.stringify(webhooks), WRIT_PUBLIC_URL: "https://writ.example" },
  });
  const jobs = [composeWebhooks(config, () => {}), composeCalls(config, () => {})];
  const close = async () => {
    for (const job of jobs) await job.close();
  };
  onTestFinished(close);
  for (const job of jobs) await job.start(url);
  return { close, counted: () => countsOf(jobs[0]?.samples?.() ?? []) };
}

async function countsOf(samples: Promise<readonly unknown[]> | readonly unknown[]): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { name, values } of (await samples) as {
    name: string;
    values: { value: number; labels: { sink: string } }[];
  }[]) {
    for (const { value, labels } of values) counts[`${labels.sink} ${name}`] = value;
  }
  return counts;
}

/** A question to people, in the transaction of the decision that it stops. */
async function ask(session = "s-1"): Promise<{ readonly approval: string; readonly decision: string }> {
  const store = await openStore(url);
  const now = Date.now();
  const decision = decisionOf({
    at_ms: now,
    session,
    effect: "block",
    reason: "approval_required",
    agent: "agent:refunds",
  });
  const approval = approvalOf(decision, {
    requested_at_ms: now,
    expires_at_ms: now + 60_000,
    shown: {
      sentence: "agent:refunds wants to send 98.70 USD to bob@example.com",
      fields: [{ name: "Tool", value: "shop/refund" }],
      warnings: ["The address came from a web page"],
    },
  });
  await store.sink.append({ decision, approval });
  await store.close();
  return { approval: approval.id, decision: decision.id };
}

async function vote(approval: string): Promise<void> {
  const store = await openStore(url);
  const now = Date.now();
  await store.approvals.vote(
    "default",
    approval,
    () => ({
      by: "user:bob",
      as: ["group:ops"],
      verdict: "approve",
      at_ms: now,
      via: "api",
      address: "",
      comment: "fine",
    }),
    now,
  );
  await store.approvals.withdraw("default", approval, "user:bob", "asked in error", now);
  await store.close();
}

const types = (receiver: WebhookReceiver) => receiver.received.map((message) => verified(message, SECRET).type);

test("people are told of a question and of what came of it, in order, signed, with a link and nothing that lets anybody in", async () => {
  const receiver = await webhookReceiver();
  await sending({ ops: hook(receiver) });
  const { approval, decision } = await ask();
  await vote(approval);
  await expect
    .poll(() => types(receiver), PATIENCE)
    .toEqual(["approval.requested", "approval.answered", "approval.withdrawn"]);
  const [asked, answered] = receiver.received.map((message) => verified(message, SECRET).data);
  expect(asked).toMatchObject({
    tenant: "default",
    decision_id: decision,
    session: "s-1",
    approval: {
      id: approval,
      url: `https://writ.example/approvals/${approval}`,
      agent: "agent:refunds",
      shown: { sentence: "agent:refunds wants to send 98.70 USD to bob@example.com", warnings: [expect.any(String)] },
    },
  });
  expect(answered).toMatchObject({ actor: "user:bob", verdict: "approve", reason: "fine" });
  expect(new Set(messageIds(receiver)).size).toBe(3);
});

test("people are told of a session that is suspended, and that it goes on", async () => {
  const receiver = await webhookReceiver();
  await sending({ ops: hook(receiver) });
  const store = await openStore(url);
  const now = Date.now();
  const decision = decisionOf({ at_ms: now, session: "s-1" });
  const suspended = { at_ms: now, by: "policy", reason: "five denials in a row", decision_id: decision.id };
  const session = { tenant: "default", expected_version: 0, next: { ...newSession("s-1", "", now), suspended } };
  await store.sink.append({ decision, session });
  const client = await connectTo(url);
  await client.query(
    "update writ.sessions set suspended_at = null, resumed_at = now(), resumed_by = 'user:bob' where id = 's-1'",
  );
  await expect.poll(() => types(receiver), PATIENCE).toEqual(["session.suspended", "session.resumed"]);
  expect(receiver.received.map((message) => verified(message, SECRET).data)).toMatchObject([
    { session: "s-1", actor: "policy", reason: "five denials in a row", decision_id: decision.id },
    { session: "s-1", actor: "user:bob" },
  ]);
});

test("each webhook is told what it asks for, and calls only who asks for calls", async () => {
  const [approvals, calls] = [await webhookReceiver(), await webhookReceiver()];
  await sending({
    approvals: hook(approvals),
    calls: hook(calls, { events: ["decision.warned", "decision.blocked"] }),
  });
  const { decision } = await ask();
  const store = await openStore(url);
  const [warned, allowed, dry] = [{ effect: "warn" as const }, {}, { effect: "block" as const, dry_run: true }].map(
    (changes) => decisionOf({ at_ms: Date.now(), ...changes }),
  ) as [ReturnType<typeof decisionOf>, ReturnType<typeof decisionOf>, ReturnType<typeof decisionOf>];
  for (const one of [allowed, dry, warned]) await store.sink.append({ decision: one });
  await expect.poll(() => types(calls).toSorted(), PATIENCE).toEqual(["decision.blocked", "decision.warned"]);
  expect(calls.received.map((message) => verified(message, SECRET).data["decision_id"]).toSorted()).toEqual(
    [decision, warned.id].toSorted(),
  );
  expect(types(approvals)).toEqual(["approval.requested"]);
});

test.each([
  ["500", answer(500, "s3cret words")],
  ["a redirect", answer(307, "", { location: "http://127.0.0.1:1/" })],
  ["a connection that is cut", (response: ServerResponse) => void response.destroy()],
])("after %s the same message comes again, with a signature of its own time", async (_, failure) => {
  const receiver = await webhookReceiver();
  receiver.answers.push(failure, failure);
  const { counted } = await sending({ ops: hook(receiver) });
  await ask();
  await expect.poll(() => receiver.received.length, PATIENCE).toBe(3);
  expect(new Set(messageIds(receiver)).size).toBe(1);
  expect(types(receiver)).toHaveLength(3);
  await expect
    .poll(counted, PATIENCE)
    .toMatchObject({ "ops writ_outbox_delivered_total": 1, "ops writ_outbox_failed_total": 2 });
});

test("410 ends the message at once, which is kept for people to see, and the next one is tried", async () => {
  const receiver = await webhookReceiver();
  receiver.answers.push(answer(410, "s3cret words"));
  const { counted } = await sending({ ops: hook(receiver) });
  await ask("s-1");
  await expect.poll(counted, PATIENCE).toMatchObject({ "ops writ_outbox_dead_total": 1 });
  await ask("s-2");
  await expect.poll(counted, PATIENCE).toMatchObject({ "ops writ_outbox_delivered_total": 1 });
  const { rows } = await (await connectTo(url)).query("select problem, attempts, kind from writ.webhook_deliveries");
  expect(rows).toEqual([{ problem: "status 410", attempts: 1, kind: "approval_requested" }]);
  const admin = await outboxAdmin(url);
  onTestFinished(() => admin.close());
  expect(await admin.dead(10)).toMatchObject([{ name: "ops", event: "approval.requested", problem: "status 410" }]);
  expect(await admin.webhooks()).toMatchObject([{ name: "ops", pending: 0, dead: 1 }]);
  expect([await admin.retry("nobody"), await admin.retry("ops")]).toEqual([undefined, 1]);
  expect(await admin.retry("ops")).toBe(0);
  await expect.poll(counted, PATIENCE).toMatchObject({ "ops writ_outbox_delivered_total": 2 });
  expect(await admin.dead(10)).toEqual([]);
});

test("a receiver that hangs stops no other, and nothing that is asked", async () => {
  const [slow, quick] = [await webhookReceiver(), await webhookReceiver()];
  const held: ServerResponse[] = [];
  slow.answers.push(...Array.from({ length: 20 }, () => (response: ServerResponse) => void held.push(response)));
  await sending({ slow: hook(slow), quick: hook(quick) });
  for (const session of ["s-1", "s-2", "s-3"]) await ask(session);
  await expect.poll(() => quick.received.length, PATIENCE).toBe(3);
  await expect.poll(() => held.length, PATIENCE).toBeGreaterThan(0);
  // So that nobody waits for them when all of it ends.
  for (const response of held) response.destroy();
});

test("both secrets sign while one takes the place of the other, and a new one needs no restart", async () => {
  const receiver = await webhookReceiver();
  const [first, second] = [secretFile(SECRET), secretFile(NEXT_SECRET)];
  const { counted } = await sending({ ops: { url: receiver.url, secret_files: [first, second] } });
  await ask("s-1");
  await expect.poll(() => receiver.received.length, PATIENCE).toBe(1);
  const [message] = receiver.received;
  if (message === undefined) throw new Error("nothing came");
  for (const secret of [SECRET, NEXT_SECRET]) expect(verified(message, secret).type).toBe("approval.requested");
  writeFileSync(first, "no secret\n");
  await ask("s-2");
  await expect.poll(counted, PATIENCE).toMatchObject({ "ops writ_outbox_failed_total": expect.any(Number) });
  expect(receiver.received).toHaveLength(1);
  writeFileSync(first, NEXT_SECRET);
  await expect.poll(() => receiver.received.length, PATIENCE).toBe(2);
});

test("secrets that others can read are not used", async () => {
  const receiver = await webhookReceiver();
  const open = secretFile(SECRET);
  chmodSync(open, 0o644);
  const { counted } = await sending({ ops: { url: receiver.url, secret_file: open } });
  await ask();
  await expect.poll(counted, PATIENCE).toMatchObject({ "ops writ_outbox_failed_total": expect.any(Number) });
  const { rows } = await (await connectTo(url)).query("select problem from writ.webhook_deliveries");
  expect(rows).toEqual([{ problem: "secret_file is open to others" }]);
  expect(receiver.received).toEqual([]);
});

test("Slack's URL is read from its file, and fields of a file go along", async () => {
  const ca = authority("acme.example");
  const leaf = issue(ca, { dns: ["localhost"], extendedKeyUsage: [SERVER_AUTH] });
  const receiver = await webhookReceiver({ cert: leaf.pem, key: leaf.keyPem });
  const urlFile = secretFile(`${receiver.url.replace("127.0.0.1", "localhost")}?sig=s3cret`);
  const caFile = secretFile(ca.pem);
  const headersFile = secretFile("X-Api-Key: s3cret");
  await sending({ chat: { url_file: urlFile, ca_file: caFile, headers_file: headersFile, format: "slack" } });
  await ask();
  await expect.poll(() => receiver.received.length, PATIENCE).toBe(1);
  expect(receiver.received[0]).toMatchObject({ url: "/hook?sig=s3cret", headers: { "x-api-key": "s3cret" } });
  expect(JSON.parse(receiver.received[0]?.body ?? "").blocks[1].text.text).toContain("bob@example.com");
});

test("of several replicas one sends, and another one goes on when it stops", async () => {
  const receiver = await webhookReceiver();
  const replicas = [await sending({ ops: hook(receiver) }), await sending({ ops: hook(receiver) })];
  for (const session of ["s-1", "s-2"]) await ask(session);
  await expect.poll(() => receiver.received.length, PATIENCE).toBe(2);
  for (const one of replicas)
    if ((await one.counted())["ops writ_outbox_delivered_total"] !== undefined) await one.close();
  await ask("s-3");
  await expect.poll(() => receiver.received.length, PATIENCE).toBe(3);
  expect(new Set(messageIds(receiver)).size).toBe(3);
});

test("what is asked and rolled back is told nobody, and nothing is kept for whom nobody wants to tell", async () => {
  const receiver = await webhookReceiver();
  const { close } = await sending({ ops: hook(receiver) });
  const client = await connectTo(url);
  const { approval } = await ask();
  await expect.poll(() => receiver.received.length, PATIENCE).toBe(1);
  await client.query("begin");
  await client.query("update writ.approvals set state = 'expired', ended_at = now() where id = $1", [approval]);
  expect((await client.query("select kind from writ.webhook_deliveries")).rows).toEqual([{ kind: "approval_expired" }]);
  await client.query("rollback");
  expect((await client.query("select from writ.webhook_deliveries")).rowCount).toBe(0);
  await close();
  await sending({});
  await ask("s-2");
  expect((await client.query("select from writ.webhook_deliveries")).rowCount).toBe(0);
  expect(receiver.received).toHaveLength(1);
});
