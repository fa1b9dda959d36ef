import { BuiltinError } from "./builtin.ts";
import { formatFloat } from "./go-float.ts";

const UNITS_NS: Readonly<Record<string, number>> = {
  ns: 1,
  us: 1e3,
  "\u00b5s": 1e3,
  "\u03bcs": 1e3,
  ms: 1e6,
  s: 1e9,
  m: 6e10,
  h: 3.6e12,
};

/** Units that OPA adds to Go's, in hours. */
const LONG_UNITS_H: Readonly<Record<string, number>> = { d: 24, w: 168, y: 8_760 };

const LIMIT = 2n ** 63n;
const EXTENDED = /^[+-]?(?:[0-9.]+(?:ms|us|\u00b5s|ns|[a-z]))+$/;
const SEGMENT = /([0-9.]+)(ms|us|\u00b5s|ns|[a-z])/g;
const PART = /^(\d*)(?:\.(\d*))?([^\d.]+)/;

/** OPA's durations: Go's, and days, weeks and years of 365 days. @returns nanoseconds @throws BuiltinError */
export function parseDuration(text: string): bigint {
  if (!/[dwy]/.test(text)) return parseGoDuration(text);
  if (!EXTENDED.test(text)) throw bad();
  const rewritten = text.replace(SEGMENT, (segment, digits: string, unit: string) => {
    const hours = LONG_UNITS_H[unit];
    if (hours === undefined) return segment;
    if (!/^(?:\d+\.?\d*|\.\d+)$/.test(digits)) throw bad();
    return `${formatFloat(Number(digits) * hours, "f", -1)}h`;
  });
  return parseGoDuration(rewritten);
}

function bad(): BuiltinError {
  return new BuiltinError("invalid duration");
}

/** Go's time.ParseDuration. */
function parseGoDuration(text: string): bigint {
  const negative = text.startsWith("-");
  let rest = text.replace(/^[+-]/, "");
  if (rest === "0") return 0n;
  if (rest === "") throw bad();
  let total = 0n;
  while (rest !== "") {
    const match = PART.exec(rest);
    const [part = "", whole = "", fraction = "", name = ""] = match ?? [];
    const unit = Object.hasOwn(UNITS_NS, name) ? UNITS_NS[name] : undefined;
    if (match === null || unit === undefined || whole + fraction === "") throw bad();
    total += BigInt(whole === "" ? "0" : whole) * BigInt(unit) + fractionOf(fraction, unit);
    if (total > LIMIT) throw bad();
    rest = rest.slice(part.length);
  }
  if (negative) return -total;
  if (total === LIMIT) throw bad();
  return total;
}

/** Go counts at most eighteen digits or so, and in floating point. */
function fractionOf(digits: string, unit: number): bigint {
  let value = 0n;
  let scale = 1;
  for (const digit of digits) {
    const next = value * 10n + BigInt(digit);
    if (value > (LIMIT - 1n) / 10n || next > LIMIT) break;
    value = next;
    scale *= 10;
  }
  return value === 0n ? 0n : BigInt(Math.trunc(Number(value) * (unit / scale)));
}
