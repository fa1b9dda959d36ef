import type { Arguments, Evaluation } from "./evaluation.ts";
import { argument } from "./fold/arguments.ts";
import type { Expression } from "./program.ts";
import { hasHole, type Value } from "./value.ts";

/** Names of Python's own members that lead nowhere; through any other one, every value leads to everything. */
const PLAIN_DUNDERS = new Set(
  (
    "name doc version file init class len str repr enter exit iter next getitem setitem delitem contains eq ne lt le gt ge hash " +
    "add sub mul truediv mod neg abs bool int float index call new del post_init qualname all author annotations slots dict " +
    "aenter aexit aiter anext await format bytes copy deepcopy missing reversed dataclass_fields origin args members debug main"
  )
    .split(" ")
    .map((word) => `__${word}__`),
);

/** Members of frames, native bindings and loaders, and of objects as such. */
const REFLECTIVE = new Set(
  (
    "f_globals f_locals f_builtins f_back gi_frame cr_frame ag_frame tb_frame func_globals func_code im_func mainModule binding " +
    "_linkedBinding dlopen _load _extensions _compile __proto__ __defineGetter__ __lookupGetter__"
  ).split(" "),
);

/** Whether a member of that name leads from any value to everything: `().__class__.__base__.__subclasses__()`. */
export function isReflective(name: string): boolean {
  return REFLECTIVE.has(name) || (/^__\w+__$/.test(name) && !PLAIN_DUNDERS.has(name));
}

/** `x.constructor(…)`, `x["constructor"](…)`, `f.__class__(…)`. */
export function makesFunctions(callee: Expression): boolean {
  if (callee.kind === "member") return callee.name === "constructor" || callee.name === "__class__";
  return callee.kind === "index" && callee.index.kind === "text" && callee.index.text === "constructor";
}

/** Functions that take the name of a member as their second argument. */
const BY_NAME = new Set(["getattr", "hasattr", "Reflect.get", "inspect.getattr_static", "object.__getattribute__"]);

/** Whether a call looks up a member by a name that is not known, or that leads to everything. */
export function looksUpAnything(callee: Value, args: Arguments, evaluation: Evaluation): boolean {
  if (callee.kind !== "library" || !BY_NAME.has(callee.name)) return false;
  const names = argument({ args, evaluation }, 1) ?? [];
  return args.open || names.some((name) => name.kind !== "text" || hasHole(name.text) || isReflective(name.text));
}
