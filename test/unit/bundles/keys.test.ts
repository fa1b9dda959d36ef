import { createPublicKey, generateKeyPairSync } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { type KeySettings, loadSigningKey, loadVerificationKey } from "../../../src/adapters/bundles/keys.ts";
import { keyPairFor } from "./fixture.ts";

const dir = mkdtempSync(join(tmpdir(), "writ-keys-"));
afterAll(() => rmSync(dir, { recursive: true }));

const RSA = keyPairFor("RS256");
const EC = keyPairFor("ES256");
const SECRET = "a secret that is long enough: 32 bytes";
const JWK = JSON.stringify(createPublicKey(EC.publicKey).export({ format: "jwk" }));
const SMALL = generateKeyPairSync("rsa", { modulusLength: 1024 }).publicKey.export({ type: "spki", format: "pem" });

const keyFile = join(dir, "key.pem");
writeFileSync(keyFile, EC.publicKey);
const secretFile = join(dir, "secret");
writeFileSync(secretFile, `${SECRET}\n`);

const TAKEN: readonly (readonly [string, KeySettings])[] = [
  ["PEM", { algorithm: "RS512", key: RSA.publicKey }],
  [
    "PKCS #1",
    { algorithm: "PS256", key: createPublicKey(RSA.publicKey).export({ type: "pkcs1", format: "pem" }) as string },
  ],
  ["JWK", { algorithm: "ES256", key: JWK }],
  ["a file", { algorithm: "ES256", keyFile }],
  ["a secret", { algorithm: "HS256", secret: SECRET }],
  ["a secret in a file", { algorithm: "HS256", secretFile }],
];

test.each(TAKEN)("a key may be %s", (_what, settings) => {
  expect(loadVerificationKey("k", settings).algorithm).toBe(settings.algorithm);
});

test("a secret's file may end with a line break, which is no part of it", () => {
  const { key } = loadVerificationKey("k", { algorithm: "HS256", secretFile });
  expect(key.export().toString()).toBe(SECRET);
});

const REFUSED: readonly (readonly [string, KeySettings, RegExp])[] = [
  ["nothing", { algorithm: "RS256" }, /the verification key k needs exactly one of/],
  ["two things", { algorithm: "RS256", key: RSA.publicKey, keyFile }, /needs exactly one of/],
  ["a public key for a secret's algorithm", { algorithm: "HS256", key: RSA.publicKey }, /HS256 wants a secret/],
  ["a public key's file for a secret's algorithm", { algorithm: "HS512", keyFile }, /HS512 wants a secret/],
  ["a secret for a public key's algorithm", { algorithm: "RS256", secret: SECRET }, /RS256 wants a public key/],
  ["a private key", { algorithm: "RS256", key: RSA.privateKey }, /is a private key/],
  ["a private JWK", { algorithm: "ES256", key: '{"kty":"EC","d":"x"}' }, /is a private key/],
  ["text", { algorithm: "RS256", key: "key" }, /neither PEM nor JWK/],
  ["broken JWK", { algorithm: "RS256", key: "{" }, /neither PEM nor JWK/],
  ["another type", { algorithm: "ES256", key: RSA.publicKey }, /is no key for ES256/],
  ["another curve", { algorithm: "ES384", key: EC.publicKey }, /is no key for ES384/],
  ["a curve for EdDSA", { algorithm: "EdDSA", key: EC.publicKey }, /is no key for EdDSA/],
  ["too few bits", { algorithm: "RS256", key: SMALL as string }, /fewer than 2048 bits/],
  ["a short secret", { algorithm: "HS512", secret: SECRET }, /shorter than the 64 bytes/],
  ["a file that is not there", { algorithm: "RS256", keyFile: join(dir, "none") }, /cannot be read \(ENOENT\)/],
];

test.each(REFUSED)("a key must not be %s", (_what, settings, message) => {
  expect(() => loadVerificationKey("k", settings)).toThrow(message);
});

test("no message repeats a key", () => {
  for (const [, settings] of REFUSED) {
    const material = settings.key ?? settings.secret;
    if (material === undefined || material.length < 6) continue;
    expect(() => loadVerificationKey("k", settings)).toThrow(
      expect.not.objectContaining({ message: expect.stringContaining(material.slice(-20)) }),
    );
  }
});

test("a signing key must be private and fit its algorithm", () => {
  expect(loadSigningKey("RS256", RSA.privateKey).key.type).toBe("private");
  expect(() => loadSigningKey("RS256", RSA.publicKey)).toThrow(/the signing key is neither PEM nor JWK/);
  expect(() => loadSigningKey("ES256", RSA.privateKey)).toThrow(/is no key for ES256/);
});
