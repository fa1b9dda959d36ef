import { BuiltinError } from "./builtin.ts";
import { MAX_CACHED } from "./limits.ts";
import { ABBREVIATIONS } from "./time-abbreviations.ts";
import { SECOND_NS } from "./time-civil.ts";

/** A place's rules of time. */
export interface Zone {
  readonly name: string;
  /** Seconds east of UTC at a time in nanoseconds since 1970. */
  readonly offset: (ns: bigint) => number;
  /** What people there call the time, e.g. CEST. */
  readonly abbreviation: (ns: bigint) => string;
}

export const UTC: Zone = { name: "UTC", offset: () => 0, abbreviation: () => "UTC" };

/** Locales in which the abbreviations of many zones are known; elsewhere they are `GMT+2`. */
const LOCALES = ["en-US", "en-GB", "en-AU", "en-CA", "en-IN", "en-NZ", "en-ZA"];

const zones = new Map<string, Zone>();

/**
 * A zone of the IANA database. The machine's own zone (`Local`) is none: a decision must not depend on where it is made.
 * @throws BuiltinError
 */
export function zoneNamed(name: string): Zone {
  if (name === "" || name === "UTC") return UTC;
  const known = zones.get(name);
  if (known !== undefined) return known;
  if (!isSpelled(name)) throw new BuiltinError("unknown time zone");
  let zone: Zone;
  try {
    zone = intlZone(name);
  } catch {
    throw new BuiltinError("unknown time zone");
  }
  if (zones.size >= MAX_CACHED) zones.clear();
  zones.set(name, zone);
  return zone;
}

/** Names of the database that are no place in an area. */
const NAMES = new Set(
  (
    "CET CST6CDT Cuba EET EST EST5EDT Egypt Eire Factory GB GB-Eire GMT GMT+0 GMT-0 GMT0 Greenwich HST Hongkong Iceland Iran " +
    "Israel Jamaica Japan Kwajalein Libya MET MST MST7MDT NZ NZ-CHAT Navajo PRC PST8PDT Poland Portugal ROC ROK Singapore " +
    "Turkey UCT UTC Universal W-SU WET Zulu"
  ).split(" "),
);
const PLACE =
  /^(?:Africa|America|Antarctica|Arctic|Asia|Atlantic|Australia|Brazil|Canada|Chile|Europe|Indian|Mexico|Pacific|US)(?:\/[A-Z][A-Za-z_-]*[a-z][A-Za-z_-]*)+$/;
const ETC = /^Etc\/(?:GMT(?:[+-]?\d\d?)?|Greenwich|UCT|UTC|Universal|Zulu)$/;
const ALL_CAPITALS = /^Australia\/(?:ACT|LHI|NSW)$/;

const canonical = new Map(Intl.supportedValuesOf("timeZone").map((name) => [name.toLowerCase(), name]));

/** Go finds a zone by its exact name, Intl by whatever letters are capitals. */
function isSpelled(name: string): boolean {
  const known = canonical.get(name.toLowerCase());
  if (known !== undefined) return known === name;
  return NAMES.has(name) || PLACE.test(name) || ETC.test(name) || ALL_CAPITALS.test(name);
}

function intlZone(name: string): Zone {
  const clock = new Intl.DateTimeFormat("en-US", {
    timeZone: name,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  });
  const offset = (ns: bigint) => {
    const at = millisecondsOf(ns);
    const fields = new Map(clock.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
    const [year, month, day] = [fields.get("year") ?? 0, fields.get("month") ?? 1, fields.get("day") ?? 1];
    const [hour, minute, second] = [fields.get("hour") ?? 0, fields.get("minute") ?? 0, fields.get("second") ?? 0];
    return (Date.UTC(year, month - 1, day, hour, minute, second) - at) / 1_000;
  };
  return { name, offset, abbreviation: (ns) => abbreviationOf(name, ns, offset) };
}

function abbreviationOf(name: string, ns: bigint, offset: (ns: bigint) => number): string {
  const own = ABBREVIATIONS[name]?.[offset(ns)];
  if (own !== undefined) return own;
  const at = millisecondsOf(ns);
  for (const locale of LOCALES) {
    const parts = new Intl.DateTimeFormat(locale, { timeZone: name, timeZoneName: "short" }).formatToParts(at);
    const short = parts.find(({ type }) => type === "timeZoneName")?.value ?? "";
    if (/^[A-Z]{2,5}$/.test(short)) return short;
  }
  const minutes = Math.trunc(offset(ns) / 60);
  const [hours, rest] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60];
  const digits = String(hours).padStart(2, "0") + (rest === 0 ? "" : String(rest).padStart(2, "0"));
  return `${minutes < 0 ? "-" : "+"}${digits}`;
}

/** Whole seconds, downwards. */
function millisecondsOf(ns: bigint): number {
  const seconds = ns / SECOND_NS - (ns % SECOND_NS < 0n ? 1n : 0n);
  return Number(seconds) * 1_000;
}
