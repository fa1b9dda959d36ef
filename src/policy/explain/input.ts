import { believedCaller } from "../../admit/admit.ts";
import { canonicalize } from "../../canonicalize/canonicalize.ts";
import { compileCatalogue } from "../../canonicalize/catalogue/compile.ts";
import type { PolicyRef, Verdict } from "../../domain/decision.ts";
import { WritError } from "../../domain/errors.ts";
import { isJsonObject, type JsonObject, type JsonValue } from "../../domain/json.ts";
import type { Admission, DecisionRequest } from "../../domain/request.ts";
import { policyDocument } from "../../evaluate/input.ts";
import { refusalOf } from "../../evaluate/refusal.ts";
import { identify, NO_TRUST } from "../../identify/identify.ts";
import { NO_INTENTS } from "../../identify/intent.ts";
import { trace, withTrace } from "../../pipeline/trace.ts";
import { situate } from "../../situate/situate.ts";
import { wantsOf } from "../../situate/wants.ts";

/** One call, as it was given: a request, a decision as it is on record, or the policy's input by itself. */
export type Given =
  | { readonly kind: "request"; readonly request: JsonObject }
  | {
      readonly kind: "record";
      readonly input: JsonObject;
      /** Places that the record does not have any more, as JSON Pointers. */
      readonly redacted: readonly string[];
      readonly effect?: string;
    }
  | { readonly kind: "input"; readonly input: JsonObject };

/** What the policy is asked; with a verdict where Writ itself blocks and asks none. */
export interface Question {
  readonly input: JsonObject;
  readonly refused?: Verdict;
}

/** How a request is judged where a service would know better. */
export interface Circumstances {
  readonly environment: string;
  readonly tenant: string;
  readonly nowMs: number;
}

/** @throws WritError `invalid_argument` for what is none of them */
export function readGiven(document: JsonValue): Given {
  if (!isJsonObject(document)) throw new WritError("invalid_argument", "a request is a JSON object");
  if (isJsonObject(document["input"])) return recordOf(document["input"], document);
  if (typeof document["now"] === "string" && isJsonObject(document["action"])) {
    return document["redacted"] === undefined ? { kind: "input", input: document } : recordOf(document, {});
  }
  return { kind: "request", request: document };
}

function recordOf({ redacted, ...input }: JsonObject, { decision }: JsonObject): Given {
  const effect = isJsonObject(decision) ? decision["effect"] : undefined;
  const places = Array.isArray(redacted) ? redacted.filter((place) => typeof place === "string") : [];
  return { kind: "record", input, redacted: places, ...(typeof effect === "string" ? { effect } : {}) };
}

/**
 * Takes a request through the steps before the policy. A named session is a new one, which has heard what the request
 * brings: what a service remembers of it is not here; the recorded decision has that.
 */
export async function questionOf(
  request: DecisionRequest,
  { environment, tenant, nowMs }: Circumstances,
  ref: PolicyRef,
  catalogue: JsonValue | undefined,
): Promise<Question> {
  const admission: Admission = { ...believedCaller("http"), tenant, now_ms: nowMs };
  const compiled = compileCatalogue(catalogue);
  const canonical = canonicalize(request, compiled);
  const identity = await identify({ ...NO_TRUST, intents: NO_INTENTS }, request, admission);
  const store = {
    agents: { get: () => undefined },
    sessions: { load: async () => undefined, labels: async () => ({ labels: [], sources: {} }) },
    tasks: { isCompleted: () => false },
    counts: { load: async () => undefined },
    agentUsage: { load: async () => undefined },
    inFlightTtlS: 0,
  };
  const situated = await situate(store, request, identity, canonical.action, admission, wantsOf());
  const heard = { recall: async () => new Map(), remember: async () => {} };
  const situation = withTrace(situated, await trace(heard, compiled, { request, admission, identity, canonical }));
  const { agent, action, session, seen } = situation;
  const document = policyDocument({
    request,
    admission,
    environment,
    identity,
    agent,
    canonical,
    action,
    session: session?.view,
    ...seen,
    changed: [],
    ref,
    freshness: { stale: false, age_s: 0 },
  });
  const refused = refusalOf(canonical, identity, situation);
  const input = JSON.parse(JSON.stringify(document)) as JsonObject;
  return { input, ...(refused === undefined ? {} : { refused }) };
}
