import type { JsonObject } from "../../src/domain/json.ts";

// Requests to a service in development mode, as JSON, for tests that care about one part of them.

/** An intent for work on one repository and its issues, with one channel to write to and one page to fetch. */
export const CLAIMS: JsonObject = {
  task: "tsk_test",
  purpose: "answer the customer of order 123",
  on_behalf_of: "user:alice",
  allows: [
    { verb: "file.*", resource: "file:///repo/*" },
    { verb: "ticket.*", resource: "https://github.com/acme/*" },
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

/** A comment on an issue that the intent covers: allowed, and granted. */
export function comment(more: JsonObject = {}): JsonObject {
  const issue = { owner: "acme", repo: "shop", issue_number: 123 };
  return request("github", "add_issue_comment", { ...issue, body: "Done." }, more);
}
