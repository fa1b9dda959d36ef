import { expect, test } from "vitest";
import { createCertificateVerifier } from "../../../src/adapters/trust/certificates/verifier.ts";
import type { Admission } from "../../../src/domain/request.ts";
import type { IssuerTrust } from "../../../src/domain/trust.ts";
import type { ExchangeOrder, GrantCommandDeps } from "../../../src/pipeline/grant-commands.ts";
import { exchange } from "../../../src/pipeline/grant-exchange.ts";
import type { ExchangeRequest } from "../../../src/ports/grant-store.ts";
import { authority, bundleKeys, issue } from "../../support/certificates.ts";
import { decideDepsOf } from "../../support/pipeline.ts";
import { admissionOf } from "../../support/values.ts";
import { heldSource } from "../trust/source.ts";

const TRUST: IssuerTrust = {
  name: "acme", profile: "x509-svid", uses: ["agent"], issuer: "", trustDomain: "acme.example",
  keys: { kind: "spiffe_bundle_file", path: "" }, audiences: [], algorithms: [], idClaim: "", idPrefix: "", labels: {},
  clockSkewS: 30, maxLifetimeS: 0, proof: "as_bound", delegation: false, tenantClaim: "",
}; // biome-ignore format: one list

const AGENT = "spiffe://acme.example/agent/refunds";
const CA = authority("acme.example");
const LEAF = issue(CA, { uris: [AGENT] });

/** Whom a grant was asked for, or why not. */
async function asked(agent: ExchangeOrder["agent"], changes: Partial<Admission>): Promise<unknown> {
  const requests: ExchangeRequest[] = [];
  const deps = decideDepsOf({
    bundle: () => {
      throw new Error("nothing is decided here");
    },
  });
  const certificates = createCertificateVerifier([TRUST], new Map([["acme", heldSource(bundleKeys(CA))]]));
  const store = { exchange: async (request: ExchangeRequest) => void requests.push(request) };
  const refused = await exchange(
    { ...deps, identify: { ...deps, certificates }, store } as unknown as GrantCommandDeps,
    { agent, decision_id: "dec_1", audience: "" },
    admissionOf({ vouches: false, now_ms: Date.now(), ...changes }),
  );
  return requests[0]?.agent ?? (refused as { description: string }).description;
}

test.each<[string, ExchangeOrder["agent"], Partial<Admission>, string]>([
  ["its certificate, forwarded", { certificate: LEAF.pem }, { forwards_certificates: true }, AGENT],
  ["its certificate, from whom may not", { certificate: LEAF.pem }, {}, "agent_certificate_not_allowed"],
  ["the connection's certificate", { id: AGENT }, { certificates: [LEAF.der] }, AGENT],
  ["another's certificate", { id: "agent:other" }, { certificates: [LEAF.der] }, "agent_id_mismatch"],
  ["its word", { id: AGENT }, {}, "agent_unverified"],
  ["its word, from whom may vouch", { id: AGENT }, { vouches: true, certificates: [LEAF.der] }, AGENT],
])("an agent is proven in exchange by %s", async (_, agent, changes, expected) => {
  expect(await asked(agent, changes)).toBe(expected.startsWith("agent_") ? `subject_token: ${expected}` : expected);
});
