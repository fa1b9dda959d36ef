import type { Call, ClassDefinition, Entry, Expression, FunctionDefinition, Program, Scope } from "./program.ts";
import type { SyntaxNode } from "./syntax.ts";

/** Where in a program reading stands. */
export interface Reader {
  readonly text: string;
  readonly program: Program;
  readonly scope: Scope;
  /** The names of the whole program. */
  readonly top: Scope;
  /** The class whose body or method is read. */
  readonly owner: ClassDefinition | undefined;
  /** The function whose body is read. */
  readonly definition: FunctionDefinition | undefined;
  /** Reads a node of the language as an expression, and notes the calls in it. */
  expression(node: SyntaxNode | undefined, reader: Reader): Expression;
}

export function source(reader: Reader, node: SyntaxNode): string {
  return reader.text.slice(node.from, node.to);
}

/** The value gets to where it is not followed: into a container, an argument, a result. */
export function escaping(reader: Reader, value: Expression): Expression {
  reader.program.escaping.add(value);
  return value;
}

/** A value that the function which is read gives back. */
export function returned(value: Expression, reader: Reader): void {
  const { definition, program } = reader;
  if (definition === undefined) return;
  definition.returns.push(value);
  program.results.push({ definition, value });
}

/** An entry of a dictionary. What is handed on as `env` goes to a program that would have it anyway. */
export function entry(key: Expression, value: Expression, reader: Reader): Entry {
  const handedOn = key.kind === "text" && key.text === "env";
  return { key, value: handedOn ? value : escaping(reader, value) };
}

/** An attribute or item, which reading may matter, e.g. of the environment. */
export function reading(reader: Reader, expression: Expression): Expression {
  reader.program.reads.add(expression);
  return expression;
}

/** The children between separators. */
export function split(nodes: readonly SyntaxNode[], separator: string): readonly (readonly SyntaxNode[])[] {
  const groups: SyntaxNode[][] = [[]];
  for (const node of nodes) {
    if (node.name === separator) groups.push([]);
    else (groups[groups.length - 1] as SyntaxNode[]).push(node);
  }
  return groups.filter((group) => group.length > 0);
}

/** The children without the brackets around them. */
export function inner(node: SyntaxNode): readonly SyntaxNode[] {
  return node.children.filter(({ name }) => !/^[()[\]{}]$/.test(name));
}

/** Names of methods that change what they belong to, and of functions that change their first argument. */
const MUTATORS = new Set(
  (
    "append extend insert add update setdefault appendleft extendleft pop popitem remove discard clear sort reverse " +
    "push unshift shift splice fill copyWithin set __setitem__ __iadd__ heappush heappushpop heapreplace heapify insort " +
    "insort_left insort_right shuffle iadd iconcat setitem delitem assign defineProperty defineProperties setPrototypeOf"
  ).split(" "),
);

/** Notes what a call may change: `x.push(…)`, `list.append(x, …)`, `Array.prototype.push.call(x, …)`. */
export function noteCall(reader: Reader, { callee, arguments: list }: Call): void {
  const { changed } = reader.program;
  const method = callee.kind === "member" && /^(?:call|apply)$/.test(callee.name) ? callee.of : callee;
  const name = method.kind === "member" || method.kind === "name" ? method.name : "";
  if (!MUTATORS.has(name)) return;
  if (method.kind === "member") changed.push(method.of);
  const [first] = list;
  if (first !== undefined) changed.push(first.value);
}
