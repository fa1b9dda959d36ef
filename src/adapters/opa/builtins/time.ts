import { BuiltinError, type Builtins, intArg, isArray, stringArg } from "./builtin.ts";
import { parseDuration } from "./duration.ts";
import { addDate, type Civil, civilOf, daysIn, inRange, SECOND_NS, weekday } from "./time-civil.ts";
import { formatTime } from "./time-format.ts";
import { WEEKDAYS } from "./time-layout.ts";
import { parseTime } from "./time-parse.ts";
import { UTC, type Zone, zoneNamed } from "./time-zone.ts";
import { Num, type Value } from "./value.ts";

export const TIME: Builtins = {
  "time.parse_ns": (args) => Num.of(inRange(parseTime(stringArg(args, 0), stringArg(args, 1)))),
  "time.parse_rfc3339_ns": (args) => Num.of(inRange(parseTime("RFC3339", stringArg(args, 0)))),
  "time.parse_duration_ns": (args) => Num.of(parseDuration(stringArg(args, 0))),
  "time.format": ([value = null]) => {
    const { ns, zone, layout } = instantOf(value);
    return formatTime(ns, zone, layout === "" ? "RFC3339Nano" : layout);
  },
  "time.date": ([value = null]) => {
    const { year, month, day } = wallOf(value);
    return [year, month, day].map(Num.of);
  },
  "time.clock": ([value = null]) => {
    const { hour, minute, second } = wallOf(value);
    return [hour, minute, second].map(Num.of);
  },
  "time.weekday": ([value = null]) => WEEKDAYS[weekday(wallOf(value))],
  "time.add_date": (args) => {
    const { ns, zone } = instantOf(args[0] ?? null);
    const added = addDate(civilOf(ns, zone.offset(ns)), intArg(args, 1), intArg(args, 2), intArg(args, 3));
    return Num.of(inRange(inZone(inRange(added), zone)));
  },
  "time.diff": ([a = null, b = null]) => {
    const [first, second] = [instantOf(a), instantOf(b)];
    const [from, to] = first.ns <= second.ns ? [first.ns, second.ns] : [second.ns, first.ns];
    const { zone } = first;
    return difference(civilOf(from, zone.offset(from)), civilOf(to, zone.offset(to))).map(Num.of);
  },
};

interface Instant {
  readonly ns: bigint;
  readonly zone: Zone;
  readonly layout: string;
}

/** A number of nanoseconds, or an array of it, a zone and a layout. */
function instantOf(value: Value): Instant {
  const [number = null, zone = "", layout = ""] = isArray(value) ? value : [value];
  if (!(number instanceof Num) || typeof zone !== "string" || typeof layout !== "string") {
    throw new BuiltinError("operand must be ns or [ns, tz, layout]");
  }
  const { integer } = number;
  if (integer === undefined) throw new BuiltinError("timestamp too big");
  return { ns: inRange(integer), zone: zone === "" ? UTC : zoneNamed(zone), layout };
}

function wallOf(value: Value): Civil {
  const { ns, zone } = instantOf(value);
  return civilOf(ns, zone.offset(ns));
}

/** The instant at which a zone's clocks show what UTC's show at this one, as Go's time.Date resolves it. */
function inZone(ns: bigint, zone: Zone): bigint {
  const offset = zone.offset(ns);
  if (offset === 0) return ns;
  return ns - BigInt(zone.offset(ns - BigInt(offset) * SECOND_NS)) * SECOND_NS;
}

/** Years, months, days, hours, minutes and seconds, in carries as OPA's. */
function difference(from: Civil, to: Civil): number[] {
  let [year, month, day] = [to.year - from.year, to.month - from.month, to.day - from.day];
  let [hour, minute, second] = [to.hour - from.hour, to.minute - from.minute, to.second - from.second];
  if (second < 0) {
    second += 60;
    minute--;
  }
  if (minute < 0) {
    minute += 60;
    hour--;
  }
  if (hour < 0) {
    hour += 24;
    day--;
  }
  if (day < 0) {
    day += daysIn(from.year, from.month);
    month--;
  }
  if (month < 0) {
    month += 12;
    year--;
  }
  return [year, month, day, hour, minute, second];
}
