import { BuiltinError, type Builtins, stringArg } from "./builtin.ts";
import { Num } from "./value.ts";

/** Versions as OPA reads them: semver.org 2.0.0 with an optional `v` in front, numbers of at most 64 bits. */
interface Version {
  readonly numbers: readonly bigint[];
  readonly preRelease: readonly string[];
}

const NUMBER = "(0|[1-9][0-9]*)";
const IDENTIFIERS = "([0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*)";
const VERSION = new RegExp(`^v?${NUMBER}\\.${NUMBER}\\.${NUMBER}(?:-${IDENTIFIERS})?(?:\\+${IDENTIFIERS})?$`);
const DIGITS = /^[0-9]+$/;
const MAX_INT64 = 2n ** 63n - 1n;

export const SEMVER: Builtins = {
  "semver.compare": (args) => {
    const [a, b] = [parse(stringArg(args, 0)), parse(stringArg(args, 1))];
    if (a === undefined || b === undefined) throw new BuiltinError("not a valid SemVer");
    return Num.of(compareVersions(a, b));
  },
  "semver.is_valid": ([text]) => typeof text === "string" && parse(text) !== undefined,
};

function parse(text: string): Version | undefined {
  const match = VERSION.exec(text);
  if (match === null) return undefined;
  const numbers = match.slice(1, 4).map(BigInt);
  const preRelease = match[4]?.split(".") ?? [];
  if (numbers.some((number) => number > MAX_INT64)) return undefined;
  const leadingZero = preRelease.some((part) => part.length > 1 && part.startsWith("0") && DIGITS.test(part));
  return leadingZero ? undefined : { numbers, preRelease };
}

function compareVersions(a: Version, b: Version): number {
  for (const [at, number] of a.numbers.entries()) {
    const order = compareNumbers(number, b.numbers[at] as bigint);
    if (order !== 0) return order;
  }
  // Without a pre-release, a version is the greater one.
  if (a.preRelease.length === 0 || b.preRelease.length === 0) {
    return Math.sign(Number(a.preRelease.length === 0) - Number(b.preRelease.length === 0));
  }
  const shared = Math.min(a.preRelease.length, b.preRelease.length);
  for (let at = 0; at < shared; at++) {
    const order = compareIdentifiers(a.preRelease[at] as string, b.preRelease[at] as string);
    if (order !== 0) return order;
  }
  return Math.sign(a.preRelease.length - b.preRelease.length);
}

function compareIdentifiers(a: string, b: string): number {
  const [isNumber, isOtherNumber] = [DIGITS.test(a), DIGITS.test(b)];
  if (isNumber !== isOtherNumber) return isNumber ? -1 : 1;
  // Go's Atoi gives the largest number for those that are too large.
  if (isNumber) return compareNumbers(atMost(BigInt(a)), atMost(BigInt(b)));
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function atMost(number: bigint): bigint {
  return number > MAX_INT64 ? MAX_INT64 : number;
}

function compareNumbers(a: bigint, b: bigint): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
