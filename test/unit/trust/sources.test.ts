import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import type { ServerResponse } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, onTestFinished, test, vi } from "vitest";
import { SOURCE_LIMITS } from "../../../src/adapters/trust/sources/limits.ts";
import { keysUrlOf } from "../../../src/adapters/trust/sources/looks.ts";
import { openKeySource } from "../../../src/adapters/trust/sources/open.ts";
import type { KeySourceEvent } from "../../../src/adapters/trust/sources/source.ts";
import { createTokenVerifier } from "../../../src/adapters/trust/tokens/verifier.ts";
import type { KeyLocation } from "../../../src/domain/trust.ts";
import { newIssuer, newKey, serve, serveIssuer, type TestKey, trustOf } from "../../support/tokens.ts";

let one: TestKey;
let other: TestKey;

beforeAll(async () => {
  [one, other] = await Promise.all([newKey(), newKey()]);
});

/** Times short enough to be waited for; what they are in production, the limits say. */
const LIMITS = { ...SOURCE_LIMITS, pollMs: 60_000, minPollMs: 20, filePollMs: 20, missIntervalMs: 100, timeoutMs: 500 };

function open(
  keys: KeyLocation,
  changes: { issuer?: string; limits?: Partial<typeof LIMITS>; now?: () => number } = {},
) {
  const events: KeySourceEvent[] = [];
  const trust = trustOf({ keys, issuer: changes.issuer ?? "https://idp.example" });
  const limits = { ...LIMITS, ...changes.limits };
  const now = changes.now ?? Date.now;
  const source = openKeySource(trust, { told: (event) => events.push(event), now, limits });
  onTestFinished(() => source.close());
  const kids = () => source.current(now())?.keys.map(({ kid }) => kid);
  return { source, events, kids, trust };
}

async function served(answer: Parameters<typeof serve>[0]) {
  const server = await serve(answer);
  onTestFinished(server.close);
  return server;
}

async function servedIssuer(keys: Parameters<typeof serveIssuer>[0]) {
  const server = await serveIssuer(keys);
  onTestFinished(server.close);
  return server;
}

const json = (response: ServerResponse, value: unknown, headers: Record<string, string> = {}) =>
  response.writeHead(200, { "content-type": "application/json", ...headers }).end(JSON.stringify(value));

describe("keys are found", () => {
  test("by discovery", async () => {
    const { issuer } = await servedIssuer([one.jwk]);
    const { source, kids } = open({ kind: "discovery" }, { issuer });
    await source.miss();
    expect(kids()).toEqual([one.kid]);
  });

  test("by the metadata of an authorization server, where there is none of OpenID", async () => {
    const server = await served(({ url }, response) => {
      if (url === "/keys") json(response, { keys: [one.jwk] });
      else if (url === "/.well-known/oauth-authorization-server/tenant") {
        json(response, { issuer: `${server.url}/tenant`, jwks_uri: `${server.url}/keys` });
      } else response.writeHead(404).end();
    });
    const { source, kids } = open({ kind: "discovery" }, { issuer: `${server.url}/tenant` });
    await source.miss();
    expect(kids()).toEqual([one.kid]);
  });

  test("in a file, and in the file that takes its place", async () => {
    const dir = mkdtempSync(join(tmpdir(), "writ-keys-"));
    onTestFinished(() => rmSync(dir, { recursive: true }));
    const path = join(dir, "jwks.json");
    writeFileSync(path, JSON.stringify({ keys: [one.jwk] }));
    const { source, kids, events } = open({ kind: "jwks_file", path });
    await source.miss();
    expect(kids()).toEqual([one.kid]);
    writeFileSync(path, JSON.stringify({ keys: [other.jwk] }));
    await vi.waitFor(() => expect(kids()).toEqual([other.kid]));
    writeFileSync(path, "{");
    await vi.waitFor(() => expect(events.at(-1)?.event).toBe("keys_unavailable"));
    expect(kids()).toEqual([other.kid]);
  });

  test("in a SPIFFE bundle, those that say what they are for", async () => {
    const keys = [
      { ...one.jwk, use: "jwt-svid" },
      { ...other.jwk, use: "sig" },
      { ...other.jwk, kid: "ca", use: "x509-svid", x5c: ["MIIB"] },
    ];
    const server = await served((_, response) => json(response, { keys, spiffe_sequence: 1 }));
    const { source, kids } = open({ kind: "spiffe_bundle_url", url: server.url });
    await source.miss();
    expect(kids()).toEqual([one.kid, "ca"]);
  });

  test("without those that are no secret, symmetric, or of a kind that nobody knows", async () => {
    const keys = [
      { ...one.jwk, d: "x" },
      { kty: "oct", k: "eA" },
      { kty: "AKP" },
      7,
      { ...one.jwk, use: "enc" },
      other.jwk,
    ];
    const server = await served((_, response) => json(response, { keys }));
    const { source, kids } = open({ kind: "jwks_url", url: server.url });
    await source.miss();
    expect(kids()).toEqual([other.kid]);
  });
});

const BROKEN: readonly [string, (response: ServerResponse) => void, string][] = [
  ["a redirect", (response) => response.writeHead(302, { location: "http://127.0.0.1:1/" }).end(), "answered 302"],
  ["an error", (response) => response.writeHead(500).end("secret"), "answered 500"],
  ["no JSON", (response) => response.end("<html>"), "no JSON"],
  ["a member twice", (response) => response.end(`{"keys":[],"keys":[]}`), "no JSON"],
  ["no set", (response) => response.end(`{"key":1}`), "no JWK set"],
  ["no object", (response) => response.end("[]"), "no JSON object"],
  ["nothing usable", (response) => response.end(`{"keys":[]}`), "no key that can be used"],
  ["too many", (response) => response.end(JSON.stringify({ keys: Array(201).fill({}) })), "more than 200 keys"],
  ["too much", (response) => response.end(" ".repeat(600 * 1024)), "larger than"],
  ["too much, without end", (response) => endless(response), "larger than"],
  ["half", (response) => half(response), "cannot be asked"],
  ["drops", (response) => drip(response), "timeout"],
  ["nothing at all", () => {}, "timeout"],
];

function endless(response: ServerResponse): void {
  const chunk = Buffer.alloc(64 * 1024, " ");
  const more = () => {
    while (!response.destroyed && response.write(chunk));
    if (!response.destroyed) response.once("drain", more);
  };
  more();
}

function half(response: ServerResponse): void {
  response.writeHead(200, { "content-length": "100" });
  response.write(`{"keys":`, () => response.destroy());
}

function drip(response: ServerResponse): void {
  const timer = setInterval(() => response.write(" "), 20);
  response.on("close", () => clearInterval(timer));
}

test.each(BROKEN)("%s is no document of keys", async (_, answer, problem) => {
  const server = await served((_request, response) => answer(response));
  const { source, events, kids } = open({ kind: "jwks_url", url: `${server.url}/?secret=1` });
  await source.miss();
  expect(kids()).toBeUndefined();
  expect(events).toEqual([{ issuer: "idp", event: "keys_unavailable", problem: expect.stringContaining(problem) }]);
  expect(events[0]?.problem).not.toContain("secret");
});

test.each([
  ["another issuer's", (url: string) => ({ issuer: `${url}/`, jwks_uri: `${url}/jwks` }), "another issuer's"],
  ["without keys", (url: string) => ({ issuer: url }), "no jwks_uri"],
  ["with keys in the clear", (url: string) => ({ issuer: url, jwks_uri: "http://idp.example/jwks" }), "https only"],
  ["with keys in a file", (url: string) => ({ issuer: url, jwks_uri: "file:///etc/passwd" }), "https only"],
])("metadata %s are refused", async (_, metadata, problem) => {
  const server = await served((_request, response) => json(response, metadata(server.url)));
  const { source, events } = open({ kind: "discovery" }, { issuer: server.url });
  await source.miss();
  expect(events[0]?.problem).toContain(problem);
});

test.each([
  "https://127.0.0.1/jwks",
  "https://127.1/jwks",
  "https://0x7f000001/jwks",
  "https://0.0.0.0/jwks",
  "https://[::1]/jwks",
  "https://[::]/jwks",
  "https://[::ffff:127.0.0.1]/jwks",
  "https://[::ffff:0.0.0.0]/jwks",
  "https://localhost:8443/jwks",
  "https://localhost./jwks",
  "https://LOCALHOST/jwks",
  "https://idp.localhost/jwks",
  "http://127.0.0.1:8181/jwks",
])("an issuer elsewhere sends nobody to %s", (jwks_uri) => {
  const issuer = "https://idp.example";
  expect(() => keysUrlOf({ issuer, jwks_uri }, issuer)).toThrow("on this machine");
});

test("an issuer on this machine may have its keys here, and one elsewhere anywhere else", () => {
  const here = "http://127.0.0.1:8080";
  expect(keysUrlOf({ issuer: here, jwks_uri: `${here}/jwks` }, here).href).toBe(`${here}/jwks`);
  const issuer = "https://idp.example";
  const jwks_uri = "https://keys.localhost.example/jwks";
  expect(keysUrlOf({ issuer, jwks_uri }, issuer).href).toBe(jwks_uri);
});

describe("a rotation", () => {
  test("is seen when the first token of the key comes", async () => {
    const server = await servedIssuer([one.jwk]);
    const { source, trust } = open({ kind: "discovery" }, { issuer: server.issuer });
    await source.miss();
    server.publish([one.jwk, other.jwk]);
    const verifier = createTokenVerifier({ issuers: [trust], sources: new Map([["idp", source]]), tenant: "t" });
    const token = await (await newIssuer({ issuer: server.issuer, key: other })).mint();
    await new Promise((resolve) => setTimeout(resolve, LIMITS.missIntervalMs));
    expect(await verifier.verify("agent", token, Date.now())).toMatchObject({ fault: "key_unknown" });
    await vi.waitFor(async () =>
      expect(await verifier.verify("agent", token, Date.now())).toMatchObject({ issuer: "idp" }),
    );
  });

  test("is seen when the issuer said that it would come", async () => {
    let keys = [one.jwk];
    const server = await served((_, response) => json(response, { keys }, { "cache-control": "public, max-age=0" }));
    const { source, kids, events } = open({ kind: "jwks_url", url: server.url });
    await source.miss();
    keys = [other.jwk];
    await vi.waitFor(() => expect(kids()).toEqual([other.kid]));
    expect(events.map(({ event }) => event)).toEqual(["keys_read", "keys_changed"]);
  });

  test("is none where the keys are the same: they stay the same list, and are of a later time", async () => {
    const server = await served((_, response) => json(response, { keys: [one.jwk] }));
    const { source, events } = open({ kind: "jwks_url", url: server.url }, { limits: { pollMs: 10, minPollMs: 10 } });
    await source.miss();
    const before = source.current(Date.now());
    await vi.waitFor(() => expect(source.current(Date.now())?.fetchedAtMs).toBeGreaterThan(before?.fetchedAtMs ?? 0));
    expect(source.current(Date.now())?.keys).toBe(before?.keys);
    expect(events).toHaveLength(1);
  });

  test("no issuer has us ask more often than the least interval, or never again", async () => {
    const server = await served((_, response) => json(response, { keys: [one.jwk], spiffe_refresh_hint: 1e9 }));
    const { source } = open(
      { kind: "jwks_url", url: server.url },
      { limits: { maxPollMs: 30, missIntervalMs: 60_000 } },
    );
    await source.miss();
    await vi.waitFor(() => expect(server.asked.length).toBeGreaterThan(2));
  });
});

test("a storm of unknown keys is one fetch an interval", async () => {
  const server = await served((_, response) => json(response, { keys: [one.jwk] }));
  const { source } = open({ kind: "jwks_url", url: server.url });
  await source.miss();
  await new Promise((resolve) => setTimeout(resolve, LIMITS.missIntervalMs + 10));
  for (let i = 0; i < 1_000; i++) void source.miss();
  for (let i = 0; i < 10; i++) await source.miss();
  expect(server.asked).toHaveLength(2);
});

describe("an issuer that is silent", () => {
  test("delays nothing: known keys go on until their bound, then there are none", async () => {
    let silent = false;
    let nowMs = 1_000_000;
    const server = await served((_, response) => (silent ? undefined : json(response, { keys: [one.jwk] })));
    const keys = { kind: "jwks_url", url: server.url } as const;
    const { source, trust } = open(keys, { now: () => nowMs, limits: { maxAgeMs: 3_600_000 } });
    await source.miss();
    silent = true;
    const verifier = createTokenVerifier({ issuers: [trust], sources: new Map([["idp", source]]), tenant: "t" });
    const issuer = await newIssuer({ key: one, now: () => nowMs });
    await new Promise((resolve) => setTimeout(resolve, LIMITS.missIntervalMs));
    void source.miss();
    const tookMs: number[] = [];
    for (let i = 0; i < 50; i++) {
      const token = await issuer.mint({ jti: String(i) });
      const begun = performance.now();
      expect(await verifier.verify("agent", token, nowMs)).toMatchObject({ issuer: "idp" });
      tookMs.push(performance.now() - begun);
    }
    // A wait for the issuer would take the 500 ms of a look's time limit, each time.
    expect(tookMs.sort((a, b) => a - b)[tookMs.length / 2]).toBeLessThan(250);
    nowMs += 3_600_001;
    const late = await issuer.mint();
    expect(await verifier.verify("agent", late, nowMs)).toMatchObject({ fault: "key_unavailable" });
    // Nor does a clock that is put back make them young again.
    nowMs -= 3 * 3_600_000;
    const early = await issuer.mint();
    expect(await verifier.verify("agent", early, nowMs)).toMatchObject({ fault: "key_unavailable" });
  });

  test("is told of once, and again when it speaks", async () => {
    let status = 500;
    const server = await served((_, response) =>
      status === 200 ? json(response, { keys: [one.jwk] }) : response.writeHead(status).end(),
    );
    const { source, events } = open({ kind: "jwks_url", url: server.url }, { limits: { pollMs: 10, minPollMs: 10 } });
    await vi.waitFor(() => expect(server.asked.length).toBeGreaterThan(3));
    status = 200;
    await vi.waitFor(() => expect(source.current(Date.now())).toBeDefined());
    expect(events.map(({ event }) => event)).toEqual(["keys_unavailable", "keys_read"]);
  });
});

test("a closed source asks no more", async () => {
  const server = await served((_, response) => json(response, { keys: [one.jwk] }));
  const { source } = open({ kind: "jwks_url", url: server.url }, { limits: { pollMs: 10, minPollMs: 10 } });
  await source.miss();
  source.close();
  const asked = server.asked.length;
  await new Promise((resolve) => setTimeout(resolve, 100));
  await source.miss();
  expect(server.asked).toHaveLength(asked);
});

test("the bounds fit together: keys are looked at several times before they are too old", () => {
  expect(SOURCE_LIMITS.maxPollMs * 3 + SOURCE_LIMITS.timeoutMs).toBeLessThan(SOURCE_LIMITS.maxAgeMs);
});
