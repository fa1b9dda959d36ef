import type { Catalogue } from "../canonicalize/catalogue/entry.ts";
import type { BundleFreshness } from "../domain/bundle-state.ts";
import type { Decision } from "../domain/decision.ts";
import type { GrantTemplate } from "../domain/grant.ts";
import type { IdentifyDeps } from "../identify/identify.ts";
import type { ApprovalReader } from "../ports/approval-store.ts";
import type { Policy } from "../ports/policy.ts";
import type { RecordSink } from "../ports/record-store.ts";
import type { TokenSigner } from "../ports/signer.ts";
import type { Telemetry } from "../ports/telemetry.ts";
import type { ValueMemory } from "../ports/value-store.ts";
import type { SituateDeps } from "../situate/situate.ts";
import type { Judged } from "./conclude.ts";
import type { Contention } from "./in-turn.ts";
import type { SessionLock } from "./session-lock.ts";

/** A bundle in memory: its policy and its catalogue belong together. */
export interface LoadedBundle {
  readonly policy: Policy;
  readonly catalogue: Catalogue;
}

/** A bundle in use, the same for one whole decision, however long that takes. */
export interface ActiveBundle extends LoadedBundle {
  readonly freshness: BundleFreshness;
}

/** All that a decision needs of the outside. */
export interface DecideDeps extends IdentifyDeps, SituateDeps {
  /** What sessions have heard. */
  readonly values: ValueMemory;
  /** What `input.environment` says when the request's context does not. */
  readonly environment: string;
  /** `iss` of grants. */
  readonly issuer: string;
  /** How grants are made for the targets that the configuration names. */
  readonly templates: ReadonlyMap<string, GrantTemplate>;
  /** Where people answer approvals, without a trailing slash. */
  readonly publicUrl: string;
  /**
   * The bundle that decides a call.
   * @param key the same for calls that have to be judged by the same bundle
   */
  readonly bundle: (tenant: string, key: string, nowMs: number) => ActiveBundle;
  /** Whether a stale bundle blocks: with several tenants, readiness does not speak for one. Absent: readiness says it. */
  readonly staleBlocks?: boolean;
  /** Told of each decision when it is on record; returns at once. */
  readonly decided: (judged: Judged, decision: Decision) => void;
  readonly approvals: ApprovalReader;
  readonly sink: RecordSink;
  readonly signer: TokenSigner;
  readonly telemetry: Telemetry;
  readonly lock: SessionLock;
  readonly contention: Contention;
  readonly newId: (prefix: "dec" | "grt" | "apr", nowMs: number) => string;
}
