import type { ClassDefinition, Expression, FunctionDefinition } from "./program.ts";

/**
 * Stand in the text of a value for what nobody knows before the program runs: HOLE for any text, NAME_HOLE for a number,
 * a word or the name of a file, which is no more than one segment of a path, TREE_HOLE for any path below.
 * HOLE is the one of the shell analyzer, so that text which a shell hands over keeps its unknown parts.
 */
export const HOLE = "\uE000";
export const NAME_HOLE = "\uE001";
export const TREE_HOLE = "\uE002";

/** What an expression could come to. */
export type Value =
  | { readonly kind: "text"; readonly text: string; readonly decoded?: true }
  | { readonly kind: "number"; readonly value: number }
  /** `open`: there may be other items; `repeated`: how many of each there are, and in which order, is not known; `origin`: the literal. */
  | {
      readonly kind: "list";
      readonly items: readonly Values[];
      readonly open: boolean;
      readonly repeated?: true;
      readonly origin?: Expression;
    }
  | {
      readonly kind: "dictionary";
      readonly entries: ReadonlyMap<string, Values>;
      readonly open: boolean;
      readonly origin?: Expression;
    }
  | { readonly kind: "library"; readonly name: string }
  /** What a library made: a connection, a path. `text` is the path of a path. */
  | { readonly kind: "object"; readonly type: string; readonly text?: string }
  /** A method of a value that is no library's own. */
  | { readonly kind: "method"; readonly of: Value; readonly name: string }
  | { readonly kind: "function"; readonly definition: FunctionDefinition }
  | { readonly kind: "class"; readonly definition: ClassDefinition }
  | { readonly kind: "instance"; readonly definition: ClassDefinition | undefined }
  | { readonly kind: "none" }
  /** Data that nobody knows, with nothing in it that could act. */
  | { readonly kind: "data"; readonly decoded?: true }
  | { readonly kind: "unknown" };

/** What an expression could come to: any of them. Never empty. */
export type Values = readonly Value[];

export type List = Extract<Value, { kind: "list" }>;

export const UNKNOWN_VALUES: Values = [{ kind: "unknown" }];
export const DATA_VALUES: Values = [{ kind: "data" }];
export const NONE_VALUES: Values = [{ kind: "none" }];

export function text(value: string): Value {
  return { kind: "text", text: value };
}

/** The text of a value, with a hole where it is not known. */
export function textOf(value: Value): string {
  switch (value.kind) {
    case "text":
      return value.text;
    case "number":
      return String(value.value);
    case "object":
      return value.text ?? HOLE;
    default:
      return HOLE;
  }
}

export function isDecoded(value: Value): boolean {
  return (value.kind === "text" || value.kind === "data") && value.decoded === true;
}

export function hasHole(value: string): boolean {
  return /[\uE000-\uE002]/.test(value);
}

/** Whether nothing of the value is unknown, so that nothing secret can be in it. */
export function isLiteral(value: Value): boolean {
  switch (value.kind) {
    case "text":
      return !hasHole(value.text);
    case "list":
      return !value.open && value.repeated !== true && value.items.every((item) => item.every(isLiteral));
    case "dictionary":
      return !value.open && [...value.entries.values()].every((entry) => entry.every(isLiteral));
    case "number":
    case "none":
    case "function":
    case "class":
      return true;
    default:
      return false;
  }
}
