import { union } from "../evaluation.ts";
import { elementValues } from "../members.ts";
import { HOLE, isDecoded, text, textOf, UNKNOWN_VALUES, type Value, type Values } from "../value.ts";
import { argument, single, textsOf } from "./arguments.ts";
import type { MethodFold } from "./methods.ts";

type ListValue = Extract<Value, { kind: "list" }>;
type DictionaryValue = Extract<Value, { kind: "dictionary" }>;

const copy: MethodFold = (of) => [of];
const reorder: MethodFold = (of) => (of.kind === "list" ? [{ ...of, repeated: true }] : undefined);

const reverse: MethodFold = (of) => (of.kind === "list" ? [{ ...of, items: of.items.toReversed() }] : undefined);

/** `list.join(separator)` of JavaScript. */
const join: MethodFold = (of, input) => {
  const texts = textsOf(of);
  if (texts === undefined) return [input.evaluation.folded(HOLE)];
  const [separator] = argument(input, 0) ?? [text(",")];
  const decoded = of.kind === "list" && of.items.flat().some(isDecoded);
  return [input.evaluation.folded(texts.join(separator === undefined ? "," : textOf(separator)), decoded)];
};

const concat: MethodFold = (of, { args }) => {
  if (of.kind !== "list") return undefined;
  const lists = args.positional.map((values) => single(values));
  const items = lists.flatMap((value) =>
    value?.kind === "list" ? value.items : [value === undefined ? UNKNOWN_VALUES : [value]],
  );
  const open =
    of.open || args.open || lists.some((value) => value?.kind === "list" && (value.open || value.repeated === true));
  return [{ ...of, items: [...of.items, ...items], open }];
};

const pick: MethodFold = (of, input) => elementValues(of, input.evaluation);

const nothing: MethodFold = () => [{ kind: "none" }];

function methods(table: Readonly<Record<string, MethodFold>>): ReadonlyMap<string, MethodFold> {
  return new Map(Object.entries(table));
}

/** Methods of lists and arrays. */
export const LIST_METHODS = methods({
  copy,
  slice: reorder,
  filter: reorder,
  sort: reorder,
  toSorted: reorder,
  flat: reorder,
  values: copy,
  reverse,
  toReversed: reverse,
  join,
  concat,
  pop: pick,
  shift: pick,
  at: pick,
  find: pick,
  forEach: nothing,
});

const lookup: MethodFold = (of, input) => {
  const dictionary = of as DictionaryValue;
  const key = single(argument(input, 0));
  const entry = key?.kind === "text" ? dictionary.entries.get(key.text) : undefined;
  if (entry !== undefined && !dictionary.open) return entry;
  const all = [...dictionary.entries.values(), argument(input, 1) ?? [{ kind: "none" } as const]];
  return union(dictionary.open ? [...all, UNKNOWN_VALUES] : all);
};

function repeatedList(items: Values): Values {
  return [{ kind: "list", items: [items], open: false, repeated: true } satisfies ListValue];
}

function keysOf(of: Value): Values {
  const dictionary = of as DictionaryValue;
  return union([
    ...[...dictionary.entries.keys()].map((key) => [text(key)]),
    ...(dictionary.open ? [[text(HOLE)]] : []),
  ]);
}

function valuesOf(of: Value): Values {
  const dictionary = of as DictionaryValue;
  return union([...dictionary.entries.values(), ...(dictionary.open ? [UNKNOWN_VALUES] : [])]);
}

/** Methods of dictionaries and maps. */
export const DICTIONARY_METHODS = methods({
  copy,
  get: lookup,
  pop: lookup,
  setdefault: lookup,
  keys: (of) => repeatedList(keysOf(of)),
  values: (of) => repeatedList(valuesOf(of)),
  items: (of) => repeatedList([{ kind: "list", items: [keysOf(of), valuesOf(of)], open: false }]),
  entries: (of) => repeatedList([{ kind: "list", items: [keysOf(of), valuesOf(of)], open: false }]),
});
