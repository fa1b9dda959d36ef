const MANTISSA_BITS = 52n;
const EXPONENT_BIAS = 1075;
const SMALLEST_EXPONENT = -1074;

/** Go's %g without a precision writes an exponent from here on. */
const SHORTEST_PRECISION = 6;

/** Decimal digits, and where the point stands: `0.digits` times ten to the power of `point`. */
interface Digits {
  readonly digits: string;
  readonly point: number;
}

/**
 * Go's strconv.FormatFloat for 64 bits.
 * @param verb one of b e E f g G x X
 * @param precision -1 for as few digits as tell the number from all others
 */
export function formatFloat(value: number, verb: string, precision: number): string {
  if (Number.isNaN(value)) return "NaN";
  if (!Number.isFinite(value)) return value > 0 ? "+Inf" : "-Inf";
  const sign = value < 0 || Object.is(value, -0) ? "-" : "";
  const magnitude = Math.abs(value);
  if (verb === "b") return sign + binaryText(magnitude);
  if (verb === "x" || verb === "X") {
    const text = hexText(magnitude, precision);
    return sign + (verb === "X" ? text.toUpperCase() : text);
  }
  const text = decimalText(magnitude, verb.toLowerCase(), precision);
  return sign + (verb === verb.toUpperCase() ? text.toUpperCase() : text);
}

function decimalText(magnitude: number, verb: string, precision: number): string {
  const shortest = precision < 0;
  const found = shortest ? shortestDigits(magnitude) : exactDigits(magnitude);
  if (verb === "e") {
    const digits = shortest ? found : rounded(found, precision + 1);
    return exponentText(digits, shortest ? Math.max(digits.digits.length - 1, 0) : precision);
  }
  if (verb === "f") {
    const digits = shortest ? found : rounded(found, Math.max(found.point + precision, 0));
    return fixedText(digits, shortest ? Math.max(digits.digits.length - digits.point, 0) : precision);
  }
  const wanted = precision === 0 ? 1 : precision;
  const digits = shortest ? found : rounded(found, wanted);
  const { length } = digits.digits;
  let limit = shortest ? SHORTEST_PRECISION : wanted;
  if (!shortest && limit > length && length >= digits.point) limit = length;
  const exponent = digits.point - 1;
  if (exponent < -4 || exponent >= limit) return exponentText(digits, Math.max(length - 1, 0));
  return fixedText(digits, Math.max(length - digits.point, 0));
}

function exponentText({ digits, point }: Digits, decimals: number): string {
  const padded = digits.padEnd(decimals + 1, "0");
  const exponent = digits === "" ? 0 : point - 1;
  const fraction = decimals > 0 ? `.${padded.slice(1, decimals + 1)}` : "";
  return `${padded.slice(0, 1)}${fraction}e${signed(exponent)}`;
}

function signed(exponent: number): string {
  return `${exponent < 0 ? "-" : "+"}${String(Math.abs(exponent)).padStart(2, "0")}`;
}

function fixedText({ digits, point }: Digits, decimals: number): string {
  const whole = point > 0 ? digits.slice(0, point).padEnd(point, "0") : "0";
  if (decimals === 0) return whole;
  const zeros = "0".repeat(Math.min(Math.max(-point, 0), decimals));
  return `${whole}.${(zeros + digits.slice(Math.max(point, 0))).slice(0, decimals).padEnd(decimals, "0")}`;
}

function shortestDigits(magnitude: number): Digits {
  if (magnitude === 0) return { digits: "", point: 0 };
  const [mantissa = "", exponent = "0"] = magnitude.toExponential().split("e");
  return { digits: mantissa.replace(".", "").replace(/0+$/, ""), point: Number(exponent) + 1 };
}

function exactDigits(magnitude: number): Digits {
  if (magnitude === 0) return { digits: "", point: 0 };
  const { mantissa, exponent } = parts(magnitude);
  // 2^-n is 5^n / 10^n.
  const whole = exponent >= 0 ? mantissa << BigInt(exponent) : mantissa * 5n ** BigInt(-exponent);
  const text = String(whole);
  const point = text.length - Math.max(-exponent, 0);
  return { digits: text.replace(/0+$/, ""), point };
}

/** To so many significant digits; half goes to the even digit. */
function rounded({ digits, point }: Digits, count: number): Digits {
  if (count >= digits.length) return { digits, point };
  const kept = digits.slice(0, count);
  const rest = digits.slice(count);
  const half = `5${"0".repeat(rest.length - 1)}`;
  const odd = Number(kept.at(-1) ?? "0") % 2 === 1;
  if (rest < half || (rest === half && !odd)) {
    const trimmed = kept.replace(/0+$/, "");
    return { digits: trimmed, point: trimmed === "" ? 0 : point };
  }
  const up = String(BigInt(`0${kept}`) + 1n).padStart(count, "0");
  return { digits: up.replace(/0+$/, ""), point: point + (up.length - count) };
}

function parts(magnitude: number): { readonly mantissa: bigint; readonly exponent: number } {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, magnitude);
  const bits = view.getBigUint64(0);
  const biased = Number(bits >> MANTISSA_BITS);
  const fraction = bits & ((1n << MANTISSA_BITS) - 1n);
  if (biased === 0) return { mantissa: fraction, exponent: SMALLEST_EXPONENT };
  return { mantissa: fraction | (1n << MANTISSA_BITS), exponent: biased - EXPONENT_BIAS };
}

function binaryText(magnitude: number): string {
  const { mantissa, exponent } = parts(magnitude);
  return `${mantissa}p${exponent < 0 ? "" : "+"}${exponent}`;
}

function hexText(magnitude: number, precision: number): string {
  let { mantissa, exponent } = parts(magnitude);
  if (mantissa === 0n) return `0x0${precision > 0 ? `.${"0".repeat(precision)}` : ""}p+00`;
  // One hexadecimal digit before the point, which is 1, and thirteen behind it.
  while (mantissa >> MANTISSA_BITS === 0n) {
    mantissa <<= 1n;
    exponent--;
  }
  exponent += Number(MANTISSA_BITS);
  if (precision >= 0 && precision < 13) {
    const drop = BigInt((13 - precision) * 4);
    const rest = mantissa & ((1n << drop) - 1n);
    const half = 1n << (drop - 1n);
    mantissa >>= drop;
    if (rest > half || (rest === half && mantissa % 2n === 1n)) mantissa++;
    mantissa <<= drop;
    if (mantissa >> (MANTISSA_BITS + 1n) > 0n) {
      mantissa >>= 1n;
      exponent++;
    }
  }
  const digits = (mantissa & ((1n << MANTISSA_BITS) - 1n)).toString(16).padStart(13, "0");
  const fraction = precision < 0 ? digits.replace(/0+$/, "") : digits.padEnd(precision, "0").slice(0, precision);
  return `0x1${fraction === "" ? "" : `.${fraction}`}p${signed(exponent)}`;
}
