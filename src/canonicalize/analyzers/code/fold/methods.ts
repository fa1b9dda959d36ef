import type { Arguments, Evaluation } from "../evaluation.ts";
import type { Value, Values } from "../value.ts";
import type { FoldInput } from "./arguments.ts";
import { DICTIONARY_METHODS, LIST_METHODS } from "./containers.ts";
import { PATH_METHODS } from "./path-methods.ts";
import { TEXT_METHODS } from "./texts.ts";

/** What a method makes of the value that it belongs to. */
export type MethodFold<T extends Value = Value> = (of: T, input: FoldInput) => Values | undefined;

/** What a method of a known value gives, where that is worth knowing. */
export function foldMethod(of: Value, name: string, args: Arguments, evaluation: Evaluation): Values | undefined {
  const input = { args, evaluation };
  switch (of.kind) {
    case "text":
      return TEXT_METHODS.get(name)?.(of, input);
    case "list":
      return LIST_METHODS.get(name)?.(of, input);
    case "dictionary":
      return DICTIONARY_METHODS.get(name)?.(of, input);
    case "object":
      return of.type === "Path" ? PATH_METHODS.get(name)?.(of, input) : undefined;
    default:
      return undefined;
  }
}
