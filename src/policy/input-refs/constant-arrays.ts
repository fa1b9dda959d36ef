import { type Block, type localOf, statementsIn } from "./plan.ts";

/** The elements of an array of constants; undefined for one that is none. */
export type ConstantArray = readonly (string | undefined)[];

interface Making {
  readonly block: Block;
  readonly elements: (string | undefined)[];
  sound: boolean;
}

/** The arrays that a function makes in one place and nowhere else adds to, by their locals: paths for `object.get`. */
export function constantArrays(
  blocks: readonly Block[] | null,
  strings: readonly string[],
): ReadonlyMap<number, ConstantArray> {
  const makings = new Map<number, Making>();
  for (const [{ type, stmt }, block] of statementsIn(blocks)) {
    if (type === "ArrayAppendStmt" && stmt.array !== undefined) {
      const making = makings.get(stmt.array);
      if (making?.block !== block) spoil(makings, stmt.array);
      else making.elements.push(constantString(stmt.value, strings));
      continue;
    }
    for (const target of [stmt.target, stmt.result]) if (target !== undefined) spoil(makings, target);
    if (type === "MakeArrayStmt" && stmt.target !== undefined && !makings.has(stmt.target)) {
      makings.set(stmt.target, { block, elements: [], sound: true });
    }
  }
  return new Map([...makings].filter(([, { sound }]) => sound).map(([local, { elements }]) => [local, elements]));
}

/** A local with another origin too is never taken for the array. */
function spoil(makings: Map<number, Making>, local: number): void {
  const making = makings.get(local);
  if (making !== undefined) making.sound = false;
}

function constantString(operand: Parameters<typeof localOf>[0], strings: readonly string[]): string | undefined {
  if (typeof operand !== "object" || operand.type !== "string_index") return undefined;
  return strings[operand.value];
}
