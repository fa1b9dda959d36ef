import { generateKeyPairSync } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { createCertificateVerifier } from "../../../src/adapters/trust/certificates/verifier.ts";
import { SOURCE_LIMITS } from "../../../src/adapters/trust/sources/limits.ts";
import { openKeySource } from "../../../src/adapters/trust/sources/open.ts";
import type { KeySourceEvent } from "../../../src/adapters/trust/sources/source.ts";
import type { IssuerTrust, TrustProfile } from "../../../src/domain/trust.ts";
import { authority, issue } from "../../support/certificates.ts";
import { counterpart, titled } from "../../support/counterpart.ts";
import { fetchByGoSpiffe } from "../../support/spiffe-judge.ts";
import { type ServedBundles, WorkloadApiServer } from "../../support/workload-api.ts";

const judge = await counterpart("spiffe");

const DOMAIN = "acme.example";
const ca = authority(DOMAIN);
const next = authority(DOMAIN, { name: "the next ca" });
const foreign = authority("other.example");
const jwk = (kid: string) => {
  const { publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  return { ...publicKey.export({ format: "jwk" }), kid };
};
const [first, second] = [jwk("first"), jwk("second")];
const jwks = (...keys: readonly object[]) => Buffer.from(JSON.stringify({ keys }));
const der = (...cas: readonly { readonly der: Buffer }[]) => Buffer.concat(cas.map((each) => each.der));

const BUNDLES: ServedBundles = {
  x509: { "spiffe://acme.example": der(ca), "spiffe://other.example": der(foreign) },
  jwt: { "spiffe://acme.example": jwks(first), "spiffe://other.example": jwks(second) },
};

/** Short, because socket paths may have 108 characters. */
function socketPath(): string {
  const dir = mkdtempSync(join(tmpdir(), "wl-"));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  return join(dir, "agent.sock");
}

async function serverAt(socket: string, bundles = BUNDLES): Promise<WorkloadApiServer> {
  const server = new WorkloadApiServer(bundles);
  onTestFinished(() => server.stop());
  await server.listen(socket);
  return server;
}

function issuerAt(socket: string, profile: TrustProfile = "x509-svid"): IssuerTrust {
  return {
    name: "acme",
    profile,
    uses: ["agent"],
    issuer: "",
    trustDomain: DOMAIN,
    keys: { kind: "workload_api", path: socket },
    audiences: [],
    algorithms: [],
    idClaim: "",
    idPrefix: "",
    labels: {},
    clockSkewS: 30,
    maxLifetimeS: 3600,
    proof: "as_bound",
    delegation: false,
    tenantClaim: "",
  };
}

function sourceAt(socket: string, profile?: TrustProfile, limits = SOURCE_LIMITS) {
  const events: KeySourceEvent[] = [];
  const issuer = issuerAt(socket, profile);
  const source = openKeySource(issuer, { told: (event) => events.push(event), now: Date.now, limits });
  onTestFinished(() => source.close());
  return { source, events, issuer, keys: () => source.current(Date.now())?.keys };
}

const x5c = (...cas: readonly { readonly der: Buffer }[]) =>
  cas.map((each) => ({ use: "x509-svid", x5c: [each.der.toString("base64")] }));
const patiently = { timeout: 10_000, interval: 20 };

describe.skipIf(judge.missing !== undefined)(titled("the tests' Workload API", judge), () => {
  test("is one to go-spiffe's client", async () => {
    const socket = socketPath();
    await serverAt(socket);
    const read = await fetchByGoSpiffe("program" in judge ? judge.program : "", socket);
    const base64 = (cert: { readonly der: Buffer }) => [cert.der.toString("base64")];
    expect(read).toEqual({
      x509: { "acme.example": base64(ca), "other.example": base64(foreign) },
      jwt: { "acme.example": ["first"], "other.example": ["second"] },
    });
  });
});

describe("a source at the Workload API", () => {
  test("has the CA certificates of its trust domain, and verifies by them", async () => {
    const socket = socketPath();
    await serverAt(socket);
    const { source, issuer, keys } = sourceAt(socket);
    await source.miss();
    expect(keys()).toEqual(x5c(ca));
    const verifier = createCertificateVerifier([issuer], new Map([["acme", source]]));
    const svid = issue(ca, { uris: [`spiffe://${DOMAIN}/agent`] });
    expect(verifier.verify([svid.der], Date.now())).toMatchObject({ id: `spiffe://${DOMAIN}/agent` });
  });

  test("has the keys for JWT-SVIDs where those are verified", async () => {
    const socket = socketPath();
    await serverAt(socket);
    const { source, keys } = sourceAt(socket, "jwt-svid");
    await source.miss();
    expect(keys()).toEqual([{ ...first, use: "jwt-svid" }]);
  });

  test("hears of a change without asking", async () => {
    const socket = socketPath();
    const server = await serverAt(socket);
    const { source, events, keys } = sourceAt(socket);
    await source.miss();
    const before = keys();
    server.serve({ ...BUNDLES, x509: { ...BUNDLES.x509, "spiffe://other.example": der(next) } });
    server.serve({ ...BUNDLES, x509: { "spiffe://acme.example": der(ca, next) } });
    await expect.poll(keys, patiently).toEqual(x5c(ca, next));
    expect(keys()).not.toBe(before);
    expect(server.opened).toBe(1);
    expect(events.map(({ event }) => event)).toEqual(["keys_read", "keys_changed"]);
  });

  test.each([
    ["withdrawn", {}],
    ["empty", { "spiffe://acme.example": new Uint8Array() }],
    ["cut off", { "spiffe://acme.example": der(ca).subarray(0, 100) }],
    ["no certificates", { "spiffe://acme.example": Buffer.from("none") }],
  ])("has no keys when its bundle is %s", async (_, x509) => {
    const socket = socketPath();
    const server = await serverAt(socket);
    const { source, keys } = sourceAt(socket);
    await source.miss();
    expect(keys()).toHaveLength(1);
    server.serve({ ...BUNDLES, x509 });
    await expect.poll(keys, patiently).toBeUndefined();
    server.serve(BUNDLES);
    await expect.poll(keys, patiently).toHaveLength(1);
  });

  test("goes on with what it knows while the agent is away, and finds it again", async () => {
    const socket = socketPath();
    const server = await serverAt(socket);
    const { source, events, keys } = sourceAt(socket);
    await source.miss();
    server.stop();
    await expect.poll(() => events.at(-1)?.event, patiently).toBe("keys_unavailable");
    expect(keys()).toEqual(x5c(ca));
    await serverAt(socket, { ...BUNDLES, x509: { "spiffe://acme.example": der(next) } });
    await expect.poll(keys, patiently).toEqual(x5c(next));
    // Said once, however often it was tried.
    expect(events.map(({ event }) => event)).toEqual(["keys_read", "keys_unavailable", "keys_changed"]);
  });

  test("keeps the list of keys that are the same after it was away", async () => {
    const socket = socketPath();
    const server = await serverAt(socket);
    const { source, events, keys } = sourceAt(socket);
    await source.miss();
    const before = keys();
    server.stop();
    await expect.poll(() => events.at(-1)?.event, patiently).toBe("keys_unavailable");
    await serverAt(socket);
    await expect.poll(() => events.at(-1)?.event, patiently).toBe("keys_read");
    expect(keys()).toBe(before);
  });

  test("does not go on for longer than keys may be old", async () => {
    const socket = socketPath();
    const server = await serverAt(socket);
    const { source, events } = sourceAt(socket);
    await source.miss();
    server.stop();
    await expect.poll(() => events.at(-1)?.event, patiently).toBe("keys_unavailable");
    expect(source.current(Date.now() + SOURCE_LIMITS.maxAgeMs - 1_000)).toBeDefined();
    expect(source.current(Date.now() + SOURCE_LIMITS.maxAgeMs + 1_000)).toBeUndefined();
  });

  test("waits for an agent that is not there yet, and keeps nobody waiting for it", async () => {
    const socket = socketPath();
    const { source, keys, events } = sourceAt(socket);
    await source.miss();
    expect(keys()).toBeUndefined();
    expect(events.map(({ event }) => event)).toEqual(["keys_unavailable"]);
    await serverAt(socket);
    await expect.poll(keys, patiently).toHaveLength(1);
  });
});
