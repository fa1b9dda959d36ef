import { elementValues, memberValues } from "../members.ts";
import { DATA_VALUES, HOLE, isDecoded, NAME_HOLE, text, textOf, UNKNOWN_VALUES, type Value } from "../value.ts";
import { argument, type Fold, type FoldInput, numberOf, ofText, single } from "./arguments.ts";
import { bytesToUtf8, fromBase64, fromHex, inflate, toBase64 } from "./bytes.ts";
import { baseName, joinPath, parentPath } from "./paths.ts";

function texts({ args }: FoldInput): readonly string[] {
  return args.open
    ? [HOLE]
    : args.positional.map((values) => (values.length === 1 ? textOf(values[0] as Value) : HOLE));
}

const module: Fold = (input) => {
  const found = (argument(input, 0) ?? []).map(
    (value): Value =>
      value.kind === "text" && !value.text.includes(HOLE)
        ? { kind: "library", name: input.evaluation.library.canonical(value.text) }
        : { kind: "unknown" },
  );
  return found.length === 0 ? UNKNOWN_VALUES : found;
};

const characters: Fold = (input) => {
  const codes = input.args.positional.map((values) => numberOf(single(values)));
  if (input.args.open || codes.some((code) => code === undefined || code < 0 || code > 0x10ffff)) return [text(HOLE)];
  return [input.evaluation.folded(String.fromCodePoint(...(codes as number[]).map(Math.trunc)), true)];
};

const buffer: Fold = (input) => {
  const encoding = textOf(single(argument(input, 1)) ?? text("utf8")).toLowerCase();
  if (encoding.startsWith("base64")) return ofText(fromBase64, true)(input);
  if (encoding === "hex") return ofText(fromHex, true)(input);
  const value = single(argument(input, 0));
  if (value?.kind === "text") return [value];
  const codes = value?.kind === "list" && !value.open ? value.items.map((item) => numberOf(single(item))) : undefined;
  if (codes?.every((code) => code !== undefined) !== true) return DATA_VALUES;
  return [input.evaluation.folded(Buffer.from(codes as number[]).toString("latin1"), true)];
};

const string: Fold = (input) =>
  argument(input, 0)?.map((value) => (value.kind === "number" ? text(String(value.value)) : value));

const integer: Fold = (input) => {
  const value = single(argument(input, 0));
  const base = numberOf(single(argument(input, 1))) ?? 10;
  const known =
    value?.kind === "number" ? value.value : value?.kind === "text" ? Number.parseInt(value.text, base) : Number.NaN;
  return Number.isFinite(known) ? [{ kind: "number", value: known }] : [text(NAME_HOLE)];
};

const member: Fold = (input) => {
  const key = single(argument(input, 1));
  if (key?.kind !== "text") return UNKNOWN_VALUES;
  return argument(input, 0)?.flatMap((value) => memberValues(value, key.text, input.evaluation));
};

const url: Fold = (input) => {
  const [path = HOLE, base] = texts(input);
  const absolute =
    base === undefined || path.startsWith(HOLE) || !URL.canParse(path, base) ? path : new URL(path, base).href;
  return [{ kind: "object", type: "URL", text: absolute }];
};

const join: Fold = (input) => [input.evaluation.folded(joinPath(texts(input), false))];
const resolve: Fold = (input) => [input.evaluation.folded(joinPath(texts(input)))];

const childNames: Fold = () => [{ kind: "list", items: [[text(NAME_HOLE)]], open: false, repeated: true }];

const values: Fold = (input) =>
  argument(input, 0)?.map((value): Value => {
    if (value.kind === "dictionary")
      return { kind: "list", items: [...value.entries.values()], open: value.open, repeated: true };
    return value.kind === "data" ? value : { kind: "unknown" };
  });

const list: Fold = (input) =>
  argument(input, 0)?.map((value): Value => {
    if (value.kind === "list" || value.kind === "data") return value;
    return { kind: "list", items: [elementValues(value, input.evaluation)], open: false, repeated: true };
  });

function unescaped(value: string): string {
  return value.replace(/%u([0-9a-fA-F]{4})|%([0-9a-fA-F]{2})/g, (_, long?: string, short?: string) =>
    String.fromCharCode(Number.parseInt(long ?? short ?? "0", 16)),
  );
}

const decodeUri = ofText((value) => bytesToUtf8(unescaped(value)));
const number: Fold = () => [text(NAME_HOLE)];
const temporary: Fold = () => [text(joinPath(["/tmp", NAME_HOLE]))];
const inflated = (format: Parameters<typeof inflate>[1]): Fold => ofText((bytes) => inflate(bytes, format), true);

const assigned: Fold = (input) => {
  const [first] = argument(input, 0) ?? [];
  const environment = input.args.positional.flat().find(({ kind }) => kind === "library");
  if (environment !== undefined) return [environment];
  return first?.kind === "dictionary" || first?.kind === "data"
    ? [{ ...first, ...(first.kind === "dictionary" ? { open: true } : {}) } as Value]
    : UNKNOWN_VALUES;
};

/** What JavaScript's own functions and Node's make of known arguments. */
export const JAVASCRIPT_FOLDS: Readonly<Record<string, Fold>> = {
  require: module,
  import: module,
  "process.mainModule.require": module,
  "module.require": module,
  "import.meta.require": module,
  "jest.requireActual": module,
  "vi.importActual": module,
  "util.promisify": (input) => argument(input, 0),
  "process.getBuiltinModule": module,
  "module.createRequire": () => [{ kind: "library", name: "require" }],
  "Reflect.get": member,
  "String.fromCharCode": characters,
  "String.fromCodePoint": characters,
  String: string,
  Number: integer,
  parseInt: integer,
  Array: list,
  "Array.from": list,
  "Array.of": ({ args }) => [{ kind: "list", items: args.positional, open: args.open }],
  "Object.values": values,
  "Object.keys": (input) =>
    argument(input, 0)?.map(
      (value): Value => ({
        kind: "list",
        items: [elementValues(value, input.evaluation)],
        open: false,
        repeated: true,
      }),
    ),
  "Object.assign": assigned,
  "Object.freeze": (input) => argument(input, 0),
  "Promise.resolve": (input) => argument(input, 0),
  "Promise.all": list,
  structuredClone: (input) => argument(input, 0),
  atob: ofText(fromBase64, true),
  btoa: ofText(toBase64),
  unescape: ofText(unescaped),
  decodeURI: decodeUri,
  decodeURIComponent: decodeUri,
  encodeURIComponent: ofText((value) => encodeURIComponent(value.toWellFormed())),
  encodeURI: ofText((value) => encodeURI(value.toWellFormed())),
  "Buffer.from": buffer,
  "buffer.Buffer.from": buffer,
  "zlib.inflateSync": inflated("zlib"),
  "zlib.gunzipSync": inflated("gzip"),
  "zlib.inflateRawSync": inflated("raw"),
  "zlib.brotliDecompressSync": inflated("brotli"),
  "path.join": join,
  "path.resolve": resolve,
  "path.normalize": resolve,
  "path.dirname": (input) => [text(parentPath(texts(input)[0] ?? HOLE))],
  "path.basename": (input) => [
    text((texts(input)[0] ?? HOLE).includes(HOLE) ? NAME_HOLE : baseName(texts(input)[0] ?? "")),
  ],
  "os.homedir": () => [text("~")],
  "os.tmpdir": () => [text("/tmp")],
  "process.cwd": ({ evaluation }) => [text(evaluation.cwd ?? ".")],
  "fs.readdirSync": childNames,
  "fs.promises.readdir": childNames,
  "fs.mkdtempSync": temporary,
  "fs.promises.mkdtemp": temporary,
  "Date.now": number,
  "Math.floor": number,
  "Math.round": number,
  "crypto.randomUUID": number,
  URL: url,
  "url.URL": url,
  "url.fileURLToPath": (input) =>
    argument(input, 0)?.map(
      (value): Value => (isDecoded(value) ? { kind: "data" } : text(textOf(value).replace(/^file:\/\//, ""))),
    ),
};
