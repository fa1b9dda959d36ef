import { createHash, generateKeyPairSync, sign } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { prepareDatabase } from "../../../src/adapters/postgres/prepare.ts";
import { revokeGrants } from "../../../src/adapters/postgres/revoke.ts";
import { plainTemplate } from "../../../src/domain/grant.ts";
import type { JsonObject } from "../../../src/domain/json.ts";
import { newSession } from "../../../src/domain/session-state.ts";
import { createDatabase, everyRow, type TestDatabase } from "../../support/database.ts";
import {
  ACTION,
  brokerOf,
  type GrantWorld,
  grantWorld,
  type Issued,
  outcomeOf as outcome,
} from "../../support/grants.ts";
import { AT_MS, connectTo, openStore, sessionEntry } from "../../support/records.ts";
import { admissionOf, INTENT, identityOf } from "../../support/values.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await createDatabase();
  await prepareDatabase(database.url, AT_MS);
});
afterAll(() => database.drop());

async function world() {
  const store = await openStore(database.url);
  return { store, ...(await grantWorld(store)), sql: await connectTo(database.url) };
}
type World = Awaited<ReturnType<typeof world>>;

test("says what may be issued, and keeps who took it and where the secret is", async () => {
  const { commands, issue } = await world();
  const { id, token, row } = await issue();
  const taken = await commands.redeem(
    { grant_id: id, token, action_digest: ACTION.digest, secret_ref: "kv/data/github#v7" },
    brokerOf(),
  );
  expect(taken).toMatchObject({
    grant: { id, agent: "agent-1", on_behalf_of: "user:alice", audience: "vault", kind: "broker", redemptions: 0 },
    scopes: ["ticket.write"],
    action: {
      verb: "ticket.write",
      resource: ACTION.resource,
      destinations: [{ kind: "email", value: "bob@example.com" }],
      digest: ACTION.digest,
    },
    redemption: { redeemer: "broker-a", secret_ref: "kv/data/github#v7", credential_expires_at_ms: row.expires_at_ms },
  });
  const { redemptions, grant } = await commands.get(id, brokerOf("auditor", { caller: AUDITOR }));
  expect(redemptions).toEqual([taken.redemption]);
  expect(grant.redemptions).toBe(1);
});

const AUDITOR = { id: "auditor", protocol: "http", roles: ["auditor"] } as const;

describe("a credential may outlive its grant", () => {
  test("as long as the template says, and both lives are kept", async () => {
    const { commands, issue } = await world();
    const template = { ...plainTemplate("vault"), name: "aws", kind: "aws", credential_ttl_s: 900 } as const;
    const { id, token, row } = await issue({ template });
    const { credential_ttl_s, redemption } = await commands.redeem({ grant_id: id, token }, brokerOf());
    expect(credential_ttl_s).toBe(900);
    expect(redemption.credential_expires_at_ms).toBe(AT_MS + 900_000);
    expect(redemption.credential_expires_at_ms).toBeGreaterThan(row.expires_at_ms);
  });
});

/** What happened to the grant before it was shown. */
type Case = readonly [
  name: string,
  expected: object | "redeemed",
  before: (world: World, grant: Issued) => Promise<unknown>,
];

const of = (reason: string, status = "conflict", more: object = {}) => ({ reason, status, ...more });
const at = { now_ms: AT_MS + 1000 };

describe("refused with its reason", () => {
  test.each<Case>([
    ["nothing happened", "redeemed", async () => {}],
    [
      "it was taken",
      of("grant_used"),
      ({ commands }, { id, token }) => commands.redeem({ grant_id: id, token }, brokerOf("other")),
    ],
    [
      "its outcome was reported",
      of("grant_revoked", "conflict", { revocation: "outcome_reported" }),
      ({ store }, { row }) =>
        store.outcomes.report({
          tenant: "default",
          decision_id: row.decision_id,
          at_ms: AT_MS,
          status: "failed",
          detail: "{}",
        }),
    ],
    [
      "its task is over",
      of("task_completed"),
      ({ store }, { row }) => store.tasks.complete("default", row.task, AT_MS),
    ],
    [
      "its task ended while it was made",
      of("task_completed"),
      ({ sql }, { row }) => sql.query("insert into writ.tasks values ('default', $1, now())", [row.task]),
    ],
    [
      "its agent is suspended",
      of("agent_suspended"),
      ({ sql }, { row }) =>
        sql.query("insert into writ.agent_states values ('default', $1, 'suspended', 'a', '', now())", [row.agent]),
    ],
    [
      "somebody revoked it",
      of("grant_revoked", "conflict", { revocation: "by_request" }),
      ({ commands }, { id }) => commands.revoke(id, brokerOf()),
    ],
    [
      "its intent was revoked",
      of("grant_revoked", "conflict", { revocation: "intent_revoked" }),
      ({ store }, { id }) => store.grants.revoke("default", id, "intent_revoked", AT_MS),
    ],
    [
      "its intent was revoked while it was made",
      of("grant_revoked", "conflict", { revocation: "intent_revoked" }),
      ({ sql }, { row }) =>
        sql.query(
          `insert into writ.intents (tenant, id, task, status, purpose, on_behalf_of, agents, allows, not_before, expires_at,
             ancestors, requested_by, requested_at)
           values ('default', $1, '', 'revoked', '', '', '[]', '[]', now(), now(), '{}', '', now())`,
          [row.intent],
        ),
    ],
    [
      "its key was revoked while it was made",
      of("grant_revoked", "conflict", { revocation: "key_revoked" }),
      async ({ sql }, { id }) => {
        await sql.query("update writ.grants set kid = 'gone' where id = $1", [id]);
        await sql.query(
          `insert into writ.signing_keys (kid, algorithm, purpose, sealed_private, public_jwk, created_at, active_at, retired_at, revoked_at)
           values ('gone', 'ES256', 'grant', '', '{}', now(), now(), now(), now())`,
        );
      },
    ],
    [
      "its session was revoked",
      of("session_deviated", "conflict", { revocation: "session_revoked" }),
      ({ store }, { id }) => store.grants.revoke("default", id, "session_revoked", AT_MS),
    ],
  ])("%s", async (_, expected, before) => {
    const here = await world();
    const grant = await here.issue({ identity: uniqueAgent() });
    await before(here, grant);
    const shown = here.commands.redeem({ grant_id: grant.id, token: grant.token }, brokerOf("broker-a", at));
    expect(await outcome(shown)).toEqual(expected);
    if (expected !== "redeemed") await expectCounted(here, grant.id, (expected as { reason: string }).reason);
  });

  test("a session that went on to another epoch, or was closed", async () => {
    const { store, commands, issue } = await world();
    for (const [name, changes] of [
      ["epoch", { epoch: 1 }],
      ["closed", { closed: true }],
    ] as const) {
      const session = newSession(`s-${name}`, "");
      const { id, token } = await issue({ session });
      await store.sink.append(sessionEntry(session.id, 0, changes));
      if (name === "closed") {
        const sql = await connectTo(database.url);
        await sql.query("update writ.sessions set closed = true where id = $1", [session.id]);
      }
      expect(await outcome(commands.redeem({ grant_id: id, token }, brokerOf()))).toEqual(of("session_deviated"));
    }
  });

  test("time", async () => {
    const { commands, issue } = await world();
    const { id, token, row } = await issue();
    const late = (ms: number) => brokerOf("broker-a", { now_ms: row.expires_at_ms + ms });
    expect(await outcome(commands.redeem({ grant_id: id, token }, late(0)))).toEqual(of("grant_expired"));
    expect(await outcome(commands.redeem({ grant_id: id, token }, late(-1)))).toBe("redeemed");
  });

  test("every attempt is counted once for its kind and caller", async () => {
    const here = await world();
    const { id, token } = await here.issue();
    const wrong = brokerOf("elsewhere", { audiences: ["aws"] });
    for (let i = 0; i < 3; i++) await outcome(here.commands.redeem({ grant_id: id, token }, wrong));
    const { refusals } = await here.commands.get(id, brokerOf("", { caller: AUDITOR }));
    expect(refusals).toMatchObject([{ caller: "elsewhere", refusal: "audience_mismatch", count: 3 }]);
    expect(here.counted).toEqual(["audience_mismatch", "audience_mismatch", "audience_mismatch"]);
  });
});

function uniqueAgent() {
  const identity = identityOf({ ...INTENT, id: `int_${Math.random()}`, task: `tsk_${Math.random()}` });
  return { ...identity, agent: { ...identity.agent, id: `agent-${Math.random()}` } };
}

async function expectCounted({ commands, counted }: GrantWorld, id: string, reason: string): Promise<void> {
  const { refusals } = await commands.get(id, brokerOf("", { caller: AUDITOR }));
  expect(refusals).toMatchObject([{ caller: "broker-a", refusal: reason, count: 1 }]);
  expect(counted.at(-1)).toBe(reason);
}

describe("a grant that is bound to the agent's key", () => {
  const pair = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const jwk = pair.publicKey.export({ format: "jwk" }) as Record<string, string>;
  const thumbprint = createHash("sha256")
    .update(JSON.stringify({ crv: jwk["crv"], kty: jwk["kty"], x: jwk["x"], y: jwk["y"] }))
    .digest("base64url");
  const request = { method: "POST", uri: "https://broker.example/credentials" };
  const proofOf = (token: string, changes: JsonObject = {}) => {
    const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
    const ath = createHash("sha256").update(token).digest("base64url");
    const { kty, crv, x, y } = jwk;
    const head = encode({ typ: "dpop+jwt", alg: "ES256", jwk: { kty, crv, x, y } });
    const claims = { jti: "p-1", htm: "POST", htu: request.uri, iat: Math.floor(AT_MS / 1000), ath, ...changes };
    const signed = `${head}.${encode(claims)}`;
    return {
      ...request,
      token: `${signed}.${sign("sha256", Buffer.from(signed), { key: pair.privateKey, dsaEncoding: "ieee-p1363" }).toString("base64url")}`,
    };
  };
  const bound = () => {
    const identity = identityOf({ ...INTENT, task: "" });
    return { ...identity, agent: { ...identity.agent, key: { kind: "jkt", thumbprint } as const } };
  };

  test("is taken with a proof of that key, each proof once", async () => {
    const { commands, issue } = await world();
    const { id, token } = await issue({ identity: bound(), demand: { single_use: false } });
    const redeem = (proof?: ReturnType<typeof proofOf>) =>
      outcome(commands.redeem({ grant_id: id, token, ...(proof === undefined ? {} : { proof }) }, brokerOf()));
    expect(await redeem()).toMatchObject({ reason: "proof_missing" });
    expect(await redeem(proofOf("another token"))).toMatchObject({ reason: "proof_invalid" });
    expect(await redeem(proofOf(token, { iat: Math.floor(AT_MS / 1000) - 3600 }))).toMatchObject({
      reason: "proof_invalid",
    });
    expect(await redeem({ ...proofOf(token), uri: "https://other.example/credentials" })).toMatchObject({
      reason: "proof_invalid",
    });
    expect(await redeem(proofOf(token))).toBe("redeemed");
    expect(await redeem(proofOf(token))).toMatchObject({ reason: "proof_invalid" });
    expect(await redeem(proofOf(token, { jti: "p-2" }))).toBe("redeemed");
  });
});

describe("the reference of the secret", () => {
  test.each([
    "ghp_016C7mZ2p9Qx4Lr8Vt3Ws6Yb1Nd5Hf0KjTgAe",
    "AKIAQYLPMN5HFIQR7XYA",
    "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U",
    "postgres://app:hunter2@db.internal/app",
    "two words",
    "Tr0ub4dor-3xKq9",
    "5f4dcc3b5aa765d61d8327deb882cf99",
    "a".repeat(257),
  ])("is none that could be one: %s", async (secret_ref) => {
    const { commands, issue } = await world();
    const { id, token } = await issue();
    const shown = commands.redeem({ grant_id: id, token, secret_ref }, brokerOf());
    await expect(shown).rejects.toMatchObject({ code: "invalid_argument", violations: [{ pointer: "/secret_ref" }] });
    await expect(shown).rejects.not.toMatchObject({ message: expect.stringContaining(secret_ref) });
    expect(await outcome(commands.redeem({ grant_id: id, token }, brokerOf()))).toBe("redeemed");
  });
});

test("a redemption waits for the revocation that is under way, and then fails", async () => {
  const { commands, issue, sql } = await world();
  const { id, token } = await issue();
  await sql.query("begin");
  await revokeGrants(sql, "default", { by: "id", value: id }, "by_request", AT_MS);
  const redeemed = outcome(commands.redeem({ grant_id: id, token }, brokerOf()));
  expect(await Promise.race([redeemed, sleep(100)])).toBeUndefined();
  await sql.query("commit");
  expect(await redeemed).toMatchObject({ reason: "grant_revoked" });
});

test("a grant whose task is over is told to nobody", async () => {
  const { store, commands, issue } = await world();
  const { row } = await issue({ admission: { grants: "exchange" }, identity: uniqueAgent() });
  await store.tasks.complete("default", row.task, AT_MS);
  const told = await commands.exchange(
    { agent: { id: row.agent }, decision_id: row.decision_id, audience: "" },
    admissionOf(),
  );
  expect(told).toMatchObject({ error: "invalid_grant" });
});

test("a grant is told to the caller only that asked for its decision", async () => {
  const { commands, issue } = await world();
  const { row } = await issue({ admission: { grants: "exchange" }, identity: uniqueAgent() });
  const order = { agent: { id: row.agent }, decision_id: row.decision_id, audience: "" };
  const other = admissionOf({ caller: { id: "other", protocol: "http", roles: ["decide"] } });
  expect(await commands.exchange(order, other)).toMatchObject({ error: "invalid_grant" });
  expect(await commands.exchange(order, admissionOf())).toHaveProperty("token");
});

test("only a broker takes grants", async () => {
  const { commands, issue } = await world();
  const { id, token } = await issue();
  await expect(commands.redeem({ grant_id: id, token }, brokerOf("a", { caller: AUDITOR }))).rejects.toMatchObject({
    code: "permission_denied",
    reason: undefined,
  });
});

test("no token is in any table", async () => {
  const { commands, issue, sql } = await world();
  const taken = await issue();
  const told = await issue({ admission: { grants: "exchange" } });
  await commands.redeem({ grant_id: taken.id, token: taken.token }, brokerOf());
  const [, payload, signature] = taken.token.split(".") as [string, string, string];
  const text = (await everyRow(sql)).join("\n");
  expect(text).toContain(told.id);
  for (const secret of [payload, signature]) expect(text).not.toContain(secret);
});
