import { bundleBefore } from "../bundles/history.ts";
import { redact } from "../canonicalize/redact/index.ts";
import type {
  BundleActivation,
  BundleOrder,
  BundleRecord,
  BundleRefusal,
  CandidateMode,
  Deployment,
} from "../domain/bundle-state.ts";
import { WritError } from "../domain/errors.ts";
import type { Admission } from "../domain/request.ts";
import type {
  BundleStore,
  Comparison,
  ComparisonReader,
  ComparisonSummary,
  DifferenceCount,
} from "../ports/bundle-store.ts";
import type { BundleSet } from "./bundle-set.ts";
import { actorOf, requireRole } from "./permissions.ts";

/** What of a tenant's history one answer shows. */
const MAX_BUNDLES = 100;
const MAX_EVENTS = 50;
/** How far back a rollback looks for another bundle. */
const MAX_HISTORY = 1_000;
const MAX_SUMMARIES = 20;
const MAX_TOP = 10;
const MAX_DIFFERENCES = 50;

/** What a person wants of a tenant's bundles. `rollback` and `unpin` name none. */
export interface BundleCommand {
  readonly command: BundleOrder["command"];
  readonly digest?: string;
  readonly reason: string;
  /** Who it is for, as a caller that may vouch says it. */
  readonly by?: string;
}

/** What this replica uses, and what all of them know. */
export interface BundleOverview {
  readonly deployment: Deployment;
  readonly stale: boolean;
  readonly age_s: number;
  readonly bundles: readonly BundleRecord[];
  readonly activations: readonly BundleActivation[];
  readonly refusals: readonly BundleRefusal[];
}

export interface BundleComparison {
  readonly active: string;
  readonly candidate: string;
  readonly mode: CandidateMode | "";
  readonly share: number;
  readonly summaries: readonly ComparisonSummary[];
  readonly agents: readonly DifferenceCount[];
  readonly tools: readonly DifferenceCount[];
  readonly differences: readonly Comparison[];
}

/** Reading takes the role `auditor` or `admin`. */
export interface BundleCommands {
  overview(admission: Admission): Promise<BundleOverview>;
  /** Rejects with `permission_denied`, `not_found` for a digest that is not on record, `conflict` where there is nothing to go back to. */
  order(command: BundleCommand, admission: Admission): Promise<BundleOrder>;
  /** Of the present candidate, or of any earlier one by its digest. */
  compare(candidate: string | undefined, admission: Admission): Promise<BundleComparison>;
}

export interface BundleCommandDeps {
  readonly bundles: BundleSet;
  readonly store: BundleStore;
  readonly comparisons: ComparisonReader;
  /** Whether this caller may order anything. */
  readonly mayOrder: (admission: Admission) => boolean;
}

export function bundleCommands(deps: BundleCommandDeps): BundleCommands {
  return {
    overview: async (admission) => {
      requireRole(admission, "bundles.read");
      return overview(deps, admission);
    },
    order: async (command, admission) => {
      if (!deps.mayOrder(admission)) {
        throw new WritError("permission_denied", "this caller may not change which bundle is in use");
      }
      const order = await orderOf(deps, command, admission);
      await deps.store.setOrder(order);
      return order;
    },
    compare: async (candidate, admission) => {
      requireRole(admission, "bundles.read");
      return compare(deps, candidate, admission);
    },
  };
}

async function overview({ bundles, store }: BundleCommandDeps, { tenant, now_ms }: Admission): Promise<BundleOverview> {
  const deployment = bundles.deployment(tenant);
  const [records, activations, refusals] = await Promise.all([
    store.bundles(tenant, MAX_BUNDLES),
    store.activations(tenant, MAX_EVENTS),
    store.refusals(tenant, MAX_EVENTS),
  ]);
  return { deployment, ...bundles.freshness(tenant, now_ms), bundles: records, activations, refusals };
}

async function orderOf(deps: BundleCommandDeps, command: BundleCommand, admission: Admission): Promise<BundleOrder> {
  const { tenant, now_ms } = admission;
  const by = actorOf(admission, command.by);
  const known = { tenant, command: command.command, by, reason: redact(command.reason), at_ms: now_ms };
  if (command.command === "unpin") return { ...known, kind: "none", digest: "", passed_over: [] };
  // Before anything is asked of what is in use: a tenant whose bundle could not be used has none.
  const current = () => deps.bundles.deployment(tenant);
  const digest = await digestOf(deps, command, tenant, () => current().active.digest);
  if (command.command === "pin") return { ...known, kind: "pin", digest, passed_over: [] };
  const { active, offered } = current();
  const passed = new Set([active.digest, ...(offered === undefined ? [] : [offered])]);
  passed.delete(digest);
  return { ...known, kind: "hold", digest, passed_over: [...passed] };
}

async function digestOf(
  { store }: BundleCommandDeps,
  { command, digest }: BundleCommand,
  tenant: string,
  current: () => string,
): Promise<string> {
  const wanted =
    command === "rollback" ? bundleBefore(current(), await store.activations(tenant, MAX_HISTORY)) : digest;
  if (wanted === undefined) throw new WritError("conflict", "no other bundle was in use before this one");
  if ((await store.find(tenant, wanted)) === undefined) {
    throw new WritError("not_found", "no bundle with this digest passed the checks here");
  }
  return wanted;
}

async function compare(
  { bundles, comparisons }: BundleCommandDeps,
  wanted: string | undefined,
  { tenant }: Admission,
): Promise<BundleComparison> {
  const { active, candidate: trial } = bundles.deployment(tenant);
  const summaries = await comparisons.summaries(tenant, MAX_SUMMARIES);
  const candidate = wanted ?? trial?.digest ?? summaries[0]?.candidate;
  if (candidate === undefined) throw new WritError("not_found", "no candidate has been tried");
  const [agents, tools, differences] = await Promise.all([
    comparisons.top(tenant, candidate, "agent", MAX_TOP),
    comparisons.top(tenant, candidate, "tool", MAX_TOP),
    comparisons.differences(tenant, candidate, MAX_DIFFERENCES),
  ]);
  const present = trial?.digest === candidate ? trial : undefined;
  return {
    active: active.digest,
    candidate,
    mode: present?.mode ?? "",
    share: present?.share ?? 0,
    summaries: summaries.filter((summary) => summary.candidate === candidate),
    agents,
    tools,
    differences,
  };
}
