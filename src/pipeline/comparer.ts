import { changesBetween } from "../bundles/changes.ts";
import { inShare } from "../bundles/share.ts";
import { canonicalize } from "../canonicalize/canonicalize.ts";
import type { Decision, Verdict } from "../domain/decision.ts";
import { evaluate } from "../evaluate/evaluate.ts";
import { policyDocument } from "../evaluate/input.ts";
import { inputText } from "../evaluate/input-text.ts";
import { withSupported } from "../evaluate/obligations.ts";
import { refusalOf } from "../evaluate/refusal.ts";
import type { Comparison, ComparisonSink } from "../ports/bundle-store.ts";
import { withOriginsOf } from "../provenance/judge.ts";
import { changedSince } from "../situate/beginning.ts";
import { situate } from "../situate/situate.ts";
import type { BundleSet, Counterpart } from "./bundle-set.ts";
import type { Judged } from "./conclude.ts";

/** Calls that may wait for their second judge: a burst, at the cost of an evaluation each. */
const MAX_WAITING = 256;

/** What waits holds its input; this many characters in all are kept. */
const MAX_WAITING_CHARS = 16 * 1024 * 1024;

interface Waiting {
  readonly judged: Judged;
  readonly decision: Decision;
  readonly counterpart: Counterpart;
}

export interface ComparerOptions {
  readonly bundles: BundleSet;
  readonly sink: ComparisonSink;
  readonly environment: string;
}

/**
 * Judges calls that have been answered by the other one of two bundles, without any effect. One a turn of the event loop, so that
 * no answer waits for more than one; past its room it drops, and says so.
 */
export class Comparer {
  readonly #options: ComparerOptions;
  readonly #waiting: Waiting[] = [];
  #chars = 0;
  #working = false;

  constructor(options: ComparerOptions) {
    this.#options = options;
  }

  /** Takes a decision that is on record. */
  push(judged: Judged, decision: Decision): void {
    if (!judged.asked || judged.request.options.dry_run) return;
    const { tenant, now_ms } = judged.admission;
    const counterpart = this.#options.bundles.counterpart(tenant, decision.policy.digest, now_ms);
    if (counterpart === undefined || !inShare(tenant, decision.decision_id, counterpart.share)) return;
    if (this.#waiting.length >= MAX_WAITING || this.#chars + judged.input.length > MAX_WAITING_CHARS) {
      this.#options.sink.dropped();
      return;
    }
    this.#waiting.push({ judged, decision, counterpart });
    this.#chars += judged.input.length;
    this.#start();
  }

  #start(): void {
    if (this.#working) return;
    this.#working = true;
    setImmediate(() => {
      this.#next().catch(() => this.#options.sink.dropped());
    });
  }

  async #next(): Promise<void> {
    const waiting = this.#waiting.shift();
    this.#working = false;
    if (waiting === undefined) return;
    this.#chars -= waiting.judged.input.length;
    try {
      const verdict = await judgeAgain(waiting, this.#options.environment);
      this.#options.sink.add(comparisonOf(waiting, verdict));
    } finally {
      if (this.#waiting.length > 0) this.#start();
    }
  }
}

/** The verdict of the other bundle on the same call, from its catalogue on, in the session as it was. */
async function judgeAgain({ judged, counterpart }: Waiting, environment: string): Promise<Verdict> {
  const { request, admission, identity, situation } = judged;
  const { bundle } = counterpart;
  const same = bundle.catalogue.digest === judged.bundle.catalogue.digest;
  const canonical = same ? judged.canonical : canonicalize(request, bundle.catalogue);
  const refused = refusalOf(canonical, identity, situation);
  if (refused !== undefined) return refused;
  const asItWas = { load: async () => situation.session, labels: async () => NO_LABELS };
  const { action: again } = same
    ? situation
    : await situate(
        {
          agents: NO_AGENTS,
          sessions: asItWas,
          tasks: NO_TASKS,
          counts: NO_COUNTS,
          agentUsage: NO_COUNTS,
          inFlightTtlS: 0,
        },
        request,
        identity,
        canonical.action,
        admission,
        NO_WANTS,
      );
  const action = same ? again : withOriginsOf(situation.action, again);
  const { policy, freshness } = bundle;
  const session = situation.session?.view;
  const { agent, seen } = situation;
  // Of the bundle that decided: the other one's catalogue is another one at every call.
  const changed = changedSince(session, judged.beginning);
  const document = policyDocument({
    ...judged,
    environment,
    agent,
    canonical,
    action,
    session,
    ...seen,
    approval: judged.given,
    changed,
    ref: policy.ref,
    freshness,
  });
  const verdict = evaluate(policy, inputText(document, policy.inputReads).judged, "own");
  return withSupported(verdict, request.options, admission);
}

/** A call that was judged had an open task. */
const NO_TASKS = { isCompleted: () => false };

/** Nor does the action hang on what was counted. */
const NO_COUNTS = { load: async () => undefined };
const NO_LABELS = { labels: [], sources: {} };
const NO_WANTS = { agentUsage: false, taskUsage: false, taskLabels: false };

/** What the registry said of the agent is part of the situation as it was. */
const NO_AGENTS = { get: () => undefined };

function comparisonOf({ judged, decision, counterpart }: Waiting, other: Verdict): Comparison {
  const { mode, bundle } = counterpart;
  const digests = [judged.bundle.policy.ref.digest, bundle.policy.ref.digest] as const;
  const byCandidate = mode === "canary";
  const [active, candidate] = byCandidate ? [other, judged.verdict] : [judged.verdict, other];
  const { server, name } = judged.situation.action.tool;
  return {
    tenant: judged.admission.tenant,
    mode,
    active: byCandidate ? digests[1] : digests[0],
    candidate: byCandidate ? digests[0] : digests[1],
    kinds: changesBetween(active, candidate),
    decision_id: decision.decision_id,
    at_ms: judged.admission.now_ms,
    agent: judged.identity.agent.id,
    tool: server === "" ? name : `${server}/${name}`,
    verb: judged.situation.action.verb,
    active_effect: active.effect,
    candidate_effect: candidate.effect,
    active_reason: active.reasons[0]?.code ?? "",
    candidate_reason: candidate.reasons[0]?.code ?? "",
  };
}
