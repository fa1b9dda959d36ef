import { describe, expect, test } from "vitest";
import { parseBundleAddress } from "../../../src/config/bundle-values.ts";
import { loadConfig } from "../../../src/config/load.ts";

describe("an address says by its form what is behind it", () => {
  test.each([
    ["/etc/writ/policy", { kind: "folder", path: "/etc/writ/policy" }],
    ["policy.tar.gz", { kind: "file", path: "policy.tar.gz" }],
    ["https://example.com/b.tar.gz", { kind: "http", url: "https://example.com/b.tar.gz" }],
    ["s3://bucket/a/b.tar.gz", { kind: "s3", bucket: "bucket", key: "a/b.tar.gz" }],
    ["oci://ghcr.io/acme/policy:1", { kind: "oci", reference: "ghcr.io/acme/policy:1", plainHttp: false }],
    ["oci+http://127.0.0.1:5000/p:1", { kind: "oci", reference: "127.0.0.1:5000/p:1", plainHttp: true }],
    ["oci-layout:/srv/layout:v1", { kind: "oci_layout", path: "/srv/layout", tag: "v1" }],
    ["oci-layout:/srv/layout", { kind: "oci_layout", path: "/srv/layout" }],
    ["ftp://example.com/b.tar.gz", undefined],
    ["s3://bucket", undefined],
    ["https://", undefined],
  ])("%s", (text, expected) => {
    expect(parseBundleAddress(text)).toEqual(expected);
  });
});

describe("settings that do not go together", () => {
  test.each([
    [{ WRIT_BUNDLE_PATH: "a", WRIT_BUNDLE_SOURCE: "b" }, "bundle.source must not be set beside bundle.path"],
    [
      { WRIT_BUNDLE_CANDIDATE: "a", WRIT_BUNDLE_SHADOW_SHARE: "0.5", WRIT_BUNDLE_CANARY_SHARE: "0.5" },
      "bundle.canary_share must not be set beside bundle.shadow_share",
    ],
    [{ WRIT_BUNDLE_SHADOW_SHARE: "0.5" }, "bundle.shadow_share needs bundle.candidate"],
    [{ WRIT_BUNDLE_CANARY_SHARE: "1.5" }, "bundle.canary_share must be a number from 0 to 1"],
    [{ WRIT_BUNDLE_SOURCE: "ftp://x/y" }, "bundle.source is no folder, file"],
    [{ WRIT_BUNDLE_CERT_FILE: "a" }, "bundle.cert_file goes together with bundle.key_file"],
    [{ WRIT_BUNDLE_VERIFICATION_KEYS: "k=release.pem" }, "bundle.verification_keys must give each key id"],
    [
      { WRIT_BUNDLE_SOURCE: "https://a.example/b.tar.gz", WRIT_BUNDLE_MAX_AGE_S: "30" },
      "bundle.max_age_s must be more than bundle.wait_s",
    ],
    [{ WRIT_BUNDLE_POLL_INTERVAL_S: "1.5" }, "bundle.poll_interval_s must be a whole number"],
  ])("%j", (env, problem) => {
    expect(() => loadConfig({ env })).toThrow(problem);
  });
});

test.each([
  ["production", {}, { signatures: "required", loopbackOrders: false }],
  ["production", { WRIT_BUNDLE_ORDERS: "loopback" }, { signatures: "required", loopbackOrders: true }],
  ["development", {}, { signatures: "if_present", loopbackOrders: true }],
  ["development", { WRIT_BUNDLE_SIGNATURES: "required" }, { signatures: "required" }],
])("in %s mode with %j nothing is open that was not opened", (mode, env, expected) => {
  expect(loadConfig({ env: { WRIT_MODE: mode, ...env } }).bundle).toMatchObject(expected);
});

test("keys and shares are read", () => {
  const env = {
    WRIT_BUNDLE_VERIFICATION_KEYS: "release=ES256:/etc/writ/release.pem",
    WRIT_BUNDLE_CANDIDATE: "next.tar.gz",
    WRIT_BUNDLE_CANARY_SHARE: "0.25",
  };
  const { verificationKeys, candidate } = loadConfig({ env }).bundle;
  expect([...verificationKeys]).toEqual([["release", { algorithm: "ES256", file: "/etc/writ/release.pem" }]]);
  expect(candidate).toEqual({ address: { kind: "file", path: "next.tar.gz" }, mode: "canary", share: 0.25 });
});
