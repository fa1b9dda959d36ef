import { type CST, type Document, isCollection, isScalar, Parser, type Scalar, visit } from "yaml";
import { type BuiltinContext, BuiltinError } from "./builtin.ts";
import { FUEL_PER_STATE } from "./limits.ts";

/** What YAML 1.2 calls printable, which the library does not ask for; a byte order mark may stand in front. */
const UNPRINTABLE = /[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\u{10000}-\u{10ffff}]/u;
const BYTE_ORDER_MARK = /^\ufeff/;

/** go-yaml refuses all others, and knows the version 1.1 alone. */
const DIRECTIVE = /^%(?:YAML[ \t]+1\.1|TAG[ \t]+![\w-]*!?[ \t]+\S+)[ \t]*(?:[ \t]#.*)?$/;

/** The library looks only at the last character. */
const QUOTED: Readonly<Record<string, RegExp>> = {
  QUOTE_SINGLE: /^'(?:[^']|'')*'$/,
  QUOTE_DOUBLE: /^"(?:[^"\\]|\\[\s\S])*"$/,
};

/** What go-yaml takes for line ends; the library knows only two. Inside quotes they make no difference. */
const OTHER_LINE_END = /[\x85\u2028\u2029]/g;

const ANCHOR = /^[\w-]+$/;

/** A tab where a line is indented, or between an indicator and what follows it. */
const INDENTING_TAB = /^ *(?:[-?](?: +|(?=\t)))*(\t)/gm;

/** Refuses what go-yaml refuses before it parses. @throws BuiltinError */
export function checkText(text: string): void {
  if (UNPRINTABLE.test(text.replace(BYTE_ORDER_MARK, ""))) throw new BuiltinError("a control character in YAML");
  if (/^%/m.test(text)) checkDirectives(text);
}

/** Directives stand in front of a document that says where it starts. */
function checkDirectives(text: string): void {
  let open = false;
  for (const token of new Parser().parse(text)) {
    if (token.type === "directive") {
      if (!DIRECTIVE.test(token.source)) throw new BuiltinError("unknown directive in YAML");
      open = true;
    } else if (token.type === "document") {
      if (open && !token.start.some(({ type }) => type === "doc-start")) throw new BuiltinError("no document start");
      open = false;
    }
  }
  if (open) throw new BuiltinError("no document start");
}

/** A key in quotes stands on one line with its colon, unless it is marked as one. */
function checkKey(text: string, key: unknown): void {
  if (!isScalar(key) || !key.range || QUOTED[key.type ?? ""] === undefined) return;
  const [start, end] = key.range;
  const isLong = text.slice(start, end).includes("\n") || /^\s*\n\s*:/.test(text.slice(end));
  if (isLong && !/\?\s*$/.test(text.slice(0, start))) {
    throw new BuiltinError("a key of several lines in YAML");
  }
}

type Range = readonly [start: number, end: number];

/** Refuses what the library takes and go-yaml does not. The documents keep their tokens. @throws BuiltinError */
export function checkDocuments(
  text: string,
  documents: readonly Document.Parsed[],
  spend: BuiltinContext["spend"],
): void {
  const quoted: Range[] = [];
  const blank: Range[] = [];
  for (const document of documents) {
    visit(document, {
      Pair: (_, { key }) => checkKey(text, key),
      Node: (_, node) => {
        const { range, anchor, type, srcToken } = node as Scalar;
        if (anchor !== undefined && !ANCHOR.test(anchor)) throw new BuiltinError("a bad anchor in YAML");
        if (isScalar(node)) checkToken(type, srcToken);
        if (range && QUOTED[type ?? ""] !== undefined) quoted.push([range[0], range[1]]);
        if (range && (isScalar(node) || (isCollection(node) && node.flow === true))) blank.push([range[0], range[1]]);
      },
    });
  }
  const lineEnds = [...text.matchAll(OTHER_LINE_END)].map(({ index }) => index);
  spend(FUEL_PER_STATE * lineEnds.length * quoted.length);
  if (lineEnds.some((at) => !isWithin(at, quoted))) throw new BuiltinError("a line end that YAML 1.2 has not");
  const tabs = [...text.matchAll(INDENTING_TAB)].map(({ index, 0: found }) => index + found.length - 1);
  spend(FUEL_PER_STATE * tabs.length * blank.length);
  if (tabs.some((at) => !isWithin(at, blank))) throw new BuiltinError("a tab that indents in YAML");
}

function isWithin(at: number, ranges: readonly Range[]): boolean {
  return ranges.some(([start, end]) => at >= start && at < end);
}

function checkToken(type: Scalar["type"], token: CST.Token | undefined): void {
  if (token === undefined || !("source" in token)) return;
  if (QUOTED[type ?? ""]?.test(token.source) === false) throw new BuiltinError("a quote that does not end in YAML");
  if (token.type !== "block-scalar") return;
  const header = token.props.find((part) => part.type === "block-scalar-header");
  const isMeasured = !/\d/.test((header as CST.SourceToken | undefined)?.source ?? "");
  if (isMeasured && /^(?: *\n)* *\t/.test(token.source)) throw new BuiltinError("a tab that indents in YAML");
}
