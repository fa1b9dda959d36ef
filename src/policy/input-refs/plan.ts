/**
 * The parts of OPA's plan (`opa build -t plan`, v1/ir/ir.go) that say where values come from. `opa build -t wasm` makes its module
 * from the same plan, so that what no statement of it reads the module cannot read either.
 */

export type Operand =
  | { readonly type: "local"; readonly value: number }
  | { readonly type: "string_index"; readonly value: number }
  | { readonly type: "bool"; readonly value: boolean };

export interface Block {
  /** Null when there is none: Go writes empty lists so. */
  readonly stmts: readonly Statement[] | null;
}

export interface Statement {
  readonly type: string;
  readonly stmt: StatementFields;
}

/** The fields of all kinds of statements that the analysis looks at. */
export interface StatementFields {
  readonly source?: Operand | number;
  readonly target?: number;
  readonly key?: Operand | number;
  readonly value?: Operand | number;
  readonly a?: Operand | number;
  readonly b?: Operand | number;
  readonly array?: number;
  readonly object?: number;
  readonly set?: number;
  readonly func?: string;
  readonly args?: readonly (Operand | number)[] | null;
  readonly result?: number;
  readonly path?: readonly (Operand | number)[] | null;
  readonly local?: number;
  readonly block?: Block;
  readonly blocks?: readonly Block[] | null;
}

export interface PlanFunction {
  readonly name: string;
  readonly params: readonly number[];
  readonly blocks: readonly Block[] | null;
  /** There when a dynamic call can reach it. */
  readonly path?: readonly string[];
}

export interface Plan {
  readonly static?: { readonly strings?: readonly { readonly value: string }[] };
  readonly plans?: { readonly plans: readonly { readonly name: string; readonly blocks: readonly Block[] | null }[] };
  readonly funcs?: { readonly funcs: readonly PlanFunction[] | null };
}

/** The locals that every function gets first. */
export const INPUT_LOCAL = 0;
export const DATA_LOCAL = 1;

/** @returns the local's number, undefined for a constant; what is a local by its field is a plain number */
export function localOf(operand: Operand | number | undefined): number | undefined {
  if (typeof operand === "number") return operand;
  return operand?.type === "local" ? operand.value : undefined;
}

export function isConstant(operand: Operand | number | undefined): boolean {
  return typeof operand === "object" && operand.type !== "local";
}

/** All statements of some blocks, with the block that each stands in. */
export function* statementsIn(blocks: readonly Block[] | null | undefined): Generator<readonly [Statement, Block]> {
  for (const block of blocks ?? []) {
    for (const statement of block.stmts ?? []) {
      yield [statement, block];
      const { block: inner, blocks: more } = statement.stmt;
      yield* statementsIn(inner === undefined ? more : [inner]);
    }
  }
}
