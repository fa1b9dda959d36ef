import type { Reads } from "../domain/reads.ts";

/** What a policy can see only if it is read for it: each costs a read, and what is counted a write. */
export interface Wants {
  /** `input.usage.agent` */
  readonly agentUsage: boolean;
  /** `input.usage.task` */
  readonly taskUsage: boolean;
  /** `input.task.labels` and `.sources` */
  readonly taskLabels: boolean;
}

/** @param reads what of its input the policy can read; a policy that nobody has analyzed may read all of it */
export function wantsOf(reads: Reads = "everything"): Wants {
  return {
    agentUsage: canRead(reads, ["usage", "agent"]),
    taskUsage: canRead(reads, ["usage", "task"]),
    taskLabels: canRead(reads, ["task", "labels"]) || canRead(reads, ["task", "sources"]),
  };
}

function canRead(reads: Reads, [key, ...rest]: readonly string[]): boolean {
  if (reads === "everything" || key === undefined) return true;
  const inner = reads.get(key);
  return inner !== undefined && canRead(inner, rest);
}
