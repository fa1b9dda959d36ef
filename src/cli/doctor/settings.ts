import type { Finding, HookEntry } from "./entry.ts";
import type { FailureForm } from "./inspect.ts";

/** What an agent's settings say of its hooks. */
export interface AgentSettings {
  readonly entries: readonly HookEntry[];
  /** Files that are there and cannot be read. */
  readonly broken: readonly string[];
  readonly failure: FailureForm;
  /** What is only this agent's. */
  readonly findings: readonly Finding[];
  /** Without it the hooks of a project are not run until somebody trusts the folder. */
  readonly projectNeedsTrust?: boolean;
}
