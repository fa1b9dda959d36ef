import type { LimitCause } from "../domain/call-limits.ts";

/** What is counted of calls that wait, and of those that are told to come back. */
export interface GateTelemetry {
  /** How many decisions wait for their turn now. */
  waiting(count: number): void;
  /** A decision's turn came after so many milliseconds. */
  waited(milliseconds: number): void;
  /** A call was told to come back; "" for the tenant where nobody knows it. */
  limited(cause: LimitCause, tenant: string): void;
}
