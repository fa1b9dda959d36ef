import { afterAll, beforeAll, expect, test } from "vitest";
import { withKeyStore } from "../../../src/adapters/postgres/keys.ts";
import { prepareDatabase } from "../../../src/adapters/postgres/prepare.ts";
import type { SigningAlgorithm, StoredKey } from "../../../src/ports/key-store.ts";
import { createDatabase, type TestDatabase } from "../../support/database.ts";
import { AT_MS, connectTo, openStore } from "../../support/records.ts";

let database: TestDatabase;
let url: string;
beforeAll(async () => {
  database = await createDatabase();
  url = database.url;
  await prepareDatabase(url, AT_MS);
});
afterAll(() => database.drop());

function keyOf(owner: string, algorithm: SigningAlgorithm): StoredKey {
  return {
    kid: `${owner}-${algorithm}`,
    algorithm,
    purpose: "grant",
    sealed_private: Buffer.from([0, 1, 255, ...Buffer.from(owner)]),
    public_jwk: { kty: "EC", use: "sig", owner },
    created_at_ms: AT_MS,
  };
}

function keysOf(owner: string): readonly StoredKey[] {
  return [keyOf(owner, "ES256"), keyOf(owner, "RS256")];
}

test("of replicas that race to make the first keys one wins with all of them, and each reads those", async () => {
  const replicas = Array.from({ length: 8 }, (_, n) => `replica-${n}`);
  const loaded = await Promise.all(
    replicas.map((owner, n) =>
      withKeyStore(url, async (keys) => {
        await keys.insertIfAbsent(n % 2 === 0 ? keysOf(owner) : keysOf(owner).toReversed());
        return keys.load("grant");
      }),
    ),
  );
  const [first] = loaded;
  const winner = replicas.find((owner) => first?.[0]?.kid.startsWith(`${owner}-`));
  expect(first).toEqual(keysOf(winner as string));
  for (const keys of loaded) expect(keys).toEqual(first);
});

test("a key that is retired stays, and makes room for the next one of its kind", async () => {
  const { keys } = await openStore(url);
  await keys.insertIfAbsent(keysOf("one"));
  const client = await connectTo(url);
  await client.query("update writ.signing_keys set retired_at = $1 where algorithm = 'RS256'", [new Date(AT_MS + 1)]);
  await keys.insertIfAbsent(keysOf("next"));
  const found = await keys.load("grant");
  expect(found).toHaveLength(3);
  expect(found.filter(({ retired_at_ms }) => retired_at_ms === AT_MS + 1).map(({ algorithm }) => algorithm)).toEqual([
    "RS256",
  ]);
  expect(found).toContainEqual(keyOf("next", "RS256"));
  expect(found).not.toContainEqual(keyOf("next", "ES256"));
});

test("lending the store leaves no connection behind, whatever the work comes to", async () => {
  const failing = withKeyStore(url, async (keys) => {
    await keys.load("grant");
    throw new Error("it failed");
  });
  await expect(failing).rejects.toThrow("it failed");
  const client = await connectTo(url);
  const mine = "select from pg_stat_activity where datname = current_database() and application_name = 'writ keys'";
  await expect.poll(async () => (await client.query(mine)).rowCount).toBe(0);
});
