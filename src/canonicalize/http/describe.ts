import { isJsonObject } from "../../domain/json.ts";
import { isRpc, RPC_MEMBERS } from "../../domain/json-rpc.ts";
import { misspells } from "../../domain/member-names.ts";
import type { Surroundings } from "../analyzers/analysis.ts";
import type { Api, Operation } from "../catalogue/api.ts";
import { type NormalCall, type Refused, refuse } from "../formats/result.ts";
import { describeGraphql } from "./describe-graphql.ts";
import { type DescribedRequest, inPart, operationOf, unmapped } from "./described.ts";
import { argumentsOf, type HttpRequest, wasRead } from "./request.ts";

/**
 * An HTTP request: what the catalogue says of its operation, else that it is a request. One that servers could take for another
 * operation than it looks like counts as no operation at all, and as not understood.
 */
export function describeHttp(
  call: NormalCall,
  http: HttpRequest,
  api: Api | undefined,
  surroundings: Surroundings,
): DescribedRequest | Refused {
  const operation = api?.grpc.get(http.path);
  if (operation !== undefined) return describeGrpc(call, http, operation, surroundings);
  if (speaksRpc(http, api)) return describeRpc(call, http, api, surroundings);
  if (api === undefined) return unmapped(call, http, true, surroundings);
  if (http.doubts.length > 0) return unmapped(call, http, false, surroundings);
  if (http.path === api.graphql?.path) {
    return describeGraphql(call, http, api.graphql, surroundings) ?? unmapped(call, http, false, surroundings);
  }
  const found = api.routes.find(http.method, http.path);
  if (found === undefined) return unmapped(call, http, !resembles(http, api), surroundings);
  const args = { ...argumentsOf(http), params: { ...found.params } };
  const routed = operationOf(call, found.operation, "http", args, surroundings);
  // The route takes its values from a body that it can read: text has none.
  return wasRead(http) && http.body.kind !== "text" ? routed : inPart(routed);
}

/** Whether a less exact server would take the path for one that the catalogue has. */
function resembles({ path }: HttpRequest, { routes, graphql, rpc }: Api): boolean {
  if (routes.resembles(path)) return true;
  const loose = looseForm(path);
  return [graphql, rpc].some((endpoint) => endpoint !== undefined && looseForm(endpoint.path) === loose);
}

function looseForm(path: string): string {
  return path.toLowerCase().replace(/\/+$/, "");
}

/**
 * A method of gRPC. Its message is not read, for which it would take the server's descriptors: that is enough for what only reads and
 * whose entry takes nothing from the message.
 */
function describeGrpc(
  call: NormalCall,
  http: HttpRequest,
  operation: Operation,
  surroundings: Surroundings,
): DescribedRequest {
  const described = operationOf(call, operation, "grpc", argumentsOf(http), surroundings);
  const { base, cases } = operation.entry;
  const takes = base.resource ?? base.amount ?? base.count ?? base.destinations[0] ?? base.analyze[0] ?? cases[0];
  const plain = http.method === "POST" && http.type.startsWith("application/grpc") && http.doubts.length === 0;
  return plain && takes === undefined && described.action.tier === "read_only" ? described : inPart(described);
}

/** JSON-RPC is known by its endpoint, or by what stands in the body, wherever it goes. */
function speaksRpc({ path, body }: HttpRequest, api: Api | undefined): boolean {
  if (api?.rpc !== undefined && api.rpc.path === path) return true;
  if (body.kind !== "json") return false;
  return isRpc(body.value);
}

/** JSON-RPC 2.0: a method that the catalogue does not have for this endpoint could do anything. */
function describeRpc(
  call: NormalCall,
  http: HttpRequest,
  api: Api | undefined,
  surroundings: Surroundings,
): DescribedRequest | Refused {
  const { body } = http;
  if (body.kind !== "json") return unmapped(call, http, false, surroundings);
  if (Array.isArray(body.value)) {
    return refuse(
      "call_batch_unsupported",
      "/call/payload/body holds several calls; send one decision request for each",
    );
  }
  if (isJsonObject(body.value) && misspells(body.value, RPC_MEMBERS)) {
    return refuse("call_payload_unsupported", "/call/payload/body has a member of JSON-RPC in other letters");
  }
  const { method, params = {} } = isJsonObject(body.value) ? body.value : {};
  const operation = typeof method === "string" ? api?.rpc?.operations.get(method) : undefined;
  if (operation === undefined || http.path !== api?.rpc?.path) {
    return refuse("call_method_unknown", "the catalogue has no such method of JSON-RPC for this server and path");
  }
  const described = operationOf(call, operation, "rpc", { params }, surroundings);
  const bound = { ...described.bound, host: http.host, path: http.path };
  const whole = wasRead(http) && http.method === "POST";
  return whole ? { ...described, bound } : inPart({ ...described, bound });
}
