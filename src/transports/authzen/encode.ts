import { type Decision, goesOn } from "../../domain/decision.ts";
import type { WritError } from "../../domain/errors.ts";
import { errorStatus } from "../native/status.ts";
import { encodeObligations } from "./obligations.ts";

/** What a decision is answered with, and what it is called there. */
export interface Surroundings {
  /** RFC 3339, when it was judged. */
  readonly evaluated_at: string;
  /** The obligations that whoever asks has said to fulfil. */
  readonly obligations: readonly string[] | "any";
  /** Where a person is asked for what was denied. */
  readonly access_request_endpoint: string;
}

/** The answer to one question (section 6.2). */
export interface EncodedDecision {
  readonly decision: boolean;
  readonly context?: Readonly<Record<string, unknown>>;
}

/** With all that the enforcement point can use. */
export function encodeDecision(decision: Decision, surroundings: Surroundings): EncodedDecision {
  const { decision_id, effect } = decision;
  return {
    decision: goesOn(decision),
    context: {
      evaluation_id: decision_id,
      evaluated_at: surroundings.evaluated_at,
      ...(effect === "allow" ? {} : { effect, ...reasonsOf(decision) }),
      ...actedOn(decision, surroundings),
    },
  };
}

/** Without a context where nothing in it would have to be acted on. */
export function encodeBriefly(decision: Decision, surroundings: Surroundings): EncodedDecision {
  const acted = actedOn(decision, surroundings);
  return Object.keys(acted).length === 0 ? { decision: goesOn(decision) } : encodeDecision(decision, surroundings);
}

/** An item that could not be judged (section 7.2.1). */
export function encodeItemError({ code, message }: WritError): EncodedDecision {
  return { decision: false, context: { error: { status: errorStatus(code).http, message } } };
}

function actedOn(decision: Decision, surroundings: Surroundings): Readonly<Record<string, unknown>> {
  const { approval, grant, obligations } = decision;
  const asked = approval === undefined || goesOn(decision) ? {} : accessRequest(approval, surroundings);
  return {
    ...encodeObligations(obligations, surroundings.obligations),
    ...asked,
    ...(grant === undefined ? {} : { grant }),
  };
}

/** Access Request and Approval Profile: the denial is bound by its `evaluation_id`. */
function accessRequest(approval: NonNullable<Decision["approval"]>, { access_request_endpoint }: Surroundings) {
  const { expires_at, template } = approval;
  return { approval, access_request: { endpoint: access_request_endpoint, template, expires_at } };
}

/** The code is for programs, the messages by their codes are for administrators. */
function reasonsOf({ reasons }: Decision): Readonly<Record<string, unknown>> {
  const [first] = reasons;
  if (first === undefined) return {};
  const messages = new Map<string, string>();
  for (const { code, message } of reasons) {
    const before = messages.get(code);
    messages.set(code, before === undefined ? message : `${before}; ${message}`);
  }
  return { reason: first.code, reason_admin: Object.fromEntries(messages) };
}
