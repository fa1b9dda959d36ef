/** The coding agents that npm has, at the versions that docs/gateways/agent-hooks.md names. Cursor is in no registry. */
export const AGENT_PACKAGES = [
  { name: "@anthropic-ai/claude-code", version: "2.1.329" },
  { name: "@openai/codex", version: "0.169.0" },
  { name: "@google/gemini-cli", version: "0.61.0" },
  { name: "@github/copilot", version: "1.0.102" },
] as const;
