import { createHmac } from "node:crypto";
import { safeText } from "../approvals/text/safe.ts";
import type { JsonObject } from "../domain/json.ts";
import type { Notice } from "../domain/notice.ts";
import { briefly } from "./message.ts";

const MAX_REASON_CHARS = 1_000;
/** Standard Webhooks 1.0.0, "Signature scheme": 24 to 64 bytes. */
const MIN_SECRET_BYTES = 24;
const MAX_SECRET_BYTES = 64;
const PREFIX = "whsec_";

/** A notice for a program, in the structure that Standard Webhooks 1.0.0 recommends. Texts are safe to show; ids are as they are. */
export function standardPayload(
  notice: Notice,
  { tenant, publicUrl }: { tenant: string; publicUrl: string },
): JsonObject {
  const { event, at_ms, decision_id, session, actor, verdict, reason, approval, decision } = notice;
  return {
    type: event,
    timestamp: new Date(at_ms).toISOString(),
    data: {
      tenant,
      decision_id,
      session,
      actor,
      ...(verdict === "" ? {} : { verdict }),
      ...(reason === "" ? {} : { reason: safeText(reason, MAX_REASON_CHARS) }),
      ...(approval === undefined
        ? {}
        : {
            approval: {
              id: approval.id,
              url: `${publicUrl}/approvals/${encodeURIComponent(approval.id)}`,
              agent: approval.agent,
              state: approval.state,
              expires_at: new Date(approval.expires_at_ms).toISOString(),
              shown: briefly(approval.shown) as unknown as JsonObject,
            },
          }),
      ...(decision === undefined ? {} : { decision: { ...decision } }),
    },
  };
}

/** The bytes of a secret as it is handed out: `whsec_` and base64. Undefined for anything else. */
export function secretBytes(text: string): Buffer | undefined {
  if (!text.startsWith(PREFIX)) return undefined;
  const base64 = text.slice(PREFIX.length);
  const bytes = Buffer.from(base64, "base64");
  if (bytes.toString("base64") !== base64) return undefined;
  return bytes.length >= MIN_SECRET_BYTES && bytes.length <= MAX_SECRET_BYTES ? bytes : undefined;
}

/**
 * The fields that prove where a message comes from, one signature for each secret, so that a secret can be replaced without a gap.
 * @param at_s of this try, seconds since 1970
 */
export function signatureHeaders(
  id: string,
  at_s: number,
  body: string,
  secrets: readonly Buffer[],
): Readonly<Record<string, string>> {
  const signatures = secrets.map(
    (secret) => `v1,${createHmac("sha256", secret).update(`${id}.${at_s}.${body}`).digest("base64")}`,
  );
  return {
    "webhook-id": id,
    "webhook-timestamp": String(at_s),
    ...(signatures.length === 0 ? {} : { "webhook-signature": signatures.join(" ") }),
  };
}
