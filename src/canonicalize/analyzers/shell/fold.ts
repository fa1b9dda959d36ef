import { posix } from "node:path";
import { MAX_KNOWN_TEXT } from "./limits.ts";
import type { Invocation } from "./options.ts";
import type { Run } from "./state.ts";
import { isKnown } from "./value.ts";

interface Folded {
  readonly text: string;
  readonly decoded: boolean;
}

type Fold = (
  operands: readonly string[],
  has: (...names: string[]) => boolean,
  stdin: string | undefined,
) => string | undefined;

/**
 * What programs print that only rewrite text: worked out, because scripts are hidden that way. Input that is not known,
 * or an operand that is a file, gives nothing.
 */
const FOLDS: Readonly<Record<string, Fold>> = {
  echo: (operands, has) => (has("-e") ? unescaped(operands.join(" ")) : operands.join(" ")) + (has("-n") ? "" : "\n"),
  printf: ([format, ...values]) => (format === undefined ? undefined : formatted(format, values)),
  basename: ([path, suffix = ""]) => (path === undefined ? undefined : `${posix.basename(path, suffix)}\n`),
  dirname: ([path]) => (path === undefined ? undefined : `${posix.dirname(path)}\n`),
  cat: (operands, _, stdin) => (operands.every((text) => text === "-") ? stdin : undefined),
  tee: (_, __, stdin) => stdin,
  base64: (operands, has, stdin) =>
    coded(operands.length === 0 || operands[0] === "-" ? stdin : undefined, has("-d", "-D", "--decode"), "base64"),
  rev: (operands, _, stdin) => (operands.length === 0 && stdin !== undefined ? reversed(stdin) : undefined),
  xxd: (operands, has, stdin) =>
    operands.length === 0 && stdin !== undefined && has("-r") && has("-p", "-ps", "-plain")
      ? hexDecoded(stdin)
      : undefined,
  openssl: ([command], has, stdin) => {
    if (command !== "base64" && !(command === "enc" && has("-base64", "-a"))) return undefined;
    return coded(stdin, has("-d"), "base64");
  },
};

/** What these print could be read as it stood in the line. */
const PLAIN = new Set(["basename", "dirname", "echo", "printf"]);

/** @returns undefined where the output cannot be worked out */
export function foldOutput(program: string, call: Invocation, run: Run): Folded | undefined {
  const fold = FOLDS[program];
  if (fold === undefined || !Object.hasOwn(FOLDS, program)) return undefined;
  if (!call.operands.every(isKnown) || call.unlisted.length > 0) return undefined;
  const has = (...names: string[]) => call.options.some(({ name }) => names.includes(name));
  const text = fold(
    call.operands.map((value) => value.text),
    has,
    run.stdin.text,
  );
  if (text === undefined || text.length > MAX_KNOWN_TEXT) return undefined;
  const decoded = (!PLAIN.has(program) && text !== run.stdin.text) || run.stdin.decoded === true;
  return { text, decoded };
}

function coded(text: string | undefined, decode: boolean, encoding: "base64"): string | undefined {
  if (text === undefined) return undefined;
  return decode ? Buffer.from(text, encoding).toString("utf8") : `${Buffer.from(text).toString(encoding)}\n`;
}

function hexDecoded(text: string): string {
  return Buffer.from(text.replace(/\s+/g, ""), "hex").toString("utf8");
}

function reversed(text: string): string {
  return text
    .split("\n")
    .map((line) => [...line].reverse().join(""))
    .join("\n");
}

const ESCAPES: Readonly<Record<string, string>> = {
  a: "\x07", b: "\b", e: "\x1b", f: "\f", n: "\n", r: "\r", t: "\t", v: "\v", "\\": "\\",
}; // biome-ignore format: one list

function unescaped(text: string): string {
  return text.replace(/\\(?:x([0-9a-fA-F]{1,2})|0?([0-7]{1,3})|(.))/g, (whole, hex, octal, char) => {
    if (hex !== undefined) return String.fromCharCode(Number.parseInt(hex, 16));
    if (octal !== undefined) return String.fromCharCode(Number.parseInt(octal, 8));
    return ESCAPES[char] ?? whole;
  });
}

/** printf(1) as far as `%s`, `%b` and `%%` go; other conversions are not worked out. */
function formatted(format: string, values: readonly string[]): string | undefined {
  const plain = unescaped(format);
  const conversions = plain.match(/%./g) ?? [];
  if (conversions.some((item) => !["%s", "%b", "%%"].includes(item))) return undefined;
  const places = conversions.filter((item) => item !== "%%").length;
  let rest = [...values];
  let text = "";
  do {
    text += plain.replace(/%./g, (item) => {
      if (item === "%%") return "%";
      const value = rest.shift() ?? "";
      return item === "%b" ? unescaped(value) : value;
    });
    if (text.length > MAX_KNOWN_TEXT) return undefined;
  } while (places > 0 && rest.length > 0);
  rest = [];
  return text;
}
