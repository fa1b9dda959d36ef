import { believedCaller } from "../../admit/admit.ts";
import { canonicalize } from "../../canonicalize/canonicalize.ts";
import type { Catalogue } from "../../canonicalize/catalogue/entry.ts";
import type { Action } from "../../domain/action.ts";
import type { KnownAgent } from "../../domain/agent.ts";
import type { GivenApproval } from "../../domain/approval.ts";
import type { Verdict } from "../../domain/decision.ts";
import type { Identity } from "../../domain/identity.ts";
import type { JsonObject } from "../../domain/json.ts";
import { DEFAULT_TIMEOUT_MS } from "../../domain/limits.ts";
import type { Provenance } from "../../domain/provenance.ts";
import type { Admission, DecisionRequest } from "../../domain/request.ts";
import type { Session } from "../../domain/session.ts";
import { newSession, type StoredSession } from "../../domain/session-state.ts";
import { usageOfCounts } from "../../domain/usage.ts";
import { evaluate } from "../../evaluate/evaluate.ts";
import { policyDocument } from "../../evaluate/input.ts";
import { inputText } from "../../evaluate/input-text.ts";
import { refusalOf } from "../../evaluate/refusal.ts";
import { identify, NO_TRUST } from "../../identify/identify.ts";
import { NO_INTENTS } from "../../identify/intent.ts";
import { trace, withTrace } from "../../pipeline/trace.ts";
import type { Policy } from "../../ports/policy.ts";
import { beginningOf, changedSince } from "../../situate/beginning.ts";
import { type Situation, situate } from "../../situate/situate.ts";
import { wantsOf } from "../../situate/wants.ts";
import type { Case } from "./case.ts";

/** What a case is judged at and by when it does not say. */
const USUAL = {
  now: "2026-01-01T00:00:00Z",
  environment: "development",
  tenant: "default",
  protocol: "http",
  session: "session",
};

/** A bundle that its source has just confirmed. */
const FRESH = { stale: false, age_s: 0 };

export interface JudgedCase {
  readonly verdict: Verdict;
  /** The canonical action, as sensitive as the session makes it. */
  readonly action: Action;
  /** The policy's input as JSON text. */
  readonly input: string;
}

/**
 * Judges one case by the steps that judge calls in production.
 *
 * @throws WritError invalid_argument naming what of action or intent is not of its form, by JSON Pointer into the request
 */
export async function judgeCase(test: Case, policy: Policy, catalogue: Catalogue): Promise<JudgedCase> {
  const request = requestOf(test);
  const admission = admissionOf(test);
  const canonical = canonicalize(request, catalogue);
  const identity = proven(await identify(NO_PROOF, request, admission), test);
  const wants = wantsOf(policy.inputReads);
  const situated = await situate(storeOf(test), request, identity, canonical.action, admission, wants);
  const traced = await trace(NOTHING_HEARD, catalogue, { request, admission, identity, canonical });
  const situation = withTrace(situated, traced);
  const { agent, action } = situation;
  const { session, ...seen } = seenOf(situation, test);
  const environment = test.environment ?? USUAL.environment;
  const beginning = beginningOf(request, identity, catalogue.digest, environment);
  const judged = (approval?: GivenApproval): JudgedCase => {
    const document = policyDocument({
      request,
      admission,
      environment,
      identity,
      agent,
      canonical,
      action,
      session,
      ...seen,
      changed: changedSince(session, beginning),
      approval,
      ref: policy.ref,
      freshness: FRESH,
    });
    const text = inputText(document, policy.inputReads);
    const verdict = refusalOf(canonical, identity, situation) ?? evaluate(policy, text.judged);
    return { verdict, action, input: text.whole };
  };
  return lifted(judged, test, new Date(admission.now_ms).toISOString());
}

/** Nobody's yes is looked for that policy does not ask for. */
function lifted(judged: (given?: GivenApproval) => JudgedCase, { approval }: Case, now: string): JudgedCase {
  const asked = judged();
  const demand = asked.verdict.approval;
  if (approval === undefined || demand === undefined) return asked;
  return judged({ id: "approval", template: demand.template, approved_at: now, ...approval });
}

/** A case has no tokens: what it calls verified is taken for that. */
const NO_PROOF = { ...NO_TRUST, intents: NO_INTENTS };

/** A session has heard what the case says of it, and nothing before. */
const NOTHING_HEARD = { recall: async () => new Map(), remember: async () => {} };

/** How identity and intent are known that a case calls verified, when it does not say how. */
const PROVEN = "token";

/** What a token would have proven: a case has none to show. */
function proven(identity: Identity, { agent: stated = {}, intent: claims = {} }: Case): Identity {
  const { agent, intent, refusal } = identity;
  const { verified: _verified, method = PROVEN, id: _id, ...known } = stated;
  const provenIntent = intent !== undefined && claims["verified"] === true;
  return {
    agent: { ...agent, ...known, ...(stated.verified === true ? { verified: true, method } : {}) },
    ...(intent === undefined ? {} : { intent: provenIntent ? { ...intent, ...provenBy(claims) } : intent }),
    ...(refusal === undefined ? {} : { refusal }),
  };
}

function provenBy({ method }: JsonObject) {
  return { verified: true, method: typeof method === "string" ? method : PROVEN };
}

/** The request that a gateway would send. */
function requestOf({ call, action, agent, intent, session, observed, context }: Case): DecisionRequest {
  return {
    request_id: "",
    agent: agent?.id === undefined ? {} : { id: agent.id },
    ...(intent === undefined ? {} : { intent: { claims: claimsOf(intent) } }),
    session: session === undefined ? "" : (session.id ?? USUAL.session),
    ...(call === undefined ? {} : { call: { server: "", ...call } }),
    ...(action === undefined ? {} : { action }),
    observed: observed ?? [],
    context: context ?? {},
    options: { dry_run: false, explain: false },
    timeout_ms: DEFAULT_TIMEOUT_MS,
  };
}

function claimsOf({ verified: _verified, method: _method, ...claims }: JsonObject): JsonObject {
  return claims;
}

function admissionOf({ agent, caller, tenant, now }: Case): Admission {
  const believed = believedCaller(USUAL.protocol);
  return {
    ...believed,
    tenant: tenant ?? USUAL.tenant,
    caller: { ...believed.caller, ...caller },
    vouches: agent?.verified !== false,
    now_ms: Date.parse(now ?? USUAL.now),
  };
}

/** A store that has the case's session and registered agents, and nothing else. */
function storeOf({ session, intent, agents = {}, task, tenant = USUAL.tenant, now = USUAL.now }: Case) {
  const named = typeof intent?.["task"] === "string" ? intent["task"] : "";
  const stored = session === undefined ? undefined : { session: sessionOf(session, named, now), version: 1 };
  const known = new Map(Object.entries(agents).map(([id, entry]) => [`${tenant}/${id}`, knownOf(entry)]));
  const { labels = [], sources = {} } = task ?? {};
  return {
    agents: { get: (of: string, id: string) => known.get(`${of}/${id}`) },
    sessions: { load: async () => stored, labels: async () => ({ labels, sources }) },
    tasks: { isCompleted: () => false },
    // A task has one session that counts, in a case.
    counts: { load: async () => stored && { usage: stored.session.usage, version: 1 } },
    agentUsage: { load: async () => undefined },
    inFlightTtlS: 0,
  };
}

/** As if somebody had registered it by the API, and then ordered its status. */
function knownOf({ status = "active", ...stated }: NonNullable<Case["agents"]>[string]): KnownAgent {
  return { registration: { owner: "", purpose: "", labels: {}, ...stated }, status };
}

function sessionOf(given: NonNullable<Case["session"]>, named: string, now: string): StoredSession {
  const { id = USUAL.session, task = named, by_verb = {}, labels = [], closed = false, epoch = 0 } = given;
  const usage = usageOfCounts({ by_verb, spent: amountsOf(given) });
  return { ...newSession(id, task, Date.parse(now)), usage, labels, closed, epoch };
}

/** What policy sees: what the case says, over what follows from it. */
function seenOf({ session, seen }: Situation, { session: given, usage, provenance }: Case) {
  const view: Session | undefined = session && { ...session.view, ...given, spent: amountsOf(given) };
  const counted = seen.task?.calls === undefined || view === undefined ? {} : countsOf(view);
  return {
    session: view,
    ...seen,
    ...(seen.task === undefined ? {} : { task: { ...seen.task, ...counted } }),
    ...(usage === undefined ? {} : { usage }),
    ...(provenance === undefined ? {} : { provenance: { ...(seen.provenance ?? UNHEARD), ...provenance } }),
  };
}

/** Of a call of which nobody has said anything. */
const UNHEARD: Provenance = {
  user_seen: false,
  text_seen: false,
  topic: "unseen",
  arguments: { user: 0, directory: 0, tool_output: 0, unseen: 0 },
  untrusted_only: [],
};

function countsOf({ calls, by_verb, by_tool, spent, records, destinations }: Session) {
  return { calls, by_verb, by_tool, spent, records, destinations };
}

function amountsOf({ spent = {} }: NonNullable<Case["session"]> = {}): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(spent).map(([currency, amount]) => [currency, String(amount)]));
}
