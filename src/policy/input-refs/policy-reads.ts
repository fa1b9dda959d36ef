import type { PolicyReads } from "../../domain/reads.ts";
import { type ConstantArray, constantArrays } from "./constant-arrays.ts";
import { Part } from "./part.ts";
import {
  type Block,
  DATA_LOCAL,
  INPUT_LOCAL,
  isConstant,
  localOf,
  type Operand,
  type Plan,
  type PlanFunction,
  type Statement,
} from "./plan.ts";

/** Builtins that tell kinds of values apart, and a part keeps its kind whatever is left out of it. */
const KIND_ONLY = new Set([
  "is_array",
  "is_boolean",
  "is_null",
  "is_number",
  "is_object",
  "is_set",
  "is_string",
  "type_name",
]);

/** Statements that make values of their own, or none. */
const HARMLESS = new Set([
  "AssignIntStmt",
  "BreakStmt",
  "IsArrayStmt",
  "IsDefinedStmt",
  "IsObjectStmt",
  "IsSetStmt",
  "IsUndefinedStmt",
  "MakeArrayStmt",
  "MakeNullStmt",
  "MakeNumberIntStmt",
  "MakeNumberRefStmt",
  "MakeObjectStmt",
  "MakeSetStmt",
  "NopStmt",
  "ResetLocalStmt",
]);

/** Statements that look at all of what they are given. */
const CONSUMING = new Set([
  "ArrayAppendStmt",
  "LenStmt",
  "ObjectInsertOnceStmt",
  "ObjectInsertStmt",
  "ObjectMergeStmt",
  "ResultSetAddStmt",
  "SetAddStmt",
]);

/** The plan has something that the analysis does not know, so that nothing can be said. */
class UnknownPlan extends Error {
  override readonly name = "UnknownPlan";
}

/**
 * Which parts of input and data a policy can read: never fewer than it does. A part counts as read when its value goes anywhere but
 * into a look-up of a constant member, or into a function of the policy, where it is followed.
 *
 * @param plan what `opa build -t plan` made of the sources that the module was made of, with the same entrypoints
 */
export function policyReads(plan: Plan): PolicyReads {
  try {
    return new Analysis(plan).run();
  } catch (error) {
    if (error instanceof UnknownPlan || error instanceof TypeError) return { input: "everything", data: "everything" };
    throw error;
  }
}

type Parts = Set<Part>;

const NONE: ReadonlySet<Part> = new Set();

/** What is known of one function; locals are not told apart by the place in the function. */
interface Frame {
  readonly params: readonly number[];
  readonly blocks: readonly Block[];
  readonly dynamic: boolean;
  readonly locals: Map<number, Parts>;
  readonly returned: Parts;
  readonly arrays: ReadonlyMap<number, ConstantArray>;
}

class Analysis {
  readonly #strings: readonly string[];
  readonly #frames = new Map<string, Frame>();
  readonly #roots = { input: new Part(), data: new Part() };
  #changed = false;

  constructor(plan: Plan) {
    this.#strings = (plan.static?.strings ?? []).map(({ value }) => value);
    for (const fn of plan.funcs?.funcs ?? []) this.#frames.set(fn.name, this.#frame(fn));
    for (const { name, blocks } of plan.plans?.plans ?? []) {
      const frame = this.#frame({ name, params: [INPUT_LOCAL, DATA_LOCAL], blocks });
      frame.locals.set(INPUT_LOCAL, new Set([this.#roots.input]));
      frame.locals.set(DATA_LOCAL, new Set([this.#roots.data]));
      // A space is in no function's name.
      this.#frames.set(`plan ${name}`, frame);
    }
  }

  run(): PolicyReads {
    do {
      this.#changed = false;
      for (const frame of this.#frames.values()) this.#blocks(frame, frame.blocks);
    } while (this.#changed);
    return { input: this.#roots.input.reads(), data: this.#roots.data.reads() };
  }

  #frame({ params, blocks, path }: PlanFunction): Frame {
    return {
      params,
      blocks: blocks ?? [],
      dynamic: path !== undefined,
      locals: new Map(),
      returned: new Set(),
      arrays: constantArrays(blocks, this.#strings),
    };
  }

  #blocks(frame: Frame, blocks: readonly Block[] | null | undefined): void {
    for (const block of blocks ?? []) for (const statement of block.stmts ?? []) this.#statement(frame, statement);
  }

  #statement(frame: Frame, { type, stmt }: Statement): void {
    // Every local is set where it stands, these two by calls and replacements only.
    for (const set of [stmt.target, stmt.result]) {
      if (set === INPUT_LOCAL || set === DATA_LOCAL) throw new UnknownPlan("a statement that sets a document");
    }
    const nested = stmt.block === undefined ? stmt.blocks : [stmt.block];
    switch (type) {
      case "BlockStmt":
      case "NotStmt":
        break;
      case "ScanStmt":
        this.#consume(frame, stmt.source);
        break;
      case "WithStmt":
        this.#with(frame, stmt);
        return;
      case "DotStmt":
        this.#consume(frame, stmt.key);
        this.#flow(frame, stmt.target, this.#membersOf(this.#parts(frame, stmt.source), this.#constant(stmt.key)));
        return;
      case "AssignVarStmt":
      case "AssignVarOnceStmt":
        this.#flow(frame, stmt.target, this.#parts(frame, stmt.source));
        return;
      case "ReturnLocalStmt":
        this.#add(frame.returned, this.#parts(frame, stmt.source));
        return;
      case "EqualStmt":
      case "NotEqualStmt":
        // Compared with a constant, a part counts by its kind, or it is no object and whole anyway.
        if (!isConstant(stmt.b)) this.#consume(frame, stmt.a);
        if (!isConstant(stmt.a)) this.#consume(frame, stmt.b);
        return;
      case "CallStmt":
        this.#call(frame, stmt);
        return;
      case "CallDynamicStmt":
        this.#callDynamic(frame, stmt);
        return;
      default:
        if (!HARMLESS.has(type)) this.#consumeAll(frame, type, stmt);
        return;
    }
    this.#blocks(frame, nested);
  }

  #call(frame: Frame, { func = "", args, result }: Statement["stmt"]): void {
    const operands = args ?? [];
    const callee = this.#frames.get(func);
    if (callee !== undefined) {
      this.#enter(frame, callee, operands);
      this.#flow(frame, result, callee.returned);
    } else if (func === "object.get") {
      this.#objectGet(frame, operands, result);
    } else if (!KIND_ONLY.has(func)) {
      for (const operand of operands) this.#consume(frame, operand);
    }
  }

  /** `object.get` with a constant key or path is a look-up with a default. */
  #objectGet(frame: Frame, [object, key, fallback]: readonly (Operand | number)[], result: number | undefined): void {
    const local = localOf(key);
    const path = local === undefined ? [this.#constant(key)] : frame.arrays.get(local);
    if (path === undefined) this.#consume(frame, key);
    let parts = this.#parts(frame, object);
    for (const name of path ?? [undefined]) parts = this.#membersOf(parts, name);
    this.#flow(frame, result, parts);
    this.#flow(frame, result, this.#parts(frame, fallback));
  }

  #callDynamic(frame: Frame, { args, path, result }: Statement["stmt"]): void {
    for (const operand of path ?? []) this.#consume(frame, operand);
    for (const callee of this.#frames.values()) {
      if (!callee.dynamic) continue;
      this.#enter(frame, callee, args ?? []);
      this.#flow(frame, result, callee.returned);
    }
  }

  #enter(frame: Frame, callee: Frame, args: readonly (Operand | number)[]): void {
    callee.params.forEach((param, index) => {
      this.#flow(callee, param, this.#parts(frame, args[index]));
    });
  }

  /** In the block the local is the value; or, where a part of it is replaced, what it was with the value somewhere in it. */
  #with(frame: Frame, { local, path, value, block }: Statement["stmt"]): void {
    if (local === undefined || block === undefined) throw new UnknownPlan("a replacement without a place");
    const [first, ...deeper] = path ?? [];
    const before = frame.locals.get(local);
    if (first === undefined) {
      frame.locals.set(local, new Set(this.#parts(frame, value)));
    } else {
      this.#consume(frame, value);
      const name = typeof first === "number" ? this.#strings[first] : undefined;
      const around = this.#membersOf(this.#parts(frame, local), name);
      // What is on the way to the place decides whether anything can be put there.
      if (deeper.length > 0) for (const part of around) part.readWhole();
    }
    this.#blocks(frame, [block]);
    if (before === undefined) frame.locals.delete(local);
    else frame.locals.set(local, before);
  }

  #membersOf(parts: ReadonlySet<Part>, key: string | undefined): ReadonlySet<Part> {
    const members = new Set<Part>();
    for (const part of parts) {
      const member = key === undefined ? undefined : part.member(key);
      if (member !== undefined) members.add(member);
      else part.readWhole();
    }
    return members;
  }

  #consumeAll(frame: Frame, type: string, { source, key, value, a, b, array, object, set }: Statement["stmt"]): void {
    if (!CONSUMING.has(type)) throw new UnknownPlan(type);
    for (const operand of [source, key, value, a, b, array, object, set]) this.#consume(frame, operand);
  }

  #consume(frame: Frame, operand: Operand | number | undefined): void {
    for (const part of this.#parts(frame, operand)) part.readWhole();
  }

  #parts(frame: Frame, operand: Operand | number | undefined): ReadonlySet<Part> {
    const local = localOf(operand);
    return (local === undefined ? undefined : frame.locals.get(local)) ?? NONE;
  }

  #constant(operand: Operand | number | undefined): string | undefined {
    if (typeof operand !== "object" || operand.type !== "string_index") return undefined;
    return this.#strings[operand.value];
  }

  #flow(frame: Frame, local: number | undefined, parts: ReadonlySet<Part>): void {
    if (local === undefined) throw new UnknownPlan("a statement without a target");
    let known = frame.locals.get(local);
    if (known === undefined) {
      known = new Set();
      frame.locals.set(local, known);
    }
    this.#add(known, parts);
  }

  #add(known: Parts, parts: ReadonlySet<Part>): void {
    const before = known.size;
    for (const part of parts) known.add(part);
    if (known.size > before) this.#changed = true;
  }
}
