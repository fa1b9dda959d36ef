import { pointerTo } from "../../domain/json.ts";
import type { Operation } from "./api.ts";
import { broken } from "./broken.ts";

/** A route that a request fits. */
export interface Match {
  readonly operation: Operation;
  /** What its variables stand for, percent-decoded. */
  readonly params: Readonly<Record<string, string>>;
}

export interface Routes {
  readonly size: number;
  /** The most specific route: at the first segment where two differ, a literal beats a variable. */
  find(method: string, path: string): Match | undefined;
  /** Whether a server that is less exact about case and slashes would take the path for one of a route. */
  resembles(path: string): boolean;
}

interface Node {
  readonly literals: Map<string, Node>;
  /** One segment that is anything. */
  variable?: Node;
  /** By method. */
  readonly ends: Map<string, Route>;
  /** The same for templates whose last variable is the rest of the path. */
  readonly rests: Map<string, Route>;
}

interface Route {
  readonly operation: Operation;
  readonly names: readonly string[];
}

const ROUTE = /^([A-Z]{1,32}) (\/\S*)$/;
/** RFC 6570 level 1, and `{+name}` of level 2 at the end. */
const VARIABLE = /^\{(\+?)([A-Za-z_][A-Za-z0-9_]{0,63})\}$/;
/** What a literal may have as it is, and a request encoded: servers take it for the same. */
const RESERVED = /%(?:21|24|2[6-9a-c]|3[ad]|40)/gi;
const LITERAL = /^[A-Za-z0-9._~!$&'()*+,=:@-]*$/;

/**
 * Compiles routes by their names, `GET /orders/{id}`.
 * @throws WritError invalid_argument for one that is none, or is there twice
 */
export function compileRoutes(operations: ReadonlyMap<string, Operation>, at: string): Routes {
  const root = newNode();
  const loose = newNode();
  for (const operation of operations.values()) {
    const here = pointerTo(at, operation.name);
    const [, method = "", template = ""] = ROUTE.exec(operation.name) ?? [];
    if (method === "") throw broken(here, "is no method and URI template");
    if (!insert(root, method, template, operation, here)) throw broken(here, "has the same paths as another route");
    insert(loose, "", looseForm(template), operation, here);
  }
  return {
    size: operations.size,
    find: (method, path) => find(root, method, path) ?? (method === "HEAD" ? find(root, "GET", path) : undefined),
    resembles: (path) => find(loose, "", looseForm(path.replace(RESERVED, decodeURIComponent))) !== undefined,
  };
}

function newNode(): Node {
  return { literals: new Map(), ends: new Map(), rests: new Map() };
}

/** Names of variables stay as they are: only literals are written in lower case. */
function looseForm(path: string): string {
  const form = path.replace(/\{[^}]*\}|[^{]+/g, (piece) => (piece.startsWith("{") ? piece : piece.toLowerCase()));
  return form.length > 1 ? form.replace(/\/+$/, "") || "/" : form;
}

/** @returns false where another route has the same shape */
function insert(root: Node, method: string, template: string, operation: Operation, at: string): boolean {
  const segments = template.slice(1).split("/");
  const names: string[] = [];
  let node = root;
  for (const [index, segment] of segments.entries()) {
    const [variable, rest, name = ""] = VARIABLE.exec(segment) ?? [];
    if (variable === undefined) {
      if (!LITERAL.test(segment)) throw broken(at, "has a segment that is neither a literal nor one variable");
      const next = node.literals.get(segment) ?? newNode();
      node.literals.set(segment, next);
      node = next;
      continue;
    }
    if (names.includes(name)) throw broken(at, "names a variable twice");
    names.push(name);
    if (rest === "+") {
      if (index < segments.length - 1) throw broken(at, "goes on behind the rest of the path");
      return put(node.rests, method, { operation, names });
    }
    node.variable ??= newNode();
    node = node.variable;
  }
  return put(node.ends, method, { operation, names });
}

function put(routes: Map<string, Route>, method: string, route: Route): boolean {
  if (routes.has(method)) return false;
  routes.set(method, route);
  return true;
}

function find(root: Node, method: string, path: string): Match | undefined {
  if (!path.startsWith("/")) return undefined;
  const segments = path.slice(1).split("/");
  const found = walk(root, method, segments, 0, []);
  if (found === undefined) return undefined;
  const { route, values } = found;
  return {
    operation: route.operation,
    params: Object.fromEntries(route.names.map((name, index) => [name, decoded(values[index] ?? "")])),
  };
}

type Found = { readonly route: Route; readonly values: readonly string[] };

function walk(
  node: Node,
  method: string,
  segments: readonly string[],
  at: number,
  values: readonly string[],
): Found | undefined {
  const segment = segments[at];
  if (segment === undefined) {
    const route = node.ends.get(method);
    return route === undefined ? undefined : { route, values };
  }
  const literal = node.literals.get(segment);
  const exact = literal === undefined ? undefined : walk(literal, method, segments, at + 1, values);
  if (exact !== undefined) return exact;
  const one =
    node.variable === undefined || segment === ""
      ? undefined
      : walk(node.variable, method, segments, at + 1, [...values, segment]);
  if (one !== undefined) return one;
  const rest = segment === "" ? undefined : node.rests.get(method);
  return rest === undefined ? undefined : { route: rest, values: [...values, segments.slice(at).join("/")] };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
