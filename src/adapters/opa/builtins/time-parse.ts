import { BuiltinError } from "./builtin.ts";
import { type Civil, daysIn, nanoseconds, SECOND_NS } from "./time-civil.ts";
import { type Chunk, chunksOf, type Field, MONTHS, WEEKDAYS } from "./time-layout.ts";

/** What has been read so far; -1 is not yet. */
interface Reading {
  year: number;
  month: number;
  day: number;
  yearDay: number;
  hour: number;
  minute: number;
  second: number;
  nanosecond: number;
  half: "" | "AM" | "PM";
  /** Seconds east of UTC. */
  offset: number;
}

/** Go's time.Parse with UTC as the local zone. @returns nanoseconds since 1970 @throws BuiltinError */
export function parseTime(layout: string, value: string): bigint {
  const reading: Reading = {
    year: 0,
    month: -1,
    day: -1,
    yearDay: -1,
    hour: 0,
    minute: 0,
    second: 0,
    nanosecond: 0,
    half: "",
    offset: 0,
  };
  let rest = value;
  const chunks = chunksOf(layout);
  for (const [index, chunk] of chunks.entries()) {
    rest = skip(rest, chunk.literal);
    if (chunk.field !== undefined) rest = readField(chunk, rest, reading, chunks[index + 1]);
  }
  if (rest !== "") throw bad();
  return nanoseconds(finished(reading)) - BigInt(reading.offset) * SECOND_NS;
}

function bad(): BuiltinError {
  return new BuiltinError("the text is not of this layout");
}

/** Spaces stand for any number of spaces. */
function skip(value: string, literal: string): string {
  let [rest, wanted] = [value, literal];
  while (wanted !== "") {
    if (wanted.startsWith(" ")) {
      if (rest !== "" && !rest.startsWith(" ")) throw bad();
      wanted = wanted.replace(/^ +/, "");
      rest = rest.replace(/^ +/, "");
      continue;
    }
    if (rest[0] !== wanted[0]) throw bad();
    wanted = wanted.slice(1);
    rest = rest.slice(1);
  }
  return rest;
}

type Target = Exclude<keyof Reading, "half">;

interface Rule {
  readonly pattern: RegExp;
  readonly target: Target;
  readonly min: number;
  readonly max: number;
}

/** Days are checked when month and year are known. */
const RULES: Readonly<Partial<Record<Field, Rule>>> = {
  year4: { pattern: /^\d{4}/, target: "year", min: 0, max: 9_999 },
  year2: { pattern: /^\d{2}/, target: "year", min: 0, max: 99 },
  month: { pattern: /^\d{1,2}/, target: "month", min: 1, max: 12 },
  month2: { pattern: /^\d{2}/, target: "month", min: 1, max: 12 },
  day: { pattern: /^\d{1,2}/, target: "day", min: 0, max: 99 },
  dayPadded: { pattern: /^ ?\d{1,2}/, target: "day", min: 0, max: 99 },
  day2: { pattern: /^\d{2}/, target: "day", min: 0, max: 99 },
  yearDayPadded: { pattern: /^ {0,2}\d{1,3}/, target: "yearDay", min: 0, max: 999 },
  yearDay3: { pattern: /^\d{3}/, target: "yearDay", min: 0, max: 999 },
  hour24: { pattern: /^\d{1,2}/, target: "hour", min: 0, max: 23 },
  hour12: { pattern: /^\d{1,2}/, target: "hour", min: 0, max: 12 },
  hour12of2: { pattern: /^\d{2}/, target: "hour", min: 0, max: 12 },
  minute: { pattern: /^\d{1,2}/, target: "minute", min: 0, max: 59 },
  minute2: { pattern: /^\d{2}/, target: "minute", min: 0, max: 59 },
  second: { pattern: /^\d{1,2}/, target: "second", min: 0, max: 59 },
  second2: { pattern: /^\d{2}/, target: "second", min: 0, max: 59 },
};

function readField(chunk: Chunk, value: string, reading: Reading, next: Chunk | undefined): string {
  const { field } = chunk;
  if (field === undefined) return value;
  const rule = RULES[field];
  if (rule !== undefined) {
    const rest = readNumber(rule, field, value, reading);
    // A fraction may follow the seconds where the layout has none.
    const expected = next?.literal === "" && next.field === "fraction";
    const isSecond = field === "second" || field === "second2";
    return isSecond && !expected ? readFraction(/^[.,]\d+/, rest, reading) : rest;
  }
  if (field === "fraction") return readLaidOutFraction(chunk.text, value, reading);
  if (field === "zone") return readZone(chunk.text, value, reading);
  if (field === "zoneName") return readZoneName(value);
  return readName(field, value, reading);
}

function readNumber({ pattern, target, min, max }: Rule, field: Field, value: string, reading: Reading): string {
  const text = pattern.exec(value)?.[0];
  if (text === undefined) throw bad();
  const number = Number(text);
  if (number < min || number > max) throw bad();
  // Unix time starts in 1969 in some zones.
  reading[target] = field === "year2" ? number + (number >= 69 ? 1900 : 2000) : number;
  return value.slice(text.length);
}

function readFraction(pattern: RegExp, value: string, reading: Reading): string {
  const text = pattern.exec(value)?.[0];
  if (text === undefined) return value;
  reading.nanosecond = Number(text.slice(1, 10).padEnd(9, "0"));
  return value.slice(text.length);
}

function readLaidOutFraction(symbol: string, value: string, reading: Reading): string {
  if (symbol[1] === "9") return readFraction(/^[.,]\d+/, value, reading);
  const rest = readFraction(new RegExp(`^[.,]\\d{${symbol.length - 1}}`), value, reading);
  if (rest === value) throw bad();
  return rest;
}

function readName(field: Field, value: string, reading: Reading): string {
  if (field === "PM" || field === "pm") {
    const half = value.slice(0, 2);
    const wanted = field === "PM" ? ["AM", "PM"] : ["am", "pm"];
    if (!wanted.includes(half)) throw bad();
    reading.half = half.toUpperCase() as "AM" | "PM";
    return value.slice(2);
  }
  const isMonth = field === "monthLong" || field === "monthShort";
  const isShort = field === "monthShort" || field === "dayShort";
  const names = (isMonth ? MONTHS : WEEKDAYS).map((name) => (isShort ? name.slice(0, 3) : name));
  const index = names.findIndex((name) => value.slice(0, name.length).toLowerCase() === name.toLowerCase());
  if (index === -1) throw bad();
  if (isMonth) reading.month = index + 1;
  return value.slice((names[index] as string).length);
}

function readZone(symbol: string, value: string, reading: Reading): string {
  if (symbol.startsWith("Z") && value.startsWith("Z")) {
    reading.offset = 0;
    return value.slice(1);
  }
  const pattern = symbol.replace(/^[-Z]/, "").replace(/\d\d/g, "(\\d\\d)");
  const match = new RegExp(`^([+-])${pattern}`).exec(value);
  if (match === null) throw bad();
  const [hours, minutes, seconds] = [Number(match[2]), Number(match[3] ?? 0), Number(match[4] ?? 0)];
  // Some people write 24 hours, 60 minutes or 60 seconds.
  if (hours > 24 || minutes > 60 || seconds > 60) throw bad();
  const offset = (hours * 60 + minutes) * 60 + seconds;
  reading.offset = match[1] === "-" ? -offset : offset;
  return value.slice(match[0].length);
}

/** A name says nothing of the offset, not even with hours behind it. */
function readZoneName(value: string): string {
  const hours = /^GMT([+-]\d+)?/.exec(value);
  if (hours !== null) return value.slice(Math.abs(Number(hours[1] ?? 0)) <= 23 ? hours[0].length : 3);
  const signed = /^[+-](\d+)/.exec(value);
  if (signed !== null && Number(signed[1]) <= 23) return value.slice(signed[0].length);
  const special = /^(?:UTC|ChST|MeST)/.exec(value)?.[0];
  if (special !== undefined) return value.slice(special.length);
  const name = /^[A-Z]{3,6}/.exec(value)?.[0] ?? "";
  const fits = name.length === 3 || (name.length === 4 && (name[3] === "T" || name === "WITA"));
  if (!fits && !(name.length === 5 && name[4] === "T")) throw bad();
  return value.slice(name.length);
}

function finished(reading: Reading): Civil {
  const { year, minute, second, nanosecond } = reading;
  let { month, day, hour } = reading;
  if (reading.half === "PM" && hour < 12) hour += 12;
  if (reading.half === "AM" && hour === 12) hour = 0;
  if (reading.yearDay >= 0) {
    const date = dateOfYearDay(year, reading.yearDay);
    if ((month >= 0 && month !== date.month) || (day >= 0 && day !== date.day)) throw bad();
    ({ month, day } = date);
  }
  if (month < 0) month = 1;
  if (day < 0) day = 1;
  if (day < 1 || day > daysIn(year, month)) throw bad();
  return { year, month, day, hour, minute, second, nanosecond };
}

function dateOfYearDay(year: number, yearDay: number): { readonly month: number; readonly day: number } {
  let day = yearDay;
  for (let month = 1; month <= 12 && day >= 1; month++) {
    const days = daysIn(year, month);
    if (day <= days) return { month, day };
    day -= days;
  }
  throw bad();
}
