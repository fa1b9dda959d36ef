import type { ActionPart } from "../../domain/action.ts";
import type { JsonObject } from "../../domain/json.ts";
import { maxSensitivity, maxTier, type Sensitivity } from "../../domain/vocabulary.ts";
import { partOf, type Surroundings } from "../analyzers/analysis.ts";
import type { Endpoint, Operation } from "../catalogue/api.ts";
import { applyEntry } from "../catalogue/apply.ts";
import type { NormalCall } from "../formats/result.ts";
import { describeStated } from "../stated.ts";
import { type DescribedRequest, inPart, operationOf, placeOf, unmapped } from "./described.ts";
import { readGraphql } from "./graphql.ts";
import type { RootField } from "./graphql-document.ts";
import { argumentsOf, type HttpRequest } from "./request.ts";

/** Under which the whole request stands among the arguments of its one field. */
const DOCUMENTS = "graphql:documents";

/** Fields of every server that tell of its schema and of nothing else (GraphQL, October 2021, section 4). */
const INTROSPECTION = new Set(["__schema", "__type", "__typename"]);

/**
 * A request to a GraphQL endpoint. One root field is judged like a tool of that name; several become parts, each judged like a call of
 * its own, and the highest of them is what the action is called.
 * @returns undefined where the request cannot be read
 */
export function describeGraphql(
  call: NormalCall,
  http: HttpRequest,
  endpoint: Endpoint,
  surroundings: Surroundings,
): DescribedRequest | undefined {
  const request = readGraphql(http);
  if (request === undefined) return undefined;
  const asked = request.fields.map((field) => ({ field, operation: endpoint.operations.get(field.name) }));
  const [only, ...more] = asked;
  if (only !== undefined && more.length === 0 && !isIntrospection(only.field)) {
    if (only.operation === undefined) return unmapped(call, http, true, surroundings);
    const args: JsonObject = { ...only.field.arguments, [DOCUMENTS]: [...request.documents] };
    const bound = { "http:host": http.host, "http:path": http.path };
    return operationOf({ ...call, bound }, only.operation, "graphql", args, surroundings);
  }
  return severalFields(call, http, asked, surroundings);
}

type Asked = { readonly field: RootField; readonly operation: Operation | undefined };

function severalFields(
  call: NormalCall,
  http: HttpRequest,
  asked: readonly Asked[],
  surroundings: Surroundings,
): DescribedRequest {
  const found = asked.map(({ field, operation }) => partFor(http, field, operation, surroundings));
  const parts = found.map(({ part }) => part);
  const [first, ...rest] = parts as [ActionPart, ...ActionPart[]];
  const highest = rest.reduce((best, part) => (maxTier(best.tier, part.tier) === best.tier ? best : part), first);
  const args = argumentsOf(http);
  const meaning = { verb: "http.request", parts, parse: "complete" } as const;
  const described = describeStated({ ...call, name: "graphql:several", arguments: args }, meaning, true, surroundings);
  const sensitivity = found.reduce<Sensitivity>(
    (most, item) => maxSensitivity(most, item.sensitivity),
    described.action.sensitivity,
  );
  const traits = [...new Set(parts.flatMap((part) => part.traits))].sort();
  const tier = parts.reduce((most, part) => maxTier(most, part.tier), highest.tier);
  const action = { ...described.action, verb: highest.verb, tier, traits, sensitivity };
  const whole = { ...described, action, arguments: args };
  return found.every(({ complete }) => complete) ? whole : inPart(whole);
}

interface FoundPart {
  readonly part: ActionPart;
  readonly sensitivity: Sensitivity;
  /** Whether the part says all that its field does: a part has no amount, and no program inside. */
  readonly complete: boolean;
}

function partFor(
  http: HttpRequest,
  field: RootField,
  operation: Operation | undefined,
  surroundings: Surroundings,
): FoundPart {
  if (isIntrospection(field)) {
    const resource = { type: "graphql_schema", uri: http.url };
    return { part: partOf("record.list", { resource }), sensitivity: "internal", complete: true };
  }
  if (operation === undefined) {
    return { part: partOf("http.request", placeOf(http)), sensitivity: "internal", complete: true };
  }
  const { meaning, resource, destinations, parse } = applyEntry(operation.entry, field.arguments, surroundings);
  return {
    part: {
      verb: meaning.verb,
      ...(resource === undefined ? {} : { resource }),
      destinations,
      tier: meaning.tier,
      traits: meaning.traits,
    },
    sensitivity: meaning.sensitivity,
    complete: parse === "complete" && meaning.amount === undefined && meaning.analyze.length === 0,
  };
}

function isIntrospection({ name }: RootField): boolean {
  return INTROSPECTION.has(name.slice(name.indexOf(".") + 1));
}
