import type { WritError } from "../../domain/errors.ts";
import type { JsonObject } from "../../domain/json.ts";
import type { ForwardedAnswer } from "../forwarded/decide.ts";
import { jsonAnswer, retryAfter } from "../native/answer.ts";
import type { HttpAnswer } from "../native/protocol.ts";
import { errorStatus } from "../native/status.ts";
import { WEBHOOK_VERSION } from "./decode-webhook.ts";

/** ToolHive denies on this status whatever a webhook's `failure_policy` is (pkg/webhook/errors.go, `IsAlwaysDenyError`). */
const ALWAYS_DENIES = 422;
const FORBIDDEN = 403;

/** ToolHive reads `allow` and nothing else; the rest is for people who look at the exchange. */
export function encodeAuthorizer({ goes_on, decision: { decision_id, reasons } }: ForwardedAnswer): HttpAnswer {
  return jsonAnswer(200, { allow: goes_on, decision_id, reasons: reasons.map(({ code }) => code) });
}

/** Whatever is not 200 is an error to ToolHive's authorizer, and an error a no. */
export function encodeAuthorizerFailed(error: WritError): HttpAnswer {
  const { code, message } = error;
  return jsonAnswer(errorStatus(code).http, { allow: false, error: { code, message } }, retryAfter(error));
}

/** @param params what is to stand in place of the request's, for a webhook that may change it */
export function encodeWebhook(uid: string, answer: ForwardedAnswer, params?: JsonObject): HttpAnswer {
  const { goes_on, decision, decisions } = answer;
  const [{ code: reason = "", message = "" } = {}] = decision.reasons;
  const details: Record<string, string> = {
    decision_id: decisions.map(({ decision_id }) => decision_id).join(","),
    effect: decision.effect,
    reasons: decision.reasons.map(({ code }) => code).join(","),
    ...(decision.approval === undefined ? {} : { approval_url: decision.approval.url }),
  };
  const said = { version: WEBHOOK_VERSION, uid, allowed: goes_on, message, reason, details };
  if (!goes_on) return jsonAnswer(200, { ...said, code: FORBIDDEN });
  if (params === undefined) return jsonAnswer(200, said);
  // pkg/webhook/mutating/patch.go: JSON Patch (RFC 6902), of nothing outside of mcp_request.
  const patch = [{ op: "replace", path: "/mcp_request/params", value: params }];
  return jsonAnswer(200, { ...said, patch_type: "json_patch", patch });
}

export function encodeWebhookFailed(error: WritError): HttpAnswer {
  const { code, message } = error;
  const said = { version: WEBHOOK_VERSION, uid: "", allowed: false, message, reason: code };
  return jsonAnswer(ALWAYS_DENIES, { ...said, code: errorStatus(code).http }, retryAfter(error));
}
