import type { JsonValue } from "./json.ts";

/** The last second that a Date holds. */
const MAX_TIME_S = 8.64e12;

/** Whether a claim is a NumericDate (RFC 7519 section 2) that is a time. */
export function isTimeClaim(value: JsonValue | undefined): value is number {
  return typeof value === "number" && Number.isFinite(value) && value > 0 && value < MAX_TIME_S;
}

/** Whether a claim is text that says something. */
export function isTextClaim(value: JsonValue | undefined): value is string {
  return typeof value === "string" && value !== "";
}
