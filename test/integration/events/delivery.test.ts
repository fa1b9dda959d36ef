import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createLocalJWKSet, jwtVerify } from "jose";
import { beforeEach, expect, onTestFinished, test } from "vitest";
import { createSigner } from "../../../src/adapters/keys/signer.ts";
import { connectEvents } from "../../../src/adapters/postgres/events.ts";
import { prepareDatabase } from "../../../src/adapters/postgres/prepare.ts";
import { revokeGrants } from "../../../src/adapters/postgres/revoke.ts";
import { httpPush } from "../../../src/adapters/push/push.ts";
import type { EventParts } from "../../../src/compose/events.ts";
import { REVOCATION_REASONS, type RevocationReason } from "../../../src/domain/revocation.ts";
import { securityEvent } from "../../../src/events/security-event.ts";
import { EventSenders } from "../../../src/process/events/event-senders.ts";
import { authority, issue, SERVER_AUTH } from "../../support/certificates.ts";
import { createDatabase } from "../../support/database.ts";
import { answer, type EventReceiver, eventReceiver, hang } from "../../support/event-receiver.ts";
import { AT_MS, connectTo, decisionOf, grantOf, openStore } from "../../support/records.ts";
import { dataDir } from "../../support/writ.ts";
import { aKek } from "../../unit/keys/store.ts";

let url: string;
let kek: ReturnType<typeof aKek>;
beforeEach(async () => {
  const database = await createDatabase();
  onTestFinished(() => database.drop());
  url = database.url;
  kek = aKek();
  await prepareDatabase(url, AT_MS);
});

const ISSUER = "https://writ.example";

interface SubscriberOptions {
  readonly receiver: EventReceiver;
  readonly events?: readonly RevocationReason[];
  readonly authorizationFile?: string;
  readonly caFile?: string;
}

/** A replica's sender, with all that the service gives it but the configuration. */
async function sender(
  subscribers: Readonly<Record<string, SubscriberOptions>>,
  holder = "one",
): Promise<{ readonly close: () => Promise<void>; readonly counted: readonly string[] }> {
  const counted: string[] = [];
  const parts: EventParts = {
    tenant: "default",
    keepsUp: true,
    holder,
    subscribers: Object.entries(subscribers).map(([name, { receiver, events, authorizationFile, caFile }]) => ({
      name,
      audience: `aud-${name}`,
      events: events ?? REVOCATION_REASONS,
      push: httpPush({
        url: receiver.url,
        authorizationFile: authorizationFile ?? "",
        caFile: caFile ?? "",
        timeout_ms: 500,
      }),
    })),
    telemetry: {
      counted: (name, result) => counted.push(`${name} ${result}`),
      pending: () => {},
      samples: async () => [],
    },
    connect: async (databaseUrl, hear) => {
      const connection = await connectEvents(databaseUrl, hear);
      const signer = await createSigner({ store: connection.keys, kek, algorithms: new Map(), now: Date.now });
      return {
        ...connection,
        token: (event, audience) =>
          signer.sign({
            purpose: "event",
            audience,
            type: "secevent+jwt",
            claims: securityEvent(event, { issuer: ISSUER, audience, tenant: "default" }, Date.now()),
          }),
      };
    },
    log: () => {},
    now: Date.now,
    random: () => 0.5,
  };
  const senders = new EventSenders(parts);
  await senders.start(url);
  onTestFinished(() => senders.close());
  return { close: () => senders.close(), counted };
}

/** Grants of the agents, in this order. */
async function grants(agents: readonly string[]): Promise<readonly string[]> {
  const store = await openStore(url);
  const now = Date.now();
  const ids: string[] = [];
  for (const agent of agents) {
    const decision = decisionOf({ at_ms: now, agent, task: "tsk_1" });
    const grant = grantOf(decision, { issued_at_ms: now, expires_at_ms: now + 60_000 });
    ids.push(grant.id);
    await store.sink.append({ decision, grant });
  }
  return ids;
}

async function revoke(grantId: string, reason: RevocationReason = "by_request"): Promise<void> {
  const client = await connectTo(url);
  await revokeGrants(client, "default", { by: "id", value: grantId }, reason, Date.now());
}

const grantsOf = ({ received }: EventReceiver) =>
  received.map(({ claims }) => Object.values(claims.events)[0]?.writ.grant);

test("each subscriber is told what it asks for, signed with a key of the key set", async () => {
  const [all, some] = [await eventReceiver(), await eventReceiver()];
  const file = join(dataDir(), "authorization");
  writeFileSync(file, "Bearer s3cret\n", { mode: 0o600 });
  await sender({
    all: { receiver: all, authorizationFile: file },
    some: { receiver: some, events: ["agent_suspended"] },
  });
  const [first, second] = (await grants(["spiffe://acme.example/a", "spiffe://acme.example/b"])) as [string, string];
  await revoke(first);
  await revoke(second, "agent_suspended");
  await expect.poll(() => grantsOf(all).toSorted(), { timeout: 2_000 }).toEqual([first, second].toSorted());
  await expect.poll(() => grantsOf(some), { timeout: 2_000 }).toEqual([second]);
  const { keys, close } = await connectEvents(url, () => {});
  onTestFinished(close);
  const jwks = (await createSigner({ store: keys, kek, algorithms: new Map(), now: Date.now })).jwks();
  const [event] = all.received;
  const verified = await jwtVerify(event?.token ?? "", createLocalJWKSet(jwks as never), {
    issuer: ISSUER,
    audience: "aud-all",
    typ: "secevent+jwt",
    algorithms: ["ES256"],
  });
  expect(verified.payload).toMatchObject({ jti: `evt_${first.slice(4)}` });
  expect(verified.payload).not.toHaveProperty("sub");
  expect(event?.headers).toMatchObject({
    authorization: "Bearer s3cret",
    "content-type": "application/secevent+jwt",
    accept: "application/json",
  });
});

test.each([
  ["500", answer(500, "no")],
  ["200, which is no receipt", answer(200)],
  ["a redirect", answer(307, "", { location: "http://127.0.0.1:1/" })],
  ["a timeout", hang],
  ["a key that is not known there yet", answer(400, '{"err": "invalid_key"}')],
  ["a secret that is not taken there", answer(400, '{"err": "authentication_failed"}')],
  ["a connection that is cut", (response: Parameters<ReturnType<typeof answer>>[0]) => response.destroy()],
])("after %s the same event is sent again", async (_, failure) => {
  const receiver = await eventReceiver();
  receiver.answers.push(failure, failure);
  const { counted } = await sender({ siem: { receiver } });
  const [grant] = (await grants(["agent:a"])) as [string];
  await revoke(grant);
  await expect.poll(() => counted, { timeout: 10_000 }).toEqual(["siem failed", "siem failed", "siem delivered"]);
  expect(new Set(receiver.received.map(({ claims }) => claims.jti))).toEqual(new Set([`evt_${grant.slice(4)}`]));
  expect(receiver.received).toHaveLength(3);
});

test("what a subscriber refuses is not sent again, is counted, and can be seen without its words", async () => {
  const receiver = await eventReceiver();
  receiver.answers.push(answer(400, JSON.stringify({ err: "invalid_audience", description: "s3cret words" })));
  const { counted } = await sender({ siem: { receiver } });
  const [first, second] = (await grants(["agent:a", "agent:a"])) as [string, string];
  await revoke(first);
  await expect.poll(() => counted, { timeout: 2_000 }).toEqual(["siem dead"]);
  await revoke(second);
  await expect.poll(() => counted, { timeout: 2_000 }).toEqual(["siem dead", "siem delivered"]);
  const { events } = await openStore(url);
  expect(await events.subscribers("default")).toEqual([
    { name: "siem", pending: 0, oldest_s: 0, dead: 1, problem: "" },
  ]);
  const dead = await events.dead("default", 10);
  expect(dead).toMatchObject([{ grant_id: first, attempts: 1, problem: "status 400 invalid_audience" }]);
  expect(JSON.stringify(dead)).not.toContain("s3cret");
});

test("a receipt counts whatever comes behind it", async () => {
  const receiver = await eventReceiver();
  receiver.answers.push((response) => response.writeHead(202).write("and so on"));
  const { counted } = await sender({ siem: { receiver } });
  await revoke(((await grants(["agent:a"])) as [string])[0]);
  await expect.poll(() => counted, { timeout: 2_000 }).toEqual(["siem delivered"]);
});

test("what waited for too long behind others is given up untried", async () => {
  const ids = await grants(["agent:a", "agent:a"]);
  const client = await connectTo(url);
  await client.query(
    "insert into writ.event_subscribers (tenant, name, events) values ('default', 'siem', '{by_request}')",
  );
  for (const id of ids) await revoke(id);
  await client.query("update writ.event_deliveries set created_at = now() - interval '26 hours' where grant_id = $1", [
    ids[1],
  ]);
  const connection = await connectEvents(url, () => {});
  onTestFinished(() => connection.close());
  await connection.keepUp(Date.now());
  expect(await connection.reader.dead("default", 10)).toMatchObject([{ grant_id: ids[1], problem: "too old" }]);
  expect(await connection.reader.subscribers("default")).toMatchObject([{ pending: 1, dead: 1 }]);
});

test("events about one agent keep their order, and hold back nobody else's", async () => {
  const receiver = await eventReceiver();
  const ids = await grants(["agent:a", "agent:a", "agent:b", "agent:a"]);
  const [a1, a2, b1, a3] = ids;
  receiver.answers.push(answer(503), answer(202), answer(503));
  // Queued before anybody sends, so that they are there together.
  const client = await connectTo(url);
  await client.query(
    "insert into writ.event_subscribers (tenant, name, events) values ('default', 'siem', '{by_request}')",
  );
  for (const id of ids) await revoke(id);
  await sender({ siem: { receiver, events: ["by_request"] } });
  await expect.poll(() => receiver.received.length, { timeout: 10_000 }).toBe(6);
  const told = grantsOf(receiver);
  const aboutA = told.filter((id) => id !== b1);
  expect(aboutA.filter((id, index) => id !== aboutA[index - 1])).toEqual([a1, a2, a3]);
  // The other agent's came with the first, and did not wait for what came of it.
  expect(told.indexOf(b1)).toBeLessThan(2);
});

test("a subscriber that hangs stops no other", async () => {
  const [slow, quick] = [await eventReceiver(), await eventReceiver()];
  slow.answers.push(...Array.from({ length: 100 }, () => hang));
  await sender({ slow: { receiver: slow }, quick: { receiver: quick } });
  const ids = await grants(["agent:a", "agent:b", "agent:c"]);
  const begun = performance.now();
  for (const id of ids) await revoke(id);
  await expect.poll(() => quick.received.length, { timeout: 2_000, interval: 10 }).toBe(3);
  expect(performance.now() - begun).toBeLessThan(1_500);
});

test("of several replicas one sends, and another one goes on when it stops", async () => {
  const receiver = await eventReceiver();
  const replicas = [await sender({ siem: { receiver } }, "one"), await sender({ siem: { receiver } }, "two")];
  const ids = await grants(["agent:a", "agent:b", "agent:c", "agent:d"]);
  for (const id of ids.slice(0, 2)) await revoke(id);
  await expect.poll(() => receiver.received.length, { timeout: 3_000 }).toBe(2);
  const working = replicas.find(({ counted }) => counted.length > 0);
  // Counted when the answer is back, a moment after the receiver has the event.
  await expect.poll(() => working?.counted.length).toBe(2);
  await working?.close();
  for (const id of ids.slice(2)) await revoke(id);
  await expect.poll(() => grantsOf(receiver).toSorted(), { timeout: 5_000 }).toEqual(ids.toSorted());
});

test("over TLS the receiver has to be who it says by the authority that is configured, and by no other", async () => {
  const [ca, other] = [authority("acme.example"), authority("elsewhere.example")];
  const leaf = issue(ca, { dns: ["localhost"], extendedKeyUsage: [SERVER_AUTH] });
  const dir = dataDir();
  const file = (name: string, text: string) => {
    writeFileSync(join(dir, name), text);
    return join(dir, name);
  };
  const receiver = await eventReceiver({ cert: leaf.pem, key: leaf.keyPem });
  const at = (host: string) => ({ ...receiver, url: receiver.url.replace("127.0.0.1", host) });
  const { counted } = await sender({
    right: { receiver: at("localhost"), caFile: file("ca.pem", ca.pem) },
    other: { receiver: at("localhost"), caFile: file("other.pem", other.pem) },
    name: { receiver: at("127.0.0.1"), caFile: file("ca.pem", ca.pem) },
    none: { receiver: at("localhost") },
  });
  await revoke(((await grants(["agent:a"])) as [string])[0]);
  await expect
    .poll(() => [...new Set(counted)].sort(), { timeout: 5_000 })
    .toEqual(["name failed", "none failed", "other failed", "right delivered"]);
  expect(receiver.received.map(({ claims }) => claims.aud)).toEqual(["aud-right"]);
});

test("a secret's file that others can read is not sent", async () => {
  const receiver = await eventReceiver();
  const file = join(dataDir(), "authorization");
  writeFileSync(file, "Bearer s3cret");
  chmodSync(file, 0o644);
  const { counted } = await sender({ siem: { receiver, authorizationFile: file } });
  await revoke(((await grants(["agent:a"])) as [string])[0]);
  await expect.poll(() => counted[0], { timeout: 2_000 }).toBe("siem failed");
  expect(receiver.received).toEqual([]);
});

test("what is revoked and rolled back is told nobody", async () => {
  const receiver = await eventReceiver();
  await sender({ siem: { receiver } });
  const [kept, undone] = (await grants(["agent:a", "agent:a"])) as [string, string];
  const client = await connectTo(url);
  await client.query("begin");
  await revokeGrants(client, "default", { by: "id", value: undone }, "by_request", Date.now());
  await client.query("rollback");
  await revoke(kept);
  await expect.poll(() => grantsOf(receiver), { timeout: 2_000 }).toEqual([kept]);
});
