import type { CallLimits } from "./call-limits.ts";
import type { Operation } from "./operations.ts";
import type { SignedIn } from "./sign-in.ts";

/** What a caller may ask for. */
export const ROLES = [
  "decide",
  "report",
  "broker",
  "intent_issuer",
  "approver",
  "auditor",
  "admin",
  "monitor",
] as const;
export type Role = (typeof ROLES)[number];

/** Whoever asks from this machine and shows no credential. */
export const LOOPBACK_CALLER = "loopback";

/** Whoever asks from elsewhere and shows none. */
export const ANONYMOUS_CALLER = "anonymous";

/** The client of Writ that asks: a gateway, a broker, a person's browser. */
export interface Caller {
  readonly id: string;
  /** The wire protocol by which it asks. */
  readonly protocol: string;
  readonly roles: readonly Role[];
  /** Of the person, as its token says; absent where none says any. */
  readonly groups?: readonly string[];
}

/** What a connection says of the one behind it, before anything of it is believed; `signed_in` has been verified. */
export interface Peer {
  /** The remote IP address, "" where there is none. */
  readonly address: string;
  /** The value of the Authorization field (RFC 9110 section 11.6.2). */
  readonly authorization?: string;
  /** The certificates that the peer has shown and proven to hold the key of, DER, the leaf first. */
  readonly certificates?: readonly Uint8Array[];
  /** The value of the traceparent field (W3C Trace Context), as it came. */
  readonly traceparent?: string;
  /** What may be asked for by the route or method; absent where no role decides. */
  readonly asks?: readonly Operation[];
  /** The person of the browser, who signed in at Writ's own page; no other transport sets it. */
  readonly signed_in?: SignedIn;
}

/** Whose tokens are a caller's, instead of a secret that both know. */
export interface CallerByToken {
  /** An issuer's name in `trust`. */
  readonly issuer: string;
  /** By claim, the values of which it must have one. */
  readonly claims: Readonly<Record<string, readonly string[]>>;
  /** The claim that names the caller, behind `id_prefix`; "" for the name in the configuration. */
  readonly id_claim: string;
  readonly id_prefix: string;
  /** The claim that names the person's groups, "" for none. */
  readonly groups_claim?: string;
}

/** By what a certificate names who has it. */
export const CERTIFICATE_NAMES = ["spiffe_id", "subject", "dns", "uri"] as const;
export type CertificateNameKind = (typeof CERTIFICATE_NAMES)[number];

/** Whose certificate is a caller's, where it connects with TLS. */
export interface CallerByCertificate {
  /** An issuer's name in `trust`. */
  readonly issuer: string;
  /** As certificateName writes it. */
  readonly name: string;
}

/** A name and its kind in one text: the subject in its one form (`writeName`), DNS names in lower case. */
export function certificateName(kind: CertificateNameKind, name: string): string {
  return `${kind}:${name}`;
}

/**
 * In which header fields of a request that a gateway forwards it says who acts, "" for in none. Only a caller that sets or removes them itself
 * may name any: whoever sent the request could have written them.
 */
export interface CarriedBy {
  /** The agent's token, behind `Bearer` or `DPoP` (RFC 9449 section 7.1) or by itself. The one that a request itself may write: it proves. */
  readonly token_header: string;
  /** The agent's name without proof; believed of callers that vouch. */
  readonly agent_header: string;
  readonly session_header: string;
  /** A name in Envoy's metadata, whose `claim` is the agent's name: what a filter before Writ has verified; believed of callers that vouch. */
  readonly agent_metadata: { readonly namespace: string; readonly path: readonly string[] } | undefined;
}

/** A request that nobody says anything of is as its bearer token and its certificate say. */
export const CARRIES_TOKEN: CarriedBy = Object.freeze({
  token_header: "authorization",
  agent_header: "",
  session_header: "",
  agent_metadata: undefined,
});

/** What development mode believes of this machine's gateways. */
export const CARRIES_IN_DEVELOPMENT: CarriedBy = Object.freeze({
  token_header: "authorization",
  agent_header: "x-writ-agent",
  session_header: "x-writ-session",
  agent_metadata: undefined,
});

/** A caller that the configuration knows. */
export interface KnownCaller {
  readonly id: string;
  readonly roles: readonly Role[];
  /** SHA-256 of the secrets that it may show, in hex: two while one takes the other's place. */
  readonly token_digests: readonly string[];
  readonly by?: CallerByToken;
  /** Beside a secret or a token: both have to be shown. */
  readonly certificate?: CallerByCertificate;
  /** Whether it may be the agent itself, by the certificate of its connection; that of a gateway says nothing of any agent. */
  readonly acts: boolean;
  /** Whether it may state agents and intents without a token. */
  readonly vouches: boolean;
  readonly forwards_certificates: boolean;
  readonly grants: "answer" | "exchange";
  /** Of a broker: whose grants it takes. */
  readonly audiences: readonly string[];
  /** The types of the obligations that it fulfils. */
  readonly obligations: readonly string[];
  readonly carries: CarriedBy;
  /** Absent: none of its own. */
  readonly limits?: CallLimits;
}
