import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { compileCatalogue } from "../../../src/canonicalize/catalogue/compile.ts";
import { WorkerBundles } from "../../../src/compose/worker-bundles.ts";
import type { BundleUse, Deployment } from "../../../src/domain/bundle-state.ts";
import { BundleSet } from "../../../src/pipeline/bundle-set.ts";
import type { LoadedBundle } from "../../../src/pipeline/deps.ts";

const catalogue = compileCatalogue({});

function deploymentOf(tenant: string, digest: string): Deployment {
  const active = {
    digest,
    name: "b",
    revision: digest,
    source: "s",
    archive: "",
    activated_at_ms: 0,
    confirmed_at_ms: 0,
  };
  return { tenant, active };
}

/** A worker to which some bundles are broken, or do not come at all. */
function workerOf(broken: Set<string>, slow: ReadonlyMap<string, Promise<void>> = new Map()) {
  const set = new BundleSet(() => 0);
  const load = async ({ digest }: BundleUse): Promise<LoadedBundle> => {
    await slow.get(digest);
    if (broken.has(digest)) throw new Error(digest);
    const ref = { bundle: "b", revision: digest, digest, activated_at: "" };
    return {
      catalogue,
      policy: { ref, data: {}, evaluate: () => ({ ok: false, code: "policy_failed", message: "" }) },
    };
  };
  return { set, worker: new WorkerBundles(set, load) };
}

const digestOf = (set: BundleSet, tenant: string) => set.take(tenant, "", 0).policy.ref.digest;

describe("at a worker's start", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  test("a bundle that cannot be loaded keeps no other tenant from its own, and is tried again", async () => {
    const broken = new Set(["bad"]);
    const { set, worker } = workerOf(broken);
    const failed: string[] = [];
    await worker.start([deploymentOf("a", "good"), deploymentOf("b", "bad")], (tenant) => failed.push(tenant));
    expect([failed, digestOf(set, "a"), set.has("b")]).toEqual([["b"], "good", false]);
    await vi.advanceTimersToNextTimerAsync();
    expect(set.has("b")).toBe(false);
    broken.clear();
    await vi.advanceTimersToNextTimerAsync();
    expect(digestOf(set, "b")).toBe("bad");
  });

  test("what came meanwhile is not replaced by what is tried again", async () => {
    const broken = new Set(["bad"]);
    const { set, worker } = workerOf(broken);
    await worker.start([deploymentOf("a", "good"), deploymentOf("b", "bad")], () => {});
    await worker.use(deploymentOf("b", "newer"));
    broken.clear();
    await vi.advanceTimersToNextTimerAsync();
    expect(digestOf(set, "b")).toBe("newer");
  });

  test("with none at all it does not start", async () => {
    const { worker } = workerOf(new Set(["bad"]));
    await expect(worker.start([deploymentOf("a", "bad")], () => {})).rejects.toThrow("bad");
  });
});

test("a bundle that takes long to load delays no other tenant's", async () => {
  const { set, worker } = workerOf(new Set(), new Map([["huge", new Promise(() => {})]]));
  const never = worker.use(deploymentOf("a", "huge"));
  never.catch(() => {});
  await worker.use(deploymentOf("b", "small"));
  expect([set.has("a"), digestOf(set, "b")]).toEqual([false, "small"]);
});
