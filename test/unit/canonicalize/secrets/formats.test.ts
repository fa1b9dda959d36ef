import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { hasBase62Checksum } from "../../../../src/canonicalize/analyzers/secrets/formats/checksum.ts";
import { findSecrets } from "../../../../src/canonicalize/analyzers/secrets/index.ts";
import { body, privateKey, SAMPLES } from "./samples.ts";

/** What may stand around a credential. */
const AROUND: readonly (readonly [before: string, after: string])[] = [
  ["", ""],
  ["use ", " please"],
  ['"', '"'],
  ["'", "',"],
  ["(", ")"],
  ["x=", "\n"],
  ["https://example.com/?q=", "&a=b"],
  ["line\\n", "\\nline"],
  ["a%3D", "%26b"],
  ["`", "`."],
];

describe("credentials with a form of their own", () => {
  test.each(SAMPLES)("%s", (type, secret) => {
    for (const [before, after] of AROUND) {
      const text = before + secret + after;
      const found = findSecrets(text);
      expect(found, text).toHaveLength(1);
      expect(found[0]?.type, text).toBe(type);
      expect(found[0]?.start, text).toBeLessThanOrEqual(before.length);
      expect(found[0]?.end, text).toBeGreaterThanOrEqual(before.length + secret.length);
      expect(found[0]?.end, text).toBeLessThanOrEqual(before.length + secret.length + 4);
    }
  });

  test.each(SAMPLES)("%s: not as a part of a longer word, not as its own stand-in", (_type, secret) => {
    const prefix = /^[A-Za-z]+[_-]/.exec(secret)?.[0];
    if (prefix === undefined) return;
    expect(findSecrets(`${prefix}${"x".repeat(secret.length - prefix.length)}`)).toEqual([]);
    expect(findSecrets(`${prefix}...`)).toEqual([]);
    expect(findSecrets(`${prefix}your_token_here`)).toEqual([]);
  });

  test.each([
    ["RSA PRIVATE KEY", "secret.private_key"],
    ["PRIVATE KEY", "secret.private_key"],
    ["ENCRYPTED PRIVATE KEY", "secret.private_key"],
    ["EC PRIVATE KEY", "secret.private_key"],
    ["OPENSSH PRIVATE KEY", "secret.private_key"],
    ["PGP PRIVATE KEY BLOCK", "secret.pgp_private_key"],
  ])("a key: %s", (label, type) => {
    const key = privateKey(label);
    for (const text of [key, JSON.stringify({ key }), `echo '${key}' > key.pem`]) {
      const [found, ...more] = findSecrets(text);
      expect(more).toEqual([]);
      expect(found?.type).toBe(type);
      expect(text.slice(found?.start, found?.end)).toMatch(/^-----BEGIN [\s\S]*-----$/);
    }
    const cut = key.slice(0, 200);
    expect(findSecrets(cut)).toMatchObject([{ type, start: 0, end: cut.length }]);
  });

  test("a key of PuTTY", () => {
    const key = `PuTTY-User-Key-File-${"3"}: ssh-ed25519\nEncryption: none\nPrivate-Lines: 1\n${body(44)}\nPrivate-MAC: ${body(64, "0123456789abcdef")}`;
    expect(findSecrets(`a\n${key}\nb`)).toMatchObject([{ type: "secret.putty_key", start: 2, end: 2 + key.length }]);
  });

  test.each([
    "-----BEGIN PUBLIC KEY-----\nMIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA\n-----END PUBLIC KEY-----",
    "-----BEGIN CERTIFICATE-----\nMIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA\n-----END CERTIFICATE-----",
    "-----BEGIN PRIVATE KEY-----\n...\n-----END PRIVATE KEY-----",
    "grep -r 'BEGIN RSA PRIVATE KEY' .",
    "-----BEGIN PRIVATE KEY----- is the first line",
    "an AKIAlike word, a ghp_short, an sk-learn model, an eyJ start",
    "sk-learn-contrib/some-longer-package-name and skeleton",
    "npm_config_registry npm_package_version npm_lifecycle_event",
    "pat-a-cake, key-value store, hf_transfer, sk_buff",
  ])("no credential: %s", (text) => {
    expect(findSecrets(text)).toEqual([]);
  });

  test("a checksum tells issued tokens from invented ones", () => {
    const issued = `gh${"p_"}zQWBuTSOoRi4A9spHcVY5ncnsDkxkJ${"0mLq17"}`;
    expect(hasBase62Checksum(issued)).toBe(true);
    expect(findSecrets(issued)).toMatchObject([{ severity: "critical" }]);
    expect(findSecrets(`${issued.slice(0, -1)}8`)).toMatchObject([{ severity: "medium" }]);
  });

  test("planted anywhere, they are found where they are", () => {
    const word = fc.stringMatching(/^[a-z]{1,12}$/);
    const blank = fc.constantFrom(" ", "\n", ", ", " (", '"', "; ");
    fc.assert(
      fc.property(
        fc.array(fc.tuple(word, blank)),
        fc.array(fc.tuple(blank, word)),
        fc.constantFrom(...SAMPLES),
        (a, b, [type, secret]) => {
          const before = a.flat().join("");
          const after = b.flat().join("");
          const found = findSecrets(before + secret + after).filter((one) => one.type === type);
          expect(found).toMatchObject([{ start: before.length, end: before.length + secret.length }]);
        },
      ),
    );
  });
});
