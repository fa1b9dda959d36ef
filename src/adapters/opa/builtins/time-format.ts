import { type Civil, civilOf, weekday, yearDay } from "./time-civil.ts";
import { type Chunk, chunksOf, type Field, MONTHS, WEEKDAYS } from "./time-layout.ts";
import type { Zone } from "./time-zone.ts";

/** Go's Time.Format. @param ns nanoseconds since 1970 */
export function formatTime(ns: bigint, zone: Zone, layout: string): string {
  const offset = zone.offset(ns);
  const civil = civilOf(ns, offset);
  return chunksOf(layout)
    .map((chunk) => chunk.literal + fieldText(chunk, civil, offset, () => zone.abbreviation(ns)))
    .join("");
}

/** How the fields that are numbers or names are written. */
const WRITERS: Readonly<Partial<Record<Field, (civil: Civil) => string>>> = {
  year4: ({ year }) => padded(year, 4),
  year2: ({ year }) => padded(year % 100, 2),
  month: ({ month }) => String(month),
  month2: ({ month }) => padded(month, 2),
  monthLong: ({ month }) => MONTHS[month - 1] as string,
  monthShort: ({ month }) => (MONTHS[month - 1] as string).slice(0, 3),
  dayLong: (civil) => WEEKDAYS[weekday(civil)] as string,
  dayShort: (civil) => (WEEKDAYS[weekday(civil)] as string).slice(0, 3),
  day: ({ day }) => String(day),
  dayPadded: ({ day }) => String(day).padStart(2),
  day2: ({ day }) => padded(day, 2),
  yearDayPadded: (civil) => String(yearDay(civil)).padStart(3),
  yearDay3: (civil) => padded(yearDay(civil), 3),
  hour24: ({ hour }) => padded(hour, 2),
  hour12: ({ hour }) => String(hour % 12 || 12),
  hour12of2: ({ hour }) => padded(hour % 12 || 12, 2),
  minute: ({ minute }) => String(minute),
  minute2: ({ minute }) => padded(minute, 2),
  second: ({ second }) => String(second),
  second2: ({ second }) => padded(second, 2),
  PM: ({ hour }) => (hour >= 12 ? "PM" : "AM"),
  pm: ({ hour }) => (hour >= 12 ? "pm" : "am"),
};

function fieldText({ field, text }: Chunk, civil: Civil, offset: number, zoneName: () => string): string {
  if (field === undefined) return "";
  if (field === "zoneName") return zoneName();
  if (field === "zone") return zoneText(text, offset);
  if (field === "fraction") return fractionText(text, civil.nanosecond);
  return WRITERS[field]?.(civil) ?? "";
}

function zoneText(symbol: string, offset: number): string {
  if (symbol.startsWith("Z") && offset === 0) return "Z";
  const minutes = Math.trunc(Math.abs(offset) / 60);
  const colon = symbol.includes(":") ? ":" : "";
  const sign = offset < 0 && (minutes > 0 || /07:?00:?00/.test(symbol)) ? "-" : "+";
  const parts = [padded(Math.trunc(minutes / 60), 2)];
  if (symbol.length > 3) parts.push(padded(minutes % 60, 2));
  if (/07:?00:?00/.test(symbol)) parts.push(padded(Math.abs(offset) % 60, 2));
  return sign + parts.join(colon);
}

/** Zeros stay, nines drop zeros at the end. */
function fractionText(symbol: string, nanosecond: number): string {
  const digits = padded(nanosecond, 9)
    .slice(0, symbol.length - 1)
    .padEnd(symbol.length - 1, "0");
  const kept = symbol[1] === "9" ? digits.replace(/0+$/, "") : digits;
  return kept === "" ? "" : symbol[0] + kept;
}

function padded(value: number, width: number): string {
  return String(value).padStart(width, "0");
}
