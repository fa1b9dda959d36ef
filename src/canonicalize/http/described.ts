import type { JsonObject } from "../../domain/json.ts";
import type { Surroundings } from "../analyzers/analysis.ts";
import { urlDestination } from "../analyzers/hosts/index.ts";
import type { Operation } from "../catalogue/api.ts";
import { type Described, describe } from "../described.ts";
import type { NormalCall, StatedMeaning } from "../formats/result.ts";
import { describeStated } from "../stated.ts";
import { argumentsOf, type HttpRequest, wasRead } from "./request.ts";

/** What a request does, and the arguments by which it does it. */
export type DescribedRequest = Described & { readonly arguments: JsonObject };

/** What nothing describes better: a request to a URL. */
export function unmapped(
  call: NormalCall,
  http: HttpRequest,
  clear: boolean,
  surroundings: Surroundings,
): DescribedRequest {
  const args = argumentsOf(http);
  const read = clear && http.url !== "" && wasRead(http);
  const meaning: StatedMeaning = {
    verb: http.method === "CONNECT" ? "net.connect" : "http.request",
    ...placeOf(http),
    parse: read ? "complete" : "partial",
  };
  return { ...describeStated({ ...call, arguments: args }, meaning, true, surroundings), arguments: args };
}

/** Where a request goes, as resource and as destination. */
export function placeOf({ url }: HttpRequest): Pick<StatedMeaning, "resource" | "destinations"> {
  if (url === "") return { destinations: [] };
  return { resource: { type: "url", uri: url }, destinations: [urlDestination(url)] };
}

/** What the catalogue says of an operation, with these arguments. */
export function operationOf(
  call: NormalCall,
  { name, entry }: Operation,
  kind: string,
  args: JsonObject,
  surroundings: Surroundings,
): DescribedRequest {
  const named = { ...call, name: `${kind}:${name}`, arguments: args };
  return { ...describe(entry, named, "none", surroundings, undefined), arguments: args };
}

/** Not all of it was seen, so that it may do more than is known. */
export function inPart(described: DescribedRequest): DescribedRequest {
  const { action } = described;
  return {
    ...described,
    action: { ...action, parse: action.parse === "complete" ? "partial" : action.parse, tier: "privileged" },
  };
}
