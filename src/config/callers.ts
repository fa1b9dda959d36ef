import {
  ANONYMOUS_CALLER,
  CARRIES_TOKEN,
  type CallerByToken,
  type CarriedBy,
  type KnownCaller,
  LOOPBACK_CALLER,
  ROLES,
} from "../domain/caller.ts";
import { invalidField } from "../domain/errors.ts";
import { booleanField, choiceField, listField, nameField, objectField, optionalField } from "../domain/fields.ts";
import { type JsonValue, pointerTo } from "../domain/json.ts";
import { MAX_ID_CHARS } from "../domain/limits.ts";
import { readCallLimits } from "./call-limits.ts";
import { checkCertificates, readCertificate } from "./caller-certificate.ts";
import { checkName } from "./name.ts";

/** Each asks on behalf of many agents. */
const MAX_CALLERS = 1_000;
/** One in use, one that takes its place, one that is being forgotten. */
const MAX_SECRETS = 3;
const MAX_VALUES = 100;

const SHA256_HEX = /^[0-9a-f]{64}$/;

/** `callers`: by name, who may ask for what. @throws WritError invalid_argument naming the field */
export function readCallers(value: JsonValue): readonly KnownCaller[] {
  const entries = Object.entries(objectField(value, ""));
  if (entries.length > MAX_CALLERS) throw invalidField("", `must have at most ${MAX_CALLERS} callers`);
  const callers = entries.map(([name, caller]) => readCaller(name, caller, pointerTo("", name)));
  checkTogether(callers);
  return callers;
}

/** What each caller may be, only all of them together say. @throws WritError invalid_argument naming the later one */
export function checkTogether(callers: readonly KnownCaller[]): void {
  const names = new Set<string>();
  for (const { id } of callers) {
    if (names.has(id)) throw invalidField(pointerTo("", id), "is the name of a caller before");
    names.add(id);
  }
  checkSecrets(callers);
  checkPrefixes(callers);
  checkCertificates(callers);
}

/** A secret that two know is neither's. */
function checkSecrets(callers: readonly KnownCaller[]): void {
  const known = new Set<string>();
  for (const { id, token_digests } of callers) {
    for (const digest of token_digests) {
      if (known.has(digest))
        throw invalidField(`${pointerTo("", id)}/token_sha256`, "has a secret that is there before");
      known.add(digest);
    }
  }
}

/** Names that two issuers give are two people's: one must not read as the other. */
function checkPrefixes(callers: readonly KnownCaller[]): void {
  const issuers = new Map<string, string>();
  for (const { id, by } of callers) {
    if (by === undefined || by.id_claim === "") continue;
    const issuer = issuers.get(by.id_prefix) ?? by.issuer;
    if (issuer !== by.issuer) {
      throw invalidField(pointerTo(pointerTo("", id), "id_prefix"), "is that of another issuer's callers");
    }
    issuers.set(by.id_prefix, issuer);
  }
}

function readCaller(name: string, value: JsonValue, at: string): KnownCaller {
  checkName(name, at);
  if (name === LOOPBACK_CALLER || name === ANONYMOUS_CALLER) {
    throw invalidField(at, "is the name of whoever shows no credential");
  }
  const fields = objectField(value, at, [
    "roles", "token_sha256", "issuer", "claims", "certificate", "id_claim", "id_prefix", "groups_claim", "acts", "vouches", "forwards_certificates", "grants",
    "audiences", "obligations", "carries", "limits",
  ]); // biome-ignore format: one list
  const secrets = fields["token_sha256"];
  const digests = secrets === undefined || Array.isArray(secrets) ? (secrets ?? []) : [secrets];
  const by = fields["issuer"] === undefined ? undefined : readByToken(fields, at);
  const certificate = optionalField("certificate", fields, at, readCertificate);
  const tokens = Number(by !== undefined) + Number(digests.length > 0);
  if (tokens > 1) throw invalidField(at, "must have either token_sha256 or issuer");
  if (tokens === 0 && certificate.certificate === undefined) {
    throw invalidField(at, "must have either token_sha256 or issuer, or a certificate");
  }
  return {
    id: name,
    roles: listField(fields["roles"], `${at}/roles`, ROLES.length, (role, roleAt) => choiceField(role, roleAt, ROLES)),
    token_digests: listField(digests, `${at}/token_sha256`, MAX_SECRETS, digestField),
    ...(by === undefined ? {} : { by }),
    ...certificate,
    acts: booleanField(fields["acts"] ?? false, `${at}/acts`),
    vouches: booleanField(fields["vouches"] ?? false, `${at}/vouches`),
    forwards_certificates: booleanField(fields["forwards_certificates"] ?? false, `${at}/forwards_certificates`),
    grants: choiceField(fields["grants"] ?? "answer", `${at}/grants`, ["answer", "exchange"]),
    audiences: readBrokersAudiences(fields, at),
    obligations: listField(fields["obligations"] ?? [], `${at}/obligations`, MAX_VALUES, textField),
    carries: readCarries(fields["carries"] ?? {}, `${at}/carries`, fields["vouches"] === true),
    ...optionalField("limits", fields, at, readCallLimits),
  };
}

const textField = (item: JsonValue | undefined, itemAt: string) => nameField(item, itemAt, MAX_ID_CHARS);

/** RFC 9110 section 5.1, in lower case. */
const FIELD_NAME = /^[a-z0-9!#$%&'*+.^_`|~-]{1,128}$/;

function readCarries(value: JsonValue, at: string, vouches: boolean): CarriedBy {
  const fields = objectField(value, at, ["token_header", "agent_header", "session_header", "agent_metadata"]);
  const { token_header = CARRIES_TOKEN.token_header } = optionalField("token_header", fields, at, tokenHeaderField);
  const { agent_header = "" } = optionalField("agent_header", fields, at, headerField);
  const { session_header = "" } = optionalField("session_header", fields, at, headerField);
  const { agent_metadata } = optionalField("agent_metadata", fields, at, readMetadataPath);
  if (!vouches && (agent_header !== "" || agent_metadata !== undefined)) {
    throw invalidField(at, "says who the agent is, which only a caller with vouches: true may");
  }
  return { token_header, agent_header, session_header, agent_metadata };
}

function readMetadataPath(value: JsonValue, at: string): NonNullable<CarriedBy["agent_metadata"]> {
  const fields = objectField(value, at, ["namespace", "path"]);
  const path = listField(fields["path"], `${at}/path`, MAX_VALUES, textField);
  if (path.length === 0) throw invalidField(`${at}/path`, "must name a field");
  return { namespace: textField(fields["namespace"], `${at}/namespace`), path };
}

/** "" for none: the field is the upstream server's own. */
function tokenHeaderField(value: JsonValue, at: string): string {
  return value === "" ? value : headerField(value, at);
}

function headerField(value: JsonValue, at: string): string {
  if (typeof value === "string" && FIELD_NAME.test(value)) return value;
  throw invalidField(at, "must be the name of a header field, in lower case");
}

/** A broker takes the grants of some audiences; nobody takes those of all. */
function readBrokersAudiences(fields: ReturnType<typeof objectField>, at: string): readonly string[] {
  const broker = Array.isArray(fields["roles"]) && fields["roles"].includes("broker");
  const given = fields["audiences"];
  if (broker === (given === undefined)) {
    throw invalidField(
      `${at}/audiences`,
      "names the `aud` of the grants that a broker takes; only it has them, and it has to",
    );
  }
  return listField(given ?? [], `${at}/audiences`, MAX_VALUES, textField);
}

function digestField(value: JsonValue, at: string): string {
  if (typeof value !== "string" || !SHA256_HEX.test(value)) {
    throw invalidField(at, "must be the SHA-256 of a secret: 64 hexadecimal digits, in lower case");
  }
  return value;
}

function readByToken(fields: ReturnType<typeof objectField>, at: string): CallerByToken {
  const claims = objectField(fields["claims"], `${at}/claims`);
  if (Object.keys(claims).length === 0)
    throw invalidField(`${at}/claims`, "must name a claim: not everybody is a caller");
  const { id_claim = "" } = optionalField("id_claim", fields, at, textField);
  const { id_prefix = "" } = optionalField("id_prefix", fields, at, textField);
  const groups_claim = optionalField("groups_claim", fields, at, textField);
  // No name of a caller here has a colon: a token must not make its bearer one of them.
  if (id_claim !== "" && !id_prefix.includes(":")) {
    throw invalidField(`${at}/id_prefix`, "must have a colon, like user:, so that no claim names another caller");
  }
  return {
    issuer: textField(fields["issuer"], `${at}/issuer`),
    claims: Object.fromEntries(
      Object.entries(claims).map(([name, value]) => [
        name,
        listField(Array.isArray(value) ? value : [value], pointerTo(`${at}/claims`, name), MAX_VALUES, textField),
      ]),
    ),
    id_claim,
    id_prefix,
    ...groups_claim,
  };
}
