import { writeSync } from "node:fs";
import { Argument, type Command, type CommanderError } from "commander";
import { canApprove, deny, type HookOutput } from "../hooks/answer.ts";
import { HOOK_AGENTS, type HookAgentName } from "../hooks/event.ts";
import { DEFAULT_URL } from "./default-url.ts";
import { runHook } from "./hook/run.ts";
import { DEFAULT_TIMEOUT_MS, type HookOptions, readHookSettings } from "./hook/settings.ts";

const MAX_TIMEOUT_MS = 60_000;

/** `writ hook`: asks Writ whether the tool call on standard input may run, and answers in the agent's own terms. */
export function addHook(program: Command, env: NodeJS.ProcessEnv): void {
  program
    .command("hook")
    .description("answer a coding agent's hook: may this tool call run?")
    .addArgument(new Argument("<agent>", "whose hook it is").choices(HOOK_AGENTS))
    .option("--url <url>", `Writ's address ($WRIT_URL, ${DEFAULT_URL})`)
    .option("--token-file <file>", "the caller's secret or token ($WRIT_HOOK_TOKEN_FILE, $WRIT_HOOK_TOKEN)")
    .option("--agent-token-file <file>", "the agent's token ($WRIT_AGENT_TOKEN_FILE)")
    .option("--agent-id <id>", "its name, of who may vouch ($WRIT_AGENT_ID)")
    .option("--intent-token-file <file>", "the intent's token ($WRIT_INTENT_TOKEN_FILE)")
    .option("--workspace <folder...>", "the project's folders (else what the agent says)")
    .option("--mcp-server <name...>", "NAME, or NAME=its name, URL or command there")
    .option("--leave-mcp", "Cursor: leave MCP tools to beforeMCPExecution", false)
    .option("--auto-approve", "on allow ask nobody (claude-code, copilot-cli)", false)
    .option("--fulfils <type...>", "obligations that are fulfilled here, as sandbox")
    .option("--state <folder>", "keep decision ids here, for after-tool hooks")
    .option("--timeout <ms>", `past it no call may run; ≤ ${MAX_TIMEOUT_MS}`, String(DEFAULT_TIMEOUT_MS))
    .exitOverride(failed)
    .action((agent: HookAgentName, options: HookOptions) => hook(agent, options, env));
}

/** Commander exits with 1, upon which most agents run the tool; and help that an agent has asked for is no yes. */
function failed({ exitCode }: CommanderError): never {
  process.exit(exitCode === 0 && process.stdin.isTTY ? 0 : 2);
}

async function hook(agent: HookAgentName, options: HookOptions, env: NodeJS.ProcessEnv): Promise<void> {
  const fail = (why: string) => finish(deny(agent, why));
  process.on("uncaughtException", () => fail("the hook failed, so the call may not run"));
  for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const) {
    process.on(signal, () => fail("the hook was stopped, so the call may not run"));
  }
  const timeoutMs = Number(options.timeout);
  if (!Number.isInteger(timeoutMs) || timeoutMs < 1 || timeoutMs > MAX_TIMEOUT_MS) {
    return fail(`--timeout is no whole number of milliseconds up to ${MAX_TIMEOUT_MS}`);
  }
  if (options.autoApprove && !canApprove(agent)) return fail(`--auto-approve is nothing that ${agent} can be told`);
  const controller = new AbortController();
  const late = () => {
    controller.abort();
    // What waits for standard input hears of no signal.
    setImmediate(() => fail("nothing was decided, so the call may not run: there was no answer in time"));
  };
  setTimeout(late, timeoutMs);
  try {
    const settings = readHookSettings(options, env);
    const deadline = { signal: controller.signal, at_ms: Date.now() + timeoutMs };
    finish(await runHook(agent, process.stdin, settings, deadline));
  } catch (error) {
    fail(error instanceof Error ? error.message : "the hook failed");
  }
}

/** Written before the exit, whatever else still runs; an agent that has closed its end gets the exit code. */
function finish({ stdout, stderr, exitCode }: HookOutput): never {
  let code: number = exitCode;
  try {
    // The reason first: two agents run the tool when it is missing.
    if (stderr !== "") writeAll(2, stderr);
    if (stdout !== "") writeAll(1, stdout);
  } catch {
    code = 2;
  }
  process.exit(code);
}

function writeAll(fd: number, text: string): void {
  let rest = Buffer.from(text);
  while (rest.length > 0) {
    try {
      rest = rest.subarray(writeSync(fd, rest));
    } catch (error) {
      // A pipe that is full and does not block.
      if ((error as NodeJS.ErrnoException).code !== "EAGAIN") throw error;
    }
  }
}
