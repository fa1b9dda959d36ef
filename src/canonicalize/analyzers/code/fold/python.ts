import { elementValues, memberValues } from "../members.ts";
import { DATA_VALUES, HOLE, isDecoded, NAME_HOLE, text, textOf, UNKNOWN_VALUES, type Values } from "../value.ts";
import { argument, type Fold, type FoldInput, numberOf, ofText, single, textsOf } from "./arguments.ts";
import { bytesToUtf8, fromBase32, fromBase64, fromHex, inflate, rot13, toBase64 } from "./bytes.ts";
import { quoteWord } from "./words.ts";

const names: Fold = () => [{ kind: "list", items: [[text(NAME_HOLE)]], open: false, repeated: true }];
const name: Fold = () => [text(NAME_HOLE)];
const same: Fold = (input) => argument(input, 0) ?? DATA_VALUES;
const decodeBase64 = ofText(fromBase64, true);
const opaque = ofText(() => undefined, true);

/** The same items in another order. */
const shuffled: Fold = (input) =>
  argument(input, 0)?.map((value) =>
    value.kind === "list" ? { ...value, repeated: true } : value.kind === "data" ? value : { kind: "unknown" },
  );

const asList: Fold = (input) => {
  const values = argument(input, 0);
  if (values === undefined) return [{ kind: "list", items: [], open: false }];
  return values.map((value) => {
    if (value.kind === "list" || value.kind === "data") return value;
    if (value.kind === "text" && !value.text.includes(HOLE))
      return { kind: "list", items: [...value.text].map((char) => [text(char)]), open: false };
    return { kind: "list", items: [elementValues(value, input.evaluation)], open: false, repeated: true };
  });
};

const bytesOf: Fold = (input) => {
  const value = single(argument(input, 0));
  if (value?.kind === "text") return [value];
  const numbers =
    value?.kind === "list" && !value.open && value.repeated !== true
      ? value.items.map((item) => numberOf(single(item)))
      : undefined;
  if (numbers?.every((number) => number !== undefined && number >= 0 && number < 256) !== true) return DATA_VALUES;
  return [input.evaluation.folded(Buffer.from(numbers as number[]).toString("latin1"), true)];
};

const character: Fold = (input) => {
  const code = numberOf(single(argument(input, 0)));
  return code !== undefined && code >= 0 && code <= 0x10ffff ? [text(String.fromCodePoint(code))] : [text(HOLE)];
};

const codePoint: Fold = (input) => {
  const value = single(argument(input, 0));
  const code = value?.kind === "text" && !value.text.includes(HOLE) ? value.text.codePointAt(0) : undefined;
  return code === undefined ? DATA_VALUES : [{ kind: "number", value: code }];
};

const string: Fold = (input) =>
  argument(input, 0)?.map((value) =>
    value.kind === "number"
      ? text(String(value.value))
      : value.kind === "object" && value.text !== undefined
        ? text(value.text)
        : value.kind === "text"
          ? text(bytesToUtf8(value.text))
          : value,
  );

const integer: Fold = (input) => {
  const value = single(argument(input, 0));
  const base = numberOf(single(argument(input, 1, "base"))) ?? 10;
  const number =
    value?.kind === "number"
      ? Math.trunc(value.value)
      : value?.kind === "text"
        ? Number.parseInt(value.text, base)
        : Number.NaN;
  return Number.isFinite(number) ? [{ kind: "number", value: number }] : [text(NAME_HOLE)];
};

/** `getattr(of, name)`: the member, where its name is known. */
const attribute: Fold = (input) => {
  const key = single(argument(input, 1));
  const of = argument(input, 0);
  if (of === undefined || key?.kind !== "text") return UNKNOWN_VALUES;
  return of.flatMap((value) => memberValues(value, key.text, input.evaluation));
};

const module: Fold = (input) => {
  const found = (argument(input, 0, "name") ?? []).map((value) =>
    value.kind === "text" && !value.text.includes(HOLE)
      ? ({ kind: "library", name: value.text } as const)
      : ({ kind: "unknown" } as const),
  );
  return found.length === 0 ? UNKNOWN_VALUES : found;
};

const enumerate: Fold = (input) => {
  const items = (argument(input, 0) ?? DATA_VALUES).flatMap((value) => elementValues(value, input.evaluation));
  return [
    {
      kind: "list",
      items: [[{ kind: "list", items: [[text(NAME_HOLE)], items], open: false }]],
      open: false,
      repeated: true,
    },
  ];
};

const zip: Fold = ({ args, evaluation }) => {
  const items = args.positional.map((values): Values => values.flatMap((value) => elementValues(value, evaluation)));
  return args.open
    ? UNKNOWN_VALUES
    : [{ kind: "list", items: [[{ kind: "list", items, open: false }]], open: false, repeated: true }];
};

const next: Fold = (input) => argument(input, 0)?.flatMap((value) => elementValues(value, input.evaluation));

const codec: Fold = (input) => {
  const encoding = textOf(single(argument(input, 1, "encoding")) ?? { kind: "unknown" }).toLowerCase();
  if (/^rot_?13$/.test(encoding)) return ofText(rot13, true)(input);
  if (/^hex/.test(encoding)) return ofText(fromHex, true)(input);
  if (/^base64|^base_64/.test(encoding)) return decodeBase64(input);
  return opaque(input);
};

const shellJoin: Fold = (input) => {
  const words = textsOf(single(argument(input, 0)));
  return words === undefined ? DATA_VALUES : [input.evaluation.folded(words.map(quoteWord).join(" "))];
};

const replaced: Fold = (input: FoldInput) =>
  (argument(input, 0) ?? []).some(isDecoded) ? [{ kind: "data", decoded: true }] : DATA_VALUES;

/** What Python's own functions make of known arguments (The Python Standard Library). */
export const PYTHON_FOLDS: Readonly<Record<string, Fold>> = {
  chr: character,
  ord: codePoint,
  str: string,
  int: integer,
  dict: (input) => {
    const [value] = argument(input, 0) ?? [];
    return value?.kind === "library" || value?.kind === "dictionary" ? [value] : undefined;
  },
  len: name,
  range: names,
  bytes: bytesOf,
  bytearray: bytesOf,
  memoryview: same,
  list: asList,
  tuple: asList,
  set: asList,
  frozenset: asList,
  iter: asList,
  sorted: shuffled,
  reversed: (input) => {
    const value = single(argument(input, 0));
    if (value?.kind === "text") return [text([...value.text].reverse().join(""))];
    return value?.kind === "list" ? [{ ...value, items: value.items.toReversed() }] : shuffled(input);
  },
  enumerate,
  zip,
  next,
  getattr: attribute,
  __import__: module,
  "importlib.import_module": module,
  "importlib.__import__": module,
  "bytes.fromhex": ofText(fromHex, true),
  "bytearray.fromhex": ofText(fromHex, true),
  "binascii.unhexlify": ofText(fromHex, true),
  "binascii.a2b_hex": ofText(fromHex, true),
  "binascii.a2b_base64": decodeBase64,
  "base64.b64decode": decodeBase64,
  "base64.standard_b64decode": decodeBase64,
  "base64.urlsafe_b64decode": decodeBase64,
  "base64.decodebytes": decodeBase64,
  "base64.decodestring": decodeBase64,
  "base64.b64encode": ofText(toBase64),
  "base64.b32decode": ofText(fromBase32, true),
  "base64.b16decode": ofText(fromHex, true),
  "base64.b85decode": opaque,
  "base64.a85decode": opaque,
  "codecs.decode": codec,
  "codecs.encode": codec,
  "zlib.decompress": ofText((bytes) => inflate(bytes, "zlib"), true),
  "gzip.decompress": ofText((bytes) => inflate(bytes, "gzip"), true),
  "bz2.decompress": opaque,
  "lzma.decompress": opaque,
  "urllib.parse.unquote": ofText((value) =>
    bytesToUtf8(value.replace(/%([0-9a-fA-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))),
  ),
  "urllib.parse.quote": ofText((value) => encodeURIComponent(value.toWellFormed()).replaceAll("%2F", "/")),
  "urllib.parse.urljoin": (input) => {
    const [base, more] = [0, 1].map((at) => textOf(single(argument(input, at)) ?? { kind: "unknown" }));
    const known = base !== undefined && more !== undefined && URL.canParse(more, base);
    return [text(known && !more.includes(HOLE) ? new URL(more, base).href : HOLE)];
  },
  "shlex.quote": ofText(quoteWord),
  "pipes.quote": ofText(quoteWord),
  "shlex.join": shellJoin,
  "subprocess.list2cmdline": shellJoin,
  "shlex.split": (input) => {
    const value = single(argument(input, 0));
    if (value?.kind !== "text" || /['"\\#]/.test(value.text)) return DATA_VALUES;
    return [
      {
        kind: "list",
        items: value.text
          .split(/\s+/)
          .filter((word) => word !== "")
          .map((word) => [text(word)]),
        open: false,
      },
    ];
  },
  "re.sub": replaced,
  "textwrap.dedent": same,
  "contextlib.closing": same,
  "copy.copy": same,
  "copy.deepcopy": same,
  "uuid.uuid4": name,
  "time.time": name,
};
