import type { BundleUse, Deployment } from "../domain/bundle-state.ts";
import type { BundleSet, LoadedDeployment } from "../pipeline/bundle-set.ts";
import type { LoadedBundle } from "../pipeline/deps.ts";

/** A bundle that could not be loaded at a worker's start, where others could, is tried again. */
const RETRY_MS = 10_000;

/** A worker's bundles: loads what it is told to use, and lets go of what it uses no more. */
export class WorkerBundles {
  readonly #set: BundleSet;
  readonly #load: (use: BundleUse) => Promise<LoadedBundle>;
  /** Of what is in use and what is staged, by keyOf. */
  #loaded = new Map<string, LoadedBundle>();
  /** By tenant: a bundle that takes long to load delays no other tenant's. */
  readonly #turns = new Map<string, Promise<unknown>>();

  constructor(set: BundleSet, load: (use: BundleUse) => Promise<LoadedBundle>) {
    this.#set = set;
    this.#load = load;
  }

  /**
   * Uses what can be loaded: one tenant's bundle that cannot keeps no other tenant from being served.
   * @param failed told of each that is to be tried again
   * @throws what the first one threw, where none can be used
   */
  async start(deployments: readonly Deployment[], failed: (tenant: string, error: unknown) => void): Promise<void> {
    const results = await Promise.allSettled(deployments.map((deployment) => this.use(deployment)));
    const broken = results.flatMap((result, index) =>
      result.status === "rejected" ? [{ deployment: deployments[index] as Deployment, reason: result.reason }] : [],
    );
    if (broken[0] !== undefined && broken.length === deployments.length) throw broken[0].reason;
    for (const { deployment, reason } of broken) {
      failed(deployment.tenant, reason);
      this.#retry(deployment);
    }
  }

  #retry(deployment: Deployment): void {
    const again = async () => {
      // What came meanwhile is newer.
      if (!this.#set.has(deployment.tenant)) await this.use(deployment).catch(() => this.#retry(deployment));
    };
    setTimeout(again, RETRY_MS).unref();
  }

  /** Loads what is not loaded yet. What was staged before and is not used is let go of. */
  stage(deployment: Deployment): Promise<void> {
    return this.#inTurn(deployment.tenant, async () => {
      await this.#loadAll(deployment);
    });
  }

  /** Decides by these bundles from now on; calls under way keep the one that they have. */
  use(deployment: Deployment): Promise<void> {
    return this.#inTurn(deployment.tenant, async () => {
      const loaded = await this.#loadAll(deployment);
      this.#set.use(loaded);
      const kept = usesOf(deployment).map(keyOf);
      for (const key of this.#loaded.keys()) {
        if (key.startsWith(`${deployment.tenant} `) && !kept.includes(key)) this.#loaded.delete(key);
      }
    });
  }

  async #loadAll(deployment: Deployment): Promise<LoadedDeployment> {
    const { tenant, active, candidate } = deployment;
    for (const use of usesOf(deployment)) {
      const key = keyOf(use);
      if (!this.#loaded.has(key)) this.#loaded.set(key, await this.#load(use.use));
    }
    const find = (use: BundleUse): LoadedBundle => this.#loaded.get(keyOf({ tenant, use })) as LoadedBundle;
    const second = candidate === undefined ? {} : { candidate: find(candidate) };
    return { deployment, active: find(active), ...second };
  }

  /** One after the other, as they were asked for. */
  #inTurn(tenant: string, work: () => Promise<void>): Promise<void> {
    const turn = (this.#turns.get(tenant) ?? Promise.resolve()).then(work);
    this.#turns.set(
      tenant,
      turn.catch(() => {}),
    );
    return turn;
  }
}

interface TenantUse {
  readonly tenant: string;
  readonly use: BundleUse;
}

function usesOf({ tenant, active, candidate }: Deployment): readonly TenantUse[] {
  return [active, ...(candidate === undefined ? [] : [candidate])].map((use) => ({ tenant, use }));
}

/** Answers say since when a bundle is in use, so that one that comes back is another one. */
function keyOf({ tenant, use }: TenantUse): string {
  return `${tenant} ${use.digest} ${use.activated_at_ms}`;
}
