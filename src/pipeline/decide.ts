import { stickyKey } from "../bundles/share.ts";
import { canonicalize } from "../canonicalize/canonicalize.ts";
import type { Canonical } from "../domain/action.ts";
import type { GivenApproval } from "../domain/approval.ts";
import { agentKey, sessionKey, taskKey } from "../domain/change-keys.ts";
import type { Decision, Verdict } from "../domain/decision.ts";
import { WritError } from "../domain/errors.ts";
import type { Identity } from "../domain/identity.ts";
import type { Admission, DecisionRequest } from "../domain/request.ts";
import { evaluate } from "../evaluate/evaluate.ts";
import { policyDocument } from "../evaluate/input.ts";
import { inputText } from "../evaluate/input-text.ts";
import { withSupported } from "../evaluate/obligations.ts";
import { refusalOf } from "../evaluate/refusal.ts";
import { blocked } from "../evaluate/verdict.ts";
import { identify } from "../identify/identify.ts";
import { beginningOf, changedSince } from "../situate/beginning.ts";
import { countedTask, type Situation, situate } from "../situate/situate.ts";
import { type Wants, wantsOf } from "../situate/wants.ts";
import { withApproval } from "./approved.ts";
import { conclude, type Judged, unrecorded } from "./conclude.ts";
import type { ActiveBundle, DecideDeps } from "./deps.ts";
import type { Try } from "./in-turn.ts";
import { timed, timedWait } from "./timed.ts";
import { trace, withTrace } from "./trace.ts";

/**
 * One decision, from a request that was read to an answer that is on record. Everything that can go wrong on the way
 * and can be judged ends in a `block` with its own reason.
 * @throws WritError when the request itself is wrong, or when there is no room for it now
 */
export async function decide(deps: DecideDeps, request: DecisionRequest, admission: Admission): Promise<Decision> {
  const { telemetry } = deps;
  const identity = await timedWait(telemetry, "identify", () => identify(deps, request, admission));
  const key = stickyKey(request.session, identity.agent.id, identity.intent?.task ?? "");
  const bundle = deps.bundle(admission.tenant, key, admission.now_ms);
  const canonical = timed(telemetry, "canonicalize", () => canonicalize(request, bundle.catalogue));
  const known = { request, admission, canonical, identity, wants: wantsOf(bundle.policy.inputReads) };
  const keys = changedKeys(known);
  return deps.lock.runAll(keys, () => {
    const tracing = trace(deps.values, bundle.catalogue, known);
    return deps.contention.settle(keys, admission.now_ms, (how) => settle(deps, bundle, known, tracing, how));
  });
}

/** What a decision may change, in the one order in which everybody takes them. */
function changedKeys({ request: { session }, admission: { tenant }, identity, wants }: Known): readonly string[] {
  const task = countedTask(identity, wants);
  return [
    ...(wants.agentUsage ? [agentKey({ tenant, id: identity.agent.id })] : []),
    ...(task === "" ? [] : [taskKey({ tenant, id: task })]),
    ...(session === "" ? [] : [sessionKey({ tenant, id: session })]),
  ];
}

interface Known {
  readonly request: DecisionRequest;
  readonly admission: Admission;
  readonly canonical: Canonical;
  readonly identity: Identity;
  readonly wants: Wants;
}

/** Situates, judges and records, once: a conflict says that another process has changed meanwhile what was judged by. */
async function settle(
  deps: DecideDeps,
  bundle: ActiveBundle,
  known: Known,
  tracing: ReturnType<typeof trace>,
  { in_turn, exhausted }: Try,
): Promise<Decision | "conflict"> {
  const { request, admission, canonical, identity, wants } = known;
  const situation = await timedWait(deps.telemetry, "situate", async () => {
    const situating = situate(deps, request, identity, canonical.action, admission, wants);
    const [situated, traced] = await Promise.all([situating, tracing]);
    return withTrace(situated, traced);
  });
  const asJudged = (given?: GivenApproval) => judge(deps, bundle, known, situation, exhausted, given);
  const judged = await withApproval(deps.approvals, asJudged(), asJudged);
  const { decision, entry } = await timedWait(deps.telemetry, "grant", () => conclude(deps, judged));
  const answer = await commit(deps, decision, in_turn ? { ...entry, in_turn } : entry, admission);
  if (answer !== "conflict") deps.decided(judged, answer);
  return answer;
}

function judge(
  deps: DecideDeps,
  bundle: ActiveBundle,
  known: Known,
  situation: Situation,
  exhausted: boolean,
  given?: GivenApproval,
): Judged {
  const { agent, action, session, seen } = situation;
  const { policy, freshness, catalogue } = bundle;
  const beginning = beginningOf(known.request, known.identity, catalogue.digest, deps.environment);
  const document = policyDocument({
    ...known,
    environment: deps.environment,
    agent,
    action,
    session: session?.view,
    ...seen,
    changed: changedSince(session?.view, beginning),
    approval: given,
    ref: policy.ref,
    freshness,
  });
  const { whole, judged } = inputText(document, policy.inputReads);
  const refused = refusal(known, situation, exhausted) ?? (deps.staleBlocks === true ? staleness(bundle) : undefined);
  const evaluated = refused ?? timed(deps.telemetry, "evaluate", () => evaluate(policy, judged, "own"));
  const verdict = withSupported(evaluated, known.request.options, known.admission);
  const said = refused === undefined ? { said: evaluated } : {};
  const told = given === undefined ? {} : { given };
  return {
    ...known,
    bundle,
    situation,
    beginning,
    input: whole,
    verdict,
    asked: refused === undefined,
    ...said,
    ...told,
  };
}

/** What blocks a call before any policy is asked. */
function refusal({ canonical, identity }: Known, situation: Situation, exhausted: boolean): Verdict | undefined {
  const refused = refusalOf(canonical, identity, situation);
  if (refused !== undefined || !exhausted) return refused;
  return blocked("session_conflict", "other calls of the session were always first; try again", "record");
}

function staleness({ freshness }: ActiveBundle): Verdict | undefined {
  if (!freshness.stale) return undefined;
  return blocked(
    "bundle_stale",
    "the policy's source has not been heard for longer than its bundle may be used",
    "evaluate",
  );
}

async function commit(
  deps: DecideDeps,
  decision: Decision,
  entry: Parameters<DecideDeps["sink"]["append"]>[0],
  admission: Admission,
): Promise<Decision | "conflict"> {
  const answer = await timedWait(deps.telemetry, "commit", () =>
    deps.sink.append(entry).then(
      (result) => (result.status === "conflict" ? result.status : { ...decision, recorded: result.recorded }),
      (error: unknown) => {
        if (error instanceof WritError && error.code === "unavailable") return unrecorded(decision);
        throw error;
      },
    ),
  );
  if (answer === "conflict") return answer;
  deps.telemetry.decided(answer.effect, answer.reasons[0]?.code ?? "", admission.caller.protocol);
  return answer;
}
