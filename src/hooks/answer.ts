import type { JsonObject } from "../domain/json.ts";
import type { HookAgentName, HookEvent } from "./event.ts";
import type { HookVerdict } from "./verdict.ts";

/** What the hook's process leaves behind. `stdout` is the answer in the agent's own form; over HTTP it is the body. */
export interface HookOutput {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: 0 | 2;
}

/** Every agent reads 2 as "do not run it" (with a reason on stderr), and 1, or 2 without one, as a hook that failed. */
const DENIED = 2;

interface AnswerForm {
  /** Go on as if there were no hook: the person's own permissions still decide. */
  readonly goOn: JsonObject | undefined;
  /** Go on, and the agent need not ask the person. Absent where the agent knows no such answer. */
  readonly approve?: JsonObject;
  readonly warn: (text: string) => JsonObject;
  readonly deny: (text: string) => JsonObject;
}

/** Codex takes a deny with a field that it does not know, or without a reason, for no answer: nothing is added here. */
function permission(decision: "allow" | "deny", reason: string): JsonObject {
  return {
    hookSpecificOutput: {
      hookEventName: "PreToolUse",
      permissionDecision: decision,
      permissionDecisionReason: reason,
    },
  };
}

const FORMS: Readonly<Record<HookAgentName, AnswerForm>> = {
  "claude-code": {
    goOn: undefined,
    approve: permission("allow", "Writ allows it"),
    warn: (text) => ({ systemMessage: text }),
    deny: (text) => permission("deny", text),
  },
  // An allow without updated input is an error to Codex, upon which it goes on: nothing is printed instead.
  codex: {
    goOn: undefined,
    warn: (text) => ({ systemMessage: text }),
    deny: (text) => permission("deny", text),
  },
  "gemini-cli": {
    goOn: undefined,
    warn: (text) => ({ systemMessage: text }),
    deny: (text) => ({ decision: "deny", reason: text }),
  },
  // With failClosed Cursor takes an empty answer for a failure.
  cursor: {
    goOn: { permission: "allow" },
    warn: (text) => ({ permission: "allow", user_message: text, agent_message: text }),
    deny: (text) => ({ permission: "deny", user_message: text, agent_message: text }),
  },
  "copilot-cli": {
    goOn: undefined,
    approve: { permissionDecision: "allow", permissionDecisionReason: "Writ allows it" },
    // A line of progress is shown, and is not part of the answer.
    warn: (text) => ({ type: "progress", message: text }),
    deny: (text) => ({ permissionDecision: "deny", permissionDecisionReason: text }),
  },
};

/** The agents that can be told not to ask their person. */
export function canApprove(agent: HookAgentName): boolean {
  return FORMS[agent].approve !== undefined;
}

/** Not a call that waits, or one that another hook judges. */
export function goOn(agent: HookAgentName, { phase }: HookEvent): HookOutput {
  return phase === "left" ? output(FORMS[agent].goOn) : output(undefined);
}

/** Whatever went wrong: the tool does not run, and the reason stands where the agent looks for it. */
export function deny(agent: HookAgentName, why: string): HookOutput {
  const text = `Writ: ${why}`;
  return { stdout: `${JSON.stringify(FORMS[agent].deny(text))}\n`, stderr: `${text}\n`, exitCode: DENIED };
}

/** Writ's verdict in the agent's own terms. */
export function answer(agent: HookAgentName, verdict: HookVerdict, autoApprove: boolean): HookOutput {
  const form = FORMS[agent];
  switch (verdict.effect) {
    case "allow":
      return output((autoApprove ? form.approve : undefined) ?? form.goOn);
    case "warn":
      return output(form.warn(`Writ: ${verdict.text}`));
    case "block":
      return deny(agent, `blocked: ${verdict.text}`);
  }
}

function output(body: JsonObject | undefined): HookOutput {
  return { stdout: body === undefined ? "" : `${JSON.stringify(body)}\n`, stderr: "", exitCode: 0 };
}
