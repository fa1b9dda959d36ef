/** A decimal with at most this many digits and no exponent survives the way through an IEEE double (DBL_DIG). */
export const SAFE_DIGITS = 15;

const DECIMAL = /^-?(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/;

/** Whether the literal, a JSON number, has exactly the value that ECMAScript writes for the double it is read as. */
export function survivesDouble(literal: string): boolean {
  const double = Number(literal);
  return Number.isFinite(double) && normalized(literal) === normalized(String(double));
}

/** `<digits>e<exponent>` without leading and trailing zeros; the sign is left out, a double always keeps it. */
function normalized(decimal: string): string {
  const [, whole = "", fraction = "", exponent = "0"] = DECIMAL.exec(decimal) ?? [];
  const digits = whole + fraction;
  let start = 0;
  while (digits[start] === "0") start += 1;
  let end = digits.length;
  while (end > start && digits[end - 1] === "0") end -= 1;
  if (start === end) return "0";
  return `${digits.slice(start, end)}e${Number(exponent) - fraction.length + (digits.length - end)}`;
}
