import type { JsonObject } from "../../src/domain/json.ts";

// Requests to a service in development mode, as JSON, for tests that care about one part of them.

/** An intent that allows reading below /repo, mail to one person and refunds of one order. */
export const CLAIMS: JsonObject = {
  task: "tsk_test",
  purpose: "answer the customer of order 123",
  on_behalf_of: "user:alice",
  allows: [
    { verb: "file.*", resource: "file:///repo/*" },
    { verb: "message.send", destinations: ["#support"] },
    { verb: "net.fetch", destinations: ["https://example.com/a"] },
    { verb: "process.exec" },
  ],
};

/** A request for one decision about an MCP call; `more` overrides or adds fields. */
export function request(server: string, name: string, args: JsonObject, more: JsonObject = {}): JsonObject {
  return {
    agent: { id: "agent:test" },
    intent: { claims: CLAIMS },
    call: { format: "mcp", server, payload: { name, arguments: args } },
    ...more,
  };
}

/** Reading a file that the intent covers: allowed. */
export function readFile(more: JsonObject = {}): JsonObject {
  return request("filesystem", "read_text_file", { path: "/repo/README.md" }, more);
}

/** Writing a file that the intent covers: allowed, and granted. */
export function writeFile(more: JsonObject = {}): JsonObject {
  return request("filesystem", "write_file", { path: "/repo/a.txt", content: "x" }, more);
}
