import { type Decision, goesOn } from "../../domain/decision.ts";
import { WritError } from "../../domain/errors.ts";
import type { JsonObject, JsonValue } from "../../domain/json.ts";
import { DEFAULT_TIMEOUT_MS } from "../../domain/limits.ts";
import type { Admission } from "../../domain/request.ts";
import type { Service } from "../../pipeline/service.ts";
import { timeoutOf } from "../native/deadline.ts";
import type { ForwardedCall, ForwardedEvidence } from "./request.ts";

/** What becomes of a request that a gateway holds back. */
export interface ForwardedAnswer {
  /** Whether it may go on: every one of its calls may, and there is one. */
  readonly goes_on: boolean;
  /** The one that says most: the block, else the first warning, else the first. */
  readonly decision: Decision;
  /** Of each call, in order, up to the first block: nothing of a blocked request runs, so that the rest is not judged. */
  readonly decisions: readonly Decision[];
  /** Of the JSON-RPC request that `decision` is about; undefined where it is about none. */
  readonly rpc_id?: JsonValue;
}

export interface ForwardedOptions {
  /** The id of the request by which the gateway asks, to be found again in the record. */
  readonly request_id: string;
  readonly context: JsonObject;
  /** What the gateway waits, in milliseconds, where it says so. */
  readonly left_ms?: number;
  /** Which obligations the protocol itself fulfils; absent: those of the caller's configuration. */
  readonly obligations?: readonly string[];
  /** Whether the protocol wants to know what was found, and where. */
  readonly explain?: boolean;
}

/** Asks for one call after the other. @throws WritError what the service refuses, and deadline_exceeded */
export async function decideForwarded(
  service: Service,
  admission: Admission,
  calls: readonly ForwardedCall[],
  evidence: ForwardedEvidence,
  options: ForwardedOptions,
): Promise<ForwardedAnswer> {
  const decisions: Decision[] = [];
  const until = Date.now() + Math.min(options.left_ms ?? DEFAULT_TIMEOUT_MS, DEFAULT_TIMEOUT_MS);
  for (const { call, rpc_id } of calls) {
    const decision = await service.decide(requestOf(call, evidence, options, until - Date.now()), admission);
    decisions.push(decision);
    if (goesOn(decision)) continue;
    return { goes_on: false, decision, decisions, ...(rpc_id === undefined ? {} : { rpc_id }) };
  }
  const said = decisions.find(({ effect }) => effect === "warn") ?? decisions[0];
  if (said === undefined) throw new WritError("invalid_argument", "the request holds nothing that could be judged");
  const rpc_id = calls[decisions.indexOf(said)]?.rpc_id;
  return { goes_on: true, decision: said, decisions, ...(rpc_id === undefined ? {} : { rpc_id }) };
}

function requestOf(call: ForwardedCall["call"], evidence: ForwardedEvidence, options: ForwardedOptions, left: number) {
  const { request_id, context, obligations, explain = false } = options;
  return {
    request_id,
    ...evidence,
    call,
    observed: [],
    context,
    options: { dry_run: false, explain, ...(obligations === undefined ? {} : { obligations }) },
    timeout_ms: timeoutOf(left),
  };
}
