import { invalidField } from "../domain/errors.ts";
import {
  booleanField,
  choiceField,
  countField,
  listField,
  nameField,
  objectField,
  stringField,
} from "../domain/fields.ts";
import { type JsonObject, type JsonValue, pointerTo } from "../domain/json.ts";
import { MAX_ID_CHARS } from "../domain/limits.ts";
import { type IssuerTrust, isCertificateProfile, TRUST_PROFILES, type TrustProfile } from "../domain/trust.ts";
import { checkName } from "./name.ts";
import { readKeyLocation } from "./trust-keys.ts";
import { PROFILE_RULES } from "./trust-profiles.ts";

/** Each is looked after in the background by each worker. */
const MAX_ISSUERS = 200;
const MAX_AUDIENCES = 50;
const MAX_LABELS = 50;
/** Clocks that differ by more are wrong, and every second of skew is one in which an expired token lives on. */
const MAX_SKEW_S = 300;
/** No workload's token lives for more than a month: what does is a password. */
const MAX_LIFETIME_S = 31 * 86_400;

/** SPIFFE ID section 2.1; WIMSE identifiers have the same as their authority. */
const TRUST_DOMAIN = /^[a-z0-9._-]{1,255}$/;
const USES = ["agent", "intent", "caller"] as const;

const FIELDS = [
  "profile", "use", "issuer", "trust_domain", "keys", "audiences", "algorithms", "agent_id", "labels", "clock_skew_s",
  "max_lifetime_s", "proof", "delegation", "tenant_claim",
]; // biome-ignore format: one list

/** What a certificate has nothing of: a limit that limits nothing must not look like one. */
const OF_TOKENS = ["algorithms", "agent_id", "labels", "max_lifetime_s", "delegation", "tenant_claim"];

/** `trust`: whose tokens and certificates count, and for what. @throws WritError invalid_argument naming the field */
export function readTrust(value: JsonValue): readonly IssuerTrust[] {
  const { issuers = {} } = objectField(value, "", ["issuers"]);
  const entries = Object.entries(objectField(issuers, "/issuers"));
  if (entries.length > MAX_ISSUERS) throw invalidField("/issuers", `must have at most ${MAX_ISSUERS} issuers`);
  const trust = entries.map(([name, issuer]) => readIssuer(name, issuer, pointerTo("/issuers", name)));
  checkDomains(trust);
  return trust;
}

/** Of a trust domain there is one bundle of authorities: a second entry would never be looked at. */
function checkDomains(trust: readonly IssuerTrust[]): void {
  const domains = new Set<string>();
  for (const { name, profile, trustDomain } of trust) {
    if (profile !== "x509-svid") continue;
    if (domains.has(trustDomain)) {
      throw invalidField(`${pointerTo("/issuers", name)}/trust_domain`, "has another entry for its certificates");
    }
    domains.add(trustDomain);
  }
}

/** Entries whose agents another issuer's tokens could name: agents are known by their names alone, whoever says them. */
export function sharedNames(trust: readonly IssuerTrust[]): readonly string[] {
  const issuers = new Map<string, string>();
  return trust
    .filter(({ uses, trustDomain }) => uses.includes("agent") && trustDomain === "")
    .filter(({ idPrefix, issuer }) => {
      const first = issuers.get(idPrefix) ?? issuer;
      issuers.set(idPrefix, first);
      return first !== issuer;
    })
    .map(({ name }) => name);
}

function readIssuer(name: string, value: JsonValue, at: string): IssuerTrust {
  checkName(name, at);
  const fields = objectField(value, at, FIELDS);
  const profile = choiceField(fields["profile"], `${at}/profile`, TRUST_PROFILES);
  const rules = PROFILE_RULES[profile];
  const uses = fields["use"] === undefined ? rules.uses.slice(0, 1) : readUses(fields["use"], rules.uses, `${at}/use`);
  const idle = isCertificateProfile(profile) ? OF_TOKENS.find((field) => fields[field] !== undefined) : undefined;
  if (idle !== undefined) throw invalidField(`${at}/${idle}`, `must not be set for ${profile}`);
  const issuer = readIss(fields["issuer"], profile, `${at}/issuer`);
  const trust = {
    name,
    profile,
    uses,
    issuer,
    trustDomain: readTrustDomain(fields["trust_domain"], profile, `${at}/trust_domain`),
    keys: readKeyLocation(fields["keys"], { profile, issuer }, `${at}/keys`),
    audiences: readAudiences(fields["audiences"], profile, `${at}/audiences`),
    algorithms: readAlgorithms(fields["algorithms"], profile, `${at}/algorithms`),
    ...readAgentId(fields["agent_id"], rules.idClaim, `${at}/agent_id`),
    labels: readLabels(fields["labels"] ?? {}, `${at}/labels`),
    clockSkewS: numberField(fields, "clock_skew_s", at, { least: 0, most: MAX_SKEW_S, otherwise: 30 }),
    maxLifetimeS: numberField(fields, "max_lifetime_s", at, { least: 1, most: MAX_LIFETIME_S, otherwise: 86_400 }),
    proof: choiceField(fields["proof"] ?? "as_bound", `${at}/proof`, ["as_bound", "required"]),
    delegation: booleanField(fields["delegation"] ?? rules.delegation === "always", `${at}/delegation`),
    tenantClaim: readClaim(fields["tenant_claim"] ?? "", `${at}/tenant_claim`),
  };
  checkTogether(trust, at);
  return trust;
}

/** What each part of an entry may be, only all of them together say. */
function checkTogether({ profile, delegation, idClaim, uses, proof }: IssuerTrust, at: string): void {
  const rules = PROFILE_RULES[profile];
  if (delegation && rules.delegation === "never")
    throw invalidField(`${at}/delegation`, `must be false for ${profile}`);
  if (!delegation && rules.delegation === "always") {
    throw invalidField(`${at}/delegation`, `must be true for ${profile}: such a token says on whose behalf`);
  }
  if (delegation && idClaim !== rules.idClaim) {
    throw invalidField(`${at}/agent_id/claim`, `must be ${rules.idClaim} where delegation is true`);
  }
  if (proof === "required" && !uses.includes("agent")) {
    throw invalidField(`${at}/proof`, "must be as_bound where the issuer's word does not count for agents");
  }
}

function readUses(value: JsonValue, allowed: IssuerTrust["uses"], at: string): IssuerTrust["uses"] {
  const uses = listField(Array.isArray(value) ? value : [value], at, USES.length, (use, useAt) => {
    const read = choiceField(use, useAt, USES);
    if (!allowed.includes(read)) throw invalidField(useAt, `must be one of ${allowed.join(", ")} for this profile`);
    return read;
  });
  if (uses.length === 0) throw invalidField(at, "must not be empty");
  return [...new Set(uses)];
}

function readIss(value: JsonValue | undefined, profile: TrustProfile, at: string): string {
  const { issuer } = PROFILE_RULES[profile];
  if (value === undefined && issuer !== "required") return "";
  if (issuer === "never") throw invalidField(at, `must not be set for ${profile}`);
  return nameField(value, at, MAX_ID_CHARS);
}

function readTrustDomain(value: JsonValue | undefined, profile: TrustProfile, at: string): string {
  const needed = PROFILE_RULES[profile].trustDomain;
  if (!needed && value !== undefined) throw invalidField(at, `must not be set for ${profile}`);
  if (!needed) return "";
  const text = stringField(value, at, MAX_ID_CHARS);
  if (!TRUST_DOMAIN.test(text)) {
    throw invalidField(at, "must be the name of a trust domain: lower-case letters, digits, . _ -, without spiffe://");
  }
  return text;
}

function readAudiences(value: JsonValue | undefined, profile: TrustProfile, at: string): readonly string[] {
  if (!PROFILE_RULES[profile].audiences) {
    if (value !== undefined) throw invalidField(at, `must not be set for ${profile}`);
    return [];
  }
  const name = (item: JsonValue, itemAt: string) => nameField(item, itemAt, MAX_ID_CHARS);
  const audiences = listField(value, at, MAX_AUDIENCES, name);
  if (audiences.length === 0) throw invalidField(at, "must not be empty: a token that is for nobody is for everybody");
  return audiences;
}

function readAlgorithms(value: JsonValue | undefined, profile: TrustProfile, at: string): readonly string[] {
  const { algorithms, defaultAlgorithms } = PROFILE_RULES[profile];
  if (value === undefined) return defaultAlgorithms;
  const read = listField(value, at, algorithms.length, (item, itemAt) => choiceField(item, itemAt, algorithms));
  if (read.length === 0) throw invalidField(at, "must not be empty");
  return read;
}

function readAgentId(value: JsonValue | undefined, claim: string, at: string) {
  const fields = objectField(value ?? {}, at, ["claim", "prefix"]);
  return {
    idClaim:
      fields["claim"] === undefined
        ? claim
        : nameField(readClaim(fields["claim"], `${at}/claim`), `${at}/claim`, MAX_ID_CHARS),
    idPrefix: stringField(fields["prefix"] ?? "", `${at}/prefix`, MAX_ID_CHARS),
  };
}

/** By label, the JSON Pointer (RFC 6901) of what it says. */
function readLabels(value: JsonValue, at: string): Readonly<Record<string, string>> {
  const labels = Object.entries(objectField(value, at));
  if (labels.length > MAX_LABELS) throw invalidField(at, `must have at most ${MAX_LABELS} labels`);
  return Object.fromEntries(
    labels.map(([label, pointer]) => {
      const labelAt = pointerTo(at, label);
      checkName(label, labelAt);
      const text = nameField(pointer, labelAt, MAX_ID_CHARS);
      if (!/^(?:\/(?:[^~/]|~[01])*)+$/.test(text))
        throw invalidField(labelAt, "must be a JSON Pointer, e.g. /groups/0");
      return [label, text];
    }),
  );
}

function readClaim(value: JsonValue, at: string): string {
  return stringField(value, at, MAX_ID_CHARS);
}

interface Range {
  readonly least: number;
  readonly most: number;
  readonly otherwise: number;
}

function numberField(fields: JsonObject, key: string, at: string, { least, most, otherwise }: Range): number {
  const number = countField(fields[key] ?? otherwise, `${at}/${key}`, least);
  if (number > most) throw invalidField(`${at}/${key}`, `must be a whole number from ${least} to ${most}`);
  return number;
}
