import { WritError } from "../../domain/errors.ts";
import { isJsonObject, type JsonObject, type JsonValue } from "../../domain/json.ts";
import { memberNames, misspells } from "../../domain/member-names.ts";
import { parseStrictJson } from "../../domain/strict-json.ts";
import { type RootField, rootFields } from "./graphql-document.ts";
import type { HttpRequest } from "./request.ts";

/** What a request to a GraphQL endpoint asks for. */
export interface GraphqlRequest {
  readonly fields: readonly RootField[];
  /** The documents with their variables, which the digest binds and analyzers look into. */
  readonly documents: readonly JsonObject[];
}

/** What a request is made of. */
const MEMBERS = memberNames("query", "operationName", "variables", "extensions");

/** Requests in one body; servers that take batches at all take few. */
const MAX_BATCH = 64;

/**
 * Reads a GraphQL request as servers do ("GraphQL over HTTP", draft of 2025): a POST of JSON or of the document alone, a batch of such, or a
 * GET.
 * @returns undefined for what cannot be read in one way: a persisted query without its text, a document in the body and in
 * the query string, one that does not parse
 */
export function readGraphql({ method, type, query, body }: HttpRequest): GraphqlRequest | undefined {
  // express-graphql and the like prefer what the query string says to what the body says.
  const asked = [...MEMBERS.values()].some((name) => Object.hasOwn(query, name)) || misspells(query, MEMBERS);
  if (method === "GET")
    return body.kind === "none" || (body.kind === "unseen" && body.there !== true)
      ? requestsOf([fromQuery(query)])
      : undefined;
  if (method !== "POST" || asked) return undefined;
  if (body.kind === "text") return type === "application/graphql" ? requestsOf([{ query: body.text }]) : undefined;
  if (body.kind !== "json") return undefined;
  const items = Array.isArray(body.value) ? body.value : [body.value];
  return items.length > MAX_BATCH ? undefined : requestsOf(items);
}

/** The members of a GET are JSON in text. */
function fromQuery({ query, operationName, variables, ...rest }: JsonObject): JsonValue {
  return {
    ...rest,
    ...(query === undefined ? {} : { query }),
    ...(operationName === undefined || operationName === "" ? {} : { operationName }),
    ...(variables === undefined || variables === "" ? {} : { variables: jsonOf(variables) }),
  };
}

function jsonOf(text: JsonValue): JsonValue {
  if (typeof text !== "string") return false;
  try {
    return parseStrictJson(text);
  } catch (error) {
    if (error instanceof WritError) return false;
    throw error;
  }
}

function requestsOf(items: readonly JsonValue[]): GraphqlRequest | undefined {
  const fields: RootField[] = [];
  const documents: JsonObject[] = [];
  for (const item of items) {
    const { query, operationName = null, variables = null } = isJsonObject(item) ? item : {};
    if (typeof query !== "string" || (operationName !== null && typeof operationName !== "string")) return undefined;
    if (variables !== null && !isJsonObject(variables)) return undefined;
    if (isJsonObject(item) && misspells(item, MEMBERS)) return undefined;
    const found = rootFields(query, operationName ?? undefined, variables ?? {});
    if (found === undefined) return undefined;
    fields.push(...found);
    documents.push({
      document: query,
      ...(operationName === null ? {} : { operation_name: operationName }),
      ...(variables === null ? {} : { variables }),
    });
  }
  return fields.length === 0 ? undefined : { fields, documents };
}
