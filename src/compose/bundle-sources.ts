import { basename, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { isSigningAlgorithm, keyInFile, loadVerificationKey, SIGNING_ALGORITHMS } from "../adapters/bundles/keys.ts";
import { openBundleSource } from "../adapters/bundles/open.ts";
import type { Reading } from "../adapters/bundles/receive.ts";
import type { BundleSourceSettings } from "../adapters/bundles/settings.ts";
import type { BundleAccess, BundleAddress, BundleConfig } from "../config/bundle-values.ts";
import type { Config } from "../config/load.ts";
import { WritError } from "../domain/errors.ts";
import type { BundleSource } from "../ports/bundle-source.ts";
import { yamlToJson } from "./yaml.ts";

/** The bundle that is compiled with this package. */
const BUILT_IN_BUNDLE = fileURLToPath(new URL("../bundle/", import.meta.url));
const BUILT_IN = "built in";

/** @throws WritError invalid_argument for an address or a key that is none */
export function openSource(config: Config, address: BundleAddress): BundleSource {
  if (address.kind === "built_in") return builtIn();
  const development = config.mode === "development";
  const access = accessFor(address, config.bundle);
  return openBundleSource(settingsOf(address, access, development), readingOf(config.bundle));
}

/**
 * Credentials are for the host of the active bundle: a candidate that lies with somebody else must not learn them. Those of a
 * kind of source that the active bundle is not of can be for the candidate only.
 */
function accessFor(address: BundleAddress, { active, access }: BundleConfig): BundleAccess {
  const [host, origin] = [hostOf(address), hostOf(active)];
  if (host === undefined || origin === undefined || host === origin) return access;
  const { wait_s, s3, tls } = access;
  const authorities = tls.caFile === undefined ? {} : { caFile: tls.caFile };
  if (address.kind === active.kind) return { wait_s, s3, tls: authorities };
  return { ...access, tls: authorities };
}

/** Undefined for what has none, or none that a client certificate or a password of ours is sent to. */
function hostOf(address: BundleAddress): string | undefined {
  if (address.kind === "http") return new URL(address.url).origin;
  if (address.kind !== "oci") return undefined;
  return URL.parse(`${address.plainHttp ? "http" : "https"}://${address.reference}`)?.origin ?? "";
}

/** What decisions call the bundle. */
export function nameOf(address: BundleAddress): string {
  switch (address.kind) {
    case "folder":
    case "file":
    case "oci_layout":
      return basename(resolve(address.path)).replace(/\.t(ar\.)?gz$/, "");
    case "http":
      return basename(new URL(address.url).pathname).replace(/\.t(ar\.)?gz$/, "") || "default";
    case "s3":
      return basename(address.key).replace(/\.t(ar\.)?gz$/, "");
    case "oci":
      return address.reference.replace(/[@:][^/]*$/, "").replace(/^.*\//, "");
    case "built_in":
      return "default";
  }
}

/** Came with this program, which nobody signs twice; in whatever folder that is, it is the same source. */
function builtIn(): BundleSource {
  const settings = { kind: "folder", path: BUILT_IN_BUNDLE, watch: false } as const;
  const verification = { signatures: "ignored", keys: new Map() } as const;
  return { ...openBundleSource(settings, { verification, yamlToJson }), description: BUILT_IN };
}

function settingsOf(
  address: Exclude<BundleAddress, { kind: "built_in" }>,
  { wait_s, bearerToken, bearerTokenFile, tls, s3, registry }: BundleAccess,
  development: boolean,
): BundleSourceSettings {
  switch (address.kind) {
    case "folder":
      return { kind: "folder", path: address.path, watch: development };
    case "file":
      return { kind: "file", path: address.path };
    case "oci_layout":
      return address;
    case "http":
      return {
        ...address,
        wait_s,
        tls,
        ...(bearerToken === undefined ? {} : { bearerToken }),
        ...(bearerTokenFile === undefined ? {} : { bearerTokenFile }),
      };
    case "s3":
      return { ...address, ...s3 };
    case "oci":
      return { ...address, tls, ...(registry === undefined ? {} : { credentials: registry }) };
  }
}

function readingOf({ signatures, verificationKeys, signatureScope: scope, signatureIssuer }: BundleConfig): Reading {
  const keys = new Map(
    [...verificationKeys].map(([id, { algorithm, file }]) => {
      if (!isSigningAlgorithm(algorithm)) {
        throw new WritError(
          "invalid_argument",
          `the verification key ${id} has no algorithm of ${SIGNING_ALGORITHMS.join(", ")}`,
        );
      }
      return [id, loadVerificationKey(id, { algorithm, ...keyInFile(algorithm, file) })];
    }),
  );
  const issuer = signatureIssuer === "" ? {} : { issuer: signatureIssuer };
  return { verification: { signatures, keys, scope, ...issuer }, yamlToJson };
}
