export { type CallOptions, type ClientOptions, WritClient } from "./client.ts";
export { digestOf } from "./digest.ts";
export { type UnavailableCode, WritBlocked, WritError, WritUnavailable } from "./errors.ts";
export {
  createGuard,
  type DecisionNotice,
  type Guard,
  type GuardOptions,
  type GuardSettings,
  type Run,
} from "./guard.ts";
export type { JsonObject, JsonValue } from "./json.ts";
export type { ObligationHandler, ObligationHandlers } from "./obligations.ts";
export { redact } from "./redact.ts";
export type {
  About,
  Approval,
  Decision,
  DecisionRequest,
  Effect,
  Grant,
  Obligation,
  Outcome,
  OutcomeStatus,
  Reason,
  ToolCall,
} from "./types.ts";
