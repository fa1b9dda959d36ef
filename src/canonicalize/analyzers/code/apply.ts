import { type Arguments, type Evaluation, isPowerful, union } from "./evaluation.ts";
import { foldCall } from "./fold/calls.ts";
import { foldMethod } from "./fold/methods.ts";
import { isDecoded, NONE_VALUES, UNKNOWN_VALUES, type Value, type Values } from "./value.ts";

/** What calling a value gives. */
export function applyValue(callee: Value, args: Arguments, construct: boolean, evaluation: Evaluation): Values {
  switch (callee.kind) {
    case "library":
      return applyLibrary(callee.name, args, evaluation);
    case "method":
      return applyMethod(callee, args, evaluation);
    case "function":
      if (construct) return [{ kind: "instance", definition: undefined }];
      if (callee.definition.returns.length === 0) return NONE_VALUES;
      return union(callee.definition.returns.map((value) => evaluation.values(value)));
    case "class":
      return [{ kind: "instance", definition: callee.definition }];
    case "object":
      return made(evaluation.library.findMethod(callee.type, "()")?.returns, callee, args, evaluation);
    case "data":
      // What libraries made of harmless things: a decorator, a compiled pattern, a getter.
      return plainResult(args, evaluation);
    default:
      return UNKNOWN_VALUES;
  }
}

function applyLibrary(name: string, args: Arguments, evaluation: Evaluation): Values {
  const folded = foldCall(name, args, evaluation);
  if (folded !== undefined) return folded;
  const known = evaluation.library.find(name);
  if (known === undefined) return UNKNOWN_VALUES;
  return made(known.returns, undefined, args, evaluation, evaluation.library.passes(name));
}

/** What a call of a library gives, by its table. */
function made(
  returns: string | undefined,
  of: Value | undefined,
  args: Arguments,
  evaluation: Evaluation,
  passes = false,
): Values {
  if (returns === "unknown") return UNKNOWN_VALUES;
  if (returns === "this") return of === undefined ? UNKNOWN_VALUES : [of];
  if (returns !== undefined) return [{ kind: "object", type: returns }];
  return plainResult(args, evaluation, passes);
}

/** Data, unless something that acts went in and could come out again. */
function plainResult(args: Arguments, evaluation: Evaluation, passes = false): Values {
  const passed = [...args.positional, ...args.named.values()].flat();
  const back = passed.some((value) => (value.kind === "unknown" ? passes : isPowerful(value, evaluation.library)));
  if (back || (passes && args.open)) return UNKNOWN_VALUES;
  return [passed.some(isDecoded) ? { kind: "data", decoded: true } : { kind: "data" }];
}

function applyMethod(callee: Extract<Value, { kind: "method" }>, args: Arguments, evaluation: Evaluation): Values {
  const { of, name } = callee;
  if (of.kind === "function" || of.kind === "library" || of.kind === "method")
    return applyFunctionMethod(of, name, args, evaluation);
  if (of.kind === "object") {
    const folded = foldMethod(of, name, args, evaluation);
    if (folded !== undefined) return folded;
    const known = evaluation.library.findMethod(of.type, name);
    return known === undefined ? UNKNOWN_VALUES : made(known.returns, of, args, evaluation);
  }
  if (of.kind === "unknown" || of.kind === "instance" || of.kind === "class" || of.kind === "none")
    return UNKNOWN_VALUES;
  const folded = foldMethod(of, name, args, evaluation);
  if (folded !== undefined) return folded;
  if (isPowerful(of, evaluation.library)) return UNKNOWN_VALUES;
  const [result] = plainResult(args, evaluation);
  return result?.kind === "data" && isDecoded(of) ? [{ kind: "data", decoded: true }] : [result ?? { kind: "data" }];
}

/** `f.call(this, …)`, `f.apply(this, […])`, `f.bind(this)`. */
function applyFunctionMethod(of: Value, name: string, args: Arguments, evaluation: Evaluation): Values {
  if (name === "bind") return [of];
  const passed = shifted(name, args);
  return passed === undefined ? UNKNOWN_VALUES : evaluation.apply(of, passed, false);
}

/** The arguments that `call` and `apply` pass on. */
export function shifted(name: string, args: Arguments): Arguments | undefined {
  if (name === "call") return { ...args, positional: args.positional.slice(1) };
  if (name !== "apply") return undefined;
  const [list, more] = args.positional[1] ?? [];
  if (list?.kind !== "list" || more !== undefined) return { positional: [], named: new Map(), open: true };
  return { positional: list.items, named: new Map(), open: list.open || list.repeated === true };
}
