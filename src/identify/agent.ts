import type { Agent } from "../domain/identity.ts";
import { isName } from "../domain/name.ts";
import type { Admission, AgentEvidence } from "../domain/request.ts";
import type { IssuerTrust } from "../domain/trust.ts";
import type { CertificateVerifier, TokenRefused, TokenVerifier } from "../ports/token-verifier.ts";
import { type AgentFound, NOBODY, nobody } from "./agent-refused.ts";
import { readCertificate } from "./certificate.ts";
import { readActors } from "./delegation.ts";
import { readLabels } from "./labels.ts";
import { type ProofDeps, prove } from "./proof.ts";
import { VOUCHED } from "./vouched.ts";

export interface AgentDeps extends ProofDeps {
  readonly tokens: TokenVerifier;
  readonly certificates: CertificateVerifier;
  /** Whom the configuration trusts, by name. */
  readonly issuers: ReadonlyMap<string, IssuerTrust>;
}

/**
 * Who acts. A token or a certificate proves it; a name alone counts only from a caller that may vouch for it. Refuses, rather
 * than guesses, whatever else there is.
 */
export async function identifyAgent(
  deps: AgentDeps,
  evidence: AgentEvidence,
  admission: Admission,
): Promise<AgentFound> {
  const { token, id, proof, certificate } = evidence;
  if (certificate !== undefined && !admission.forwards_certificates) {
    return nobody("agent_certificate_not_allowed", "this caller may not forward certificates of agents");
  }
  const forwarded = certificate === undefined ? undefined : readCertificate(certificate);
  if (forwarded !== undefined && "fault" in forwarded) return faulty(forwarded);
  if (token !== undefined) return byToken(deps, token, evidence, forwarded ?? connection(admission), admission);
  if (proof !== undefined) return nobody("agent_proof_invalid", "a proof says nothing without its token");
  if (forwarded !== undefined) return byCertificate(deps, forwarded, id, admission);
  if (id !== undefined) return byWord(id, admission);
  const own = connection(admission);
  return own === undefined
    ? nobody("agent_missing", "the request names no agent")
    : byCertificate(deps, own, id, admission);
}

async function byToken(
  deps: AgentDeps,
  token: string,
  evidence: AgentEvidence,
  certificates: readonly Uint8Array[] | undefined,
  admission: Admission,
): Promise<AgentFound> {
  const verified = await deps.tokens.verify("agent", token, admission.now_ms);
  if ("fault" in verified) return faulty(verified);
  const trust = deps.issuers.get(verified.issuer);
  if (trust === undefined) return nobody("agent_token_untrusted", "tokens of this issuer cannot be read here");
  const actors = readActors(verified.claims, trust);
  if ("code" in actors) return { agent: NOBODY, refusal: actors };
  if (evidence.id !== undefined && evidence.id !== actors.id) return mismatch();
  const labels = readLabels(verified.claims, trust);
  if (labels === undefined)
    return nobody("agent_token_invalid", "a claim is no text, number or list that can be a label");
  const proven = await prove(deps, { token, verified, trust, evidence, certificates, admission });
  if ("refusal" in proven) return { agent: NOBODY, refusal: proven.refusal };
  const agent: Agent = {
    ...actors,
    verified: true,
    method: verified.profile,
    labels,
    issuer: verified.issuer,
    expires_at: new Date(verified.expires_at_ms).toISOString(),
    ...proven,
  };
  return { agent };
}

/** The chain is verified to an authority of a trust domain that is trusted; that the key is held, the connection has shown. */
function byCertificate(
  deps: AgentDeps,
  chain: readonly Uint8Array[],
  id: string | undefined,
  admission: Admission,
): AgentFound {
  const verified = deps.certificates.verify(chain, admission.now_ms);
  if ("fault" in verified) return faulty(verified);
  if (!isName(verified.id)) return nobody("agent_id_invalid", "the certificate's id is too long");
  if (id !== undefined && id !== verified.id) return mismatch();
  const agent: Agent = {
    id: verified.id,
    verified: true,
    method: "x509-svid",
    delegation: [],
    labels: {},
    issuer: verified.issuer,
    expires_at: new Date(verified.expires_at_ms).toISOString(),
    key: { kind: "x5t#S256", thumbprint: verified.thumbprint },
  };
  return { agent };
}

function byWord(id: string, { vouches }: Admission): AgentFound {
  const agent: Agent = { ...NOBODY, id, method: vouches ? VOUCHED : "none" };
  if (vouches) return { agent };
  const message = "this caller may not vouch for an agent; send its token";
  return { agent, refusal: { code: "agent_unverified", message } };
}

function connection({ certificates }: Admission): readonly Uint8Array[] | undefined {
  return certificates === undefined || certificates.length === 0 ? undefined : certificates;
}

function mismatch(): AgentFound {
  return nobody("agent_id_mismatch", "the agent's id is another than the one that is proven");
}

function faulty({ fault, message }: TokenRefused): AgentFound {
  return nobody(`agent_${fault}`, message);
}
