import type { Arguments, Evaluation } from "../evaluation.ts";
import { HOLE, isDecoded, textOf, type Value, type Values } from "../value.ts";

/** What a fold gets: the arguments of one call of something that is known to only compute. */
export interface FoldInput {
  readonly args: Arguments;
  readonly evaluation: Evaluation;
}

export type Fold = (input: FoldInput) => Values | undefined;

/** The argument at a position or with a name; undefined where it is not there. */
export function argument({ args }: FoldInput, position: number, name?: string): Values | undefined {
  const named = name === undefined ? undefined : args.named.get(name);
  return named ?? args.positional[position];
}

/** The only value of an argument, or undefined where there are several or none. */
export function single(values: Values | undefined): Value | undefined {
  return values?.length === 1 ? values[0] : undefined;
}

/** A fold of the text of the first argument. */
export function ofText(change: (text: string) => string | undefined, decodes = false): Fold {
  return (input) => {
    const values = argument(input, 0);
    return values?.map((value) => {
      const text = textOf(value);
      const changed = text.includes(HOLE) || value.kind !== "text" ? undefined : change(text);
      if (changed === undefined)
        return decodes || isDecoded(value) ? { kind: "data", decoded: true } : { kind: "data" };
      return input.evaluation.folded(changed, decodes || isDecoded(value));
    });
  };
}

export function numberOf(value: Value | undefined): number | undefined {
  return value?.kind === "number" ? value.value : undefined;
}

/** The texts of a list whose items are all known, one value each; undefined where it is no such list. */
export function textsOf(value: Value | undefined): readonly string[] | undefined {
  if (value?.kind !== "list" || value.open || value.repeated === true) return undefined;
  const texts: string[] = [];
  for (const item of value.items) {
    const one = single(item);
    if (one === undefined) return undefined;
    texts.push(textOf(one));
  }
  return texts;
}
