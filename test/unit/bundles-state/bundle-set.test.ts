import { describe, expect, test } from "vitest";
import { compileCatalogue } from "../../../src/canonicalize/catalogue/compile.ts";
import type { BundleUse, CandidateMode } from "../../../src/domain/bundle-state.ts";
import { bundleCommands } from "../../../src/pipeline/bundle-commands.ts";
import { BundleSet } from "../../../src/pipeline/bundle-set.ts";
import type { LoadedBundle } from "../../../src/pipeline/deps.ts";
import type { BundleStore, ComparisonReader } from "../../../src/ports/bundle-store.ts";
import { admissionOf } from "../../support/values.ts";

const catalogue = compileCatalogue({});

function loaded(digest: string): LoadedBundle {
  const ref = { bundle: "b", revision: digest, digest, activated_at: "" };
  return { catalogue, policy: { ref, data: {}, evaluate: () => ({ ok: false, code: "policy_failed", message: "" }) } };
}

function useOf(digest: string): BundleUse {
  return { digest, name: "b", revision: digest, source: "s", archive: "", activated_at_ms: 0, confirmed_at_ms: 0 };
}

function setOf(trial?: { readonly mode: CandidateMode; readonly share: number }): BundleSet {
  const set = new BundleSet(() => 10);
  const active = useOf("a");
  if (trial === undefined) set.use({ deployment: { tenant: "t", active }, active: loaded("a") });
  else {
    const deployment = { tenant: "t", active, candidate: { ...useOf("c"), ...trial } };
    set.use({ deployment, active: loaded("a"), candidate: loaded("c") });
  }
  return set;
}

const digestFor = (set: BundleSet, key: string) => set.take("t", key, 0).policy.ref.digest;

describe("who decides, and who judges beside", () => {
  test.each<[string, Parameters<typeof setOf>[0], string, string | undefined]>([
    ["no candidate", undefined, "a", undefined],
    ["a shadow", { mode: "shadow", share: 1 }, "a", "c"],
    ["a canary of all", { mode: "canary", share: 1 }, "c", "a"],
    ["a canary of none", { mode: "canary", share: 0 }, "a", undefined],
  ])("%s", (_, trial, decides, beside) => {
    const set = setOf(trial);
    expect(digestFor(set, "k")).toBe(decides);
    expect(set.counterpart("t", decides, 0)?.bundle.policy.ref.digest).toBe(beside);
  });

  test("a call that an earlier bundle decided is compared with none", () => {
    expect(setOf({ mode: "shadow", share: 1 }).counterpart("t", "earlier", 0)).toBeUndefined();
    expect(setOf({ mode: "canary", share: 1 }).counterpart("t", "earlier", 0)).toBeUndefined();
  });

  test.each<CandidateMode>(["shadow", "canary"])("a %s that was made the active one is compared with none", (mode) => {
    const set = new BundleSet(() => 10);
    const deployment = { tenant: "t", active: useOf("c"), candidate: { ...useOf("c"), mode, share: 1 } };
    set.use({ deployment, active: loaded("c"), candidate: loaded("c") });
    expect(set.counterpart("t", "c", 0)).toBeUndefined();
  });

  test("a tenant without a bundle gets no decision", () => {
    expect(() => setOf().take("other", "k", 0)).toThrow("no policy bundle");
  });
});

test("a call keeps its bundle when another one comes into use", () => {
  const set = setOf();
  const taken = set.take("t", "k", 0);
  set.use({ deployment: { tenant: "t", active: useOf("n") }, active: loaded("n") });
  expect([taken.policy.ref.digest, digestFor(set, "k")]).toEqual(["a", "n"]);
});

test("what is heard of the source makes a stale bundle fresh", () => {
  const set = setOf();
  expect([set.take("t", "k", 11_000).freshness, set.stale(11_000)]).toEqual([{ stale: true, age_s: 11 }, true]);
  set.confirmed("t", "active", 10_000);
  expect([set.take("t", "k", 11_000).freshness, set.stale(11_000)]).toEqual([{ stale: false, age_s: 1 }, false]);
});

test("each tenant says how old its bundle may be, and one that is fresh is enough to serve", () => {
  const set = new BundleSet((tenant) => (tenant === "short" ? 1 : 0));
  expect(set.stale(0)).toBe(true);
  for (const tenant of ["short", "unlimited"]) {
    set.use({ deployment: { tenant, active: useOf("a") }, active: loaded("a") });
  }
  const stale = ["short", "unlimited"].map((tenant) => set.take(tenant, "k", 5_000).freshness.stale);
  expect([...stale, set.stale(5_000)]).toEqual([true, false, false]);
});

test("nobody orders who may not, nor says for whom who is not believed", async () => {
  const orders: unknown[] = [];
  const store = {
    find: async () => ({ digest: "a" }),
    setOrder: async (order: unknown) => {
      orders.push(order);
    },
  } as unknown as BundleStore;
  const commands = (mayOrder: boolean) =>
    bundleCommands({ bundles: setOf(), store, comparisons: {} as ComparisonReader, mayOrder: () => mayOrder });
  const pin = { command: "pin", digest: "a", reason: "" } as const;
  const admission = admissionOf({ tenant: "t", vouches: false });
  await expect(commands(false).order(pin, admission)).rejects.toMatchObject({ code: "permission_denied" });
  await expect(commands(true).order({ ...pin, by: "alice" }, admission)).rejects.toMatchObject({
    code: "permission_denied",
  });
  expect(orders).toEqual([]);
  expect(await commands(true).order(pin, admission)).toMatchObject({ kind: "pin", digest: "a", by: "loopback" });
  expect(orders).toHaveLength(1);
});
