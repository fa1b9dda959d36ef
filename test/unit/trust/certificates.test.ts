import { describe, expect, test } from "vitest";
import { createCertificateVerifier } from "../../../src/adapters/trust/certificates/verifier.ts";
import type { KeyDocument } from "../../../src/adapters/trust/sources/source.ts";
import type { IssuerTrust } from "../../../src/domain/trust.ts";
import { bundleKeys, ecKeys, type Issued, issue, thumbprintOf } from "../../support/certificates.ts";
import { between, CA, CHAINS, DOMAIN, ID, OTHER_CA, svid } from "./certificate-table.ts";
import { heldSource } from "./source.ts";

const SKEW_MS = 30_000;

function issuer(name: string, trustDomain: string, more: Partial<IssuerTrust> = {}): IssuerTrust {
  return {
    name,
    profile: "x509-svid",
    uses: ["agent"],
    issuer: "",
    trustDomain,
    keys: { kind: "spiffe_bundle_file", path: "" },
    audiences: [],
    algorithms: [],
    idClaim: "",
    idPrefix: "",
    labels: {},
    clockSkewS: SKEW_MS / 1000,
    maxLifetimeS: 0,
    proof: "as_bound",
    delegation: false,
    tenantClaim: "",
    ...more,
  };
}

const documentOf = (...cas: readonly Issued[]): KeyDocument => ({ keys: bundleKeys(...cas), fetchedAtMs: 0 });

function verifierOf(...cas: readonly Issued[]) {
  const state = heldSource(bundleKeys(...cas));
  return { verifier: createCertificateVerifier([issuer("acme", DOMAIN)], new Map([["acme", state]])), state };
}

const now = () => Date.now();

describe("a chain", () => {
  test.each(CHAINS)("$title", ({ chain, bundle, fault }) => {
    const { verifier } = verifierOf(...bundle);
    const verdict = verifier.verify(chain, now());
    if (fault !== undefined) expect(verdict).toMatchObject({ fault });
    else expect(verdict).toMatchObject({ issuer: "acme", id: ID });
  });

  test("says who it is, which certificate it was, and until when", () => {
    const middle = between({ notAfterMs: Math.floor(now() / 1000) * 1000 + 60_000 });
    const leaf = svid({}, middle);
    expect(verifierOf(CA).verifier.verify([leaf.der, middle.der], now())).toEqual({
      issuer: "acme",
      id: ID,
      thumbprint: thumbprintOf(leaf),
      expires_at_ms: Math.floor(now() / 1000) * 1000 + 60_000,
    });
  });

  test("is good within the skew of clocks before and after its time, and no further", () => {
    const start = Math.floor(now() / 1000) * 1000;
    const chain = [svid({ notBeforeMs: start, notAfterMs: start + 60_000 }).der];
    const { verifier } = verifierOf(CA);
    const faults = [-SKEW_MS - 1, -SKEW_MS, 60_000 + SKEW_MS, 60_000 + SKEW_MS + 1].map((at) => {
      const verdict = verifier.verify(chain, start + at);
      return "fault" in verdict ? verdict.fault : "good";
    });
    expect(faults).toEqual(["token_not_yet_valid", "good", "good", "token_expired"]);
  });

  test("is not tried in more ways than there is patience for", () => {
    // Seven CAs with one name and one key: each has signed each, and without a bound there would be thousands of ways.
    const loop = { keys: ecKeys(), name: "loop" };
    const cas = Array.from({ length: 7 }, () => issue(loop, { ...loop, ca: true }).der);
    const verdict = verifierOf(CA).verifier.verify([svid({}, loop).der, ...cas], now());
    expect(verdict).toMatchObject({ fault: "token_too_large" });
  });
});

describe("what was verified", () => {
  test("is not verified again, until it expires", () => {
    const { verifier } = verifierOf(CA);
    const chain = [svid().der];
    const first = verifier.verify(chain, now());
    expect(verifier.verify([Buffer.from(chain[0] as Buffer)], now())).toBe(first);
    expect(verifier.verify(chain, now() + 2 * 3_600_000)).toMatchObject({ fault: "token_expired" });
  });

  test("counts no more when its CA has left the bundle", () => {
    const { verifier, state } = verifierOf(CA);
    const chain = [svid().der];
    expect(verifier.verify(chain, now())).toMatchObject({ id: ID });
    state.document = documentOf(OTHER_CA);
    expect(verifier.verify(chain, now())).toMatchObject({ fault: "token_untrusted" });
    state.document = undefined;
    expect(verifier.verify(chain, now())).toMatchObject({ fault: "key_unavailable" });
  });

  test("is not what another chain with the same bytes says", () => {
    const { verifier } = verifierOf(CA);
    const [leaf, extra] = [svid().der, between().der];
    expect(verifier.verify([leaf, extra], now())).toMatchObject({ id: ID });
    expect(verifier.verify([Buffer.concat([leaf, extra])], now())).toMatchObject({ fault: "token_invalid" });
  });
});

describe("the bundle", () => {
  test("is asked for again when a chain leads to none of its CAs", () => {
    const { verifier, state } = verifierOf(OTHER_CA);
    const chain = [svid().der];
    expect(verifier.verify(chain, now())).toMatchObject({ fault: "token_untrusted" });
    expect(state.misses).toBe(1);
    state.document = documentOf(OTHER_CA, CA);
    expect(verifier.verify(chain, now())).toMatchObject({ id: ID });
  });

  test("that cannot be had makes nobody known", () => {
    const { verifier, state } = verifierOf(CA);
    state.document = undefined;
    expect(verifier.verify([svid().der], now())).toMatchObject({ fault: "key_unavailable" });
  });

  test("may have entries that are of no use here", () => {
    const { verifier, state } = verifierOf();
    const [entry = {}] = bundleKeys(CA);
    const useless = [
      { ...entry, use: "jwt-svid" },
      { use: "x509-svid" },
      { use: "x509-svid", x5c: ["AAAA"] },
      { use: "x509-svid", x5c: [7] },
    ];
    state.document = { keys: useless, fetchedAtMs: 0 };
    expect(verifier.verify([svid().der], now())).toMatchObject({ fault: "token_untrusted" });
    state.document = { keys: [...useless, entry], fetchedAtMs: 0 };
    expect(verifier.verify([svid().der], now())).toMatchObject({ id: ID });
  });

  test("of one trust domain vouches for no other", () => {
    const sources = new Map([
      ["acme", heldSource(bundleKeys(CA))],
      ["other", heldSource(bundleKeys(OTHER_CA))],
    ]);
    const verifier = createCertificateVerifier([issuer("acme", DOMAIN), issuer("other", "other.example")], sources);
    const foreign = (by: Issued) => verifier.verify([issue(by, { uris: ["spiffe://other.example/agent"] }).der], now());
    expect(foreign(OTHER_CA)).toMatchObject({ issuer: "other", id: "spiffe://other.example/agent" });
    expect(foreign(CA)).toMatchObject({ fault: "token_untrusted" });
  });

  test.each([
    ["of another profile", { profile: "jwt-svid" }],
    ["for callers only", { uses: ["caller"] }],
  ] as const)("of an issuer %s is not looked at", (_, more) => {
    const sources = new Map([["acme", heldSource(bundleKeys(CA))]]);
    const verifier = createCertificateVerifier([issuer("acme", DOMAIN, more)], sources);
    expect(verifier.verify([svid().der], now())).toMatchObject({ fault: "token_untrusted" });
  });
});
