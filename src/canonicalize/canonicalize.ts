import type { Action, Canonical } from "../domain/action.ts";
import type { JsonObject } from "../domain/json.ts";
import type { DecisionRequest } from "../domain/request.ts";
import { TIERS, VERBS } from "../domain/vocabulary.ts";
import { worseParse } from "./analyzers/analysis.ts";
import { scanArguments } from "./analyzers/scan.ts";
import { surroundingsOf } from "./analyzers/surroundings.ts";
import type { Catalogue } from "./catalogue/entry.ts";
import { pinOf } from "./catalogue/pin.ts";
import { type Described, describe } from "./described.ts";
import { actionDigest } from "./digest.ts";
import { readCall } from "./formats/index.ts";
import type { FormatRefusal, NormalCall, Refused } from "./formats/result.ts";
import { readAction } from "./given.ts";
import { describeHttp } from "./http/describe.ts";
import { describeStated } from "./stated.ts";

/**
 * The canonical form of what a gateway asks about. A call that cannot be judged still becomes an action, of verb
 * `unknown`, with the refusal beside it, so that the block is recorded like any other.
 * @throws WritError invalid_argument when a given `action` is not of the vocabulary
 */
export function canonicalize(request: DecisionRequest, catalogue: Catalogue): Canonical {
  if (request.action !== undefined) return readAction(request.action, catalogue, request.context);
  if (request.call === undefined) throw new TypeError("a decoded request has a call or an action");
  if (request.call.refusal !== undefined) return refused(request.call.server, request.call.refusal);
  const read = readCall(request.call);
  if ("refusal" in read) return refused(request.call.server, read.refusal);
  const described = fromCall(request, read.call, catalogue);
  if ("refusal" in described) return refused(request.call.server, described.refusal);
  const { action, bound, facts, findings } = request.call.unseen === true ? unseen(described) : described;
  return { action: withDigest(action, bound), arguments: described.arguments ?? read.call.arguments, facts, findings };
}

function fromCall(
  { call: raw, context }: DecisionRequest,
  call: NormalCall,
  catalogue: Catalogue,
): (Described & { readonly arguments?: JsonObject }) | Refused {
  if (call.meaning !== undefined) {
    return describeStated(call, call.meaning, catalogue.knows(call.server), surroundingsOf(context));
  }
  if (call.http !== undefined)
    return describeHttp(call, call.http, catalogue.api(call.server), surroundingsOf(context));
  const entry = catalogue.find(call.server, call.name);
  if (entry === undefined) {
    const { facts, findings } = scanArguments(call.arguments);
    return {
      action: unknownAction(call.server, call.name),
      bound: { ...call.arguments, ...call.bound },
      facts,
      findings,
    };
  }
  const dialect = context["dialect"];
  const surroundings = surroundingsOf(context);
  return describe(entry, call, pinOf(entry, raw), surroundings, typeof dialect === "string" ? dialect : undefined);
}

/** Nobody knows what the arguments are: the digest says so, so that it is not that of a call without any. */
function unseen({ action, bound, ...found }: Described): Described {
  const parse = worseParse(action.parse, "partial");
  return {
    ...found,
    action: { ...action, parse, tier: "privileged" },
    bound: { ...bound, "writ:arguments": "unseen" },
  };
}

function refused(server: string, refusal: FormatRefusal): Canonical {
  return { action: withDigest(unknownAction(server, ""), {}), arguments: {}, facts: {}, findings: [], refusal };
}

/** A tool that nobody described: no guess makes it anything better than this. */
function unknownAction(server: string, name: string): Omit<Action, "digest"> {
  return {
    verb: "unknown",
    tier: TIERS[2],
    traits: VERBS.unknown.traits,
    tool: { server, name, known: false, pin: "none" },
    destinations: [],
    count: 1,
    sensitivity: "internal",
    data_classes: [],
    parse: "unsupported",
  };
}

function withDigest(action: Omit<Action, "digest">, args: JsonObject): Action {
  return { ...action, digest: actionDigest(action, args) };
}
