import type { Static } from "typebox";
import type { CandidateMode } from "../domain/bundle-state.ts";
import type { BUNDLE_SCHEMA } from "./bundle-schema.ts";

export type BundleSettings = Static<typeof BUNDLE_SCHEMA>;

/** Where a bundle comes from. */
export type BundleAddress =
  | { readonly kind: "built_in" }
  | { readonly kind: "folder" | "file"; readonly path: string }
  | { readonly kind: "http"; readonly url: string }
  | { readonly kind: "s3"; readonly bucket: string; readonly key: string }
  | { readonly kind: "oci"; readonly reference: string; readonly plainHttp: boolean }
  | { readonly kind: "oci_layout"; readonly path: string; readonly tag?: string };

/** An algorithm's name and the file of a key. */
export interface VerificationKeyFile {
  readonly algorithm: string;
  readonly file: string;
}

export interface BundleConfig {
  readonly active: BundleAddress;
  readonly candidate?: { readonly address: BundleAddress; readonly mode: CandidateMode; readonly share: number };
  readonly pollIntervalMs: number;
  /** 0: no limit. */
  readonly maxAgeS: number;
  /** Whether every caller on loopback may order, or in development mode only. */
  readonly loopbackOrders: boolean;
  readonly signatures: "required" | "if_present" | "ignored";
  readonly verificationKeys: ReadonlyMap<string, VerificationKeyFile>;
  /** "" for signatures that name none. */
  readonly signatureScope: string;
  /** "" for any. */
  readonly signatureIssuer: string;
  /** What is left empty is absent. */
  readonly access: BundleAccess;
  /** "" for the one of the package. */
  readonly opa: string;
}

/** How sources are reached. */
export interface BundleAccess {
  readonly wait_s: number;
  readonly bearerToken?: string;
  readonly bearerTokenFile?: string;
  readonly tls: { readonly caFile?: string; readonly certFile?: string; readonly keyFile?: string };
  readonly s3: {
    readonly region: string;
    readonly endpoint?: string;
    readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
  };
  readonly registry?: { readonly username: string; readonly password: string };
}

/** Undefined for text that is no address. */
export function parseBundleAddress(text: string): BundleAddress | undefined {
  if (/^https?:\/\//i.test(text)) return URL.canParse(text) ? { kind: "http", url: text } : undefined;
  const s3 = /^s3:\/\/([^/]+)\/(.+)$/.exec(text);
  if (s3 !== null) return { kind: "s3", bucket: s3[1] as string, key: s3[2] as string };
  const oci = /^oci(\+http)?:\/\/(.+)$/.exec(text);
  if (oci !== null) return { kind: "oci", reference: oci[2] as string, plainHttp: oci[1] !== undefined };
  const layout = /^oci-layout:(.+?)(?::([^:/]+))?$/.exec(text);
  if (layout !== null) {
    const [, path = "", tag] = layout;
    return { kind: "oci_layout", path, ...(tag === undefined ? {} : { tag }) };
  }
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(text)) return undefined;
  return { kind: /\.t(ar\.)?gz$/.test(text) ? "file" : "folder", path: text };
}

const ADDRESS_EXPECTED = "is no folder, file, https://, s3://, oci:// or oci-layout: address";

/** @param add is told what is wrong with which setting */
export function readBundleSettings(
  bundle: BundleSettings,
  development: boolean,
  add: (key: string, description: string) => void,
): BundleConfig {
  checkTogether(bundle, add);
  const { verification_keys: keys } = bundle;
  const signatures = bundle.signatures === "auto" ? (development ? "if_present" : "required") : bundle.signatures;
  const candidate = bundle.candidate === "" ? undefined : address("bundle.candidate", bundle.candidate, add);
  const mode = bundle.canary_share > 0 ? "canary" : "shadow";
  const share = mode === "canary" ? bundle.canary_share : bundle.shadow_share;
  return {
    active: bundle.path === "" ? address("bundle.source", bundle.source, add) : { kind: "folder", path: bundle.path },
    ...(candidate === undefined ? {} : { candidate: { address: candidate, mode, share } }),
    pollIntervalMs: bundle.poll_interval_s * 1000,
    maxAgeS: bundle.max_age_s,
    loopbackOrders: development || bundle.orders === "loopback",
    signatures,
    verificationKeys: new Map(Object.entries(keys).map(([id, value]) => [id, keyFile(value)])),
    signatureScope: bundle.signature_scope,
    signatureIssuer: bundle.signature_issuer,
    access: accessOf(bundle),
    opa: bundle.opa,
  };
}

function address(key: string, text: string, add: (key: string, description: string) => void): BundleAddress {
  if (text === "") return { kind: "built_in" };
  const parsed = parseBundleAddress(text);
  if (parsed === undefined) add(key, ADDRESS_EXPECTED);
  return parsed ?? { kind: "built_in" };
}

function checkTogether(bundle: BundleSettings, add: (key: string, description: string) => void): void {
  if (bundle.path !== "" && bundle.source !== "") add("bundle.source", "must not be set beside bundle.path");
  if (bundle.shadow_share > 0 && bundle.canary_share > 0) {
    add("bundle.canary_share", "must not be set beside bundle.shadow_share");
  }
  const shared = bundle.shadow_share > 0 ? "bundle.shadow_share" : "bundle.canary_share";
  if (bundle.candidate === "" && bundle.shadow_share + bundle.canary_share > 0) add(shared, "needs bundle.candidate");
  if (bundle.bearer_token !== "" && bundle.bearer_token_file !== "") {
    add("bundle.bearer_token_file", "must not be set beside bundle.bearer_token");
  }
  if (bundle.max_age_s > 0 && bundle.max_age_s <= bundle.wait_s && /^https?:/i.test(bundle.source)) {
    add("bundle.max_age_s", "must be more than bundle.wait_s: a source that waits for a change is not heard meanwhile");
  }
  for (const [one, other] of PAIRS) {
    if ((bundle[one] === "") !== (bundle[other] === "")) add(`bundle.${one}`, `goes together with bundle.${other}`);
  }
}

const PAIRS = [
  ["cert_file", "key_file"],
  ["s3_access_key_id", "s3_secret_access_key"],
  ["registry_username", "registry_password"],
] as const;

function keyFile(value: string): VerificationKeyFile {
  const colon = value.indexOf(":");
  return { algorithm: value.slice(0, colon), file: value.slice(colon + 1) };
}

function accessOf(bundle: BundleSettings): BundleAccess {
  const { s3_access_key_id: accessKeyId, s3_secret_access_key: secretAccessKey } = bundle;
  const { registry_username: username, registry_password: password } = bundle;
  return {
    wait_s: bundle.wait_s,
    ...given("bearerToken", bundle.bearer_token),
    ...given("bearerTokenFile", bundle.bearer_token_file),
    tls: {
      ...given("caFile", bundle.ca_file),
      ...given("certFile", bundle.cert_file),
      ...given("keyFile", bundle.key_file),
    },
    s3: {
      region: bundle.s3_region,
      ...given("endpoint", bundle.s3_endpoint),
      ...(accessKeyId === "" ? {} : { credentials: { accessKeyId, secretAccessKey } }),
    },
    ...(username === "" ? {} : { registry: { username, password } }),
  };
}

function given<K extends string>(key: K, value: string): { [P in K]?: string } {
  return value === "" ? {} : ({ [key]: value } as { [P in K]: string });
}
