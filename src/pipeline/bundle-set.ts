import { freshnessOf } from "../bundles/freshness.ts";
import { inShare } from "../bundles/share.ts";
import type { BundleFreshness, BundleSlot, CandidateMode, Deployment } from "../domain/bundle-state.ts";
import { WritError } from "../domain/errors.ts";
import type { ActiveBundle, LoadedBundle } from "./deps.ts";

/** A deployment whose bundles are in this process's memory. */
export interface LoadedDeployment {
  readonly deployment: Deployment;
  readonly active: LoadedBundle;
  readonly candidate?: LoadedBundle;
}

/** The other one of two bundles, for the calls that both are to judge. */
export interface Counterpart {
  readonly bundle: ActiveBundle;
  readonly mode: CandidateMode;
  /** The part of the calls that both judge; in a canary those that the candidate decided. */
  readonly share: number;
}

/** What each tenant's calls are judged by in this process. A swap is one assignment: a call has the old or the new. */
export class BundleSet {
  readonly #tenants = new Map<string, LoadedDeployment>();
  readonly #maxAgeS: (tenant: string) => number;

  /** @param maxAgeS past it a tenant's bundle is stale; 0 is no limit */
  constructor(maxAgeS: (tenant: string) => number) {
    this.#maxAgeS = maxAgeS;
  }

  use(loaded: LoadedDeployment): void {
    this.#tenants.set(loaded.deployment.tenant, loaded);
  }

  /** The source was heard: what is in use is as fresh as that. */
  confirmed(tenant: string, slot: BundleSlot, atMs: number): void {
    const loaded = this.#tenants.get(tenant);
    const use = loaded?.deployment[slot];
    if (loaded === undefined || use === undefined) return;
    const deployment = { ...loaded.deployment, [slot]: { ...use, confirmed_at_ms: atMs } };
    this.#tenants.set(tenant, { ...loaded, deployment });
  }

  /**
   * The bundle that decides a call.
   * @param key the same for calls that have to be judged by the same bundle
   * @throws WritError unavailable for a tenant that has none
   */
  take(tenant: string, key: string, nowMs: number): ActiveBundle {
    const loaded = this.#loaded(tenant);
    const { active, candidate, deployment } = loaded;
    const trial = deployment.candidate;
    if (candidate !== undefined && trial?.mode === "canary" && inShare(tenant, key, trial.share)) {
      return { ...candidate, freshness: freshnessOf(trial.confirmed_at_ms, nowMs, this.#maxAgeS(tenant)) };
    }
    return { ...active, freshness: freshnessOf(deployment.active.confirmed_at_ms, nowMs, this.#maxAgeS(tenant)) };
  }

  /** The bundle beside the one that decided, if there is one and the two are to be compared. */
  counterpart(tenant: string, decidedBy: string, nowMs: number): Counterpart | undefined {
    const { active, candidate, deployment } = this.#loaded(tenant);
    const trial = deployment.candidate;
    if (candidate === undefined || trial === undefined) return undefined;
    // The candidate was made the active one: there is nothing to compare any more.
    if (candidate.policy.ref.digest === active.policy.ref.digest) return undefined;
    const byCandidate = decidedBy === candidate.policy.ref.digest;
    if (byCandidate !== (trial.mode === "canary")) return undefined;
    // Swapped since: what decided is neither of the two.
    if (!byCandidate && decidedBy !== active.policy.ref.digest) return undefined;
    const [bundle, use] = byCandidate ? [active, deployment.active] : [candidate, trial];
    const freshness = freshnessOf(use.confirmed_at_ms, nowMs, this.#maxAgeS(tenant));
    return { bundle: { ...bundle, freshness }, mode: trial.mode, share: byCandidate ? 1 : trial.share };
  }

  has(tenant: string): boolean {
    return this.#tenants.has(tenant);
  }

  deployment(tenant: string): Deployment {
    return this.#loaded(tenant).deployment;
  }

  freshness(tenant: string, nowMs: number): BundleFreshness {
    return freshnessOf(this.deployment(tenant).active.confirmed_at_ms, nowMs, this.#maxAgeS(tenant));
  }

  /** Whether every tenant's bundle is stale: while one is fresh, its calls can be decided here. */
  stale(nowMs: number): boolean {
    return [...this.#tenants.keys()].every((tenant) => this.freshness(tenant, nowMs).stale);
  }

  #loaded(tenant: string): LoadedDeployment {
    const loaded = this.#tenants.get(tenant);
    if (loaded === undefined)
      throw new WritError(
        "unavailable",
        "the tenant has no policy bundle in use: none that its source offers can be used",
      );
    return loaded;
  }
}
