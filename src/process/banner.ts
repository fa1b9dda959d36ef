/** A call that the default policy allows in development mode, as one line for a shell. */
const EXAMPLE = {
  agent: { id: "agent:demo" },
  intent: {
    claims: {
      task: "tsk_demo",
      purpose: "look at the readme",
      on_behalf_of: "user:you",
      allows: [{ verb: "file.read", resource: "file:///repo/*" }],
    },
  },
  call: {
    format: "mcp",
    server: "filesystem",
    payload: { name: "read_text_file", arguments: { path: "/repo/README.md" } },
  },
};

/** What a person reads when the service is ready. */
export function banner({
  http,
  grpc,
  mode,
}: {
  readonly http: string;
  readonly grpc: string;
  readonly mode: string;
}): readonly string[] {
  const ready = `Writ is ready: ${http}, gRPC ${grpc} (${mode} mode; Ctrl-C stops it)`;
  if (mode !== "development") return [ready];
  return [
    ready,
    "Ask it whether a call may run:",
    `curl -s ${http}/v1/decisions -H 'content-type: application/json' -d '${JSON.stringify(EXAMPLE)}'`,
  ];
}
