import { APPROVAL_STATES, MAX_COMMENT_CHARS } from "../../domain/approval.ts";
import { DIGEST, DIGEST_EXPECTED } from "../../domain/digest.ts";
import { invalidField } from "../../domain/errors.ts";
import { choiceField, nameField, objectField, optionalField, stringField } from "../../domain/fields.ts";
import type { JsonValue } from "../../domain/json.ts";
import { DEFAULT_PAGE_SIZE, MAX_ID_CHARS, MAX_PAGE_SIZE } from "../../domain/limits.ts";
import type { ApprovalAnswer } from "../../pipeline/approval-commands.ts";
import type { ApprovalFilter } from "../../ports/approval-store.ts";

/** How long one request may wait for an answer: proxies on the way end what is silent for longer. */
export const MAX_WAIT_MS = 60_000;

/**
 * The body of `POST /v1/approvals/{id}:approve` and `:deny`, and the same of AnswerApproval.
 * @throws WritError invalid_argument which names the field
 */
export function decodeAnswer(
  value: JsonValue | undefined,
  verdict: ApprovalAnswer["verdict"],
  address: string,
): ApprovalAnswer {
  const fields = objectField(value, "", ["comment", "shown_digest", "via"]);
  const digest = fields["shown_digest"];
  if (typeof digest !== "string" || !DIGEST.test(digest)) throw invalidField("/shown_digest", DIGEST_EXPECTED);
  return {
    verdict,
    comment: commentField(fields["comment"], "/comment"),
    shown_digest: digest,
    via: choiceField(fields["via"] ?? "api", "/via", ["api", "cli"]),
    address,
  };
}

/** The body of `POST /v1/approvals/{id}:withdraw`: why. @throws WritError invalid_argument which names the field */
export function decodeWithdrawal(value: JsonValue | undefined): string {
  return commentField(objectField(value, "", ["reason"])["reason"], "/reason");
}

/** `GET /v1/approvals`; all of them are texts in a query. @throws WritError invalid_argument which names the parameter */
export function decodeApprovalList(value: JsonValue): { readonly filter: ApprovalFilter; readonly size: number } {
  const fields = objectField(value, "", ["state", "agent", "session", "task", "page_size", "page_token"]);
  const { page_token: after } = optionalField("page_token", fields, "", idField);
  const size = Number(fields["page_size"] ?? DEFAULT_PAGE_SIZE);
  if (!Number.isInteger(size) || size < 1 || size > MAX_PAGE_SIZE) {
    throw invalidField("/page_size", `must be a whole number from 1 to ${MAX_PAGE_SIZE}`);
  }
  return {
    filter: {
      ...optionalField("state", fields, "", (item, at) => choiceField(item, at, APPROVAL_STATES)),
      ...optionalField("agent", fields, "", idField),
      ...optionalField("session", fields, "", idField),
      ...optionalField("task", fields, "", idField),
      ...(after === undefined ? {} : { after }),
    },
    size,
  };
}

/** `GET /v1/approvals/{id}:wait`: how long, in milliseconds. @throws WritError invalid_argument which names the parameter */
export function decodeWait(value: JsonValue): number {
  const { timeout_ms: text = String(MAX_WAIT_MS) } = objectField(value, "", ["timeout_ms"]);
  const timeoutMs = typeof text === "string" && /^\d{1,6}$/.test(text) ? Number(text) : NaN;
  if (!(timeoutMs <= MAX_WAIT_MS)) {
    throw invalidField("/timeout_ms", `must be a whole number from 0 to ${MAX_WAIT_MS}`);
  }
  return timeoutMs;
}

function idField(value: JsonValue, at: string): string {
  const id = nameField(value, at, MAX_ID_CHARS);
  if (id.includes("\0")) throw invalidField(at, "holds U+0000");
  return id;
}

function commentField(value: JsonValue | undefined, at: string): string {
  const comment = stringField(value ?? "", at, MAX_COMMENT_CHARS);
  // PostgreSQL keeps it in no text.
  if (comment.includes("\0")) throw invalidField(at, "holds U+0000");
  return comment;
}
