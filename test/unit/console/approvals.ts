import type { ApprovalRecord } from "../../../src/domain/approval.ts";
import { WritError } from "../../../src/domain/errors.ts";
import type { ApprovalAnswer, ApprovalCommands } from "../../../src/pipeline/approval-commands.ts";
import { DEMAND } from "../approvals/subjects.ts";

export const ID = "apr_01JD0000000000000000000000";
export const OTHER_ID = "apr_01JD0000000000000000000001";

export function approval(changes: Partial<ApprovalRecord> = {}): ApprovalRecord {
  return {
    tenant: "default",
    id: ID,
    decision_id: "dec_1",
    agent: "refunds-bot",
    owner: "team",
    on_behalf_of: "user:alice",
    session: "s-1",
    task: "tsk_1",
    intent: "",
    action_digest: `sha256:${"0".repeat(64)}`,
    scope_digest: `sha256:${"1".repeat(64)}`,
    demand: DEMAND,
    scope: { parts: {}, sensitivity: "internal", tier: "privileged", count: 1, reasons: [] },
    ended_by: "",
    ended_reason: "",
    requester: "gateway",
    delegation: [],
    shown: { sentence: "refunds-bot wants to send 5 USD", fields: [], warnings: [] },
    shown_digest: `sha256:${"2".repeat(64)}`,
    state: "pending",
    votes: [],
    uses: 0,
    requested_at_ms: 0,
    expires_at_ms: 900_000,
    ...changes,
  };
}

/** Keeps what pages ask of the commands; decides nothing. */
export function kept(records: readonly ApprovalRecord[]): {
  readonly commands: ApprovalCommands;
  readonly answers: readonly (ApprovalAnswer & { readonly id: string })[];
} {
  const answers: (ApprovalAnswer & { readonly id: string })[] = [];
  const get = (id: string) => {
    const found = records.find((record) => record.id === id);
    if (found === undefined) throw new WritError("not_found", "there is no such approval");
    return found;
  };
  const unasked = async () => {
    throw new Error("the pages do not ask this");
  };
  return {
    answers,
    commands: {
      list: async ({ state }) => records.filter((record) => state === undefined || record.state === state),
      get: async (id) => get(id),
      answer: async (id, answer) => {
        answers.push({ id, ...answer });
        return get(id);
      },
      withdraw: unasked,
      wait: unasked,
      watch: () => {
        throw new Error("the pages do not ask this");
      },
    },
  };
}
