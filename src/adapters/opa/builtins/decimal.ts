/** An exact decimal: `mantissa` times ten to the power of `exponent`, the mantissa without trailing zeros. */
export interface Decimal {
  readonly mantissa: bigint;
  readonly exponent: number;
}

const NUMBER = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,9}))?$/;

/** Integers of at most as many digits are exact as JavaScript numbers. */
const PLAIN_INTEGER = /^-?\d{1,15}$/;

/** Exponents up to here are written out in a number's canonical text; beyond, the text would only be zeros. */
const MAX_WRITTEN_ZEROS = 400;

/** @returns undefined when the text is no decimal number */
export function parseDecimal(text: string): Decimal | undefined {
  const match = NUMBER.exec(text);
  if (match === null) return undefined;
  const [, sign, whole = "", fraction = "", exponent = "0"] = match;
  if (whole.length + fraction.length === 0) return undefined;
  const digits = (whole + fraction).replace(/0+$/, "");
  const cut = whole.length + fraction.length - digits.length;
  const magnitude = BigInt(digits === "" ? "0" : digits);
  if (magnitude === 0n) return { mantissa: 0n, exponent: 0 };
  return {
    mantissa: sign === "-" ? -magnitude : magnitude,
    exponent: Number(exponent) - fraction.length + cut,
  };
}

/** The same text for equal numbers: `1`, `1.0` and `1e0` are all `1`. */
export function canonicalNumber(text: string): string {
  if (PLAIN_INTEGER.test(text)) return String(Number(text));
  const decimal = parseDecimal(text);
  if (decimal === undefined) return text;
  const { mantissa, exponent } = decimal;
  if (exponent >= 0 && exponent <= MAX_WRITTEN_ZEROS) return `${mantissa}${"0".repeat(exponent)}`;
  return `${mantissa}e${exponent}`;
}

/** Compares as OPA does: by value, exactly. */
export function compareNumbers(a: string, b: string): number {
  if (a === b) return 0;
  if (PLAIN_INTEGER.test(a) && PLAIN_INTEGER.test(b)) return Math.sign(Number(a) - Number(b));
  const x = parseDecimal(a);
  const y = parseDecimal(b);
  if (x === undefined || y === undefined) return a < b ? -1 : 1;
  const signs = signOf(x.mantissa) - signOf(y.mantissa);
  if (signs !== 0 || x.mantissa === 0n) return Math.sign(signs);
  return signOf(x.mantissa) * compareMagnitudes(x, y);
}

function compareMagnitudes(x: Decimal, y: Decimal): number {
  const a = digitsOf(x.mantissa);
  const b = digitsOf(y.mantissa);
  const places = a.length + x.exponent - (b.length + y.exponent);
  if (places !== 0) return Math.sign(places);
  const length = Math.max(a.length, b.length);
  const left = a.padEnd(length, "0");
  const right = b.padEnd(length, "0");
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

function digitsOf(value: bigint): string {
  return String(value < 0n ? -value : value);
}

function signOf(value: bigint): number {
  if (value === 0n) return 0;
  return value < 0n ? -1 : 1;
}
