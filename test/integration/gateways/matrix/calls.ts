import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type AgentCall, pathOf } from "../../../../tools/protocol-clients/call.ts";

/** What the default policy says of a call where no intent was sent. */
export interface MatrixCall extends AgentCall {
  readonly effect: "allow" | "warn" | "block";
  /** The first reason's code. */
  readonly reason: string;
}

export const CALLS = JSON.parse(readFileSync(join(import.meta.dirname, "calls.json"), "utf8")) as readonly MatrixCall[];

/** Each server of the calls, behind a gateway. */
export const UPSTREAMS = [...new Set(CALLS.map(({ server }) => server))].map((server) => ({
  server,
  path: pathOf(server),
  protocol: "mcp",
}));
