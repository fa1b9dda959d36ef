import { readFileSync } from "node:fs";
import type { McpServerName } from "../../hooks/event.ts";
import type { HookIdentity } from "../../hooks/request.ts";
import { DEFAULT_URL } from "../default-url.ts";
import { checkedUrl } from "./ask.ts";

/** What a whole decision may take (the service's own default), below the shortest time that an agent gives its hooks (30 s). */
export const DEFAULT_TIMEOUT_MS = 10_000;

/** The options of `writ hook` as they were typed. */
export interface HookOptions {
  readonly url?: string;
  readonly tokenFile?: string;
  readonly agentTokenFile?: string;
  readonly agentId?: string;
  readonly intentTokenFile?: string;
  readonly workspace?: readonly string[];
  readonly mcpServer?: readonly string[];
  readonly leaveMcp: boolean;
  readonly autoApprove: boolean;
  readonly fulfils?: readonly string[];
  readonly state?: string;
  readonly timeout: string;
}

export interface HookSettings {
  readonly url: URL;
  readonly token?: string;
  readonly identity: HookIdentity;
  readonly mcpServers: readonly McpServerName[];
  readonly leaveMcp: boolean;
  readonly autoApprove: boolean;
  /** The types of obligations that are fulfilled where the agent runs. */
  readonly fulfils: readonly string[];
  readonly state?: string;
}

/** An option wins over its variable: a project can set variables in some agents, and could so name another Writ. */
export function readHookSettings(options: HookOptions, env: NodeJS.ProcessEnv): HookSettings {
  const secret = (file: string | undefined, variable: string) => {
    const path = file ?? env[`${variable}_FILE`];
    return path === undefined || path === "" ? undefined : readSecret(path);
  };
  const token = secret(options.tokenFile, "WRIT_HOOK_TOKEN") ?? nonEmpty(env["WRIT_HOOK_TOKEN"]);
  const agentToken = secret(options.agentTokenFile, "WRIT_AGENT_TOKEN");
  const intentToken = secret(options.intentTokenFile, "WRIT_INTENT_TOKEN");
  const agentId = options.agentId ?? nonEmpty(env["WRIT_AGENT_ID"]);
  const workspace = options.workspace ?? workspaceOf(env);
  const home = nonEmpty(env["HOME"]) ?? nonEmpty(env["USERPROFILE"]);
  return {
    url: checkedUrl(options.url ?? nonEmpty(env["WRIT_URL"]) ?? DEFAULT_URL, token),
    ...(token === undefined ? {} : { token }),
    identity: {
      ...(agentToken === undefined ? {} : { agentToken }),
      // Beside a token a name would only be something to contradict it.
      ...(agentId === undefined || agentToken !== undefined ? {} : { agentId }),
      ...(intentToken === undefined ? {} : { intentToken }),
      ...(workspace === undefined ? {} : { workspace }),
      ...(home === undefined ? {} : { home }),
    },
    mcpServers: (options.mcpServer ?? []).map(serverName),
    leaveMcp: options.leaveMcp,
    autoApprove: options.autoApprove,
    fulfils: options.fulfils ?? [],
    ...(options.state === undefined ? {} : { state: options.state }),
  };
}

/** Claude Code and Gemini CLI tell their hooks the project's folder; the folder where a command runs may be another. */
function workspaceOf(env: NodeJS.ProcessEnv): readonly string[] | undefined {
  const folder = nonEmpty(env["CLAUDE_PROJECT_DIR"]) ?? nonEmpty(env["GEMINI_PROJECT_DIR"]);
  return folder === undefined ? undefined : [folder];
}

/** `name`, or `name=what the agent calls it`. */
function serverName(text: string): McpServerName {
  const equals = text.indexOf("=");
  const name = equals < 0 ? text : text.slice(0, equals);
  const known_as = equals < 0 ? text : text.slice(equals + 1);
  if (name === "" || known_as === "") throw new Error("--mcp-server takes NAME, or NAME=WHAT THE AGENT CALLS IT");
  return { name, known_as };
}

function readSecret(path: string): string {
  let text: string;
  try {
    text = readFileSync(path, "utf8").trim();
  } catch (error) {
    throw new Error(`${path} cannot be read (${(error as NodeJS.ErrnoException).code})`);
  }
  if (!/^[\x21-\x7e]+$/.test(text)) throw new Error(`${path} holds no token`);
  return text;
}

function nonEmpty(value: string | undefined): string | undefined {
  return value === "" ? undefined : value;
}
