import { BuiltinError } from "./builtin.ts";
import { formatFloat } from "./go-float.ts";
import { isPrintable, quote } from "./go-text.ts";

/** What stands between `%` and the verb. */
export interface Flags {
  sharp: boolean;
  zero: boolean;
  plus: boolean;
  minus: boolean;
  space: boolean;
  /** `%#v`: Go syntax. */
  sharpV: boolean;
  plusV: boolean;
  width: number | undefined;
  precision: number | undefined;
}

/** An argument as Go has it: OPA hands over int64, *big.Int, float64 and strings. */
export type Argument =
  | { readonly type: "string"; readonly value: string }
  | { readonly type: "float64"; readonly value: number }
  | { readonly type: "int64" | "*big.Int"; readonly value: bigint };

const BASES: Readonly<Record<string, number>> = { v: 10, d: 10, b: 2, o: 8, O: 8, x: 16, X: 16 };
const BASE_PREFIXES: Readonly<Record<string, string>> = { b: "0b", o: "0", x: "0x", X: "0X" };
const MAX_RUNE = 0x10ffffn;
const REPLACEMENT = "\ufffd";

/** One argument under one verb. */
export function formatArgument(argument: Argument, verb: string, flags: Flags): string {
  if (verb === "T") return padded(truncated(argument.type, flags), flags);
  const text = textOf(argument, verb, flags);
  return text ?? badVerb(argument, verb, flags);
}

function textOf(argument: Argument, verb: string, flags: Flags): string | undefined {
  if (argument.type === "string") return stringText(argument.value, verb, flags);
  if (argument.type === "float64") return floatText(argument.value, verb, flags);
  return argument.type === "int64" ? intText(argument.value, verb, flags) : bigText(argument.value, verb, flags);
}

function badVerb(argument: Argument, verb: string, flags: Flags): string {
  // Go prints its address, or the words of its memory.
  if (argument.type === "*big.Int" && (verb === "p" || verb === "w")) {
    throw new BuiltinError(`%${verb} of a large integer has no fixed value`);
  }
  if (argument.type === "*big.Int") return `%!${verb}(big.Int=${argument.value})`;
  return `%!${verb}(${argument.type}=${textOf(argument, "v", flags) ?? ""})`;
}

function stringText(value: string, verb: string, flags: Flags): string | undefined {
  const quoted = verb === "q" || (verb === "v" && flags.sharpV);
  if (quoted) {
    const text = truncated(value, flags);
    const back = (flags.sharp || flags.sharpV) && verb === "q" && canBackquote(text);
    return padded(back ? `\`${text}\`` : quote(text, { ascii: flags.plus }), flags);
  }
  if (verb === "v" || verb === "s") return padded(truncated(value, flags), flags);
  return verb === "x" || verb === "X" ? bytesText(value, verb, flags) : undefined;
}

function canBackquote(text: string): boolean {
  return !/[\p{Cc}`\ufeff\ufffd]/u.test(text.replaceAll("\t", ""));
}

function truncated(value: string, { precision }: Flags): string {
  if (precision === undefined || value.length <= precision) return value;
  return [...value].slice(0, precision).join("");
}

function bytesText(value: string, verb: string, flags: Flags): string {
  const bytes = Buffer.from(value, "utf8").subarray(0, flags.precision ?? Number.POSITIVE_INFINITY);
  const pairs = [...bytes].map((byte) => byte.toString(16).padStart(2, "0"));
  if (pairs.length === 0) return padding(flags.width ?? 0, flags.zero && !flags.minus);
  const prefix = flags.sharp ? "0x" : "";
  const text = flags.space ? pairs.map((pair) => prefix + pair).join(" ") : prefix + pairs.join("");
  return padded(verb === "X" ? text.toUpperCase() : text, flags);
}

function floatText(value: number, verb: string, flags: Flags): string | undefined {
  if (!"vbgGxXfeEF".includes(verb)) return undefined;
  const format = verb === "v" ? "g" : verb === "F" ? "f" : verb;
  const precision = flags.precision ?? ("vbgGxX".includes(verb) ? -1 : 6);
  const text = formatFloat(value, format, precision);
  let sign = text.startsWith("-") ? "-" : flags.plus ? "+" : flags.space ? " " : "";
  let number = text.replace(/^[+-]/, "");
  if (!Number.isFinite(value)) {
    if (Number.isNaN(value) && !flags.plus && !flags.space) sign = "";
    else if (value > 0 && !flags.space) sign = "+";
    return padded(sign + number, { ...flags, zero: false });
  }
  if (flags.sharp && verb !== "b") number = withPoint(number, format, precision);
  const { width = 0 } = flags;
  const missing = width - sign.length - number.length;
  if (sign !== "" && flags.zero && !flags.minus && missing > 0) return sign + padding(missing, true) + number;
  return padded(sign + number, flags);
}

/** What `#` asks for: a decimal point, and the zeros behind it that %g drops. */
function withPoint(number: string, format: string, precision: number): string {
  const [, mantissa = "", tail = ""] = (format === "x" || format === "X" ? /^([^pP]*)(.*)$/ : /^([^eE]*)(.*)$/).exec(
    number,
  ) as RegExpExecArray;
  const significant = mantissa.replace(".", "").replace(/^0+/, "").length;
  let missing = "gGx".includes(format) ? (precision < 0 ? 6 : precision) - significant : 0;
  if (!mantissa.includes(".") && mantissa === "0") missing--;
  return `${mantissa}${mantissa.includes(".") ? "" : "."}${"0".repeat(Math.max(missing, 0))}${tail}`;
}

function intText(value: bigint, verb: string, flags: Flags): string | undefined {
  if (verb === "c") return padded(rune(value), flags);
  if (verb === "q") return padded(quote(rune(value), { ascii: flags.plus, mark: "'" }), flags);
  if (verb === "U") return unicodeText(value, flags);
  const base = BASES[verb];
  if (base === undefined) return undefined;
  const { precision, width } = flags;
  if (precision === 0 && value === 0n) return padding(width ?? 0, false);
  const sign = value < 0n ? "-" : flags.plus ? "+" : flags.space ? " " : "";
  const filled = flags.zero && !flags.minus && width !== undefined ? width - sign.length : 0;
  let digits = (value < 0n ? -value : value).toString(base).padStart(precision ?? filled, "0");
  if (verb === "X") digits = digits.toUpperCase();
  let prefix = flags.sharp ? (BASE_PREFIXES[verb] ?? "") : "";
  if (verb === "o" && digits.startsWith("0")) prefix = "";
  if (verb === "O") prefix = flags.sharp && !digits.startsWith("0") ? "0o0" : "0o";
  return padded(sign + prefix + digits, { ...flags, zero: false });
}

function isValidRune(value: bigint): boolean {
  return value >= 0n && value <= MAX_RUNE && !(value >= 0xd800n && value <= 0xdfffn);
}

function rune(value: bigint): string {
  return isValidRune(value) ? String.fromCodePoint(Number(value)) : REPLACEMENT;
}

function unicodeText(value: bigint, flags: Flags): string {
  const code = BigInt.asUintN(64, value);
  const digits = code
    .toString(16)
    .toUpperCase()
    .padStart(Math.max(flags.precision ?? 4, 4), "0");
  const character = flags.sharp && isValidRune(code) && isPrintable(rune(code)) ? ` '${rune(code)}'` : "";
  return padded(`U+${digits}${character}`, { ...flags, zero: false });
}

/** big.Int's own Format. */
function bigText(value: bigint, verb: string, flags: Flags): string | undefined {
  const base = verb === "s" ? 10 : BASES[verb];
  if (base === undefined) return undefined;
  const sign = value < 0n ? "-" : flags.plus || flags.plusV ? "+" : flags.space ? " " : "";
  const prefix = verb === "O" ? "0o" : flags.sharp || flags.sharpV ? (BASE_PREFIXES[verb] ?? "") : "";
  let digits = (value < 0n ? -value : value).toString(base);
  if (verb === "X") digits = digits.toUpperCase();
  const { precision, width = 0 } = flags;
  digits = digits.padStart(precision ?? 0, "0");
  const missing = Math.max(width - sign.length - prefix.length - digits.length, 0);
  if (flags.minus) return sign + prefix + digits + padding(missing, false);
  if (flags.zero && precision === undefined) return sign + prefix + padding(missing, true) + digits;
  return padding(missing, false) + sign + prefix + digits;
}

function padded(text: string, { width = 0, minus, zero }: Flags): string {
  const missing = width - [...text].length;
  if (missing <= 0) return text;
  return minus ? text + padding(missing, false) : padding(missing, zero) + text;
}

function padding(count: number, zero: boolean): string {
  return (zero ? "0" : " ").repeat(Math.max(count, 0));
}
