import type { Action, Canonical } from "../domain/action.ts";
import type { JsonObject } from "../domain/json.ts";
import type { DecisionRequest } from "../domain/request.ts";
import { maxTier, TIERS, VERBS } from "../domain/vocabulary.ts";
import { applyEntry } from "./catalogue/apply.ts";
import type { Catalogue } from "./catalogue/entry.ts";
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
  if (request.action !== undefined) return readAction(request.action, catalogue);
  if (request.call === undefined) throw new TypeError("a decoded request has a call or an action");
  const read = readCall(request.call);
  if ("refusal" in read) return refused(request.call.server, read.refusal);
  return { ...fromCall(read.call, catalogue), arguments: read.call.arguments, facts: {}, findings: [] };
}

function fromCall(call: NormalCall, catalogue: Catalogue): { readonly action: Action } {
  const entry = catalogue.find(call.server, call.name);
  if (entry === undefined) {
    return { action: withDigest(unknownAction(call.server, call.name), call.arguments) };
  }
  const { meaning, parse, ...values } = applyEntry(entry, call.arguments);
  const action: Omit<Action, "digest"> = {
    verb: meaning.verb,
    // What was not understood in full is never less dangerous for it.
    tier: parse === "complete" ? meaning.tier : maxTier(meaning.tier, "privileged"),
    traits: meaning.traits,
    tool: { server: call.server, name: call.name, known: true, pin: "none" },
    ...values,
    sensitivity: meaning.sensitivity,
    data_classes: meaning.dataClasses,
    parse,
  };
  return { action: withDigest(action, call.arguments) };
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
