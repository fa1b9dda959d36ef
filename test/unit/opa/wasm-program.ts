import fc from "fast-check";
import { i32, leb, type WrittenFunction, type WrittenModule } from "./wasm-module.ts";

/** A module whose `main` takes an i32, returns one, and always comes to an end. */
export type Program = WrittenModule;

type Statement =
  | { readonly kind: "assign"; readonly local: number; readonly operator: number; readonly value: number }
  | { readonly kind: "block" | "if" | "loop"; readonly rounds: number; readonly body: readonly Statement[] }
  | { readonly kind: "leave"; readonly depth: number; readonly always: boolean }
  | { readonly kind: "choose"; readonly depths: readonly number[] }
  | { readonly kind: "return"; readonly value: number }
  | { readonly kind: "call"; readonly callee: number; readonly indirect: boolean };

/** Local 0 is the argument, 1 and 2 are for computing; loops count their rounds in locals of their own. */
const VARIABLES = 3;
const OPERATORS = [0x6a, 0x6b, 0x6c, 0x71, 0x73];

const { statements } = fc.letrec<{ statements: Statement[]; statement: Statement }>((tie) => ({
  statements: fc.array(tie("statement"), { maxLength: 5, depthIdentifier: "nesting" }),
  statement: fc.oneof(
    { depthIdentifier: "nesting", maxDepth: 4, withCrossShrink: true },
    fc.record({
      kind: fc.constant("assign" as const),
      local: fc.nat(VARIABLES - 1),
      operator: fc.constantFrom(...OPERATORS),
      value: fc.integer(),
    }),
    fc.record({ kind: fc.constant("leave" as const), depth: fc.nat(6), always: fc.boolean() }),
    fc.record({ kind: fc.constant("choose" as const), depths: fc.array(fc.nat(6), { minLength: 1, maxLength: 4 }) }),
    fc.record({ kind: fc.constant("return" as const), value: fc.integer() }),
    fc.record({ kind: fc.constant("call" as const), callee: fc.nat(), indirect: fc.boolean() }),
    fc.record({
      kind: fc.constantFrom("block" as const, "if" as const, "loop" as const),
      rounds: fc.integer({ min: 1, max: 5 }),
      body: tie("statements"),
    }),
  ),
}));

/** Functions call only those behind them, directly or through the table, which holds all. */
export const programs: fc.Arbitrary<Program> = fc.array(statements, { minLength: 1, maxLength: 4 }).map((bodies) => ({
  functions: bodies.map((body, index) => new Writer(index, bodies.length).function(body)),
  table: bodies.map((_, index) => index),
}));

class Writer {
  readonly #index: number;
  readonly #count: number;
  /** Which of the open blocks are loops, innermost last: a jump to one would be a round that is not counted. */
  readonly #open: boolean[] = [];
  #locals = VARIABLES - 1;

  constructor(index: number, count: number) {
    this.#index = index;
    this.#count = count;
  }

  function(body: readonly Statement[]): WrittenFunction {
    const code = [...this.#all(body), 0x20, 1, 0x20, 2, 0x6a];
    return { params: 1, results: 1, locals: this.#locals, code };
  }

  #all(body: readonly Statement[]): number[] {
    return body.flatMap((statement) => this.#one(statement));
  }

  #one(statement: Statement): number[] {
    switch (statement.kind) {
      case "assign": {
        const { local, operator, value } = statement;
        return [0x20, local, ...i32(value), operator, 0x21, (local + 1) % VARIABLES];
      }
      case "block":
        return [0x02, 0x40, ...this.#inside(false, statement.body), 0x0b];
      case "if":
        return [0x20, 1, 0x04, 0x40, ...this.#inside(false, statement.body), 0x0b];
      case "loop": {
        const counter = leb(++this.#locals);
        const body = this.#inside(true, statement.body);
        const again = [0x20, ...counter, ...i32(1), 0x6b, 0x22, ...counter, 0x0d, 0];
        return [...i32(statement.rounds), 0x21, ...counter, 0x03, 0x40, ...body, ...again, 0x0b];
      }
      case "leave": {
        const depth = this.#exit(statement.depth);
        // A result stands ready in case that the jump leaves the function, which takes it along.
        if (depth === this.#open.length) return statement.always ? [0x20, 2, 0x0c, ...leb(depth)] : [];
        return statement.always ? [0x0c, ...leb(depth)] : [0x20, 1, 0x0d, ...leb(depth)];
      }
      case "choose": {
        const depths = statement.depths.map((depth) => this.#exit(depth)).filter((depth) => depth < this.#open.length);
        const last = depths.pop();
        return last === undefined ? [] : [0x20, 1, 0x0e, ...leb(depths.length), ...depths.flatMap(leb), ...leb(last)];
      }
      case "return":
        return [...i32(statement.value), 0x0f];
      case "call": {
        const callee = this.#index + 1 + (statement.callee % Math.max(1, this.#count - this.#index - 1));
        if (callee >= this.#count) return [];
        const how = statement.indirect ? [...i32(callee), 0x11, ...leb(callee), 0] : [0x10, ...leb(callee)];
        return [0x20, 0, ...how, 0x21, 2];
      }
    }
  }

  #inside(loop: boolean, body: readonly Statement[]): number[] {
    this.#open.push(loop);
    const code = this.#all(body);
    this.#open.pop();
    return code;
  }

  /** The nearest depth from the one asked for outwards that is no loop; the function's own block at last. */
  #exit(asked: number): number {
    for (let depth = asked; depth < this.#open.length; depth++) {
      if (!this.#open[this.#open.length - 1 - depth]) return depth;
    }
    return this.#open.length;
  }
}
