import { invalidField } from "../domain/errors.ts";
import { choiceField, countField, listField, nameField, objectField } from "../domain/fields.ts";
import {
  GRANT_KINDS,
  GRANT_TAGS,
  type GrantTemplate,
  MAX_SUB_BYTES,
  SCOPE_TOKEN,
  SECRET_REFERENCE,
} from "../domain/grant.ts";
import { type JsonObject, type JsonValue, pointerTo } from "../domain/json.ts";
import { MAX_GRANT_TTL_S, MAX_ID_CHARS } from "../domain/limits.ts";
import { checkName } from "./name.ts";

/** More targets than any one policy tells apart. */
const MAX_TEMPLATES = 1_000;
const MAX_SCOPES = 32;
/** AWS gives sessions of 15 minutes to 12 hours; no other target needs longer ones. */
const MAX_CREDENTIAL_TTL_S = 43_200;
/** What AssumeRoleWithWebIdentity makes of any token at least. */
const MIN_AWS_CREDENTIAL_TTL_S = 900;
const ALGORITHMS = ["ES256", "RS256"] as const;

export interface AudienceSettings {
  readonly templates: readonly GrantTemplate[];
  /** By `aud`, of those that say one. */
  readonly algorithms: ReadonlyMap<string, "ES256" | "RS256">;
}

/** `grants.audiences`: by name, how grants for one target are made. @throws WritError invalid_argument naming the field */
export function readAudiences(value: JsonValue): AudienceSettings {
  const entries = Object.entries(objectField(value, ""));
  if (entries.length > MAX_TEMPLATES) throw invalidField("", `must have at most ${MAX_TEMPLATES} audiences`);
  const algorithms = new Map<string, "ES256" | "RS256">();
  const templates = entries.map(([name, item]) => {
    const at = pointerTo("", name);
    const fields = fieldsOf(name, item, at);
    const template = readTemplate(name, fields, at);
    if (fields["algorithm"] !== undefined) {
      const algorithm = choiceField(fields["algorithm"], `${at}/algorithm`, ALGORITHMS);
      const other = algorithms.get(template.aud);
      if (other !== undefined && other !== algorithm) {
        throw invalidField(`${at}/algorithm`, "is another one than that of an audience with the same aud");
      }
      algorithms.set(template.aud, algorithm);
    }
    return template;
  });
  return { templates, algorithms };
}

function fieldsOf(name: string, value: JsonValue, at: string): JsonObject {
  checkName(name, at);
  return objectField(value, at, [
    "kind", "aud", "algorithm", "subject", "max_ttl_s", "credential_ttl_s", "tags", "scopes", "reference", "role", "mount",
  ]); // biome-ignore format: one list
}

function readTemplate(name: string, fields: JsonObject, at: string): GrantTemplate {
  const kind = choiceField(fields["kind"], `${at}/kind`, GRANT_KINDS);
  const text = (field: string) =>
    fields[field] === undefined ? "" : nameField(fields[field], `${at}/${field}`, MAX_ID_CHARS);
  const seconds = (field: string, max: number) => {
    if (fields[field] === undefined) return 0;
    const value = countField(fields[field], `${at}/${field}`, 1);
    if (value > max) throw invalidField(`${at}/${field}`, `must be at most ${max}`);
    return value;
  };
  const template: GrantTemplate = {
    name,
    kind,
    aud: nameField(fields["aud"], `${at}/aud`, MAX_ID_CHARS),
    subject: text("subject"),
    max_ttl_s: seconds("max_ttl_s", MAX_GRANT_TTL_S),
    credential_ttl_s: seconds("credential_ttl_s", MAX_CREDENTIAL_TTL_S),
    tags: listField(fields["tags"] ?? [], `${at}/tags`, GRANT_TAGS.length, (tag, tagAt) =>
      choiceField(tag, tagAt, GRANT_TAGS),
    ),
    scopes: listField(fields["scopes"] ?? [], `${at}/scopes`, MAX_SCOPES, scopeField),
    reference: text("reference"),
    role: text("role"),
    mount: text("mount"),
  };
  checkKind(template, at);
  return template;
}

/** What one kind needs, and the others have no use for. */
function checkKind({ kind, tags, reference, subject, mount, credential_ttl_s }: GrantTemplate, at: string): void {
  if (kind !== "aws" && tags.length > 0) throw invalidField(`${at}/tags`, "is for kind aws only");
  if (kind === "azure" && subject === "") {
    throw invalidField(`${at}/subject`, "is missing: Azure compares it to the letter");
  }
  if (Buffer.byteLength(subject) > MAX_SUB_BYTES) {
    throw invalidField(`${at}/subject`, `must have at most ${MAX_SUB_BYTES} bytes`);
  }
  if ((kind === "legacy") !== (reference !== "")) {
    throw invalidField(`${at}/reference`, "names the long-lived key of kind legacy, which has to have one");
  }
  if (reference !== "" && !SECRET_REFERENCE.test(reference)) {
    throw invalidField(`${at}/reference`, "must be a path or URI, no spaces: where the key is, never the key");
  }
  if (kind !== "openbao" && kind !== "vault" && mount !== "") {
    throw invalidField(`${at}/mount`, "is for kinds openbao and vault only");
  }
  if (kind === "aws" && credential_ttl_s !== 0 && credential_ttl_s < MIN_AWS_CREDENTIAL_TTL_S) {
    throw invalidField(`${at}/credential_ttl_s`, `AWS makes no session shorter than ${MIN_AWS_CREDENTIAL_TTL_S}`);
  }
}

function scopeField(value: JsonValue, at: string): string {
  const scope = nameField(value, at, MAX_ID_CHARS);
  if (!SCOPE_TOKEN.test(scope)) throw invalidField(at, "must be a scope: no spaces, quotes or backslashes");
  return scope;
}
