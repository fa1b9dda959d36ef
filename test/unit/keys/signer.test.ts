import { createPublicKey, randomBytes, verify } from "node:crypto";
import { chmodSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { loadKeyEncryptionKey } from "../../../src/adapters/keys/kek.ts";
import { seal, unseal } from "../../../src/adapters/keys/seal.ts";
import { createSigner } from "../../../src/adapters/keys/signer.ts";
import type { KeyStore, SigningAlgorithm, StoredKey } from "../../../src/ports/key-store.ts";

const dir = mkdtempSync(join(tmpdir(), "writ-keys-"));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const kek = () => loadKeyEncryptionKey({ bytes: randomBytes(32), file: "", dataDir: dir, development: false });
const AS = { kid: "k", algorithm: "ES256", purpose: "grant" };

/** Keys in memory, with the store's rule: none beside an unretired one of the same purpose and algorithm. */
function memoryStore(): KeyStore & { keys: StoredKey[] } {
  const keys: StoredKey[] = [];
  return {
    keys,
    load: async (purpose) => keys.filter((key) => key.purpose === purpose),
    insertIfAbsent: async (added) => {
      for (const key of added) {
        const there = keys.some(
          (other) =>
            other.purpose === key.purpose && other.algorithm === key.algorithm && other.retired_at_ms === undefined,
        );
        if (!there) keys.push(key);
      }
    },
  };
}

const signerOf = (store: KeyStore, key = kek(), algorithms = new Map<string, SigningAlgorithm>(), now = Date.now) =>
  createSigner({ store, kek: key, algorithms, now });

describe("the key encryption key", () => {
  test("development makes one, of mode 0600, and reads the same again", () => {
    const settings = { file: "", dataDir: join(dir, "new"), development: true };
    const made = loadKeyEncryptionKey(settings);
    expect(statSync(made.source).mode & 0o777).toBe(0o600);
    expect(loadKeyEncryptionKey(settings).key.equals(made.key)).toBe(true);
  });

  test("production makes none, and says what to do", () => {
    expect(() => loadKeyEncryptionKey({ file: "", dataDir: dir, development: false })).toThrow(
      /openssl rand -base64 32/,
    );
  });

  test.each([
    ["is not there", undefined, 0o600, /cannot be read \(ENOENT\)/],
    ["is open to others", randomBytes(32).toString("base64"), 0o644, /mode 0600/],
    ["holds something else", "c2hvcnQ=", 0o600, /32 bytes in base64/],
  ])("a file that %s is refused by name, without its content", (_, content, mode, expected) => {
    const file = join(dir, `kek-${mode}-${content?.length ?? 0}`);
    if (content !== undefined) writeFileSync(file, content);
    if (content !== undefined) chmodSync(file, mode);
    const load = () => loadKeyEncryptionKey({ file, dataDir: dir, development: true });
    expect(load).toThrow(expected);
    expect(load).not.toThrow(content ?? "\0");
  });
});

describe("a sealed key", () => {
  const key = kek();
  const sealed = seal(key, AS, Buffer.from("secret"));

  test("opens with what sealed it", () => {
    expect(unseal(key, AS, sealed).toString()).toBe("secret");
  });

  test.each([
    ["another key encryption key", () => unseal(kek(), AS, sealed)],
    ["another row's id", () => unseal(key, { ...AS, kid: "other" }, sealed)],
    ["another algorithm", () => unseal(key, { ...AS, algorithm: "RS256" }, sealed)],
    ["a byte that was changed", () => unseal(key, AS, Buffer.from(sealed).fill(0, sealed.length - 1))],
    ["its end cut off", () => unseal(key, AS, sealed.subarray(0, 20))],
  ])("does not open with %s", (_, open) => {
    expect(open).toThrow(/does not open signing key/);
  });
});

describe("the signer", () => {
  test("makes one key for each purpose and algorithm, once, and publishes their public halves", async () => {
    const store = memoryStore();
    const key = kek();
    const first = await signerOf(store, key);
    expect((await signerOf(store, key)).jwks()).toEqual(first.jwks());
    expect(store.keys.map(({ purpose, algorithm }) => `${purpose} ${algorithm}`).sort()).toEqual([
      "event ES256",
      "grant ES256",
      "grant RS256",
      "intent ES256",
    ]);
    const members = new Set(first.jwks().keys.map((jwk) => Object.keys(jwk).sort().join(" ")));
    expect(members).toEqual(new Set(["alg crv kid kty use x y", "alg e kid kty n use"]));
  });

  test.each([
    ["vault", "ES256", "ieee-p1363"],
    ["aws", "RS256", undefined],
  ] as const)("signs for %s with %s", async (audience, alg, dsaEncoding) => {
    const signer = await signerOf(memoryStore(), kek(), new Map([["aws", "RS256"]]));
    const token = await signer.sign({ purpose: "grant", audience, type: "JWT", claims: { sub: "a" } });
    const [head, payload, signature] = token.split(".") as [string, string, string];
    const header = JSON.parse(Buffer.from(head, "base64url").toString());
    expect(header).toMatchObject({ alg, typ: "JWT" });
    const jwk = signer.jwks().keys.find(({ kid }) => kid === header.kid);
    const publicKey = createPublicKey({ key: jwk as never, format: "jwk" });
    const how = dsaEncoding === undefined ? publicKey : { key: publicKey, dsaEncoding };
    expect(verify("sha256", Buffer.from(`${head}.${payload}`), how, Buffer.from(signature, "base64url"))).toBe(true);
  });

  test("does not start with another key encryption key, and leaves no key behind", async () => {
    const store = memoryStore();
    await signerOf(store);
    await expect(signerOf(store, kek())).rejects.toThrow(/does not open/);
    expect(store.keys).toHaveLength(4);
  });

  test("a retired key signs nothing, and is published until its last grant is dead", async () => {
    const store = memoryStore();
    const key = kek();
    const before = await signerOf(store, key);
    const old = before.jwks().keys.map(({ kid }) => kid);
    const now = Date.now();
    store.keys.splice(0, 4, ...store.keys.map((stored) => ({ ...stored, retired_at_ms: now })));
    const after = await signerOf(store, key, new Map(), () => now + 1000);
    const token = await after.sign({ purpose: "grant", audience: "vault", type: "JWT", claims: {} });
    const head = JSON.parse(Buffer.from(token.split(".", 1)[0] as string, "base64url").toString());
    expect(old).not.toContain(head.kid);
    expect(after.jwks().keys).toHaveLength(8);
    const later = await signerOf(store, key, new Map(), () => now + 301_000);
    expect(later.jwks().keys.map(({ kid }) => kid)).not.toEqual(expect.arrayContaining(old));
  });
});
