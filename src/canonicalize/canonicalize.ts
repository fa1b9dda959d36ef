import type { Action, Canonical } from "../domain/action.ts";
import type { JsonObject } from "../domain/json.ts";
import type { DecisionRequest } from "../domain/request.ts";
import { TIERS, VERBS } from "../domain/vocabulary.ts";
import { scanArguments } from "./analyzers/scan.ts";
import { surroundingsOf } from "./analyzers/surroundings.ts";
import type { Catalogue } from "./catalogue/entry.ts";
import { pinOf } from "./catalogue/pin.ts";
import { type Described, describe } from "./described.ts";
import { actionDigest } from "./digest.ts";
import { readCall } from "./formats/index.ts";
import type { FormatRefusal, NormalCall } from "./formats/result.ts";
import { readAction } from "./given.ts";

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
  const { action, bound, facts, findings } = fromCall(request, read.call, catalogue);
  return { action: withDigest(action, bound), arguments: read.call.arguments, facts, findings };
}

function fromCall({ call: raw, context }: DecisionRequest, call: NormalCall, catalogue: Catalogue): Described {
  const entry = catalogue.find(call.server, call.name);
  if (entry === undefined) {
    const { facts, findings } = scanArguments(call.arguments);
    return { action: unknownAction(call.server, call.name), bound: call.arguments, facts, findings };
  }
  const dialect = context["dialect"];
  const surroundings = surroundingsOf(context);
  return describe(entry, call, pinOf(entry, raw), surroundings, typeof dialect === "string" ? dialect : undefined);
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
