import type { WritError } from "../../domain/errors.ts";
import { deny, type HookOutput } from "../../hooks/answer.ts";
import type { HookAgentName } from "../../hooks/event.ts";
import type { HttpAnswer } from "../native/protocol.ts";

/**
 * A body with which the agent goes on, or does not. The status is 200 whatever the answer: an agent that gets another one
 * goes on as if it had no hook (Claude Code, Copilot CLI).
 */
export function encodeHook(agent: HookAgentName, { stdout, exitCode }: HookOutput): HttpAnswer {
  // A line of progress is read of a command's output only.
  const body = agent === "copilot-cli" && exitCode === 0 && stdout.startsWith('{"type":"progress"') ? "" : stdout;
  return { status: 200, headers: { "content-type": "application/json" }, body: body === "" ? "{}" : body.trimEnd() };
}

/** No decision was made, and so the tool does not run. */
export function encodeFailed(agent: HookAgentName, error: WritError): HttpAnswer {
  return encodeHook(agent, deny(agent, `nothing was decided, so the call may not run: ${error.message}`));
}
