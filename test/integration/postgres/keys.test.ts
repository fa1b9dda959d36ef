import { setTimeout as sleep } from "node:timers/promises";
import { beforeEach, expect, onTestFinished, test } from "vitest";
import { LOCAL_KEYS } from "../../../src/adapters/keys/generate.ts";
import { createSigner, type SigningKeys } from "../../../src/adapters/keys/signer.ts";
import { connectEvents } from "../../../src/adapters/postgres/events.ts";
import { revokeLateGrants } from "../../../src/adapters/postgres/key-changes.ts";
import { withKeyStore } from "../../../src/adapters/postgres/keys.ts";
import { prepareDatabase } from "../../../src/adapters/postgres/prepare.ts";
import { type KeyPurpose, keyState, type SigningAlgorithm } from "../../../src/domain/signing-key.ts";
import type { StoredKey } from "../../../src/ports/key-store.ts";
import { createDatabase } from "../../support/database.ts";
import { AT_MS, connectTo, decisionOf, grantOf, openStore } from "../../support/records.ts";
import { aKek } from "../../unit/keys/store.ts";

let url: string;
beforeEach(async () => {
  const database = await createDatabase();
  onTestFinished(() => database.drop());
  url = database.url;
  await prepareDatabase(url, AT_MS);
});

const kek = aKek();

/** A replica with keys of its own in memory, which hears what the others do. */
async function replica(overlap_s = 900): Promise<SigningKeys> {
  const { keys, close } = await connectEvents(url, () => {});
  onTestFinished(close);
  return createSigner({ store: keys, kek, algorithms: new Map([["aws", "RS256"]]), now: Date.now, overlap_s });
}

async function signsWith(signer: SigningKeys, purpose: KeyPurpose = "grant", audience = "vault"): Promise<string> {
  const token = await signer.sign({ purpose, audience, type: "JWT", claims: {} });
  return JSON.parse(Buffer.from(token.split(".", 1)[0] as string, "base64url").toString()).kid;
}

async function states(signer: SigningKeys): Promise<readonly string[]> {
  const now = Date.now();
  return (await signer.manager.list()).map((key) => `${key.purpose} ${key.algorithm} ${keyState(key, now)}`).sort();
}

function keyOf(owner: string, algorithm: SigningAlgorithm): StoredKey {
  return {
    kid: `${owner}-${algorithm}`,
    algorithm,
    purpose: "grant",
    sealed_private: Buffer.from([0, 1, 255, ...Buffer.from(owner)]),
    public_jwk: { kty: "EC", use: "sig", owner },
    created_at_ms: AT_MS,
    active_at_ms: AT_MS,
  };
}

test("of replicas that race to make the first keys one wins with all of them, and each reads those", async () => {
  const replicas = Array.from({ length: 8 }, (_, n) => `replica-${n}`);
  const keysOf = (owner: string) => [keyOf(owner, "ES256"), keyOf(owner, "RS256")];
  const loaded = await Promise.all(
    replicas.map((owner, n) =>
      withKeyStore(url, async (keys) => {
        await keys.insertIfAbsent(n % 2 === 0 ? keysOf(owner) : keysOf(owner).toReversed());
        return keys.load();
      }),
    ),
  );
  const [first] = loaded;
  const winner = replicas.find((owner) => first?.[0]?.kid.startsWith(`${owner}-`));
  expect(first).toEqual(keysOf(winner as string));
  for (const keys of loaded) expect(keys).toEqual(first);
});

test("a rotated key is published everywhere within a second, and signs nowhere before its time", async () => {
  const [one, two] = [await replica(2), await replica(2)];
  const old = await signsWith(one);
  const rotated = performance.now();
  expect(await one.manager.rotate(["grant"], false, Date.now())).toBe(true);
  for (const signer of [one, two]) {
    await expect.poll(() => signer.jwks().keys.length, { timeout: 1_000, interval: 10 }).toBe(6);
  }
  expect([await signsWith(one), await signsWith(two)]).toEqual([old, old]);
  const next = one.jwks().keys.map(({ kid }) => kid);
  await expect.poll(() => signsWith(two), { timeout: 4_000, interval: 20 }).not.toBe(old);
  expect(performance.now() - rotated).toBeGreaterThan(1_900);
  expect(await signsWith(one)).toBe(await signsWith(two));
  // Nobody has told them anything meanwhile, and what was signed before still verifies.
  expect(two.jwks().keys.map(({ kid }) => kid)).toEqual(next);
  expect(two.find(old, Date.now())?.purpose).toBe("grant");
});

test("a rotation goes on while nobody runs: who starts behind its time signs with the next key", async () => {
  const before = await withKeyStore(url, async (keys) => {
    const one = await createSigner({ store: keys, kek, algorithms: new Map(), now: Date.now, overlap_s: 1 });
    const old = await signsWith(one);
    await one.manager.rotate(["grant"], false, Date.now());
    return old;
  });
  const early = await replica();
  expect(await signsWith(early)).toBe(before);
  await sleep(1_100);
  const late = await replica();
  expect(await signsWith(late)).not.toBe(before);
  expect(await signsWith(early)).toBe(await signsWith(late));
  expect((await states(late)).filter((state) => state.startsWith("grant ES256"))).toEqual([
    "grant ES256 active",
    "grant ES256 retired",
  ]);
});

test("of replicas that rotate at the same time one does", async () => {
  const replicas = await Promise.all([replica(), replica(), replica(), replica()]);
  const results = await Promise.all(replicas.map((one) => one.manager.rotate(["grant", "event"], false, Date.now())));
  expect(results.filter(Boolean)).toHaveLength(1);
  expect(await states(replicas[0] as SigningKeys)).toEqual([
    "event ES256 active",
    "event ES256 published",
    "grant ES256 active",
    "grant ES256 published",
    "grant RS256 active",
    "grant RS256 published",
    "intent ES256 active",
  ]);
  // Another one while it is under way is the same one.
  expect(await replicas[1]?.manager.rotate(["grant"], false, Date.now())).toBe(false);
});

test("a rotation without the overlap, of keys and of published ones", async () => {
  const one = await replica();
  const old = await signsWith(one);
  expect(await one.manager.rotate(["grant"], true, Date.now())).toBe(true);
  await expect.poll(() => signsWith(one), { timeout: 1_000 }).not.toBe(old);
  const second = await signsWith(one);
  await one.manager.rotate(["grant"], false, Date.now());
  expect(await one.manager.rotate(["grant"], true, Date.now())).toBe(true);
  await expect.poll(() => signsWith(one), { timeout: 1_000 }).not.toBe(second);
  expect(await states(one)).toEqual([
    "event ES256 active",
    "grant ES256 active",
    "grant ES256 retired",
    "grant ES256 retired",
    "grant RS256 active",
    "grant RS256 retired",
    "grant RS256 retired",
    "intent ES256 active",
  ]);
});

test.each([false, true])(
  "a rotation of one purpose holds back no other's, without overlap: %s",
  async (immediately) => {
    const one = await replica();
    await one.manager.rotate(["grant"], false, Date.now());
    expect(await one.manager.rotate(["grant", "intent", "event"], immediately, Date.now())).toBe(true);
    const [is, was] = immediately ? ["active", "retired"] : ["published", "active"];
    expect(await states(one)).toEqual(
      ["event ES256", "grant ES256", "grant RS256", "intent ES256"].flatMap((kind) =>
        [is, was].sort().map((state) => `${kind} ${state}`),
      ),
    );
  },
);

test.each([
  ["the active one", "active", false, ["active", "revoked"], true],
  ["the active one while the next is published", "active", true, ["active", "revoked"], true],
  ["the published one", "published", true, ["active", "revoked"], false],
] as const)("revoking %s leaves one key that signs", async (_, which, rotating, expected, replaced) => {
  const [one, two] = [await replica(), await replica()];
  if (rotating) await one.manager.rotate(["event"], false, Date.now());
  const now = Date.now();
  const victim = (await one.manager.list()).find((key) => key.purpose === "event" && keyState(key, now) === which);
  if (victim === undefined) throw new Error("no such key");
  const kept = (await signsWith(one, "event")) === victim.kid ? undefined : await signsWith(one, "event");
  expect(await one.manager.revoke(victim.kid, Date.now())).toEqual({ grants_revoked: 0, replaced });
  await expect.poll(() => two.find(victim.kid, Date.now()), { timeout: 1_000, interval: 10 }).toBeUndefined();
  await expect.poll(() => one.find(victim.kid, Date.now()), { timeout: 1_000, interval: 10 }).toBeUndefined();
  expect(await signsWith(two, "event")).toBe(kept ?? (await signsWith(one, "event")));
  expect((await states(one)).filter((state) => state.startsWith("event"))).toEqual(
    expected.map((state) => `event ES256 ${state}`),
  );
  // Again is the same as once.
  expect(await one.manager.revoke(victim.kid, Date.now())).toEqual({ grants_revoked: 0, replaced: false });
  await expect(one.manager.rotate(["event"], false, Date.now())).resolves.toBe(true);
});

test("a revocation ends the grants of its key and no others, those too that come in right behind it", async () => {
  const one = await replica();
  const store = await openStore(url);
  const kid = await signsWith(one);
  const now = Date.now();
  const grant = (changes: Parameters<typeof grantOf>[1]) => {
    const decision = decisionOf({ at_ms: now });
    return { decision, grant: grantOf(decision, { issued_at_ms: now, expires_at_ms: now + 60_000, kid, ...changes }) };
  };
  const [living, dead, others, unsigned, late] = [
    grant({}),
    grant({ expires_at_ms: now - 1 }),
    grant({ kid: "other" }),
    // Waits for its exchange, in which the key of that moment signs it.
    grant({ kid: "", claims: { aud: "vault" } }),
    grant({}),
  ];
  for (const entry of [living, dead, others, unsigned]) await store.sink.append(entry);
  expect(await one.manager.revoke(kid, Date.now())).toEqual({ grants_revoked: 1, replaced: true });
  await store.sink.append(late);
  const client = await connectTo(url);
  expect(await revokeLateGrants(client, Date.now())).toBe(1);
  const { rows } = await client.query("select grant_id, reason from writ.revocations order by seq");
  expect(rows).toEqual([living, late].map(({ grant: { id } }) => ({ grant_id: id, reason: "key_revoked" })));
});

test("a replica whose clock is behind signs with a revoked key's successor at once", async () => {
  const one = await replica();
  const { keys, close } = await connectEvents(url, () => {});
  onTestFinished(close);
  const behind = await createSigner({ store: keys, kek, algorithms: new Map(), now: () => Date.now() - 5_000 });
  const old = await signsWith(one);
  await one.manager.revoke(old, Date.now());
  await expect.poll(() => behind.find(old, Date.now()), { timeout: 1_000, interval: 10 }).toBeUndefined();
  await expect.poll(() => signsWith(one), { timeout: 1_000 }).not.toBe(old);
  expect(await signsWith(behind)).toBe(await signsWith(one));
});

test("there is no private key in any table, answer or error", async () => {
  const planted: string[] = [];
  const { keys, close } = await connectEvents(url, () => {});
  onTestFinished(close);
  const material = {
    ...LOCAL_KEYS,
    make: async (...asked: Parameters<typeof LOCAL_KEYS.make>) => {
      const made = await LOCAL_KEYS.make(...asked);
      // The part of PKCS8 that is the private key itself, and what people would print of it.
      const secret = asked[1] === "ES256" ? made.secret.subarray(36, 68) : made.secret.subarray(-64, -32);
      planted.push(secret.toString("hex"), secret.toString("base64").slice(0, 40), secret.toString("latin1"));
      return made;
    },
  };
  const one = await createSigner({ store: keys, kek, material, algorithms: new Map(), now: Date.now });
  await one.manager.rotate(["grant", "intent", "event"], false, Date.now());
  const client = await connectTo(url);
  const { rows } = await client.query<{ table: string }>(
    "select format('writ.%I', tablename) as table from pg_tables where schemaname = 'writ'",
  );
  let dump = "";
  for (const { table } of rows) {
    dump += ((await client.query(`select t::text as row from ${table} t`)).rows as { row: string }[])
      .map(({ row }) => row)
      .join("\n");
  }
  expect(dump).toContain(await signsWith(one));
  const other = await createSigner({ store: keys, kek: aKek(), algorithms: new Map(), now: Date.now }).catch(
    (error: unknown) => error,
  );
  const shown = [dump, JSON.stringify(await one.manager.list()), JSON.stringify(one.jwks()), String(other)];
  shown.push((other as Error).stack ?? "", JSON.stringify(one), String(JSON.stringify((other as Error).cause)));
  expect(planted.length).toBe(8 * 3);
  for (const secret of planted) for (const text of shown) expect(text).not.toContain(secret);
});

test("lending the store leaves no connection behind, whatever the work comes to", async () => {
  const failing = withKeyStore(url, async (keys) => {
    await keys.load();
    throw new Error("it failed");
  });
  await expect(failing).rejects.toThrow("it failed");
  const client = await connectTo(url);
  const mine = "select from pg_stat_activity where datname = current_database() and application_name = 'writ keys'";
  await expect.poll(async () => (await client.query(mine)).rowCount).toBe(0);
});
