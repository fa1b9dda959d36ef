/** The files of a bundle: path inside it, with `/` and without a leading one, to content. */
export type BundleFiles = ReadonlyMap<string, Uint8Array>;

export const POLICY_WASM = "policy.wasm";
export const BUNDLE_DATA = "data.json";
export const BUNDLE_MANIFEST = ".manifest";
export const BUNDLE_SIGNATURES = ".signatures.json";

/** The one rule that is evaluated: `data.writ.main.decision`. */
export const ENTRYPOINT = "writ/main/decision";
