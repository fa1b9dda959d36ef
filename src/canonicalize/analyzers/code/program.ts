/**
 * A program of any language that is parsed, as far as it matters for what the program reaches: expressions, the names
 * that they are bound to, and the calls. Statements are not kept: every one of them could run, in any order.
 */

export type Expression =
  /** A literal; may hold the holes of value.ts. */
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "number"; readonly value: number }
  | { readonly kind: "name"; readonly name: string; readonly scope: Scope }
  | { readonly kind: "member"; readonly of: Expression; readonly name: string }
  | { readonly kind: "index"; readonly of: Expression; readonly index: Expression }
  /** `of[from:to:step]`. */
  | { readonly kind: "slice"; readonly of: Expression; readonly bounds: readonly (Expression | undefined)[] }
  | Call
  /** Texts behind each other: interpolation, or an addition that may be of texts. */
  | { readonly kind: "join"; readonly parts: readonly Expression[] }
  | { readonly kind: "binary"; readonly operator: string; readonly left: Expression; readonly right: Expression }
  | { readonly kind: "list"; readonly items: readonly Expression[] }
  /** An entry without a key is a spread of another dictionary. */
  | { readonly kind: "dictionary"; readonly entries: readonly Entry[] }
  /** One of these. */
  | { readonly kind: "choice"; readonly options: readonly Expression[] }
  /** Any item of it, as a loop gives. */
  | { readonly kind: "element"; readonly of: Expression }
  /** All items of it, in a list or in arguments. */
  | { readonly kind: "spread"; readonly of: Expression }
  | { readonly kind: "function"; readonly definition: FunctionDefinition }
  | { readonly kind: "class"; readonly definition: ClassDefinition }
  /** The object whose method runs. */
  | { readonly kind: "self"; readonly definition: ClassDefinition | undefined }
  | { readonly kind: "parameter"; readonly definition: FunctionDefinition; readonly index: number }
  /** Something of a library by its qualified name, e.g. an import. */
  | { readonly kind: "library"; readonly name: string }
  /** No value: None, null, undefined. */
  | { readonly kind: "none" }
  /** What a comprehension or generator makes: any number of it. */
  | { readonly kind: "repeat"; readonly item: Expression }
  /** Data of no importance: times, comparisons, exceptions. */
  | { readonly kind: "data" }
  /** Anything. */
  | { readonly kind: "unknown" };

export interface Entry {
  readonly key?: Expression;
  readonly value: Expression;
}

export interface Argument {
  /** Of a keyword argument. */
  readonly name?: string;
  readonly value: Expression;
}

export interface Call {
  readonly kind: "call";
  readonly callee: Expression;
  readonly arguments: readonly Argument[];
  /** `new X()`. */
  readonly construct: boolean;
}

export interface Parameter {
  readonly name: string;
  readonly fallback?: Expression;
  /** Takes all that is left: a list by position, or a dictionary by name. */
  readonly rest?: "list" | "dictionary";
}

export interface FunctionDefinition {
  readonly name: string;
  readonly parameters: Parameter[];
  readonly returns: Expression[];
  /** The class that it is a method of. */
  readonly owner: ClassDefinition | undefined;
  /** Whether its first parameter is the object that it is a method of. */
  readonly takesSelf: boolean;
}

export interface ClassDefinition {
  readonly name: string;
  readonly bases: Expression[];
}

/** The names of one function, block, class or of the program. */
export interface Scope {
  readonly parent: Scope | undefined;
  /**
   * Whether a name that is bound here never means the one of the same spelling outside: not so at the top of a Python
   * program, where it means the builtin until the assignment runs.
   */
  hides: boolean;
  readonly names: Map<string, Expression[]>;
}

export interface Program {
  readonly calls: Call[];
  /** Values that get to where they are not followed, but for arguments of calls. */
  readonly escaping: Set<Expression>;
  /** Values of attributes that are assigned anywhere, by name. */
  readonly attributes: Map<string, Expression[]>;
  /** Methods by name. */
  readonly methods: Map<string, FunctionDefinition[]>;
  /** Lists and dictionaries that are changed after they were made. */
  readonly changed: Expression[];
  /** What functions give back, which gets on where their calls get on. */
  readonly results: { readonly definition: FunctionDefinition; readonly value: Expression }[];
  /** Attributes and items that are read, e.g. of the environment. */
  readonly reads: Set<Expression>;
  /** Attributes and items that are assigned to. */
  readonly assigned: { readonly target: Expression; readonly value: Expression }[];
  readonly imports: Set<string>;
  /** Modules of which all names are imported. */
  readonly stars: string[];
  /** Whether the language has ways to run text that are seen from the syntax alone, and one is used. */
  dynamic: boolean;
  /** Whether there is syntax that is not read. */
  unread: boolean;
}

export const NONE: Expression = { kind: "none" };
export const DATA: Expression = { kind: "data" };
export const UNKNOWN: Expression = { kind: "unknown" };

export function newScope(parent: Scope | undefined, hides: boolean): Scope {
  return { parent, hides, names: new Map() };
}

export function newProgram(): Program {
  return {
    calls: [],
    escaping: new Set(),
    attributes: new Map(),
    methods: new Map(),
    changed: [],
    results: [],
    reads: new Set(),
    assigned: [],
    imports: new Set(),
    stars: [],
    dynamic: false,
    unread: false,
  };
}

export function put<T>(map: Map<string, T[]>, key: string, value: T): void {
  const values = map.get(key);
  if (values === undefined) map.set(key, [value]);
  else values.push(value);
}

export function bind(scope: Scope, name: string, value: Expression): void {
  put(scope.names, name, value);
}

/** What a name could stand for. */
export interface Bound {
  readonly values: readonly Expression[];
  /** Whether it could also be what it is without the program: a builtin, a global object. */
  readonly outer: boolean;
}

export function lookUp(scope: Scope, name: string): Bound {
  const values: Expression[] = [];
  for (let at: Scope | undefined = scope; at !== undefined; at = at.parent) {
    const here = at.names.get(name);
    if (here === undefined) continue;
    values.push(...here);
    if (at.hides) return { values, outer: false };
  }
  return { values, outer: true };
}
