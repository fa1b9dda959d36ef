import { elementValues } from "../members.ts";
import { HOLE, hasHole, isDecoded, NAME_HOLE, text, textOf, type Value } from "../value.ts";
import { argument, type FoldInput, numberOf, single, textsOf } from "./arguments.ts";
import { bytesToUtf8, fromBase64, fromHex, rot13, utf8ToBytes } from "./bytes.ts";
import { braceFormat } from "./format.ts";
import type { MethodFold } from "./methods.ts";

/** A method that changes the text by itself alone. */
function change(make: (text: string, input: FoldInput) => string): MethodFold {
  return (of, input) => [input.evaluation.folded(make(textOf(of), input), isDecoded(of))];
}

function textArgument(input: FoldInput, position: number): string | undefined {
  const value = single(argument(input, position));
  return value?.kind === "text" || value?.kind === "number" ? textOf(value) : undefined;
}

function replace(all: boolean): MethodFold {
  return change((value, input) => {
    const [from, to] = [textArgument(input, 0), textArgument(input, 1)];
    if (from === undefined || to === undefined || from === "") return HOLE;
    return all ? value.replaceAll(from, () => to) : value.replace(from, () => to);
  });
}

/** `separator.join(list)` of Python. */
const join: MethodFold = (of, input) => {
  const list = single(argument(input, 0));
  const items = list?.kind === "text" ? [...list.text] : textsOf(list);
  const decoded = list?.kind === "list" ? list.items.flat().some(isDecoded) : list !== undefined && isDecoded(list);
  return [input.evaluation.folded(items === undefined ? HOLE : items.join(textOf(of)), decoded)];
};

const split: MethodFold = (of, input) => {
  const value = textOf(of);
  const separator = argument(input, 0) === undefined ? undefined : textArgument(input, 0);
  if (hasHole(value) || (separator === undefined && argument(input, 0) !== undefined)) {
    return [{ kind: "list", items: [elementValues(of, input.evaluation)], open: false, repeated: true }];
  }
  const words = separator === undefined ? value.split(/\s+/).filter((word) => word !== "") : value.split(separator);
  const decoded = isDecoded(of) ? { decoded: true as const } : {};
  return [
    { kind: "list", items: words.map((word) => [{ kind: "text", text: word, ...decoded }]), open: words.length > 4096 },
  ];
};

/** `bytes.decode(codec)`, `text.encode(codec)`: only text is kept, as latin1 where it stands for bytes. */
const decode: MethodFold = (of, input) => {
  const codec = (textArgument(input, 0) ?? "utf-8").toLowerCase();
  const value = textOf(of);
  const plain = /rot_?13/.test(codec)
    ? rot13(value)
    : /^hex/.test(codec)
      ? fromHex(value)
      : /^base_?64/.test(codec)
        ? fromBase64(value)
        : undefined;
  return [input.evaluation.folded(plain ?? bytesToUtf8(value), plain !== undefined || isDecoded(of))];
};

const encode: MethodFold = (of, input) => [input.evaluation.folded(utf8ToBytes(textOf(of)), isDecoded(of))];

const format: MethodFold = (of, input) => {
  const one = (values: readonly Value[]): Value => (values.length === 1 ? (values[0] as Value) : { kind: "unknown" });
  const named = new Map([...input.args.named].map(([name, values]) => [name, one(values)]));
  const filled = input.args.open ? HOLE : braceFormat(textOf(of), input.args.positional.map(one), named);
  return [input.evaluation.folded(filled, isDecoded(of))];
};

const substring = change((value, input) => {
  const [from = 0, to] = [numberOf(single(argument(input, 0))), numberOf(single(argument(input, 1)))];
  const unknown = (at: number) =>
    argument(input, at) !== undefined && numberOf(single(argument(input, at))) === undefined;
  return unknown(0) || unknown(1) ? HOLE : value.slice(from, to);
});

const lower = change((value) => value.toLowerCase());
const upper = change((value) => value.toUpperCase());
const trim = change((value, input) =>
  argument(input, 0) === undefined ? value.trim() : hasHole(value) ? HOLE : stripped(value, textArgument(input, 0)),
);

function stripped(value: string, chars: string | undefined): string {
  if (chars === undefined) return HOLE;
  let [from, to] = [0, value.length];
  while (from < to && chars.includes(value[from] as string)) from += 1;
  while (to > from && chars.includes(value[to - 1] as string)) to -= 1;
  return value.slice(from, to);
}

const characterCode: MethodFold = (of, input) => {
  const at = numberOf(single(argument(input, 0))) ?? 0;
  const code = hasHole(textOf(of)) ? Number.NaN : textOf(of).charCodeAt(at);
  return [Number.isNaN(code) ? text(NAME_HOLE) : { kind: "number", value: code }];
};

const character: MethodFold = (of, input) => {
  const at = numberOf(single(argument(input, 0)));
  const found = at === undefined || hasHole(textOf(of)) ? undefined : textOf(of).at(at);
  return [text(found ?? HOLE)];
};

/** Methods of strings, of Python and JavaScript. */
export const TEXT_METHODS: ReadonlyMap<string, MethodFold> = new Map<string, MethodFold>([
  ["lower", lower],
  ["casefold", lower],
  ["toLowerCase", lower],
  ["upper", upper],
  ["toUpperCase", upper],
  [
    "swapcase",
    change((value) => [...value].map((c) => (c === c.toLowerCase() ? c.toUpperCase() : c.toLowerCase())).join("")),
  ],
  ["strip", trim],
  ["trim", trim],
  ["lstrip", trim],
  ["rstrip", trim],
  ["trimEnd", trim],
  ["trimStart", trim],
  ["replace", (of, input) => replace(input.evaluation.dialect.language === "python")(of, input)],
  ["replaceAll", replace(true)],
  ["join", join],
  ["split", split],
  ["splitlines", change(() => HOLE)],
  ["decode", decode],
  ["toString", decode],
  ["encode", encode],
  ["format", format],
  ["substring", substring],
  ["slice", substring],
  ["substr", change(() => HOLE)],
  [
    "repeat",
    change((value, input) => {
      const times = numberOf(single(argument(input, 0)));
      return times === undefined || times < 0 || times > 256 ? HOLE : value.repeat(times);
    }),
  ],
  [
    "concat",
    change(
      (value, input) =>
        value + input.args.positional.map((values) => textOf(single(values) ?? { kind: "unknown" })).join(""),
    ),
  ],
  ["charCodeAt", characterCode],
  ["codePointAt", characterCode],
  ["charAt", character],
  ["at", character],
  ["valueOf", (of) => [of]],
]);
