import type { CanonicalRefusal } from "./action.ts";
import type { CallLimits } from "./call-limits.ts";
import type { Caller, CarriedBy } from "./caller.ts";
import type { JsonObject, JsonValue } from "./json.ts";

export const CALL_FORMATS = ["mcp", "openai", "anthropic", "gemini", "bedrock", "generic", "http"] as const;
export type CallFormat = (typeof CALL_FORMATS)[number];

/** What the gateway saw. A format that is not one of CALL_FORMATS is read, and blocked. */
export interface ToolCall {
  readonly format: string;
  /** The server, toolkit or agent product that offers the tool; "" where the gateway names none. */
  readonly server: string;
  readonly payload: JsonValue;
  /** The tool's `tools/list` entry as the gateway knows it, or its digest, to be compared with the catalogue's pin. */
  readonly manifest?: JsonObject;
  readonly schema_digest?: string;
  /** The gateway shows what is called, and not with what: the call counts as understood in part, whatever it is. */
  readonly unseen?: true;
  /** Why it cannot be judged, where the way by which it came shows that already: the block is recorded like any other. */
  readonly refusal?: { readonly code: CanonicalRefusal; readonly message: string };
}

export const OBSERVATION_SOURCES = ["user", "tool", "directory", "system"] as const;

/** Something that entered the model's context since the last call, and who said it. */
export interface Observation {
  readonly source: (typeof OBSERVATION_SOURCES)[number];
  readonly text: string;
  /** The tool that returned it, as the catalogue names it and its server, and the decision that let it run. */
  readonly tool?: string;
  readonly server?: string;
  readonly decision_id?: string;
}

export interface DecisionOptions {
  /** Judge and record, but change no session and mint no grant. */
  readonly dry_run: boolean;
  /** Return the facts and findings that policy saw. */
  readonly explain: boolean;
  /** The types of the obligations that whoever asks will fulfil; absent: those of the caller's configuration. */
  readonly obligations?: readonly string[];
}

/** A proof that whoever sent the agent's token holds its key, as the agent sent it to the gateway. */
export interface PresentedProof {
  /** A DPoP proof (RFC 9449 section 4.2) or a Workload Proof Token (WIMSE). */
  readonly token: string;
  /** The request that the proof is about, as the gateway got it: method, and URI without query and fragment. */
  readonly method: string;
  readonly uri: string;
}

/** What is there to prove who the agent is. */
export interface AgentEvidence {
  readonly token?: string;
  /** Its name without proof, from a caller that may vouch for it. */
  readonly id?: string;
  readonly proof?: PresentedProof;
  /** The agent's certificate chain from a gateway that may forward it: PEM, or an `x-forwarded-client-cert` value. */
  readonly certificate?: string;
}

/** A request for one decision, read and checked, not yet judged. Exactly one of `call` and `action` is set. */
export interface DecisionRequest {
  readonly request_id: string;
  readonly agent: AgentEvidence;
  readonly intent?: { readonly token?: string; readonly claims?: JsonObject };
  readonly session: string;
  readonly call?: ToolCall;
  readonly action?: JsonObject;
  readonly observed: readonly Observation[];
  readonly context: JsonObject;
  readonly options: DecisionOptions;
  /** What the caller gives the whole decision, in milliseconds. */
  readonly timeout_ms: number;
}

/** What the transport and `admit` know of the one who asks. `now_ms` is the only clock of the whole decision. */
export interface Admission {
  readonly tenant: string;
  readonly caller: Caller;
  /** Whether this caller may state an agent id or intent claims without a token. */
  readonly vouches: boolean;
  /** Whether this caller may forward certificates of agents. */
  readonly forwards_certificates: boolean;
  /** Whether grants come with answers, or are exchanged for the decision's id (RFC 8693). */
  readonly grants: "answer" | "exchange";
  /** Of which audiences this caller may take grants, where its role lets it. */
  readonly audiences: readonly string[] | "any";
  /** The types of the obligations that this caller fulfils, whatever it asks. */
  readonly obligations: readonly string[] | "any";
  /** Where in the requests that it forwards it says who acts, for what. */
  readonly carries: CarriedBy;
  /** What this caller may ask of a worker; absent: as much as its tenant. */
  readonly limits?: CallLimits;
  /** The certificates of the connection itself, DER, the leaf first, where they may be the agent's. */
  readonly certificates?: readonly Uint8Array[];
  /** A valid traceparent value (W3C Trace Context), where one came with the request. */
  readonly traceparent?: string;
  readonly now_ms: number;
}
