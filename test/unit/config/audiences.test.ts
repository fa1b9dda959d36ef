import { expect, test } from "vitest";
import { loadConfig } from "../../../src/config/load.ts";

const load = (audiences: string, more = "") =>
  loadConfig({ env: {}, file: { path: "writ.yaml", text: `grants:\n${more}  audiences:\n${audiences}` } }).grants;

test("templates are read from the file, with what they do not say", () => {
  const { templates, algorithms } = load(
    "    aws:\n      kind: aws\n      aud: sts.amazonaws.com\n      algorithm: RS256\n      tags: [task, agent]\n      credential_ttl_s: 900\n",
    "  algorithms: { other: RS256 }\n",
  );
  expect(templates).toEqual([
    {
      name: "aws", kind: "aws", aud: "sts.amazonaws.com", subject: "", max_ttl_s: 0, credential_ttl_s: 900, tags: ["task", "agent"],
      scopes: [], reference: "", role: "", mount: "",
    }, // biome-ignore format: one list
  ]);
  expect([...algorithms]).toEqual([
    ["other", "RS256"],
    ["sts.amazonaws.com", "RS256"],
  ]);
});

test.each([
  ["a: { kind: ftp, aud: a }", "grants.audiences/a/kind must be one of openbao"],
  ["a: { kind: broker }", "grants.audiences/a/aud must be a string"],
  ["a: { kind: broker, aud: a, audience: b }", "grants.audiences/a/audience is not a known field"],
  ["a: { kind: broker, aud: a, max_ttl_s: 301 }", "grants.audiences/a/max_ttl_s must be at most 300"],
  ["a: { kind: broker, aud: a, max_ttl_s: 0 }", "grants.audiences/a/max_ttl_s must be a whole number"],
  [
    "a: { kind: aws, aud: a, credential_ttl_s: 60 }",
    "grants.audiences/a/credential_ttl_s AWS makes no session shorter",
  ],
  ["a: { kind: gcp, aud: a, tags: [task] }", "grants.audiences/a/tags is for kind aws only"],
  ["a: { kind: aws, aud: a, tags: [arguments] }", "grants.audiences/a/tags/0 must be one of task"],
  ["a: { kind: azure, aud: a }", "grants.audiences/a/subject is missing"],
  [`a: { kind: azure, aud: a, subject: ${"s".repeat(128)} }`, "grants.audiences/a/subject must have at most 127 bytes"],
  ["a: { kind: legacy, aud: a }", "grants.audiences/a/reference names the long-lived key"],
  ["a: { kind: broker, aud: a, reference: kv/a }", "grants.audiences/a/reference names the long-lived key"],
  ["a: { kind: legacy, aud: a, reference: hunter2 }", "grants.audiences/a/reference must be a path or URI"],
  ["a: { kind: legacy, aud: a, reference: 's3cret key' }", "grants.audiences/a/reference must be a path or URI"],
  ["a: { kind: gcp, aud: a, mount: m }", "grants.audiences/a/mount is for kinds openbao and vault only"],
  ["a: { kind: broker, aud: a, scopes: ['a b'] }", "grants.audiences/a/scopes/0 must be a scope"],
  ["a b: { kind: broker, aud: a }", "is no name"],
  ["a: { kind: broker, aud: x, algorithm: ES512 }", "grants.audiences/a/algorithm must be one of ES256, RS256"],
  [
    "a: { kind: broker, aud: x, algorithm: ES256 }\n    b: { kind: broker, aud: x, algorithm: RS256 }",
    "is another one than that",
  ],
])("%s", (text, problem) => {
  expect(() => load(`    ${text}`)).toThrow(problem);
  expect(() => load(`    ${text}`)).not.toThrow("s3cret");
});

test("an algorithm is said in one place", () => {
  const both = () => load("    a: { kind: broker, aud: x, algorithm: RS256 }", "  algorithms: { x: RS256 }\n");
  expect(both).toThrow("grants.algorithms must not name what grants.audiences does");
});

test.each([
  ["roles: [broker]", "callers/b/audiences names the `aud`"],
  ["roles: [decide]\n    audiences: [a]", "callers/b/audiences names the `aud`"],
])("a broker says whose grants it takes, and only a broker does: %s", (caller, problem) => {
  const text = `callers:\n  b:\n    token_sha256: ${"a".repeat(64)}\n    ${caller}`;
  expect(() => loadConfig({ env: {}, file: { path: "writ.yaml", text } })).toThrow(problem);
});
