import { believedCaller } from "../../admit/admit.ts";
import { canonicalize } from "../../canonicalize/canonicalize.ts";
import type { Catalogue } from "../../canonicalize/catalogue/entry.ts";
import type { Action } from "../../domain/action.ts";
import type { KnownAgent } from "../../domain/agent.ts";
import type { Verdict } from "../../domain/decision.ts";
import type { Identity } from "../../domain/identity.ts";
import type { JsonObject } from "../../domain/json.ts";
import { DEFAULT_TIMEOUT_MS } from "../../domain/limits.ts";
import type { Admission, DecisionRequest } from "../../domain/request.ts";
import { newSession, type Session, type TaskCounts } from "../../domain/session.ts";
import { evaluate } from "../../evaluate/evaluate.ts";
import { policyDocument } from "../../evaluate/input.ts";
import { inputText } from "../../evaluate/input-text.ts";
import { refusalOf } from "../../evaluate/refusal.ts";
import { identify, NO_TRUST } from "../../identify/identify.ts";
import { NO_INTENTS } from "../../identify/intent.ts";
import type { Policy } from "../../ports/policy.ts";
import { beginningOf, changedSince } from "../../situate/beginning.ts";
import { situate } from "../../situate/situate.ts";
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
  const situation = await situate(storeOf(test), request, identity, canonical.action, admission);
  const { agent, action, session, task } = situation;
  const environment = test.environment ?? USUAL.environment;
  const beginning = beginningOf(request, identity, catalogue.digest, environment);
  const document = policyDocument({
    request,
    admission,
    environment,
    identity,
    agent,
    canonical,
    action,
    session: session?.session,
    task: task?.task,
    changed: changedSince(session?.session, beginning),
    ref: policy.ref,
    freshness: FRESH,
  });
  const { whole, judged } = inputText(document, policy.inputReads);
  return { verdict: refusalOf(canonical, identity, situation) ?? evaluate(policy, judged), action, input: whole };
}

/** A case has no tokens: what it calls verified is taken for that. */
const NO_PROOF = { ...NO_TRUST, intents: NO_INTENTS };

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
function requestOf({ call, action, agent, intent, session, context }: Case): DecisionRequest {
  return {
    request_id: "",
    agent: agent?.id === undefined ? {} : { id: agent.id },
    ...(intent === undefined ? {} : { intent: { claims: claimsOf(intent) } }),
    session: session === undefined ? "" : (session.id ?? USUAL.session),
    ...(call === undefined ? {} : { call: { server: "", ...call } }),
    ...(action === undefined ? {} : { action }),
    observed: [],
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
function storeOf({ session, intent, agents = {}, tenant = USUAL.tenant }: Case) {
  const task = typeof intent?.["task"] === "string" ? intent["task"] : "";
  const stored = session === undefined ? undefined : { session: sessionOf(session, task), version: 1 };
  const known = new Map(Object.entries(agents).map(([id, entry]) => [`${tenant}/${id}`, knownOf(entry)]));
  return {
    agents: { get: (of: string, id: string) => known.get(`${of}/${id}`) },
    sessions: { load: async () => stored },
    tasks: { isCompleted: () => false },
    // A task has one session, in a case.
    counts: {
      load: async (_: string, id: string) =>
        stored === undefined ? undefined : { task: countsOf(stored.session, id), version: 1 },
    },
  };
}

/** As if somebody had registered it by the API, and then ordered its status. */
function knownOf({ status = "active", ...stated }: NonNullable<Case["agents"]>[string]): KnownAgent {
  return { registration: { owner: "", purpose: "", labels: {}, ...stated }, status };
}

function countsOf({ calls, by_verb, spent }: Session, id: string): TaskCounts {
  return { id, calls, by_verb, spent };
}

function sessionOf({ spent = {}, ...given }: NonNullable<Case["session"]>, task: string): Session {
  return {
    ...newSession(USUAL.session, task),
    ...given,
    spent: Object.fromEntries(Object.entries(spent).map(([currency, amount]) => [currency, String(amount)])),
  };
}
