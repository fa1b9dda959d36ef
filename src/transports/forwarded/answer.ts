import type { Decision } from "../../domain/decision.ts";
import type { JsonObject } from "../../domain/json.ts";
import { challengeOf } from "./challenge.ts";
import type { ForwardedAnswer } from "./decide.ts";

/** AuthZEN's COAZ-MCP binding, draft 1: the JSON-RPC error of a call that was denied. */
export const RPC_DENIED = -32001;

/**
 * Every field that an answer of Writ may have, always all of them: a gateway that copies one that is not there may make something up, or let
 * the client's own through.
 */
export const ANSWER_HEADERS = [
  "x-writ-decision-id",
  "x-writ-effect",
  "x-writ-reasons",
  "x-writ-obligations",
  "x-writ-approval",
  "x-writ-grant",
] as const;

/** Longer lists of codes than this are for the record. */
const MAX_REASONS_CHARS = 1_024;
/** What proxies take of one field. */
const MAX_OBLIGATIONS_CHARS = 4_096;

/** For the upstream server of a request that goes on, and for whoever reads the answer of one that does not. */
export function headersOf(answer: ForwardedAnswer): Readonly<Record<(typeof ANSWER_HEADERS)[number], string>> {
  const { decision, decisions } = answer;
  return {
    "x-writ-decision-id": decisions.map(({ decision_id }) => decision_id).join(","),
    "x-writ-effect": decision.effect,
    "x-writ-reasons": decision.reasons
      .map(({ code }) => code)
      .join(",")
      .slice(0, MAX_REASONS_CHARS),
    "x-writ-obligations": obligationsOf(answer),
    "x-writ-approval": decision.approval?.url ?? "",
    "x-writ-grant": grantsOf(answer),
  };
}

/** JSON in ASCII, as a field takes it (RFC 9110 section 5.5); of what is too long, the types. A gateway that takes no such head takes no yes. */
function obligationsOf({ decisions }: ForwardedAnswer): string {
  const obligations = decisions.flatMap((decision) => decision.obligations);
  if (obligations.length === 0) return "";
  const text = ascii(obligations);
  if (text.length <= MAX_OBLIGATIONS_CHARS) return text;
  return ascii(obligations.map(({ type, fulfillment }) => ({ type, fulfillment })));
}

function ascii(value: unknown): string {
  return JSON.stringify(value).replace(
    /[\u007f-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/** Of each call in order; no token has a comma in it. None where a later call is blocked: the client gets that answer, and nothing runs. */
function grantsOf({ goes_on, decisions }: ForwardedAnswer): string {
  if (!goes_on || decisions.every(({ grant }) => grant?.token === undefined)) return "";
  return decisions.map(({ grant }) => grant?.token ?? "").join(",");
}

/** Of the answer to the client whose call is blocked: the status, which its body says too, and the fields that go with it. */
export function deniedHead(answer: ForwardedAnswer): {
  readonly status: 401 | 403;
  readonly headers: Readonly<Record<string, string>>;
} {
  const challenge = challengeOf(answer.decision);
  const headers = headersOf(answer);
  if (challenge === undefined) return { status: 403, headers };
  return { status: 401, headers: { ...headers, "www-authenticate": challenge } };
}

/** What a client is told of a block: why, by which decision, and where a person can lift it. */
export function denialOf({ decision_id, reasons, approval }: Decision): {
  readonly message: string;
  readonly data: JsonObject;
} {
  const data: JsonObject = {
    decision_id,
    reasons: reasons.map(({ code, message }) => ({ code, message })),
    ...(approval === undefined ? {} : { approval: { ...approval } }),
  };
  return { message: reasons[0]?.message ?? "the policy does not allow this", data };
}

/** The same as a body: a JSON-RPC error where the call was JSON-RPC, else problem details (RFC 9457). */
export function deniedBody(answer: ForwardedAnswer): { readonly type: string; readonly text: string } {
  const { decision, rpc_id } = answer;
  const { message, data } = denialOf(decision);
  if (rpc_id === undefined) {
    const [title, status] = challengeOf(decision) === undefined ? ["Forbidden", 403] : ["Unauthorized", 401];
    const problem = { type: "about:blank", title, status, detail: message, ...data };
    return { type: "application/problem+json", text: JSON.stringify(problem) };
  }
  const error = { code: RPC_DENIED, message: `blocked: ${message}`, data };
  return { type: "application/json", text: JSON.stringify({ jsonrpc: "2.0", id: rpc_id, error }) };
}
