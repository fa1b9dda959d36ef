import type { Role } from "./caller.ts";

/** Who may ask for something. */
export interface Permission {
  readonly roles: readonly Role[];
  /** Who else may, of what is their own: whose it is, the command says. */
  readonly own?: readonly Role[];
  /** Whether a caller on this machine may, where `bundle.loopback_orders` lets it. */
  readonly loopback?: true;
}

const READERS = ["auditor", "admin"] as const;

/**
 * All that callers can ask of Writ, and the roles that it takes. The commands read it (`requireRole`), and so do the transports, each of whose
 * routes and methods names what is asked for by it (`src/transports/native/access-http.ts`, `access-grpc.ts`).
 */
export const OPERATIONS = {
  "decisions.decide": { roles: ["decide"] },
  "decisions.asked": { roles: ["decide"] },
  "decisions.read": { roles: ["auditor"] },
  "documents.read": { roles: ["decide"] },
  "outcomes.report": { roles: ["report"] },
  "tasks.complete": { roles: ["report"] },
  "intents.issue": { roles: ["intent_issuer"] },
  "intents.derive": { roles: ["decide", "intent_issuer"] },
  "intents.list": { roles: ["intent_issuer", "approver", ...READERS] },
  "intents.read": { roles: ["intent_issuer", "approver", ...READERS], own: ["decide"] },
  "intents.answer": { roles: ["approver"] },
  "intents.revoke": { roles: ["intent_issuer", "admin"], own: ["approver"] },
  "approvals.list": { roles: ["approver", ...READERS] },
  "approvals.read": { roles: ["approver", ...READERS], own: ["decide"] },
  "approvals.answer": { roles: ["approver"] },
  "approvals.withdraw": { roles: ["approver", "admin"], own: ["decide"] },
  "agents.read": { roles: READERS },
  "agents.order": { roles: ["admin"] },
  "sessions.read": { roles: ["auditor", "approver", "admin"] },
  "sessions.suspend": { roles: ["admin"] },
  "sessions.resume": { roles: ["admin", "approver"] },
  "bundles.read": { roles: READERS },
  "bundles.order": { roles: ["admin"], loopback: true },
  "grants.redeem": { roles: ["broker"] },
  "grants.introspect": { roles: ["broker", "auditor"] },
  "grants.revoke": { roles: ["broker", "admin"] },
  "grants.exchange": { roles: ["decide"] },
  "grants.read": { roles: ["auditor"] },
  "keys.read": { roles: ["admin", "auditor"] },
  "keys.order": { roles: ["admin"] },
  "metrics.read": { roles: ["monitor", ...READERS] },
  "debug.read": { roles: ["admin"] },
  "events.read": { roles: ["admin", "auditor"] },
} as const satisfies Readonly<Record<string, Permission>>;

export type Operation = keyof typeof OPERATIONS;

export function permissionOf(operation: Operation): Permission {
  return OPERATIONS[operation];
}
