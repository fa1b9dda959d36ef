import type { IntentRecord } from "../domain/intent.ts";
import type { JsonObject } from "../domain/json.ts";

/** The claims of an intent's token (RFC 7519 section 4): what is on record, and for whom it is said. */
export function tokenClaims(record: IntentRecord, issuer: string): JsonObject {
  const { agents, ancestors, parent } = record;
  return {
    iss: issuer,
    aud: issuer,
    jti: record.id,
    iat: Math.floor(record.requested_at_ms / 1000),
    nbf: record.not_before_ms / 1000,
    exp: record.expires_at_ms / 1000,
    tenant: record.tenant,
    task: record.task,
    purpose: record.purpose,
    on_behalf_of: record.on_behalf_of,
    agent: agents.length === 1 ? (agents[0] as string) : [...agents],
    allows: record.allows.map((allowance) => ({ ...allowance })) as unknown as JsonObject[],
    ...(parent === undefined ? {} : { parent, ancestors: [...ancestors] }),
  };
}
