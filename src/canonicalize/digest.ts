import { hash } from "node:crypto";
import type { Action } from "../domain/action.ts";
import { canonicalJson } from "../domain/jcs.ts";
import type { JsonObject } from "../domain/json.ts";
import { plainDecimal } from "./catalogue/normalized.ts";

/**
 * What an action is, as `sha256:<hex>` over the RFC 8785 form of verb, tool, resource, destinations, amount and
 * arguments. How a destination became known is left out: it says something of the session, not of the action.
 */
export function actionDigest(action: Omit<Action, "digest">, args: JsonObject): string {
  const { verb, tool, resource, destinations, amount } = action;
  const subject: JsonObject = {
    arguments: args,
    destinations: destinations.map(({ kind, value }) => ({ kind, value })),
    tool: { name: tool.name, server: tool.server },
    verb,
  };
  if (resource !== undefined) subject["resource"] = { type: resource.type, uri: resource.uri };
  if (amount !== undefined) subject["amount"] = { currency: amount.currency, value: plainDecimal(amount.value) };
  return `sha256:${hash("sha256", canonicalJson(subject), "hex")}`;
}
