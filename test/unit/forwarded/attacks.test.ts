import { describe, expect, test } from "vitest";
import { actionOf, forwardedCalls, saidOf, TOOLS } from "../../support/forwarded-requests.ts";
import { AUTO, BATCHES, ENCODINGS, HEADS, MESSAGES, METHODS, RESOURCES, UNSEEN } from "./attacks.ts";

describe("MCP messages that could be taken for something else", () => {
  describe("methods", () => {
    test.each(METHODS)("%s", (_, row, expected) => expect(saidOf(row)).toEqual(expected));
  });
  describe("messages", () => {
    test.each(MESSAGES)("%s", (_, row, expected) => expect(saidOf(row)).toEqual(expected));
  });
  describe("resources", () => {
    test.each(RESOURCES)("%s", (_, row, expected) => expect(saidOf(row)).toEqual(expected));
  });
  describe("encodings", () => {
    test.each(ENCODINGS)("%s", (_, row, expected) => expect(saidOf(row)).toEqual(expected));
  });
  describe("heads", () => {
    test.each(HEADS)("%s", (_, row, expected) => expect(saidOf(row)).toEqual(expected));
  });
  describe("batches", () => {
    test.each(BATCHES)("%s", (_, row, expected) => expect(saidOf(row)).toEqual(expected));
  });
  describe("what is not seen", () => {
    test.each(UNSEEN)("%s", (_, row, expected) => expect(saidOf(row)).toEqual(expected));
  });
  describe("where nobody says what is spoken", () => {
    test.each(AUTO)("%s", (_, path, row, expected) => {
      expect(saidOf(row, [{ ...TOOLS, path, protocol: "auto" }])).toEqual(expected);
    });
  });
});

test("whatever is understood in part is privileged", () => {
  const rows = [...RESOURCES, ...UNSEEN].flatMap(([, row]) => forwardedCalls(row));
  const partial = rows.map(({ call }) => actionOf(call).action).filter(({ parse }) => parse === "partial");
  expect(partial.length).toBeGreaterThan(10);
  expect(partial.filter(({ tier }) => tier !== "privileged")).toEqual([]);
});

test("a server that speaks no MCP has none of its methods", () => {
  const body = { jsonrpc: "2.0", id: 1, method: "ping" };
  expect(saidOf({ body }, [{ ...TOOLS, protocol: "http" }])).toEqual(["call_method_unknown"]);
});

test("a server that no catalogue has is a stranger", () => {
  const body = { jsonrpc: "2.0", id: 1, method: "ping" };
  expect(saidOf({ body }, [{ ...TOOLS, server: "nobody" }])).toEqual(["protocol.handshake complete unknown"]);
  expect(saidOf({ body }, [])).toEqual(["protocol.handshake complete unknown"]);
});

test("a call of which only the head is seen is not the one without arguments", () => {
  const seen = forwardedCalls({ body: { jsonrpc: "2.0", id: 1, method: "tools/call", params: { name: "pay" } } });
  const unseen = forwardedCalls({ headers: { "mcp-method": "tools/call", "mcp-name": "pay" }, seen: "absent" });
  const [a, b] = [...seen, ...unseen].map(({ call }) => actionOf(call).action.digest);
  expect(a).not.toBe(b);
});

test("the id of a request stays with its refusal", () => {
  const [call] = forwardedCalls({
    headers: { "mcp-method": "ping" },
    body: { jsonrpc: "2.0", id: "abc", method: "tools/call", params: { name: "pay" } },
  });
  expect(call).toMatchObject({ rpc_id: "abc", call: { refusal: { code: "call_header_mismatch" } } });
});
