import { compileCatalogue } from "../../src/canonicalize/catalogue/compile.ts";
import type { JsonObject } from "../../src/domain/json.ts";
import type { DecisionRequest } from "../../src/domain/request.ts";

const SERVER = "bench";

/** A tool for each kind of argument that analyzers look into, and one whose arguments hold nothing for them. */
const TOOLS = {
  plain: { verb: "record.read" },
  shell: { verb: "process.exec", analyze: [{ kind: "shell", from: "/text" }] },
  powershell: { verb: "process.exec", analyze: [{ kind: "shell", from: "/text", dialect: "powershell" }] },
  cmd: { verb: "process.exec", analyze: [{ kind: "shell", from: "/text", dialect: "cmd" }] },
  sql: { verb: "db.read", analyze: [{ kind: "sql", from: "/text", dialect: "postgres" }] },
  python: { verb: "code.run", analyze: [{ kind: "code", from: "/text", language: "python" }] },
  javascript: { verb: "code.run", analyze: [{ kind: "code", from: "/text", language: "javascript" }] },
  patch: { verb: "file.write", analyze: [{ kind: "patch", from: "/text" }] },
  path: { verb: "file.read", resource: { type: "file", uri: "file://{/text}" } },
  url: { verb: "net.fetch", destinations: [{ kind: "url", from: "/text" }] },
  people: {
    verb: "message.send",
    destinations: ["email", "phone", "handle", "channel", "account", "wallet"].map((kind) => ({ kind, from: "/text" })),
    amount: { value: "/text" },
  },
  text: { verb: "message.send" },
} as const;

export type ToolName = keyof typeof TOOLS;

export const CATALOGUE = compileCatalogue({ bench: { server: SERVER, tools: TOOLS } } as unknown as JsonObject);

/** A call of the tool as a decoded request. */
export function requestOf(name: ToolName, args: JsonObject): DecisionRequest {
  return {
    request_id: "bench",
    agent: { id: "agent:bench" },
    session: "",
    call: { format: "mcp", server: SERVER, payload: { name, arguments: args } },
    observed: [],
    context: { cwd: "/repo", home: "/home/alice", workspace: ["/repo"] },
    options: { dry_run: false, explain: false },
    timeout_ms: 10_000,
  };
}
