import { PolicyAborted } from "../errors.ts";
import { type Builtins, isArray, listArg, objectArg } from "./builtin.ts";
import { FUEL_PER_ENTRY, MAX_GENERATED_ELEMENTS } from "./limits.ts";
import { type ObjectValue, SetValue, type Value } from "./value.ts";

export const GRAPH: Builtins = {
  "graph.reachable_paths": (args, { spend }) => {
    const paths = new Paths(objectArg(args, 0), (length) => spend(FUEL_PER_ENTRY * length));
    for (const node of listArg(args, 1)) paths.addFrom(node);
    return new SetValue(paths.found);
  },
};

/** Paths of a graph that go on until there is no edge, or a node that they have. */
class Paths {
  readonly found: (readonly Value[])[] = [];
  readonly #graph: ObjectValue;
  readonly #step: (length: number) => void;

  constructor(graph: ObjectValue, step: (length: number) => void) {
    this.#graph = graph;
    this.#step = step;
  }

  addFrom(node: Value): void {
    const edges = this.#edges(node);
    if (edges === undefined) return;
    if (edges.length === 0) this.#add([node]);
    for (const neighbour of edges) this.#follow(neighbour, [node], new SetValue([node]));
  }

  #follow(node: Value, path: readonly Value[], reached: SetValue): void {
    this.#step(path.length);
    const edges = this.#edges(node);
    if (edges === undefined) return this.#add(path);
    const longer = [...path, node];
    if (edges.length === 0) return this.#add(longer);
    const nowReached = new SetValue([...reached.elements, node]);
    for (const neighbour of edges) {
      if (nowReached.has(neighbour)) this.#add(longer);
      else this.#follow(neighbour, longer, nowReached);
    }
  }

  #add(path: readonly Value[]): void {
    if (this.found.length >= MAX_GENERATED_ELEMENTS) throw new PolicyAborted("graph.reachable_paths: too many paths");
    this.found.push(path);
  }

  /** Undefined for a node that the graph does not have; what is no collection has no edges. */
  #edges(node: Value): readonly Value[] | undefined {
    const edges = this.#graph.get(node);
    if (edges === undefined) return undefined;
    if (edges instanceof SetValue) return edges.elements;
    return isArray(edges) ? edges : [];
  }
}
