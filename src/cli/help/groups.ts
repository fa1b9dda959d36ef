/** The commands in the order in which a person meets them. A command that is in none of these is not in the program's help. */
export const GROUPS: readonly (readonly [title: string, commands: readonly string[]])[] = [
  ["Run the service", ["serve", "config", "db", "doctor"]],
  ["Write policies", ["policy", "bundle", "catalog", "canonicalize", "replay"]],
  ["Who may act", ["agents", "intents", "grants", "keys", "sessions"]],
  ["Ask people", ["approvals", "webhooks"]],
  ["Look back", ["trail", "audit", "subject", "sinks", "events"]],
  ["On a workstation", ["hook", "completion"]],
];

/** What most people start with. */
export const FIRST_STEPS: readonly string[] = [
  "writ serve --dev                            # on this machine, without any settings",
  "writ config check --config writ.yaml        # before a start in production",
  "writ policy init my-policy                  # a policy of your own, with its tests",
  "writ trail dec_01JD3Z5Q8V6W7X8Y9Z0ABCDEFG   # what became of one decision",
  "source <(writ completion bash)              # the Tab key knows commands and options",
];
