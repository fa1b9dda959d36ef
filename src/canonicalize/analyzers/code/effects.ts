import { shifted } from "./apply.ts";
import type { Evaluator } from "./evaluate.ts";
import { ANY_ARGUMENTS, type Arguments } from "./evaluation.ts";
import { HARMLESS_METHODS, METHOD_DEEDS } from "./libraries/methods.ts";
import { type Known, Library } from "./library.ts";
import { perform } from "./perform.ts";
import type { Call, Expression } from "./program.ts";
import { locate } from "./roles/arguments.ts";
import { readVariable } from "./roles/environment.ts";
import { type Deeds, incomplete, type Run } from "./run.ts";
import { HOLE, hasHole, textOf, type Value, type Values } from "./value.ts";

const METHODS = new Library([METHOD_DEEDS]);

/** Objects that hold the variables of the environment. */
const ENVIRONMENTS = new Set(["os.environ", "os.environb", "process.env", "Bun.env", "import.meta.env"]);

/** Goes through everything that the program calls, hands on and reads. */
export function gatherEffects(evaluator: Evaluator, run: Run): void {
  const { program } = evaluator;
  noteFolders(evaluator, run);
  for (const call of program.calls) gatherCall(call, evaluator, run);
  for (const expression of program.escaping) gatherEscaping(evaluator.values(expression), run);
  for (const expression of program.reads) gatherRead(expression, evaluator, run);
}

/** Folders that the program changes into: relative paths may be of any of them. */
function noteFolders(evaluator: Evaluator, run: Run): void {
  for (const call of evaluator.program.calls) {
    for (const callee of evaluator.values(call.callee)) {
      const known = callee.kind === "library" ? evaluator.library.find(callee.name) : undefined;
      for (const deed of known?.deeds ?? []) {
        if (deed.role !== "chdir") continue;
        const deeds: Deeds = { args: evaluator.arguments(call.arguments), self: undefined, name: "" };
        for (const folder of locate(deed.arguments[0], deeds) ?? [])
          run.folders.push(folderOf(textOf(folder), run.folders[0]));
      }
    }
  }
}

function folderOf(folder: string, from: string | undefined): string | undefined {
  if (hasHole(folder)) return undefined;
  if (/^[/~]/.test(folder)) return folder;
  return from === undefined ? undefined : `${from}/${folder}`;
}

function gatherCall(call: Call, evaluator: Evaluator, run: Run): void {
  const args = evaluator.arguments(call.arguments);
  const callees = evaluator.values(call.callee);
  for (const callee of callees) callValue(callee, args, run);
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
  if (isConstructorOf(call.callee)) {
    // The constructor of a function makes functions of text.
    perform(CONSTRUCTOR, { args, self: undefined, name: "Function" }, run);
    reflective(run);
  }
}

/** Functions whose result is what they got; see the folds of them. */
const COPIES = new Set(["dict", "copy.copy", "copy.deepcopy", "Object.assign", "Object.freeze", "structuredClone"]);

const CONSTRUCTOR = new Library([{ harmless: "", modules: {}, types: {}, calls: { Function: "eval@0*" } }]).find(
  "Function",
) as Known;

/** `x.constructor(…)`, `x["constructor"](…)`. */
function isConstructorOf(callee: Expression): boolean {
  if (callee.kind === "member") return callee.name === "constructor";
  return callee.kind === "index" && callee.index.kind === "text" && callee.index.text === "constructor";
}

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
      else unknownMethod(name, args, of, run);
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
      if (REFLECTIVE.has(name)) reflective(run);
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

/** Functions of libraries, and the environment, that get to where they are not followed. */
function gatherEscaping(values: Values, run: Run): void {
  for (const value of values) {
    if (value.kind === "dictionary") {
      for (const [key, entry] of value.entries) if (key !== "env") gatherEnvironment(entry, run);
    }
    if (value.kind === "list") gatherEnvironment(value.items.flat(), run);
    gatherEnvironment([value], run);
    if (value.kind !== "library") continue;
    const known = run.evaluation.library.find(value.name);
    if (known !== undefined && (known.deeds.length > 0 || known.dynamic)) {
      if (known.deeds.some(({ role }) => role === "environment")) continue;
      perform(known, { args: ANY_ARGUMENTS, self: undefined, name: value.name }, run);
    } else if (known === undefined && !run.evaluation.library.isKnown(value.name) && !isConstantName(value.name))
      incomplete(run);
  }
}

function gatherEnvironment(values: Values, run: Run): void {
  for (const value of values) if (value.kind === "library" && ENVIRONMENTS.has(value.name)) readVariable(HOLE, run);
}

function isConstantName(name: string): boolean {
  return /\.[A-Z][A-Za-z0-9_]*$/.test(name);
}

/** Members that lead from any value to everything: `().__class__.__base__.__subclasses__()`. */
const REFLECTIVE = new Set(
  (
    "__subclasses__ __globals__ __builtins__ __bases__ __base__ __mro__ __code__ __closure__ __getattribute__ __loader__ " +
    "__spec__ __import__ f_globals f_locals f_builtins gi_frame cr_frame tb_frame func_globals mainModule binding " +
    "_linkedBinding dlopen _load _extensions _compile __proto__ __defineGetter__ __lookupGetter__"
  ).split(" "),
);

function gatherRead(expression: Expression, evaluator: Evaluator, run: Run): void {
  if (expression.kind === "member") {
    if (REFLECTIVE.has(expression.name)) reflective(run);
    const of = evaluator.values(expression.of);
    if (evaluator.dialect.language === "javascript" && isEnvironment(of)) readVariable(expression.name, run);
  } else if (expression.kind === "index") {
    const of = evaluator.values(expression.of);
    const keys = evaluator.values(expression.index);
    if (isEnvironment(of)) for (const key of keys) readVariable(key.kind === "text" ? key.text : HOLE, run);
    if (keys.some((key) => key.kind === "text" && REFLECTIVE.has(key.text))) reflective(run);
    const computed = keys.some((key) => key.kind !== "text" && key.kind !== "number");
    const acts = of.some(
      (value) =>
        value.kind === "library" &&
        (evaluator.library.isModule(value.name) || evaluator.dialect.globals.has(value.name)),
    );
    if (computed && acts) reflective(run);
  }
}

function isEnvironment(values: Values): boolean {
  return values.some((value) => value.kind === "library" && ENVIRONMENTS.has(value.name));
}
