import { expect, test } from "vitest";
import { timeField } from "../../../src/domain/fields.ts";

test.each([
  ["2026-11-20T15:04:05Z", "2026-11-20T15:04:05.000Z"],
  ["2026-11-20T15:04:05.1239+01:30", "2026-11-20T13:34:05.123Z"],
  ["9999-12-31T23:59:59.999Z", "9999-12-31T23:59:59.999Z"],
  ["2028-02-29T00:00:00Z", "2028-02-29T00:00:00.000Z"],
])("the time %s is said as %s", (text, utc) => {
  expect(timeField(text, "/at")).toBe(utc);
});

test.each([
  ["that its offset leads past the year 9999", "9999-12-31T23:59:59-00:01"],
  ["that its offset leads before the year 0", "0000-01-01T00:00:00+00:01"],
  ["of a day that no month has", "2026-02-30T00:00:00Z"],
  ["of a month that no year has", "2026-13-01T00:00:00Z"],
  ["of an hour that no day has", "2026-01-01T24:00:00Z"],
  ["without an offset", "2026-01-01T00:00:00"],
])("a time is refused %s", (_, text) => {
  expect(() => timeField(text, "/at")).toThrow("/at: must be an RFC 3339 time");
});
