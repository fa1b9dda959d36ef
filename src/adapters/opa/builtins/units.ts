import { PolicyAborted } from "../errors.ts";
import { BuiltinError, type Builtins, stringArg } from "./builtin.ts";
import { parseDecimal } from "./decimal.ts";
import { Num } from "./value.ts";

/** More digits in an exponent are refused by OPA. */
const MAX_EXPONENT_DIGITS = 6;

/** Exponents beyond are refused here: the number would have more digits than any amount. */
const MAX_EXPONENT = 10_000;

/** Go's big.Float rounds to so many bits. */
const FLOAT_BITS = 64;

/** A tenth of these is what OPA prints of a fraction. */
const DECIMALS = 10;

const POWERS = ["k", "m", "g", "t", "p", "e"];

interface Fraction {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

/** The float64 that OPA takes for a thousandth. */
const MILLI: Fraction = { numerator: 1152921504606847n, denominator: 1152921504606846976n };

export const UNITS: Builtins = {
  "units.parse": (args) => {
    const { amount, unit } = split(stringArg(args, 0).replaceAll('"', ""));
    return exactText(product(fractionOf(amount), unitFactor(unit)));
  },
  "units.parse_bytes": (args) => {
    const { amount, unit } = split(stringArg(args, 0).toLowerCase().replaceAll('"', ""));
    const factor = POWERS.find((power) => unit === power || unit === `${power}b`);
    const binary = POWERS.find((power) => unit === `${power}i` || unit === `${power}ib`);
    const size = unit === "" ? 1n : (powerOf(1000n, factor) ?? powerOf(1024n, binary));
    if (size === undefined) throw new BuiltinError("byte unit not recognized");
    const rounded = toFloat(fractionOf(amount));
    const { numerator, denominator } = toFloat({ ...rounded, numerator: rounded.numerator * size });
    return Num.of(numerator / denominator);
  },
};

function powerOf(base: bigint, power: string | undefined): bigint | undefined {
  return power === undefined ? undefined : base ** BigInt(POWERS.indexOf(power) + 1);
}

/** OPA's own split of an amount from its unit. */
function split(text: string): { readonly amount: string; readonly unit: string } {
  if (text.includes(" ")) throw new BuiltinError("spaces not allowed");
  let at = 0;
  for (; at < text.length; at++) {
    const character = text[at] as string;
    if (!/[\d.eE+-]/.test(character)) break;
    if (character !== "e" && character !== "E") continue;
    const exponent = /^(?:[+-]\d*|\d+)/.exec(text.slice(at + 1))?.[0];
    if (exponent === undefined) break;
    if (exponent.replace(/^[+-]/, "").length > MAX_EXPONENT_DIGITS) throw new BuiltinError("exponent too large");
    if (/^[+-]/.test(exponent)) at++;
  }
  if (at === 0) throw new BuiltinError("no amount provided");
  return { amount: text.slice(0, at), unit: text.slice(at) };
}

function fractionOf(amount: string): Fraction {
  const decimal = parseDecimal(amount);
  if (decimal === undefined) throw new BuiltinError("could not parse amount to a number");
  if (Math.abs(decimal.exponent) > MAX_EXPONENT) throw new PolicyAborted("units: the exponent is too large");
  const { mantissa, exponent } = decimal;
  if (exponent < 0) return { numerator: mantissa, denominator: 10n ** BigInt(-exponent) };
  return { numerator: mantissa * 10n ** BigInt(exponent), denominator: 1n };
}

/** Only the first letter's case counts: it tells milli from mega. */
function unitFactor(unit: string): Fraction {
  const name = unit.slice(0, 1) + unit.slice(1).toLowerCase();
  if (name === "") return { numerator: 1n, denominator: 1n };
  if (name === "m") return MILLI;
  const letter = name.slice(0, 1).toLowerCase();
  const known = POWERS.includes(letter) && (name.length === 1 || name.slice(1) === "i");
  const numerator = known ? powerOf(name.length === 1 ? 1000n : 1024n, letter) : undefined;
  if (numerator === undefined) throw new BuiltinError("unit not recognized");
  return { numerator, denominator: 1n };
}

function product(a: Fraction, b: Fraction): Fraction {
  return { numerator: a.numerator * b.numerator, denominator: a.denominator * b.denominator };
}

/** An integer as it is, a fraction with ten decimals. */
function exactText({ numerator, denominator }: Fraction): Num {
  if (numerator % denominator === 0n) return Num.of(numerator / denominator);
  const magnitude = numerator < 0n ? -numerator : numerator;
  const scaled = (2n * magnitude * 10n ** BigInt(DECIMALS) + denominator) / (2n * denominator);
  const digits = String(scaled).padStart(DECIMALS + 1, "0");
  return new Num(`${numerator < 0n ? "-" : ""}${digits.slice(0, -DECIMALS)}.${digits.slice(-DECIMALS)}`);
}

/** Rounds to 64 significant bits, halves to even. */
function toFloat({ numerator, denominator }: Fraction): Fraction {
  if (numerator === 0n) return { numerator, denominator: 1n };
  const magnitude = numerator < 0n ? -numerator : numerator;
  let shift = FLOAT_BITS - (bitsOf(magnitude) - bitsOf(denominator));
  let quotient = scaledQuotient(magnitude, denominator, shift);
  if (bitsOf(quotient) > FLOAT_BITS) quotient = scaledQuotient(magnitude, denominator, --shift);
  const scale = 1n << BigInt(Math.abs(shift));
  const rounded = numerator < 0n ? -quotient : quotient;
  return shift >= 0 ? { numerator: rounded, denominator: scale } : { numerator: rounded * scale, denominator: 1n };
}

function scaledQuotient(magnitude: bigint, denominator: bigint, shift: number): bigint {
  const above = shift >= 0 ? magnitude << BigInt(shift) : magnitude;
  const below = shift >= 0 ? denominator : denominator << BigInt(-shift);
  const quotient = above / below;
  const rest = (above % below) * 2n;
  return rest > below || (rest === below && quotient % 2n === 1n) ? quotient + 1n : quotient;
}

function bitsOf(value: bigint): number {
  return value.toString(2).length;
}
