/** The fields of Go's time layouts, by what stands for them in a layout. */
export type Field =
  | "year4"
  | "year2"
  | "month"
  | "month2"
  | "monthShort"
  | "monthLong"
  | "dayShort"
  | "dayLong"
  | "day"
  | "dayPadded"
  | "day2"
  | "yearDayPadded"
  | "yearDay3"
  | "hour24"
  | "hour12"
  | "hour12of2"
  | "minute"
  | "minute2"
  | "second"
  | "second2"
  | "PM"
  | "pm"
  | "zoneName"
  | "zone"
  | "fraction";

/** Written as text up to the next field. */
export interface Chunk {
  readonly literal: string;
  readonly field?: Field;
  /** What stood for the field: it says how a zone or a fraction is written. */
  readonly text: string;
}

const MONTH_OR_DAY: readonly (readonly [string, Field])[] = [
  ["January", "monthLong"],
  ["Monday", "dayLong"],
  ["Jan", "monthShort"],
  ["Mon", "dayShort"],
];

/** The longer ones first. */
const FIELDS: readonly (readonly [string, Field])[] = [
  ["2006", "year4"],
  ["002", "yearDay3"],
  ["__2", "yearDayPadded"],
  ["MST", "zoneName"],
  ["01", "month2"],
  ["02", "day2"],
  ["03", "hour12of2"],
  ["04", "minute2"],
  ["05", "second2"],
  ["06", "year2"],
  ["15", "hour24"],
  ["_2", "dayPadded"],
  ["PM", "PM"],
  ["pm", "pm"],
  ["1", "month"],
  ["2", "day"],
  ["3", "hour12"],
  ["4", "minute"],
  ["5", "second"],
];

const ZONES = ["-070000", "-07:00:00", "-0700", "-07:00", "-07", "Z070000", "Z07:00:00", "Z0700", "Z07:00", "Z07"];
const FRACTION = /[.,](0+|9+)(?!\d)/y;

export const MONTHS = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
];
export const WEEKDAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

/** What OPA takes for a layout by name (Go's time constants). */
const NAMED: Readonly<Record<string, string>> = {
  ANSIC: "Mon Jan _2 15:04:05 2006",
  UnixDate: "Mon Jan _2 15:04:05 MST 2006",
  RubyDate: "Mon Jan 02 15:04:05 -0700 2006",
  RFC822: "02 Jan 06 15:04 MST",
  RFC822Z: "02 Jan 06 15:04 -0700",
  RFC850: "Monday, 02-Jan-06 15:04:05 MST",
  RFC1123: "Mon, 02 Jan 2006 15:04:05 MST",
  RFC1123Z: "Mon, 02 Jan 2006 15:04:05 -0700",
  RFC3339: "2006-01-02T15:04:05Z07:00",
  RFC3339Nano: "2006-01-02T15:04:05.999999999Z07:00",
};

/** Go's nextStdChunk, over and over. The last chunk has no field. */
export function chunksOf(layout: string): readonly Chunk[] {
  const text = Object.hasOwn(NAMED, layout) ? (NAMED[layout] as string) : layout;
  const chunks: Chunk[] = [];
  let start = 0;
  for (let at = 0; at < text.length; ) {
    const found = fieldAt(text, at);
    if (found === undefined) {
      at++;
      continue;
    }
    const [skipped, symbol, field] = found;
    chunks.push({ literal: text.slice(start, at + skipped), field, text: symbol });
    at += skipped + symbol.length;
    start = at;
  }
  return [...chunks, { literal: text.slice(start), text: "" }];
}

/** How many characters of text come first, what stands for the field, the field. */
function fieldAt(layout: string, at: number): readonly [number, string, Field] | undefined {
  // An underscore before a year is text.
  if (layout.startsWith("_2006", at)) return [1, "2006", "year4"];
  for (const [symbol, field] of MONTH_OR_DAY) {
    if (!layout.startsWith(symbol, at)) continue;
    // "Janet" is no month.
    if (symbol.length === 3 && /[a-z]/.test(layout[at + 3] ?? "")) continue;
    return [0, symbol, field];
  }
  const symbol = FIELDS.find(([text]) => layout.startsWith(text, at));
  if (symbol !== undefined) return [0, ...symbol];
  const zone = ZONES.find((text) => layout.startsWith(text, at));
  if (zone !== undefined) return [0, zone, "zone"];
  FRACTION.lastIndex = at;
  const fraction = FRACTION.exec(layout);
  return fraction === null ? undefined : [0, fraction[0], "fraction"];
}
