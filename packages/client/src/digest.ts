import { frozenCopy } from "./copy.ts";
import type { JsonValue } from "./json.ts";

/**
 * `sha256:` and the SHA-256 of a result's RFC 8785 form; the same in the Python client.
 * @returns undefined for what is no JSON value
 */
export async function digestOf(result: unknown): Promise<string | undefined> {
  let text: string;
  try {
    text = canonicalJson(frozenCopy(result) as JsonValue);
  } catch {
    return undefined;
  }
  const hash = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return `sha256:${Array.from(new Uint8Array(hash), (byte) => byte.toString(16).padStart(2, "0")).join("")}`;
}

/** Keys by UTF-16 code units, numbers and strings as ECMAScript writes them (RFC 8785, section 3.2). */
function canonicalJson(value: JsonValue): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  const members = Object.entries(value as Record<string, JsonValue>)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`);
  return `{${members.join(",")}}`;
}
