import { createPublicKey, randomBytes, verify } from "node:crypto";
import { chmodSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { loadKeyEncryptionKey } from "../../../src/adapters/keys/kek.ts";
import { seal, unseal } from "../../../src/adapters/keys/seal.ts";
import { createSigner } from "../../../src/adapters/keys/signer.ts";
import type { SigningAlgorithm } from "../../../src/domain/signing-key.ts";
import type { KeyStore } from "../../../src/ports/key-store.ts";
import { aKek as kek, memoryStore } from "./store.ts";

const dir = mkdtempSync(join(tmpdir(), "writ-keys-"));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const AS = { kid: "k", algorithm: "ES256", purpose: "grant" };

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

  test("what a key is used for follows from the times in its row, without any message", async () => {
    const store = memoryStore();
    const key = kek();
    const start = 1_800_000_000_000;
    let now = start;
    const signer = await signerOf(store, key, new Map(), () => now);
    const [old] = store.keys.filter(({ purpose, algorithm }) => purpose === "grant" && algorithm === "ES256");
    const other = memoryStore();
    await signerOf(other, key, new Map(), () => now);
    const [next] = other.keys.filter(({ purpose, algorithm }) => purpose === "grant" && algorithm === "ES256");
    if (old === undefined || next === undefined) throw new Error("no keys");
    const at = start + 900_000;
    store.keys.splice(store.keys.indexOf(old), 1, { ...old, retired_at_ms: at }, { ...next, active_at_ms: at });
    store.tell();
    const seen = async () => {
      const token = await signer.sign({ purpose: "grant", audience: "vault", type: "JWT", claims: {} });
      const { kid } = JSON.parse(Buffer.from(token.split(".", 1)[0] as string, "base64url").toString());
      const published = signer.jwks().keys.map((jwk) => jwk["kid"]);
      return [
        kid === old.kid ? "old" : kid === next.kid ? "next" : kid,
        published.includes(old.kid),
        published.includes(next.kid),
      ];
    };
    expect(await seen()).toEqual(["old", true, true]);
    now = at - 1;
    expect(await seen()).toEqual(["old", true, true]);
    now = at;
    expect(await seen()).toEqual(["next", true, true]);
    now = at + 299_999;
    expect(signer.find(old.kid, now)?.purpose).toBe("grant");
    now = at + 300_000;
    expect(await seen()).toEqual(["next", false, true]);
    expect(signer.find(old.kid, now)).toBeUndefined();
  });

  test("a revoked key leaves the set with the news of it, and nothing signs where no other is active", async () => {
    const store = memoryStore();
    const signer = await signerOf(store);
    const [key] = store.keys.filter(({ purpose }) => purpose === "event");
    if (key === undefined) throw new Error("no key");
    store.keys.splice(store.keys.indexOf(key), 1, { ...key, retired_at_ms: 1, revoked_at_ms: 1 });
    store.tell();
    expect(signer.jwks().keys.map(({ kid }) => kid)).not.toContain(key.kid);
    expect(signer.find(key.kid, Date.now())).toBeUndefined();
    const signing = signer.sign({ purpose: "event", audience: "", type: "secevent+jwt", claims: {} });
    await expect(signing).rejects.toMatchObject({ code: "unavailable" });
  });

  test("a key that cannot be opened is told of, and the others go on", async () => {
    const store = memoryStore();
    const problems: string[] = [];
    const signer = await createSigner({
      store,
      kek: kek(),
      algorithms: new Map(),
      now: Date.now,
      unreadable: (problem) => problems.push(problem),
    });
    const before = signer.jwks();
    const other = memoryStore();
    await signerOf(other);
    const [foreign] = other.keys;
    if (foreign === undefined) throw new Error("no key");
    store.keys.push({ ...foreign, active_at_ms: Date.now() + 1_000 });
    store.tell();
    expect(problems).toEqual([expect.stringContaining(`does not open signing key ${foreign.kid}`)]);
    expect(signer.jwks()).toEqual(before);
  });

  test("rewrap seals all with the present key; who has only that one opens them afterwards, who has only the old one does not", async () => {
    const store = memoryStore();
    const [old, present] = [kek(), kek()];
    const first = await signerOf(store, old);
    await expect(signerOf(store, present)).rejects.toThrow(/does not open/);
    const both = await createSigner({ store, kek: present, previousKek: old, algorithms: new Map(), now: Date.now });
    expect(await both.manager.rewrap()).toBe(4);
    expect(await both.manager.rewrap()).toBe(0);
    expect((await signerOf(store, present)).jwks()).toEqual(first.jwks());
    await expect(signerOf(store, old)).rejects.toThrow(/does not open/);
    store.tell();
    await expect(first.sign({ purpose: "grant", audience: "a", type: "JWT", claims: {} })).resolves.toContain(".");
  });
});
