import { expect, test } from "vitest";
import { compileCatalogue } from "../../../src/canonicalize/catalogue/compile.ts";
import { decide } from "../../../src/pipeline/decide.ts";
import { decideDepsOf } from "../../support/pipeline.ts";
import { admissionOf, requestOf } from "../../support/values.ts";

const catalogue = compileCatalogue({ t: { server: "t", tools: { read: { verb: "file.read" } } } });
const ref = {
  bundle: "b",
  revision: "1",
  digest: `sha256:${"0".repeat(64)}`,
  activated_at: "2026-11-20T00:00:00.000Z",
};

test.each<[string, boolean, boolean, object]>([
  ["of one tenant among several blocks", true, true, { effect: "block", reasons: [{ code: "bundle_stale" }] }],
  ["of the only tenant is for readiness to say", false, true, { effect: "allow", reasons: [] }],
  ["that is fresh decides", true, false, { effect: "allow", reasons: [] }],
])("a bundle %s", async (_, staleBlocks, stale, expected) => {
  const deps = decideDepsOf({
    staleBlocks,
    bundle: () => ({
      catalogue,
      freshness: { stale, age_s: 1 },
      policy: { ref, data: {}, evaluate: () => ({ ok: true, document: { effect: "allow", reasons: [] } }) },
    }),
  });
  const call = { format: "generic", server: "t", payload: { name: "read", arguments: {} } };
  expect(await decide(deps, requestOf({ call }), admissionOf())).toMatchObject(expected);
});
