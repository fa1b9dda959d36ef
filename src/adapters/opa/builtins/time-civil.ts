import { BuiltinError } from "./builtin.ts";

export const SECOND_NS = 1_000_000_000n;
const DAY_S = 86_400n;

/** What a clock and a calendar on a wall show. */
export interface Civil {
  readonly year: number;
  /** 1 to 12 */
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly nanosecond: number;
}

const MIN_NS = -(2n ** 63n);
const MAX_NS = 2n ** 63n - 1n;

/** Nanoseconds since 1970 as OPA's builtins have them: 64 bits, from 1677 to 2262. @throws BuiltinError */
export function inRange(ns: bigint): bigint {
  if (ns < MIN_NS || ns > MAX_NS) throw new BuiltinError("time outside of valid range");
  return ns;
}

/** @param offset of the zone, in seconds east of UTC */
export function civilOf(ns: bigint, offset: number): Civil {
  const seconds = floorDiv(ns, SECOND_NS) + BigInt(offset);
  const days = floorDiv(seconds, DAY_S);
  const second = Number(seconds - days * DAY_S);
  const date = new Date(Number(days) * 86_400_000);
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    hour: Math.floor(second / 3_600),
    minute: Math.floor(second / 60) % 60,
    second: second % 60,
    nanosecond: Number(ns - floorDiv(ns, SECOND_NS) * SECOND_NS),
  };
}

/** The nanoseconds since 1970 of a time in UTC; fields past their end carry over. @throws BuiltinError */
export function nanoseconds({ year, month, day, hour, minute, second, nanosecond }: Civil): bigint {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  const milliseconds = date.getTime();
  if (Number.isNaN(milliseconds)) throw new BuiltinError("time outside of valid range");
  const seconds = milliseconds / 1_000 + hour * 3_600 + minute * 60 + second;
  return BigInt(seconds) * SECOND_NS + BigInt(nanosecond);
}

/** Go counts days from a March of long ago. */
const ABSOLUTE_YEARS = 292_277_022_400n;
const ABSOLUTE_TO_UNIX_S = -((ABSOLUTE_YEARS / 400n) * 146_097n + 306n) * DAY_S - 62_135_596_800n;
const INT_BITS = 64;

const int = (value: bigint) => BigInt.asIntN(INT_BITS, value);
const uint = (value: bigint) => BigInt.asUintN(INT_BITS, value);

/**
 * Go's Time.AddDate, in UTC: what it gives for numbers at which its 64 bits overflow too.
 * @returns nanoseconds since 1970
 */
export function addDate(civil: Civil, years: bigint, months: bigint, days: bigint): bigint {
  let year = int(BigInt(civil.year) + years);
  let month = int(int(BigInt(civil.month) + months) - 1n);
  if (month < 0n) {
    const borrowed = int(int(-month) - 1n) / 12n + 1n;
    year = int(year - borrowed);
    month = int(month + borrowed * 12n);
  }
  year = int(year + month / 12n);
  const dayNumber = absoluteDays(year, (month % 12n) + 1n, int(BigInt(civil.day) + days));
  const seconds = BigInt(civil.hour * 3_600 + civil.minute * 60 + civil.second);
  const unix = int(int(dayNumber) * DAY_S + seconds + ABSOLUTE_TO_UNIX_S);
  return unix * SECOND_NS + BigInt(civil.nanosecond);
}

/** Go's dateToAbsDays; years begin in March. */
function absoluteDays(year: bigint, month: bigint, day: bigint): bigint {
  const early = month < 3n ? 1n : 0n;
  const yearDay = (979n * (month + 12n * early) - 2_919n) >> 5n;
  const absolute = uint(year - early + ABSOLUTE_YEARS);
  const centuryDays = uint(146_097n * (absolute / 100n)) / 4n;
  return uint(centuryDays + (1_461n * (absolute % 100n)) / 4n + yearDay + day - 1n);
}

export function daysIn(year: number, month: number): number {
  const date = new Date(0);
  date.setUTCFullYear(year, month, 0);
  return date.getUTCDate();
}

/** 0 is Sunday. */
export function weekday({ year, month, day }: Civil): number {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  return date.getUTCDay();
}

export function yearDay({ year, month, day }: Civil): number {
  let days = day;
  for (let before = 1; before < month; before++) days += daysIn(year, before);
  return days;
}

function floorDiv(a: bigint, b: bigint): bigint {
  const quotient = a / b;
  return a % b < 0n ? quotient - 1n : quotient;
}
