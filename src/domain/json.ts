/** A JSON value as RFC 8259 knows it; numbers are IEEE doubles that round-trip (the decoder refuses others). */
export type JsonValue = null | boolean | number | string | JsonValue[] | JsonObject;

export interface JsonObject {
  [key: string]: JsonValue;
}

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Appends one reference token to a JSON Pointer (RFC 6901 section 3). */
export function pointerTo(parent: string, token: string | number): string {
  if (typeof token === "number") return `${parent}/${token}`;
  return `${parent}/${token.replaceAll("~", "~0").replaceAll("/", "~1")}`;
}

/** What a reference token stands for (RFC 6901 section 4). */
export function tokenOf(escaped: string): string {
  return escaped.replaceAll("~1", "/").replaceAll("~0", "~");
}

/** An object's own member; undefined of whatever is none. */
export function memberOf(value: JsonValue | undefined, name: string): JsonValue | undefined {
  return isJsonObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}

/** What one reference token finds: an own member, or a list's item by its index; undefined where that is nothing. */
export function childOf(value: JsonValue | undefined, token: string): JsonValue | undefined {
  if (!Array.isArray(value)) return memberOf(value, token);
  return /^(?:0|[1-9]\d*)$/.test(token) ? value[Number(token)] : undefined;
}
