import { isArray, RegoNumber, RegoObject, RegoSet, type Term } from "./term.ts";

/** Rego's order over all values: null, booleans, numbers, strings, arrays, objects, sets. @returns <0, 0 or >0 */
export function compareTerms(a: Term, b: Term): number {
  const rank = rankOf(a) - rankOf(b);
  if (rank !== 0) return rank;
  if (typeof a === "boolean") return Number(a) - Number(b);
  if (typeof a === "string") return compareStrings(a, b as string);
  if (a instanceof RegoNumber) return compareNumbers(a.text, (b as RegoNumber).text);
  if (a instanceof RegoSet) return compareLists(sortTerms(a.items), sortTerms((b as RegoSet).items));
  if (a instanceof RegoObject) return compareObjects(a, b as RegoObject);
  return isArray(a) ? compareLists(a, b as readonly Term[]) : 0;
}

export function equalTerms(a: Term, b: Term): boolean {
  return compareTerms(a, b) === 0;
}

export function sortTerms(terms: readonly Term[]): Term[] {
  return [...terms].sort(compareTerms);
}

/** By UTF-8 bytes, as Go compares; JavaScript's own order is by UTF-16 units. */
export function compareStrings(a: string, b: string): number {
  if (a === b) return 0;
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

function rankOf(term: Term): number {
  if (term === null) return 0;
  if (typeof term === "boolean") return 1;
  if (term instanceof RegoNumber) return 2;
  if (typeof term === "string") return 3;
  if (term instanceof RegoObject) return 5;
  return term instanceof RegoSet ? 6 : 4;
}

function compareLists(a: readonly Term[], b: readonly Term[]): number {
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    const order = compareTerms(a[i] as Term, b[i] as Term);
    if (order !== 0) return order;
  }
  return a.length - b.length;
}

/** Keys first, in order, each with its value. */
function compareObjects(a: RegoObject, b: RegoObject): number {
  const left = sortEntries(a);
  const right = sortEntries(b);
  for (let i = 0; i < Math.min(left.length, right.length); i++) {
    const order = compareLists(left[i] as readonly Term[], right[i] as readonly Term[]);
    if (order !== 0) return order;
  }
  return left.length - right.length;
}

export function sortEntries(object: RegoObject): (readonly [Term, Term])[] {
  return [...object.entries].sort(([a], [b]) => compareTerms(a, b));
}

/** `12.50e1` as sign, digits without zeros at the ends, and the power of ten that they are multiplied with. */
function decimalOf(text: string): { sign: number; digits: string; magnitude: number } {
  const [, minus, whole = "", fraction = "", exponent = "0"] =
    /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(text) ?? [];
  const all = whole + fraction;
  const digits = all.replace(/^0+/, "");
  if (digits === "") return { sign: 0, digits: "", magnitude: 0 };
  const magnitude = Number(exponent) + whole.length - (all.length - digits.length);
  return { sign: minus === "-" ? -1 : 1, digits: digits.replace(/0+$/, ""), magnitude };
}

/** Exact, whatever the numbers' length. */
function compareNumbers(a: string, b: string): number {
  if (a === b) return 0;
  const left = decimalOf(a);
  const right = decimalOf(b);
  if (left.sign !== right.sign) return left.sign - right.sign;
  const order = left.magnitude - right.magnitude || (left.digits < right.digits ? -1 : Number(left.digits > right.digits));
  return left.sign * order;
}
