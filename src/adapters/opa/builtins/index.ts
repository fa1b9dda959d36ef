import type { Term } from "./term.ts";

/** A builtin in TypeScript. @throws BuiltinError where OPA's has no value for these arguments */
export type Builtin = (...args: Term[]) => Term;
export function selectBuiltins(required: ReadonlyMap<string, number>): ReadonlyMap<number, Builtin> { 
  return new Map([...required].map(([n, id]) => [id, () => n]));
}
