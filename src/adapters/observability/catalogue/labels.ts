import { ACTIVATION_CAUSES, BUNDLE_SLOTS, CANDIDATE_MODES, CHANGE_KINDS } from "../../../domain/bundle-state.ts";
import { EFFECTS, PIPELINE_BLOCKS } from "../../../domain/decision.ts";
import { ERROR_CODES } from "../../../domain/errors.ts";
import { GRANT_KINDS, REDEMPTION_REFUSALS } from "../../../domain/grant.ts";
import { PROTOCOLS } from "../../../domain/protocols.ts";
import { KEY_PURPOSES, SIGNING_ALGORITHMS } from "../../../domain/signing-key.ts";
import { STEPS } from "../../../ports/telemetry.ts";
import type { LabelBound } from "./spec.ts";

// What each label can say. None is a value of a request: those are without end.

/** As many as the configuration takes, and the one whose settings stand at its top. */
const MAX_TENANTS = 257;
/** Of each there is one label value; nobody configures more than some. */
const MAX_CONFIGURED = 100;

/** Policies name their own reasons: so many of a tenant's have a name in metrics. */
const MAX_REASONS = 200;
/** Of many tenants each has fewer, so that all together stay below this. */
const MAX_REASONS_OF_ALL = 4_000;

/** How many reasons of one tenant's policies are told apart, where there are so many tenants. */
export function reasonsEach(tenants: number): number {
  return Math.min(MAX_REASONS, Math.floor(MAX_REASONS_OF_ALL / Math.max(1, tenants)));
}

/** What stands for all that a label has no room for. */
export const OTHER = "other";

/** The native contract's two wire forms, and the page of approvals, beside the protocols of others. */
const NATIVE = ["http", "grpc", "console"];

const oneOf = (values: readonly string[]): LabelBound => ({ values: values.join(", "), most: values.length });
const configured = (what: string): LabelBound => ({ values: what, most: MAX_CONFIGURED });

/** Past this, a builtin counts as `other`: OPA has some 200 in all, of which a policy uses some. */
export const MAX_BUILTINS = 250;

export const tenant: LabelBound = { values: "the names in the configuration", most: MAX_TENANTS };
export const effect = oneOf(EFFECTS);
export const reason: LabelBound = {
  values: `Writ's own; of each tenant's policies the first ${MAX_REASONS} (fewer beyond ${MAX_REASONS_OF_ALL / MAX_REASONS} tenants); \`${OTHER}\``,
  most: PIPELINE_BLOCKS.length + MAX_REASONS + 1,
};
export const protocol = oneOf([...NATIVE, ...PROTOCOLS]);
export const code = oneOf(ERROR_CODES);
export const step = oneOf(STEPS);
export const targetKind = oneOf(GRANT_KINDS);
export const redemption = oneOf(["redeemed", ...REDEMPTION_REFUSALS]);
export const slot = oneOf(BUNDLE_SLOTS);
export const cause = oneOf(ACTIVATION_CAUSES);
export const mode = oneOf(CANDIDATE_MODES);
export const change = oneOf(CHANGE_KINDS);
export const followedFile = oneOf(["callers", "tls"]);
export const digest: LabelBound = { values: "of the bundles in use", most: BUNDLE_SLOTS.length };
export const revision: LabelBound = { values: "their first 64 characters", most: BUNDLE_SLOTS.length };
export const subscriber = configured("the names in `events.subscribers`");
export const sink = configured("the names in `webhooks` and `sinks`");
export const sinkKind = oneOf(["webhook", "sink"]);
export const spoolRefusal = oneOf(["full", "failing", "stale", "closed"]);
export const builtin: LabelBound = { values: "names of builtins that policies use", most: MAX_BUILTINS + 1 };
export const connection = oneOf(["idle", "busy"]);
export const processKind = oneOf(["worker", "primary"]);
export const purpose = oneOf(KEY_PURPOSES);
export const algorithm = oneOf(SIGNING_ALGORITHMS);
export const ending = oneOf(["died", "stuck", "overdue"]);
export const version: LabelBound = { values: "one", most: 1 };
