import { hash } from "node:crypto";
import type { ShownApproval } from "../domain/approval.ts";
import { canonicalJson } from "../domain/jcs.ts";
import type { JsonObject } from "../domain/json.ts";
import { shownFields } from "./fields.ts";
import type { ShownSubject } from "./subject.ts";
import { effectSentence } from "./text/sentence.ts";
import { shownWarnings } from "./warnings.ts";

/**
 * What people are shown of a question, whatever the way in: made once, when it is asked, and kept. Every text in it is safe to show as
 * it is: secrets are redacted, what hides or reorders is written out (text/visible.ts), and all of it together is bounded.
 */
export function shownApproval(subject: ShownSubject): ShownApproval {
  return {
    sentence: effectSentence(subject.agent.id, subject.action),
    fields: shownFields(subject),
    warnings: shownWarnings(subject),
  };
}

/** What an answer names, so that it is about what was shown and nothing else. */
export function shownDigest(shown: ShownApproval): string {
  return `sha256:${hash("sha256", canonicalJson(shown as unknown as JsonObject), "hex")}`;
}
