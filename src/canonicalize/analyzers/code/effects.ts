import { shifted } from "./apply.ts";
import { gatherAssigned } from "./assigned.ts";
import { gatherEscaping } from "./escaping.ts";
import type { Evaluator } from "./evaluate.ts";
import { ANY_ARGUMENTS, type Arguments } from "./evaluation.ts";
import { noteFolders } from "./folders.ts";
import { HARMLESS_METHODS, METHOD_DEEDS, SUSPECT_METHODS } from "./libraries/methods.ts";
import { type Known, Library } from "./library.ts";
import { perform } from "./perform.ts";
import type { Call, Expression } from "./program.ts";
import { isReflective, looksUpAnything, makesFunctions } from "./reflection.ts";
import { readVariable } from "./roles/environment.ts";
import { incomplete, type Run } from "./run.ts";
import { HOLE, type Value, type Values } from "./value.ts";

const METHODS = new Library([METHOD_DEEDS]);

/** Goes through everything that the program calls, hands on and reads. */
export function gatherEffects(evaluator: Evaluator, run: Run): void {
  const { program } = evaluator;
  noteFolders(evaluator, run);
  for (const call of program.calls) gatherCall(call, evaluator, run);
  for (const expression of program.escaping) gatherEscaping(evaluator.values(expression), run);
  for (const { value } of program.results) gatherEscaping(evaluator.values(value), run);
  for (const expression of program.reads) gatherRead(expression, evaluator, run);
  gatherAssigned(evaluator, run);
}

function gatherCall(call: Call, evaluator: Evaluator, run: Run): void {
  const args = evaluator.arguments(call.arguments);
  const callees = evaluator.values(call.callee);
  for (const callee of callees) {
    callValue(callee, args, run);
    if (looksUpAnything(callee, args, evaluator)) reflective(run);
  }
  // A function of the program has parameters that are followed; anything else may call what it gets.
  if (callees.some(({ kind }) => kind !== "function" && kind !== "class")) {
    const copies = callees.every((callee) => callee.kind === "library" && COPIES.has(callee.name));
    for (const { name, value } of call.arguments) {
      if (name !== "env" && !copies) gatherEscaping(evaluator.values(value), run);
    }
  }
  if (call.callee.kind === "name" && callees.some(({ kind }) => kind === "unknown")) {
    run.calls.add(call.callee.name);
    guess(call.callee.name, args, undefined, run);
  }
  if (makesFunctions(call.callee)) {
    // The constructor of a function makes functions of text.
    perform(CONSTRUCTOR, { args, self: undefined, name: "Function" }, run);
    reflective(run);
  }
}

/** Functions whose result is what they got; see the folds of them. */
const COPIES = new Set([
  "dict",
  "copy.copy",
  "copy.deepcopy",
  "Object.assign",
  "Object.freeze",
  "structuredClone",
  "util.promisify",
  "contextlib.closing",
]);

const CONSTRUCTOR = new Library([{ harmless: "", modules: {}, types: {}, calls: { Function: "eval@0*" } }]).find(
  "Function",
) as Known;

function callValue(callee: Value, args: Arguments, run: Run): void {
  const { library } = run.evaluation;
  switch (callee.kind) {
    case "function":
    case "class":
      return;
    case "library": {
      const known = library.find(callee.name);
      if (known !== undefined) perform(known, { args, self: undefined, name: callee.name }, run);
      else {
        run.calls.add(callee.name);
        incomplete(run);
        guess(callee.name.slice(callee.name.lastIndexOf(".") + 1), args, undefined, run);
      }
      return;
    }
    case "method":
      callMethod(callee, args, run);
      return;
    case "object": {
      const known = library.findMethod(callee.type, "()");
      if (known === undefined) incomplete(run);
      else perform(known, { args, self: callee, name: callee.type }, run);
      return;
    }
    case "data":
      return;
    default:
      // Whatever it is, it runs.
      incomplete(run);
  }
}

function callMethod({ of, name }: Extract<Value, { kind: "method" }>, args: Arguments, run: Run): void {
  switch (of.kind) {
    case "library":
    case "function":
    case "method": {
      const passed = name === "bind" ? ANY_ARGUMENTS : shifted(name, args);
      if (passed !== undefined) callValue(of, passed, run);
      return;
    }
    case "object": {
      const known = run.evaluation.library.findMethod(of.type, name);
      if (known !== undefined) perform(known, { args, self: of, name: `${of.type}.${name}` }, run);
      else {
        incomplete(run);
        guess(name.slice(name.lastIndexOf(".") + 1), args, of, run);
      }
      return;
    }
    case "unknown":
    case "instance":
    case "class":
    case "none":
      unknownMethod(name, args, undefined, run);
      return;
    case "list":
    case "dictionary":
    case "text":
    case "data":
    case "number":
      // What these have can only compute; functions that they get are looked at where they are given.
      if (isReflective(name)) reflective(run);
      else if (SUSPECT_METHODS.has(name)) unknownMethod(name, args, undefined, run);
  }
}

function reflective(run: Run): void {
  run.seen.dynamic = true;
  incomplete(run);
}

/** A method of something that is not known: most names say that they only compute; of others the worst is taken. */
function unknownMethod(name: string, args: Arguments, self: Value | undefined, run: Run): void {
  const last = name.slice(name.lastIndexOf(".") + 1);
  if (HARMLESS_METHODS.has(last)) return;
  incomplete(run);
  guess(last, args, self, run);
}

function guess(name: string, args: Arguments, self: Value | undefined, run: Run): void {
  const known = METHODS.find(name);
  if (known !== undefined) perform(known, { args, self, name }, run);
}

function gatherRead(expression: Expression, evaluator: Evaluator, run: Run): void {
  if (expression.kind === "member") {
    if (isReflective(expression.name)) reflective(run);
    const of = evaluator.values(expression.of);
    if (evaluator.dialect.language === "javascript" && isEnvironment(of, evaluator)) readVariable(expression.name, run);
  } else if (expression.kind === "index") {
    const of = evaluator.values(expression.of);
    const keys = evaluator.values(expression.index);
    if (isEnvironment(of, evaluator)) for (const key of keys) readVariable(key.kind === "text" ? key.text : HOLE, run);
    if (keys.some((key) => key.kind === "text" && isReflective(key.text))) reflective(run);
    const computed = keys.some((key) => key.kind !== "text" && key.kind !== "number");
    const acts = of.some(
      (value) =>
        value.kind === "library" &&
        (evaluator.library.isModule(value.name) ||
          evaluator.dialect.globals.has(value.name) ||
          evaluator.dialect.modules.has(value.name)),
    );
    if (computed && acts) reflective(run);
  }
}

function isEnvironment(values: Values, { dialect }: Evaluator): boolean {
  return values.some((value) => value.kind === "library" && dialect.environments.has(value.name));
}
