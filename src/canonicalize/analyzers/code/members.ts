import { type Evaluation, union } from "./evaluation.ts";
import { memberOfObject } from "./fold/objects.ts";
import type { ClassDefinition, Expression } from "./program.ts";
import {
  DATA_VALUES,
  HOLE,
  hasHole,
  isDecoded,
  NAME_HOLE,
  text,
  textOf,
  UNKNOWN_VALUES,
  type Value,
  type Values,
} from "./value.ts";

/** What every function and promise of JavaScript has. */
const FUNCTION_METHODS = new Set(["call", "apply", "bind", "then", "catch", "finally"]);

/** `of.name`. */
export function memberValues(of: Value, name: string, evaluation: Evaluation): Values {
  switch (of.kind) {
    case "library":
      return memberOfLibrary(of.name, name, evaluation);
    case "instance":
    case "class":
      return memberOfInstance(of, name, evaluation);
    case "unknown":
      return union([...attribute(name, evaluation), [{ kind: "method", of, name }]]);
    case "dictionary": {
      if (evaluation.dialect.language !== "javascript") break;
      const entry = of.entries.get(name);
      const set = attribute(name, evaluation);
      if (entry !== undefined) return of.open ? union([entry, ...set, UNKNOWN_VALUES]) : entry;
      return union([...set, [{ kind: "method", of, name }]]);
    }
    case "object":
      return memberOfObject(of, name, evaluation) ?? [{ kind: "method", of, name }];
    case "method":
      return [memberOfMethod(of, name)];
    default:
  }
  if (name === "length") return [text(NAME_HOLE)];
  return [{ kind: "method", of, name }];
}

/** `session.headers.update` is a method of the session as its table sees it. */
function memberOfMethod(of: Extract<Value, { kind: "method" }>, name: string): Value {
  if (of.of.kind === "object") return { kind: "method", of: of.of, name: `${of.name}.${name}` };
  return { kind: "method", of: of.of.kind === "unknown" ? of.of : { kind: "data" }, name };
}

function memberOfLibrary(library: string, name: string, evaluation: Evaluation): Values {
  const { dialect } = evaluation;
  if (dialect.globals.has(library)) {
    const inner = evaluation.library.constant(name);
    return inner === undefined ? [{ kind: "library", name }] : [text(inner)];
  }
  if (dialect.language === "javascript") {
    if (name === "default") return [{ kind: "library", name: library }];
    if (FUNCTION_METHODS.has(name)) return [{ kind: "method", of: { kind: "library", name: library }, name }];
  }
  const module = dialect.language === "python" ? evaluation.library.moduleWithin(library, name) : undefined;
  if (module !== undefined) return [{ kind: "library", name: module }];
  const full = evaluation.library.canonical(`${library}.${name}`);
  const constant = evaluation.library.constant(full);
  return [constant === undefined ? { kind: "library", name: full } : text(constant)];
}

/** What is assigned to attributes of the name anywhere in the program. */
function attribute(name: string, evaluation: Evaluation): readonly Values[] {
  return (evaluation.program.attributes.get(name) ?? []).map((value) => evaluation.values(value));
}

function memberOfInstance(
  of: Extract<Value, { kind: "instance" | "class" }>,
  name: string,
  evaluation: Evaluation,
): Values {
  const found: Values[] = [...attribute(name, evaluation)];
  for (const definition of evaluation.program.methods.get(name) ?? []) found.push([{ kind: "function", definition }]);
  if (found.length > 0) return union(found);
  return inherited(of.definition, name, evaluation) ?? [{ kind: "method", of, name }];
}

/** What a class gets from the library's class that it extends. */
function inherited(definition: ClassDefinition | undefined, name: string, evaluation: Evaluation): Values | undefined {
  const bases = (definition?.bases ?? []).flatMap((base) => evaluation.values(base));
  const found: Values[] = [];
  for (const base of bases) {
    if (base.kind !== "library") continue;
    const type = evaluation.library.find(base.name)?.returns;
    if (type === undefined) {
      if (evaluation.library.find(base.name) !== undefined)
        found.push([{ kind: "method", of: { kind: "data" }, name }]);
    } else found.push([{ kind: "method", of: { kind: "object", type }, name }]);
  }
  return found.length === 0 ? undefined : union(found);
}

/** `of[index]`. */
export function indexValues(of: Values, index: Values, evaluation: Evaluation): Values {
  return union(of.flatMap((value) => index.map((at) => indexed(value, at, evaluation))));
}

function indexed(of: Value, index: Value, evaluation: Evaluation): Values {
  const key = index.kind === "text" && !hasHole(index.text) ? index.text : undefined;
  switch (of.kind) {
    case "list": {
      if (index.kind !== "number")
        return key === undefined ? elementValues(of, evaluation) : memberValues(of, key, evaluation);
      const item = of.items[index.value < 0 ? of.items.length + index.value : index.value];
      if (!of.open && of.repeated !== true && item !== undefined) return item;
      return elementValues(of, evaluation);
    }
    case "dictionary": {
      const entry = of.entries.get(key ?? (index.kind === "number" ? textOf(index) : ""));
      if (entry !== undefined && !of.open) return entry;
      if (key !== undefined && evaluation.dialect.language === "javascript") return memberValues(of, key, evaluation);
      return union([...of.entries.values(), ...(of.open ? [UNKNOWN_VALUES] : [])]);
    }
    case "text": {
      if (key !== undefined && evaluation.dialect.language === "javascript") return memberValues(of, key, evaluation);
      const at = index.kind === "number" ? of.text.at(index.value) : undefined;
      return [at === undefined ? text(HOLE) : text(at)];
    }
    case "library": {
      if (key === undefined)
        return evaluation.library.isModule(of.name) || evaluation.dialect.globals.has(of.name)
          ? UNKNOWN_VALUES
          : DATA_VALUES;
      if (evaluation.dialect.modules.has(of.name))
        return [{ kind: "library", name: evaluation.library.canonical(key) }];
      return memberOfLibrary(of.name, key, evaluation);
    }
    case "data":
      return [of];
    case "object":
      return fluent(of, evaluation) ?? (key === undefined ? UNKNOWN_VALUES : memberValues(of, key, evaluation));
    case "method":
      if (of.of.kind === "object") return fluent(of.of, evaluation) ?? UNKNOWN_VALUES;
      return of.of.kind === "data" ? DATA_VALUES : UNKNOWN_VALUES;
    case "none":
    case "unknown":
      return UNKNOWN_VALUES;
    default:
      return key === undefined ? UNKNOWN_VALUES : memberValues(of, key, evaluation);
  }
}

/** `of[from:to:step]`. */
export function sliceValues(of: Values, bounds: readonly (Expression | undefined)[], evaluation: Evaluation): Values {
  const numbers = bounds.map((bound) => (bound === undefined ? undefined : only(evaluation.values(bound))));
  const known = numbers.every((number) => number === undefined || number.kind === "number");
  const [from, to, step] = numbers.map((number) => (number?.kind === "number" ? number.value : undefined));
  return union(of.map((value) => [sliced(value, known, from, to, step ?? 1, evaluation)]));
}

function only(values: Values): Value {
  return values.length === 1 && values[0] !== undefined ? values[0] : { kind: "unknown" };
}

function sliced(
  of: Value,
  known: boolean,
  from: number | undefined,
  to: number | undefined,
  step: number,
  evaluation: Evaluation,
): Value {
  if (of.kind === "list") {
    if (!known || of.open || of.repeated === true || step === 0) return { ...of, repeated: true };
    return { kind: "list", items: stepped(of.items, from, to, step), open: false };
  }
  if (of.kind !== "text") return of.kind === "data" ? of : { kind: "unknown" };
  if (!known || step === 0) return evaluation.folded(HOLE, isDecoded(of));
  return evaluation.folded(stepped([...of.text], from, to, step).join(""), isDecoded(of));
}

/** Python's extended slices (Python Language Reference, 3.3.1 "sequences"). */
function stepped<T>(items: readonly T[], from: number | undefined, to: number | undefined, step: number): readonly T[] {
  const length = items.length;
  const clamp = (at: number, low: number, high: number) => Math.min(Math.max(at < 0 ? at + length : at, low), high);
  const found: T[] = [];
  if (step > 0) {
    const end = to === undefined ? length : clamp(to, 0, length);
    for (let i = from === undefined ? 0 : clamp(from, 0, length); i < end; i += step) found.push(items[i] as T);
  } else {
    const end = to === undefined ? -1 : clamp(to, -1, length - 1);
    for (let i = from === undefined ? length - 1 : clamp(from, -1, length - 1); i > end; i += step)
      found.push(items[i] as T);
  }
  return found;
}

/** The object itself, where what is in it acts as it does. */
function fluent(of: Extract<Value, { kind: "object" }>, evaluation: Evaluation): Values | undefined {
  return evaluation.library.isFluent(of.type) ? [of] : undefined;
}

/** An item of it, as a loop gives. */
export function elementValues(of: Value, evaluation: Evaluation): Values {
  switch (of.kind) {
    case "list":
      return union([...of.items, ...(of.open ? [UNKNOWN_VALUES] : [])]);
    case "dictionary": {
      const keys = [...of.entries.keys()].map((key) => [text(key)]);
      return union([...keys, ...(of.open ? [[text(HOLE)]] : [])]);
    }
    case "text":
      return [evaluation.folded(HOLE, isDecoded(of))];
    case "data":
      return [of];
    case "object":
      return fluent(of, evaluation) ?? DATA_VALUES;
    case "library":
      return DATA_VALUES;
    case "method":
      return of.of.kind === "object"
        ? (fluent(of.of, evaluation) ?? DATA_VALUES)
        : of.of.kind === "data"
          ? DATA_VALUES
          : UNKNOWN_VALUES;
    default:
      return UNKNOWN_VALUES;
  }
}
