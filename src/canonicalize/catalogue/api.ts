import { type JsonObject, type JsonValue, pointerTo } from "../../domain/json.ts";
import { broken } from "./broken.ts";
import type { ToolEntry } from "./entry.ts";
import { compileTool, object } from "./meaning.ts";
import { compileRoutes, type Routes } from "./routes.ts";

/** What one operation of a server's API does. */
export interface Operation {
  /** As messages name it: `GET /orders/{id}`, `mutation.createIssue`, `eth_call`, `acme.Orders/Get`. */
  readonly name: string;
  readonly entry: ToolEntry;
}

/** Operations that are asked for at one path of the server. */
export interface Endpoint {
  readonly path: string;
  readonly operations: ReadonlyMap<string, Operation>;
}

/** What a server answers to over HTTP, beside tools. */
export interface Api {
  readonly size: number;
  readonly routes: Routes;
  /** Root fields: `query.issue`, `mutation.createIssue`, `subscription.changes`. */
  readonly graphql?: Endpoint;
  /** Methods of JSON-RPC. */
  readonly rpc?: Endpoint;
  /** By path, `/package.Service/Method`. */
  readonly grpc: ReadonlyMap<string, Operation>;
}

const PATH = /^\/[A-Za-z0-9._~!$&'()*+,=:@/-]*$/;
const ROOT_FIELD = /^(?:query|mutation|subscription)\.[_A-Za-z][_0-9A-Za-z]*$/;
const GRPC_METHOD = /^[A-Za-z_][\w.]*\/[A-Za-z_]\w*$/;
const ANY_NAME = /^.{1,256}$/s;

/** @throws WritError invalid_argument naming the entry */
export function compileApi({ routes = {}, graphql, rpc, grpc = {} }: JsonObject, at: string): Api {
  const compiled = {
    routes: compileRoutes(operationsOf(routes, `${at}/routes`, ANY_NAME), `${at}/routes`),
    ...endpointOf("graphql", graphql, at, ROOT_FIELD),
    ...endpointOf("rpc", rpc, at, ANY_NAME),
    grpc: new Map(
      [...operationsOf(grpc, `${at}/grpc`, GRPC_METHOD).values()].map((operation) => [`/${operation.name}`, operation]),
    ),
  };
  const endpoints = [compiled.graphql, compiled.rpc].map((endpoint) => endpoint?.operations.size ?? 0);
  const size = compiled.routes.size + compiled.grpc.size + endpoints.reduce((sum, count) => sum + count, 0);
  return { size, ...compiled };
}

function endpointOf<K extends "graphql" | "rpc">(
  key: K,
  value: JsonValue | undefined,
  at: string,
  name: RegExp,
): { readonly [P in K]?: Endpoint } {
  if (value === undefined) return {};
  const here = `${at}/${key}`;
  const { endpoint, operations = {} } = object(value, here, new Set(["endpoint", "operations"]));
  if (typeof endpoint !== "string" || !PATH.test(endpoint)) throw broken(`${here}/endpoint`, "is no path");
  const compiled = { path: endpoint, operations: operationsOf(operations, `${here}/operations`, name) };
  return { [key]: compiled } as unknown as { readonly [P in K]?: Endpoint };
}

function operationsOf(value: JsonValue, at: string, pattern: RegExp): ReadonlyMap<string, Operation> {
  const operations = new Map<string, Operation>();
  for (const [name, fields] of Object.entries(object(value, at))) {
    if (!pattern.test(name)) throw broken(pointerTo(at, name), "is no name of an operation");
    const entry = compileTool(fields, pointerTo(at, name));
    if (entry !== undefined) operations.set(name, { name, entry });
  }
  return operations;
}
