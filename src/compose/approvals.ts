import { ApprovalExpiry } from "../adapters/postgres/approval-expiry.ts";
import type { PostgresStore } from "../adapters/postgres/store.ts";
import { describeFailure } from "../domain/failure.ts";
import { type ApprovalCommands, approvalCommands } from "../pipeline/approval-commands.ts";
import type { ApprovalReader } from "../ports/approval-store.ts";
import { type BackgroundJob, Periodic } from "../process/background.ts";
import type { BackgroundLog } from "./background.ts";

/** Whoever waits hears within this that time is over; a yes that is over is not used for a moment longer than it may be. */
const EXPIRE_EVERY_MS = 1_000;

/** @param stopping aborted when the process ends, so that nobody is waited for who waits */
export function composeApprovals(
  { approvals }: Pick<PostgresStore, "approvals">,
  stopping: AbortSignal,
): { readonly approvals: ApprovalReader; readonly approvalCommands: ApprovalCommands } {
  return {
    approvals,
    approvalCommands: approvalCommands({ store: approvals, news: approvals, stopping, now: Date.now }),
  };
}

/** Ends approvals whose time is over, on every replica: none waits for another. */
export function approvalExpiry(log: BackgroundLog): BackgroundJob {
  let running: { readonly expiry: ApprovalExpiry; readonly periodic: Periodic } | undefined;
  return {
    name: "approval_expiry",
    start: async (databaseUrl) => {
      const expiry = new ApprovalExpiry(databaseUrl);
      const periodic = new Periodic({
        everyMs: EXPIRE_EVERY_MS,
        run: () => expiry.expire(Date.now()),
        failed: (error) => log("approval_expiry_failed", describeFailure(error)),
      });
      running = { expiry, periodic };
    },
    close: async () => {
      const stopping = running;
      running = undefined;
      await stopping?.periodic.close();
      await stopping?.expiry.close();
    },
  };
}
