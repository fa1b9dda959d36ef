import type { FlowEnd } from "../../../domain/facts.ts";
import { MAX_FIELDS, MAX_KNOWN_TEXT } from "./limits.ts";

/** Stands in a value's text for what nobody knows before the line runs. In the line itself it is as unknown. */
export const HOLE = "\uE000";

/**
 * Where an unknown part of a value comes from: `free` is set outside of the line (a variable of the environment, an
 * argument), `names` are names of files that a command prints, `computed` is any other output of a command.
 */
export type Unknown = "free" | "names" | "computed";

/** What a word stands for. */
export interface Value {
  /** With HOLE for each unknown part, and with wildcards as they are. */
  readonly text: string;
  readonly unknown?: Unknown;
  /** Whether `*`, `?` or `[` in it match names of files. */
  readonly glob?: boolean;
  /** Found by a search for a name, so that what it could match beside that name says nothing. */
  readonly found?: true;
  /** Where the data came from that a command printed into it. */
  readonly sources?: readonly FlowEnd[];
}

const RANK: readonly (Unknown | undefined)[] = [undefined, "free", "names", "computed"];

export function literal(text: string): Value {
  return text.includes(HOLE) ? { text, unknown: "computed" } : { text };
}

export function unknownValue(unknown: Unknown, sources: readonly FlowEnd[] = []): Value {
  return sources.length === 0 ? { text: HOLE, unknown } : { text: HOLE, unknown, sources };
}

export function worseUnknown(a: Unknown | undefined, b: Unknown | undefined): Unknown | undefined {
  return RANK.indexOf(a) >= RANK.indexOf(b) ? a : b;
}

export function joined(a: Value, b: Value): Value {
  const unknown = worseUnknown(a.unknown, b.unknown);
  const glob = a.glob === true || b.glob === true;
  const sources = b.sources === undefined ? a.sources : [...(a.sources ?? []), ...b.sources];
  return {
    text: a.text + b.text,
    ...(unknown === undefined ? {} : { unknown }),
    ...(glob ? { glob } : {}),
    ...(sources === undefined ? {} : { sources }),
    ...(a.found === true || b.found === true ? { found: true } : {}),
  };
}

/** Every first value with every second one behind it; where they are more than MAX_FIELDS, one that is not known. */
export function product(first: readonly Value[], second: readonly Value[]): readonly Value[] {
  const found: Value[] = [];
  for (const a of first) {
    for (const b of second) {
      if (found.length === MAX_FIELDS) return [unknownValue("computed")];
      // A word that long is built to be looked at for long.
      if (a.text.length + b.text.length > MAX_KNOWN_TEXT) return [unknownValue("computed")];
      found.push(joined(a, b));
    }
  }
  return found;
}

/** The text for a path or name: an unknown part is any text, as a wildcard is. */
export function asPattern(value: Value): { readonly text: string; readonly pattern: boolean } {
  return { text: value.text.replaceAll(HOLE, "*"), pattern: value.glob === true || value.unknown !== undefined };
}

/** Whether all of it is known. */
export function isKnown(value: Value): boolean {
  return value.unknown === undefined && value.glob !== true;
}

/** As a message may show it. */
export function shown(value: Value): string {
  return value.text.replaceAll(HOLE, "…").slice(0, 80);
}
