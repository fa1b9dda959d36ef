import type {
  BundleActivation,
  BundleOrder,
  BundleRefusal,
  BundleUse,
  CandidateUse,
} from "../../domain/bundle-state.ts";
import type { JsonObject } from "../../domain/json.ts";
import type { BundleComparison, BundleOverview } from "../../pipeline/bundle-commands.ts";

/** `GET /v1/bundles`. */
export function encodeOverview(overview: BundleOverview): JsonObject {
  const { deployment, stale, age_s, bundles, activations, refusals } = overview;
  const { active, candidate, offered, order } = deployment;
  return {
    tenant: deployment.tenant,
    active: { ...encodeUse(active), age_s, stale },
    ...(candidate === undefined ? {} : { candidate: encodeCandidate(candidate) }),
    ...(offered === undefined ? {} : { offered }),
    ...(order === undefined || order.kind === "none" ? {} : { order: encodeOrder(order) }),
    bundles: bundles.map(({ tenant: _, recorded_at_ms, ...record }) => ({
      ...record,
      recorded_at: timeText(recorded_at_ms),
    })),
    activations: activations.map(encodeActivation),
    refusals: refusals.map(encodeRefusal),
  };
}

/** What became of an order: replicas follow within a second. */
export function encodeOrder({ tenant: _, at_ms, ...order }: BundleOrder): JsonObject {
  return { ...order, passed_over: [...order.passed_over], at: timeText(at_ms) };
}

export function encodeComparison(comparison: BundleComparison): JsonObject {
  const { active, candidate, mode, share, summaries, agents, tools, differences } = comparison;
  return {
    active,
    candidate,
    mode,
    share,
    comparisons: summaries.map(({ since_ms, until_ms, kinds, ...summary }) => ({
      ...summary,
      kinds: { ...kinds },
      since: timeText(since_ms),
      until: timeText(until_ms),
    })),
    agents: agents.map((count) => ({ ...count })),
    tools: tools.map((count) => ({ ...count })),
    differences: differences.map(({ tenant: _, at_ms, kinds, ...difference }) => ({
      ...difference,
      kinds: [...kinds],
      at: timeText(at_ms),
    })),
  };
}

/** The archive's path is this machine's own. */
function encodeUse({ digest, name, revision, source, activated_at_ms, confirmed_at_ms }: BundleUse): JsonObject {
  const activated_at = timeText(activated_at_ms);
  return { digest, name, revision, source, activated_at, confirmed_at: timeText(confirmed_at_ms) };
}

function encodeCandidate({ mode, share, ...use }: CandidateUse): JsonObject {
  return { ...encodeUse(use), mode, share };
}

function encodeActivation({ tenant: _, at_ms, ...activation }: BundleActivation): JsonObject {
  return { ...activation, at: timeText(at_ms) };
}

function encodeRefusal({ tenant: _, at_ms, ...refusal }: BundleRefusal): JsonObject {
  return { ...refusal, at: timeText(at_ms) };
}

function timeText(ms: number): string {
  return new Date(ms).toISOString();
}
