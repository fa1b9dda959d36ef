import { expect, test } from "vitest";
import { compileCatalogue } from "../../../src/canonicalize/catalogue/compile.ts";
import type { JsonObject } from "../../../src/domain/json.ts";
import { BundleSet } from "../../../src/pipeline/bundle-set.ts";
import { Comparer } from "../../../src/pipeline/comparer.ts";
import { decide } from "../../../src/pipeline/decide.ts";
import type { LoadedBundle } from "../../../src/pipeline/deps.ts";
import type { Comparison } from "../../../src/ports/bundle-store.ts";
import { decideDepsOf } from "../../support/pipeline.ts";
import { admissionOf, requestOf } from "../../support/values.ts";

const ALLOW = { effect: "allow", reasons: [] };

/** Answers what `judge` makes of the input; its catalogue says that `t/read` is this verb. */
function bundle(digest: string, judge: (input: JsonObject) => object, verb = "file.read"): LoadedBundle {
  return {
    catalogue: compileCatalogue({ t: { server: "t", tools: { read: { verb } } } }),
    policy: {
      ref: { bundle: "b", revision: digest, digest, activated_at: "" },
      data: {},
      evaluate: (input) => ({ ok: true, document: JSON.parse(JSON.stringify(judge(JSON.parse(input) as JsonObject))) }),
    },
  };
}

function shadowed(active: LoadedBundle, candidate: LoadedBundle) {
  const use = { name: "b", revision: "", source: "", archive: "", activated_at_ms: 0, confirmed_at_ms: 0 };
  const bundles = new BundleSet(() => 0);
  bundles.use({
    deployment: {
      tenant: "default",
      active: { ...use, digest: active.policy.ref.digest },
      candidate: { ...use, digest: candidate.policy.ref.digest, mode: "shadow", share: 1 },
    },
    active,
    candidate,
  });
  const comparisons: Comparison[] = [];
  let dropped = 0;
  const sink = { add: (comparison: Comparison) => comparisons.push(comparison), dropped: () => dropped++ };
  const comparer = new Comparer({ bundles, environment: "test", sink });
  const deps = decideDepsOf({
    bundle: (tenant, key, nowMs) => bundles.take(tenant, key, nowMs),
    decided: (judged, decision) => comparer.push(judged, decision),
  });
  const call = { format: "generic", server: "t", payload: { name: "read", arguments: {} } };
  const ask = (dryRun = false) =>
    decide(deps, requestOf({ call, options: { dry_run: dryRun, explain: false } }), admissionOf());
  return { ask, comparisons, dropped: () => dropped };
}

test("the candidate judges by its own catalogue and revision, and its verdict has no effect", async () => {
  const judge = ({ action, bundle: about }: JsonObject) => ({
    effect: (action as JsonObject)["verb"] === "file.delete" ? "block" : "allow",
    reasons: [{ code: (about as JsonObject)["revision"] }],
  });
  const { ask, comparisons } = shadowed(bundle("a", judge), bundle("c", judge, "file.delete"));
  expect(await ask()).toMatchObject({ effect: "allow", policy: { digest: "a" } });
  await expect.poll(() => comparisons).toHaveLength(1);
  expect(comparisons[0]).toMatchObject({
    ...{ active: "a", candidate: "c", kinds: ["tightened", "reasons"] },
    ...{ active_effect: "allow", candidate_effect: "block", active_reason: "a", candidate_reason: "c" },
  });
});

test("a dry run is not compared", async () => {
  const { ask, comparisons, dropped } = shadowed(
    bundle("a", () => ALLOW),
    bundle("c", () => ALLOW),
  );
  await ask(true);
  await ask();
  await expect.poll(() => comparisons).toHaveLength(1);
  expect(dropped()).toBe(0);
});

test("past its room calls are answered all the same, and counted as dropped", async () => {
  const { ask, comparisons, dropped } = shadowed(
    bundle("a", () => ALLOW),
    bundle("c", () => ALLOW),
  );
  const answers = await Promise.all(Array.from({ length: 1_000 }, () => ask()));
  expect(answers.filter(({ effect }) => effect === "allow")).toHaveLength(1_000);
  await expect.poll(() => comparisons.length + dropped()).toBe(1_000);
  expect(dropped()).toBeGreaterThan(0);
  expect(comparisons.length).toBeGreaterThanOrEqual(256);
});
