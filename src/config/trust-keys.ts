import { invalidField } from "../domain/errors.ts";
import { nameField, objectField } from "../domain/fields.ts";
import type { JsonObject, JsonValue } from "../domain/json.ts";
import { isLoopbackHost } from "../domain/loopback.ts";
import type { KeyLocation, TrustProfile } from "../domain/trust.ts";
import { PROFILE_RULES } from "./trust-profiles.ts";

const MAX_LOCATION_CHARS = 2048;

const KINDS = [
  "discovery",
  "jwks_url",
  "jwks_file",
  "spiffe_bundle_file",
  "spiffe_bundle_url",
  "workload_api",
] as const;

/** `keys` of an issuer: exactly one place where they are. @throws WritError invalid_argument naming the field */
export function readKeyLocation(
  value: JsonValue | undefined,
  { profile, issuer }: { readonly profile: TrustProfile; readonly issuer: string },
  at: string,
): KeyLocation {
  const fields = objectField(value, at, [...KINDS, "ca_file", "crl_file"]);
  if (PROFILE_RULES[profile].keys === "ca") return readAuthorities(fields, at);
  if (fields["crl_file"] !== undefined) throw invalidField(`${at}/crl_file`, `must not be set for ${profile}`);
  const [kind, other] = KINDS.filter((name) => fields[name] !== undefined);
  if (kind === undefined || other !== undefined) throw invalidField(at, `must have exactly one of ${KINDS.join(", ")}`);
  const kindAt = `${at}/${kind}`;
  const isUrl = kind === "discovery" || kind === "jwks_url" || kind === "spiffe_bundle_url";
  if (fields["ca_file"] !== undefined && !isUrl) throw invalidField(`${at}/ca_file`, "must stand beside a URL");
  checkFits(kind, profile, kindAt);
  switch (kind) {
    case "discovery":
      if (fields[kind] !== true) throw invalidField(kindAt, "must be true, or not there");
      checkUrl(issuer, kindAt, "needs an issuer that is a URL:");
      return { kind, ...caFile(fields, at) };
    case "jwks_url":
    case "spiffe_bundle_url": {
      const url = text(fields[kind], kindAt);
      checkUrl(url, kindAt, "");
      return { kind, url, ...caFile(fields, at) };
    }
    case "workload_api":
      return { kind, path: text(fields[kind], kindAt).replace(/^unix:(?:\/\/)?(?=\/)/, "") };
    default:
      return { kind, path: text(fields[kind], kindAt) };
  }
}

function readAuthorities(fields: JsonObject, at: string): KeyLocation {
  const other = KINDS.find((name) => fields[name] !== undefined);
  if (other !== undefined) throw invalidField(`${at}/${other}`, "holds no CA certificates; use ca_file");
  const crl = fields["crl_file"] === undefined ? {} : { crlPath: text(fields["crl_file"], `${at}/crl_file`) };
  return { kind: "ca_file", path: text(fields["ca_file"], `${at}/ca_file`), ...crl };
}

/** Bundles hold the keys of trust domains: other issuers have none there, and a certificate's authorities are nowhere else. */
function checkFits(kind: (typeof KINDS)[number], profile: TrustProfile, at: string): void {
  const isBundle = kind.startsWith("spiffe_") || kind === "workload_api";
  if (isBundle && PROFILE_RULES[profile].keys !== "spiffe") {
    throw invalidField(at, `holds no keys for ${profile}; use discovery, jwks_url or jwks_file`);
  }
  if (!isBundle && profile === "x509-svid") {
    throw invalidField(at, `holds no keys for ${profile}; use a SPIFFE bundle or the Workload API`);
  }
}

function checkUrl(url: string, at: string, what: string): void {
  const parsed = URL.parse(url);
  const local = parsed !== null && isLoopbackHost(parsed.hostname);
  const safe = parsed?.protocol === "https:" || (local && parsed.protocol === "http:");
  if (parsed === null || !safe || `${parsed.username}${parsed.password}` !== "" || url.includes("#")) {
    throw invalidField(at, `${what} must be https without credentials, or http on this machine`.trim());
  }
}

function caFile(fields: JsonObject, at: string): { readonly caFile?: string } {
  return fields["ca_file"] === undefined ? {} : { caFile: text(fields["ca_file"], `${at}/ca_file`) };
}

function text(value: JsonValue | undefined, at: string): string {
  return nameField(value, at, MAX_LOCATION_CHARS);
}
