import { loadAnalyzers } from "../../canonicalize/analyzers/load.ts";
import { compileCatalogue } from "../../canonicalize/catalogue/compile.ts";
import { BUNDLE_DATA, type BundleFiles } from "../../domain/bundle.ts";
import type { JsonObject } from "../../domain/json.ts";
import type { Policy } from "../../ports/policy.ts";
import { type CasePolicy, settingsOf } from "./run.ts";

/**
 * A built bundle as what decides cases.
 *
 * @param load as production loads a bundle
 * @throws WritError when the bundle is refused, or its catalogue is broken
 */
export async function casePolicy(
  bundle: BundleFiles,
  load: (bundle: BundleFiles) => Promise<Policy>,
): Promise<CasePolicy> {
  const policy = await load(bundle);
  await loadAnalyzers();
  const { data } = policy;
  const settings = settingsOf(data);
  const loaded = new Map([[JSON.stringify(settings), Promise.resolve(policy)]]);
  return {
    catalogue: compileCatalogue(data["catalog"]),
    settings,
    with: (wanted) => {
      const key = JSON.stringify(wanted);
      const known = loaded.get(key) ?? load(withData(bundle, { ...data, settings: wanted }));
      loaded.set(key, known);
      return known;
    },
  };
}

function withData(bundle: BundleFiles, data: JsonObject): BundleFiles {
  return new Map([...bundle, [BUNDLE_DATA, new TextEncoder().encode(JSON.stringify(data))]]);
}
