import type { FollowUp, FollowUpKind } from "../../domain/follow-up.ts";
import type { JsonObject } from "../../domain/json.ts";
import type { Draft } from "./draft.ts";

/** What a follow-up of each kind says, of what its row holds. A part that is not there is left out. */
const TEXTS: Readonly<Record<FollowUpKind, (body: JsonObject) => readonly string[]>> = {
  outcome: (body) => [text(body, "status"), after(body, "in", "duration_ms", "ms"), ...resultOf(body)],
  approval_requested: (body) => [
    text(body, "approval"),
    `(${text(body, "template")}):`,
    text(shownOf(body), "sentence"),
  ],
  approval_answered: (body) => [
    text(body, "verdict"),
    text(body, "approval"),
    after(body, "by", "via"),
    after(body, "from", "address"),
    quoted(body, "comment"),
  ],
  approval_used: (body) => [text(body, "approval"), after(body, "for", "decision"), after(body, "as use", "use")],
  approval_withdrawn: (body) => [text(body, "approval"), quoted(body, "reason")],
  approval_expired: (body) => [text(body, "approval")],
  grant_exchanged: (body) => [text(body, "grant"), after(body, "for", "audience")],
  grant_redeemed: (body) => [text(body, "grant"), after(body, "for the secret", "secret_ref")],
  grant_revoked: (body) => [text(body, "grant"), after(body, "because of", "reason")],
  session_suspended: (body) => [quoted(body, "reason")],
  session_resumed: (body) => [quoted(body, "reason")],
  subject_erased: (body) => [after(body, "in", "records", "places"), quoted(body, "reason")],
};

export function followedEntry({ kind, actor, at_ms, body }: FollowUp): Draft {
  return {
    at_ms,
    what: kind,
    who: actor,
    text: TEXTS[kind](body)
      .filter((part) => part !== "")
      .join(" "),
    detail: body,
  };
}

function text(body: JsonObject, name: string): string {
  const value = body[name];
  return typeof value === "string" || typeof value === "number" ? String(value) : "";
}

function after(body: JsonObject, before: string, name: string, behind = ""): string {
  const value = text(body, name);
  return value === "" ? "" : `${before} ${value} ${behind}`.trimEnd();
}

function quoted(body: JsonObject, name: string): string {
  const value = text(body, name);
  return value === "" ? "" : `“${value}”`;
}

function shownOf(body: JsonObject): JsonObject {
  return objectOf(body["shown"]);
}

function resultOf(body: JsonObject): readonly string[] {
  return [quoted(objectOf(body["detail"]), "result_excerpt")];
}

function objectOf(value: JsonObject[string] | undefined): JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? value : {};
}
