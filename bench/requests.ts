import type { Json } from "../tools/grpc-client.ts";

/** Distinct requests, so that nothing gains from seeing one twice in a row; a stream may not repeat an id that is unanswered. */
const COUNT = 512;

/** What an agent that works on a customer's ticket may do: some 1.8 KB of policy input with the call. */
const ALLOWS = [
  { verb: "file.*", resource: "file:///repo/*" },
  { verb: "repo.read", resource: "https://github.com/acme/*" },
  { verb: "ticket.*", resource: "https://github.com/acme/*" },
  { verb: "message.send", destinations: ["#support", "@acme.example", "bob@example.com"] },
  { verb: "net.fetch", destinations: ["https://docs.example.com/api", "*.example.org"] },
  { verb: "payment.refund", resource: "order:123", destinations: ["user:alice"], max_amount: "50", currency: "USD" },
];

const CALLS: readonly (readonly [server: string, name: string, args: Json])[] = [
  ["filesystem", "read_text_file", { path: "/repo/src/index.ts", head: 200 }],
  ["filesystem", "list_directory", { path: "/repo/docs" }],
  ["github", "get_issue", { owner: "acme", repo: "shop", issue_number: 123 }],
  ["github", "search_code", { q: "refund language:typescript repo:acme/shop" }],
  ["fetch", "fetch", { url: "https://docs.example.com/api", max_length: 5000 }],
  ["filesystem", "read_text_file", { path: "/etc/passwd" }],
  ["slack", "slack_post_message", { channel_id: "#general", text: "The refund for order 123 is on its way." }],
  ["filesystem", "get_file_info", { path: "/repo/package.json" }],
];

/** Context of a size that gateways send. */
const CONTEXT = {
  environment: "development",
  gateway: "bench",
  model: "any-model-2026",
  prompt_excerpt: "Please look into ticket 123: the customer says that the refund has not arrived. ".repeat(6),
};

/** Reads, refusals and a message, without session and grant: what OPA can be asked as well. */
export function benchRequests(): readonly Json[] {
  return Array.from({ length: COUNT }, (_, index) => {
    const [server, name, args] = CALLS[index % CALLS.length] as (typeof CALLS)[number];
    return {
      request_id: `bench-${String(index).padStart(6, "0")}`,
      agent: { id: "agent:bench" },
      intent: {
        // What the sessions of one task have come to is read together: many agents have many tasks.
        claims: {
          task: `tsk_bench_${index}`,
          purpose: "answer ticket 123",
          on_behalf_of: "user:alice",
          allows: ALLOWS,
        },
      },
      call: { format: "mcp", server, payload: { name, arguments: args } },
      context: CONTEXT,
    };
  });
}

/** Writes that are granted, each in one of many sessions: the dearest way that a call can take. */
export function sessionRequests(): readonly Json[] {
  return benchRequests().map((request, index) => ({
    ...request,
    session: `bench-${index}`,
    call: {
      format: "mcp",
      server: "github",
      payload: {
        name: "add_issue_comment",
        arguments: { owner: "acme", repo: "shop", issue_number: 123, body: "Done." },
      },
    },
  }));
}
