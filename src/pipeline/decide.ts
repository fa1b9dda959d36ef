import { stickyKey } from "../bundles/share.ts";
import { canonicalize } from "../canonicalize/canonicalize.ts";
import type { Canonical } from "../domain/action.ts";
import type { Decision, Verdict } from "../domain/decision.ts";
import { WritError } from "../domain/errors.ts";
import type { Identity } from "../domain/identity.ts";
import { MAX_SESSION_ATTEMPTS } from "../domain/limits.ts";
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
import { conclude, type Judged, unrecorded } from "./conclude.ts";
import type { ActiveBundle, DecideDeps } from "./deps.ts";
import { timed, timedWait } from "./timed.ts";

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
  const session = request.session === "" ? "" : `${admission.tenant}/${request.session}`;
  const task = countedTask(identity) === "" ? "" : `task:${admission.tenant}/${countedTask(identity)}`;
  // Whoever takes both takes the task first.
  return deps.lock.run(task, () =>
    deps.lock.run(session, () => settle(deps, bundle, { request, admission, canonical, identity })),
  );
}

interface Known {
  readonly request: DecisionRequest;
  readonly admission: Admission;
  readonly canonical: Canonical;
  readonly identity: Identity;
}

/** Situates, judges and records; again from the start of these when another replica changed the session meanwhile. */
async function settle(deps: DecideDeps, bundle: ActiveBundle, known: Known): Promise<Decision> {
  const { request, admission, canonical, identity } = known;
  for (let attempt = 1; ; attempt++) {
    const situation = await timedWait(deps.telemetry, "situate", () =>
      situate(deps, request, identity, canonical.action, admission),
    );
    const exhausted = attempt > MAX_SESSION_ATTEMPTS;
    const judged = judge(deps, bundle, known, situation, exhausted);
    const { decision, entry } = await timedWait(deps.telemetry, "grant", () => conclude(deps, judged));
    const answer = await commit(deps, decision, entry, admission);
    if (answer === "conflict") continue;
    deps.decided(judged, answer);
    return answer;
  }
}

function judge(deps: DecideDeps, bundle: ActiveBundle, known: Known, situation: Situation, exhausted: boolean): Judged {
  const { agent, action, session, task } = situation;
  const { policy, freshness, catalogue } = bundle;
  const beginning = beginningOf(known.request, known.identity, catalogue.digest, deps.environment);
  const document = policyDocument({
    ...known,
    environment: deps.environment,
    agent,
    action,
    session: session?.session,
    task: task?.task,
    changed: changedSince(session?.session, beginning),
    ref: policy.ref,
    freshness,
  });
  const { whole, judged } = inputText(document, policy.inputReads);
  const refused = refusal(known, situation, exhausted);
  const evaluated = refused ?? timed(deps.telemetry, "evaluate", () => evaluate(policy, judged, "own"));
  const verdict = withSupported(evaluated, known.request.options, known.admission);
  return { ...known, bundle, situation, beginning, input: whole, verdict, asked: refused === undefined };
}

/** What blocks a call before any policy is asked. */
function refusal({ canonical, identity }: Known, situation: Situation, exhausted: boolean): Verdict | undefined {
  const refused = refusalOf(canonical, identity, situation);
  if (refused !== undefined || !exhausted) return refused;
  return blocked("session_conflict", "other calls of the session were always first; try again", "record");
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
