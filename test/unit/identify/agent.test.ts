import { hash } from "node:crypto";
import { calculateJwkThumbprint } from "jose";
import { beforeAll, describe, expect, test } from "vitest";
import { PROOFS } from "../../../src/adapters/trust/tokens/proofs.ts";
import { createTokenVerifier } from "../../../src/adapters/trust/tokens/verifier.ts";
import { WritError } from "../../../src/domain/errors.ts";
import type { AgentEvidence } from "../../../src/domain/request.ts";
import type { IssuerTrust } from "../../../src/domain/trust.ts";
import { type AgentDeps, identifyAgent } from "../../../src/identify/agent.ts";
import { NO_TRUST } from "../../../src/identify/identify.ts";
import type { ProofGuard } from "../../../src/ports/proof-guard.ts";
import {
  dpopProof,
  newIssuer,
  newKey,
  type TestIssuer,
  type TestKey,
  trustOf,
  workloadProof,
} from "../../support/tokens.ts";
import { admissionOf } from "../../support/values.ts";
import { heldSource } from "../trust/source.ts";
import { METHOD, REFUSED_PROOFS, URI } from "./proof-table.ts";

const NOW_MS = admissionOf().now_ms;

let issuer: TestIssuer;
let key: TestKey;
let other: TestKey;
let jkt: string;

beforeAll(async () => {
  issuer = await newIssuer({ now: () => NOW_MS });
  [key, other] = await Promise.all([newKey(), newKey()]);
  jkt = await calculateJwkThumbprint(key.jwk);
});

/** Remembers in this process what the database remembers for all. */
function guardOf(): ProofGuard {
  const used = new Set<string>();
  const bound = new Map<string, string>();
  return {
    firstUse: async (tenant, name) => {
      const first = !used.has(`${tenant}/${name}`);
      used.add(`${tenant}/${name}`);
      return first;
    },
    bind: async (tenant, digest, thumbprint) => {
      const at = `${tenant}/${digest}`;
      bound.set(at, bound.get(at) ?? thumbprint);
      return bound.get(at) as string;
    },
  };
}

const REFUSING = async () => {
  throw new WritError("unavailable", "the database cannot be reached");
};

function depsOf(changes: Partial<IssuerTrust> = {}, guard: ProofGuard = guardOf()): AgentDeps {
  const trust = trustOf(changes);
  const sources = new Map([[trust.name, heldSource(issuer.jwks().keys)]]);
  return {
    ...NO_TRUST,
    tokens: createTokenVerifier({ issuers: [trust], sources, tenant: "default" }),
    proofs: PROOFS,
    proofGuard: guard,
    issuers: new Map([[trust.name, trust]]),
  };
}

async function ask(deps: AgentDeps, evidence: AgentEvidence, admission: Parameters<typeof admissionOf>[0] = {}) {
  const { agent, refusal } = await identifyAgent(deps, evidence, admissionOf({ vouches: false, ...admission }));
  return { agent, code: refusal?.code };
}

const shown = (token: string) => ({ token, method: METHOD, uri: URI });

type Changes = Readonly<Record<string, unknown>>;

const proofFor = async (token: string, by: TestKey, claims: Changes = {}, header: Changes = {}) =>
  shown(await dpopProof(by, { method: METHOD, uri: URI, token, nowMs: NOW_MS }, claims, header));

describe("a token", () => {
  test("says who acts, since when, by whose word", async () => {
    const token = await issuer.mint({ groups: ["payments"], team: { name: "x" } });
    const labels = { group: "/groups/0", all: "/groups", none: "/nothing/here", team: "/team/name" };
    expect(await ask(depsOf({ idPrefix: "corp:", labels }), { token })).toEqual({
      agent: {
        id: "corp:agent-1",
        verified: true,
        method: "oidc",
        delegation: [],
        labels: { group: "payments", all: ["payments"], team: "x" },
        issuer: "idp",
        expires_at: "2026-11-20T15:09:05.000Z",
      },
    });
  });

  test("of Kubernetes names namespace, service account and pod", async () => {
    const sub = "system:serviceaccount:pay:refunds";
    const stated = { namespace: "pay", serviceaccount: { name: "refunds" }, pod: { name: "refunds-1" } };
    const token = await issuer.mint({ sub, "kubernetes.io": stated });
    expect((await ask(depsOf({ profile: "kubernetes" }), { token })).agent).toMatchObject({
      id: sub,
      labels: { namespace: "pay", serviceaccount: "refunds", pod: "refunds-1" },
    });
  });

  test("beside the id that it proves", async () => {
    const token = await issuer.mint();
    expect((await ask(depsOf(), { token, id: "agent-1" })).agent.verified).toBe(true);
    expect((await ask(depsOf(), { token, id: "agent-2" })).code).toBe("agent_id_mismatch");
    // Not even of somebody who may vouch.
    expect((await ask(depsOf(), { token, id: "agent-2" }, { vouches: true })).code).toBe("agent_id_mismatch");
  });

  const NAMES: readonly [string, Changes, Partial<IssuerTrust>, string][] = [
    ["a name that is too long", { sub: "a".repeat(257) }, {}, "agent_id_invalid"],
    ["a name that its prefix makes too long", { sub: "a".repeat(250) }, { idPrefix: "issuer:" }, "agent_id_invalid"],
    ["a line break in a name", { sub: "a\nadmin" }, {}, "agent_id_invalid"],
    ["text that runs backwards", { sub: "a\u202enimda" }, {}, "agent_id_invalid"],
    ["a name that nobody sees", { sub: "admin\u200b" }, {}, "agent_id_invalid"],
    ["no claim of its name", {}, { idClaim: "azp" }, "agent_id_invalid"],
    ["a workload's name from no trust domain", { sub: "spiffe://acme.example/refunds" }, {}, "agent_id_invalid"],
    ["the same in WIMSE, in other letters", { sub: "WIMSE://acme.example/refunds" }, {}, "agent_id_invalid"],
    ["a name from the prototype", {}, { idClaim: "constructor" }, "agent_id_invalid"],
    ["a label that is an object", { team: {} }, { labels: { team: "/team" } }, "agent_token_invalid"],
    ["a label that is too long", { team: "x".repeat(257) }, { labels: { team: "/team" } }, "agent_token_invalid"],
  ];
  test.each(NAMES)("with %s is refused", async (_, claims, trust, code) => {
    expect((await ask(depsOf(trust), { token: await issuer.mint(claims) })).code).toBe(code);
  });
});

test("delegation of an issuer that is trusted for it stands behind the agent", async () => {
  const token = await issuer.mint({ sub: "alice", act: { sub: "refunds", act: { sub: "planner" } } });
  const { agent } = await ask(depsOf({ delegation: true }), { token });
  expect(agent).toMatchObject({ id: "refunds", delegation: ["planner", "alice"] });
  expect((await ask(depsOf(), { token })).code).toBe("agent_delegation_not_allowed");
});

describe("a DPoP proof", () => {
  const bound = () => issuer.mint({ cnf: { jkt } });

  test("of the key that the token is bound to", async () => {
    const token = await bound();
    const { agent } = await ask(depsOf(), { token, proof: await proofFor(token, key) });
    expect(agent).toMatchObject({ verified: true, key: { kind: "jkt", thumbprint: jkt } });
  });

  test("of the key itself in the token", async () => {
    const token = await issuer.mint({ cnf: { jwk: key.jwk } });
    expect((await ask(depsOf(), { token, proof: await proofFor(token, key) })).agent.verified).toBe(true);
    expect((await ask(depsOf(), { token, proof: await proofFor(token, other) })).code).toBe("agent_proof_mismatch");
  });

  test.each([
    "https://gateway.example:443/tools",
    "HTTPS://GATEWAY.example/tools",
    "https://gateway.example/%74ools",
    "https://gateway.example/x/../tools",
  ])("for %s, which is the same URI", async (htu) => {
    const token = await bound();
    expect((await ask(depsOf(), { token, proof: await proofFor(token, key, { htu }) })).code).toBeUndefined();
  });

  test.each(REFUSED_PROOFS)("for %s is refused", async (_, claims, header, code) => {
    const token = await bound();
    const proof = await proofFor(token, key, claims(Math.floor(NOW_MS / 1000)), header);
    expect((await ask(depsOf(), { token, proof })).code).toBe(code);
  });

  test("with its private key is refused", async () => {
    const token = await bound();
    const { kid: _, alg: __, ...jwk } = key.jwk;
    const proof = await proofFor(token, key, {}, { jwk: { ...jwk, d: "AAAA" } });
    expect((await ask(depsOf(), { token, proof })).code).toBe("agent_proof_invalid");
  });

  test("by another key, under the key's name, is refused", async () => {
    const token = await bound();
    const { kid: _, alg: __, ...jwk } = key.jwk;
    expect((await ask(depsOf(), { token, proof: await proofFor(token, other, {}, { jwk }) })).code).toBe(
      "agent_proof_invalid",
    );
    expect((await ask(depsOf(), { token, proof: await proofFor(token, other) })).code).toBe("agent_proof_mismatch");
  });

  test("counts once", async () => {
    const deps = depsOf();
    const token = await bound();
    const proof = await proofFor(token, key);
    expect((await ask(deps, { token, proof })).code).toBeUndefined();
    expect((await ask(deps, { token, proof })).code).toBe("agent_proof_replayed");
    expect((await ask(deps, { token, proof: await proofFor(token, key) })).code).toBeUndefined();
  });

  test("is needed where the token is bound, or the configuration says so", async () => {
    expect((await ask(depsOf(), { token: await bound() })).code).toBe("agent_proof_missing");
    expect((await ask(depsOf({ proof: "required" }), { token: await issuer.mint() })).code).toBe("agent_proof_missing");
  });

  test("without a memory proves nothing", async () => {
    const deps = depsOf({}, { firstUse: REFUSING, bind: REFUSING });
    const token = await bound();
    expect((await ask(deps, { token, proof: await proofFor(token, key) })).code).toBe("agent_proof_unavailable");
  });

  test("without its token says nothing", async () => {
    expect((await ask(depsOf(), { id: "a", proof: shown("x") }, { vouches: true })).code).toBe("agent_proof_invalid");
  });

  test.each([
    ["nothing", {}],
    ["text", "x"],
    ["two keys", { jkt: "a".repeat(43), "x5t#S256": "b".repeat(43) }],
    ["a way that nobody knows", { kid: "x" }],
    ["a thumbprint that is none", { jkt: "x" }],
    ["null", null],
  ])("cannot be had of a token that is bound to %s", async (_, cnf) => {
    const token = await issuer.mint({ cnf });
    expect((await ask(depsOf(), { token, proof: await proofFor(token, key) })).code).toBe("agent_token_invalid");
  });
});

test("a token that is bound to nothing is bound to the first key that shows it", async () => {
  const deps = depsOf();
  const token = await issuer.mint();
  const first = await ask(deps, { token, proof: await proofFor(token, key) });
  expect(first.agent.key).toEqual({ kind: "jkt", thumbprint: jkt });
  expect((await ask(deps, { token, proof: await proofFor(token, key) })).code).toBeUndefined();
  expect((await ask(deps, { token, proof: await proofFor(token, other) })).code).toBe("agent_token_shared");
  const fresh = await issuer.mint({ jti: "2" });
  expect((await ask(deps, { token: fresh, proof: await proofFor(fresh, other) })).code).toBeUndefined();
});

/** RFC 6979 section 2.4: with (r, s) also (r, n - s) is a signature, and whoever has one has both. */
function otherText(token: string): string {
  const order = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
  const dot = token.lastIndexOf(".");
  const signature = Buffer.from(token.slice(dot + 1), "base64url");
  const s = order - BigInt(`0x${signature.subarray(32).toString("hex")}`);
  const bytes = Buffer.concat([signature.subarray(0, 32), Buffer.from(s.toString(16).padStart(64, "0"), "hex")]);
  return `${token.slice(0, dot)}.${bytes.toString("base64url")}`;
}

test("a token stays bound to its key when somebody makes another signature of its signature", async () => {
  const deps = depsOf();
  const token = await issuer.mint();
  expect((await ask(deps, { token, proof: await proofFor(token, key) })).code).toBeUndefined();
  const twin = otherText(token);
  expect(twin).not.toBe(token);
  expect((await ask(depsOf(), { token: twin })).agent.verified).toBe(true);
  expect((await ask(deps, { token: twin, proof: await proofFor(twin, other) })).code).toBe("agent_token_shared");
});

test.each(["tokens", "certificates", "proofGuard"] as const)(
  "what breaks in %s is an error, never an agent",
  async (part) => {
    const broken = () => {
      throw new TypeError("broken");
    };
    const parts = {
      tokens: { verify: broken },
      certificates: { verify: broken },
      proofGuard: { firstUse: async () => broken(), bind: async () => broken() },
    };
    const deps = { ...depsOf(), [part]: parts[part] };
    const token = await issuer.mint({ cnf: { jkt } });
    const evidence = part === "certificates" ? {} : { token, proof: await proofFor(token, key) };
    await expect(ask(deps, evidence, { certificates: [new Uint8Array([1])] })).rejects.toThrow("broken");
  },
);

describe("a Workload Proof Token", () => {
  const trust = { profile: "wimse-wit", trustDomain: "acme.example", audiences: ["writ"] } as const;
  const wit = () => issuer.mint({ sub: "wimse://acme.example/a", cnf: { jwk: key.jwk } }, { typ: "wit+jwt" });
  const wpt = async (token: string, by: TestKey, claims: Changes = {}, header: Changes = {}) =>
    shown(await workloadProof(by, { method: METHOD, uri: URI, token, nowMs: NOW_MS }, claims, header));
  const now = Math.floor(NOW_MS / 1000);

  test.each([URI, "writ"])("for %s", async (aud) => {
    const token = await wit();
    const { agent } = await ask(depsOf(trust), { token, proof: await wpt(token, key, { aud }) });
    expect(agent).toMatchObject({ id: "wimse://acme.example/a", method: "wimse-wit", key: { thumbprint: jkt } });
  });

  test.each([
    ["another audience", { aud: "https://evil.example/" }, {}, "agent_proof_mismatch"],
    ["several audiences", { aud: ["writ", "vault"] }, {}, "agent_proof_invalid"],
    ["another token", { wth: "x" }, {}, "agent_proof_mismatch"],
    ["tokens that are not here", { oth: { x: "y" } }, {}, "agent_proof_invalid"],
    ["a time that ended", { exp: now - 31 }, {}, "agent_proof_expired"],
    ["an hour", { exp: now + 3600 }, {}, "agent_proof_invalid"],
    ["no time", { exp: undefined }, {}, "agent_proof_invalid"],
    ["no id", { jti: undefined }, {}, "agent_proof_invalid"],
    ["the type of DPoP", {}, { typ: "dpop+jwt" }, "agent_proof_invalid"],
  ])("for %s is refused", async (_, claims, header, code) => {
    const token = await wit();
    expect((await ask(depsOf(trust), { token, proof: await wpt(token, key, claims, header) })).code).toBe(code);
  });

  test("is needed, is the key's, and counts once", async () => {
    const deps = depsOf(trust);
    const token = await wit();
    expect((await ask(deps, { token })).code).toBe("agent_proof_missing");
    expect((await ask(deps, { token, proof: await wpt(token, other) })).code).toBe("agent_proof_invalid");
    const proof = await wpt(token, key);
    expect((await ask(deps, { token, proof })).code).toBeUndefined();
    expect((await ask(deps, { token, proof })).code).toBe("agent_proof_replayed");
  });
});

describe("certificates", () => {
  const leaf = new Uint8Array([1, 2, 3]);
  const thumbprint = hash("sha256", leaf, "base64url");
  const verified = { issuer: "td", id: "spiffe://acme.example/a", thumbprint, expires_at_ms: NOW_MS + 1000 };
  const withCertificates = (): AgentDeps => ({ ...depsOf(), certificates: { verify: () => verified } });

  test("of the connection bind a token", async () => {
    const token = await issuer.mint({ cnf: { "x5t#S256": thumbprint } });
    const { agent } = await ask(depsOf(), { token }, { certificates: [leaf] });
    expect(agent.key).toEqual({ kind: "x5t#S256", thumbprint });
    expect((await ask(depsOf(), { token }, { certificates: [new Uint8Array([4])] })).code).toBe("agent_proof_mismatch");
    expect((await ask(depsOf(), { token })).code).toBe("agent_proof_missing");
  });

  test("of the connection are no proof of a token that is not bound to them", async () => {
    const token = await issuer.mint();
    const { code } = await ask(depsOf({ proof: "required" }), { token }, { certificates: [leaf] });
    expect(code).toBe("agent_proof_missing");
  });

  test("of the connection name the agent where nothing else does", async () => {
    expect((await ask(withCertificates(), {}, { certificates: [leaf] })).agent).toMatchObject({
      id: "spiffe://acme.example/a",
      verified: true,
      method: "x509-svid",
      issuer: "td",
      key: { kind: "x5t#S256", thumbprint },
    });
    expect((await ask(withCertificates(), { id: "b" }, { certificates: [leaf] })).code).toBe("agent_unverified");
  });

  test("are forwarded by callers that may, and no others", async () => {
    const certificate = "-----BEGIN CERTIFICATE-----\nAQID\n-----END CERTIFICATE-----\n";
    expect((await ask(withCertificates(), { certificate })).code).toBe("agent_certificate_not_allowed");
    const forwards = { forwards_certificates: true };
    expect((await ask(withCertificates(), { certificate }, forwards)).agent.id).toBe("spiffe://acme.example/a");
    expect((await ask(withCertificates(), { certificate, id: "b" }, forwards)).code).toBe("agent_id_mismatch");
    expect((await ask(depsOf(), { certificate }, forwards)).code).toBe("agent_token_untrusted");
    const token = await issuer.mint();
    const shownBoth = await ask(depsOf(), { token, certificate }, forwards);
    expect(shownBoth.agent.key).toEqual({ kind: "x5t#S256", thumbprint });
  });
});

test("a name counts from whoever may vouch, and nothing names nobody", async () => {
  expect((await ask(depsOf(), { id: "a" }, { vouches: true })).agent).toMatchObject({ id: "a", verified: false });
  expect((await ask(depsOf(), { id: "a" })).code).toBe("agent_unverified");
  expect((await ask(depsOf(), {})).code).toBe("agent_missing");
});
