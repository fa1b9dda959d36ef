import { expect, test } from "vitest";
import { tenantVerb } from "../../../src/transports/native/tenant-verb.ts";

test.each([
  ["can_read_user", "x-authzen.can_read_user"],
  ["GET", "x-authzen.GET"],
  ["documents:read", "x-authzen.documents:read"],
  ["a b", "x-authzen.a%20b"],
  ["a%20b", "x-authzen.a%2520b"],
  ["é*", "x-authzen.%C3%A9%2A"],
])("%s is %s", (name, verb) => {
  expect(tenantVerb("authzen", name, "/action/name")).toBe(verb);
});

test.each(["", "x".repeat(201), "*".repeat(67)])("a name that is empty or too long is refused", (name) => {
  expect(() => tenantVerb("cerbos", name, "/resources/0/actions/0")).toThrow("/resources/0/actions/0");
});
