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
