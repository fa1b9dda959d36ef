import { compareDecimals } from "../domain/decimal.ts";
import type { Allowance } from "../domain/identity.ts";
import { SENSITIVITIES } from "../domain/vocabulary.ts";
import { destinationWithin, resourceWithin, verbWithin } from "./words.ts";

type Field = keyof Allowance;

/**
 * Which fields of an allowance permit more than another allowance does; none when it is within it.
 * Each field is judged by itself, so that a person can be told which ones to narrow.
 */
export function wider(child: Allowance, parent: Allowance): readonly Field[] {
  return (Object.keys(WITHIN) as Field[]).filter((field) => !WITHIN[field](child, parent));
}

type Within = (child: Allowance, parent: Allowance) => boolean;

const WITHIN: Readonly<Record<Field, Within>> = {
  // Calls are counted by verb: those of a narrower one would be counted apart from the parent's.
  verb: (child, parent) =>
    parent.max_calls === undefined ? verbWithin(child.verb, parent.verb) : child.verb === parent.verb,
  resource: (child, parent) => resourceWithin(child.resource, parent.resource),
  destinations: (child, parent) => {
    const named = new Set(parent.destinations);
    return (child.destinations ?? []).every((name) => destinationWithin(name, named));
  },
  max_amount: bounded(({ max_amount }) => max_amount, compareDecimals),
  max_total: bounded(({ max_total }) => max_total, compareDecimals),
  max_calls: bounded(
    ({ max_calls }) => max_calls,
    (a, b) => a - b,
  ),
  max_sensitivity: bounded(
    ({ max_sensitivity }) => max_sensitivity,
    (a, b) => SENSITIVITIES.indexOf(a) - SENSITIVITIES.indexOf(b),
  ),
  not_after: bounded(({ not_after }) => not_after, compareTexts),
  not_before: bounded(
    ({ not_before }) => not_before,
    (a, b) => compareTexts(b, a),
  ),
  currency: (child, parent) =>
    parent.currency === undefined || child.currency?.toUpperCase() === parent.currency.toUpperCase(),
  max_tier: (child, parent) => child.max_tier !== "privileged" || parent.max_tier === "privileged",
};

/** A bound that the parent has, the child has as well, and it is no laxer. */
function bounded<T>(bound: (allowance: Allowance) => T | undefined, compare: (a: T, b: T) => number): Within {
  return (child, parent) => {
    const [inner, outer] = [bound(child), bound(parent)];
    return outer === undefined || (inner !== undefined && compare(inner, outer) <= 0);
  };
}

/** RFC 3339 times of one form compare as text. */
function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/**
 * What two allowances both permit, or undefined for nothing. Two that count calls under different verbs, and two currencies, have no
 * allowance that says just what both permit: nothing, then.
 */
export function both(a: Allowance, b: Allowance): Allowance | undefined {
  const [verb, resource] = [narrowestVerb(a, b), narrowestResource(a, b)];
  if (verb === undefined || resource === undefined || !sameCurrency(a, b)) return undefined;
  const currency = a.currency ?? b.currency;
  const lifted = a.max_tier === "privileged" && b.max_tier === "privileged";
  return {
    verb,
    ...resource,
    ...sharedDestinations(a, b),
    ...(currency === undefined ? {} : { currency }),
    ...strictest(a, b, "max_amount"),
    ...strictest(a, b, "max_total"),
    ...strictest(a, b, "max_calls"),
    ...strictest(a, b, "max_sensitivity"),
    ...strictest(a, b, "not_before"),
    ...strictest(a, b, "not_after"),
    ...(lifted ? { max_tier: "privileged" } : {}),
  };
}

function narrowestVerb(a: Allowance, b: Allowance): string | undefined {
  if (WITHIN.verb(a, b)) return a.verb;
  return WITHIN.verb(b, a) ? b.verb : undefined;
}

function narrowestResource(a: Allowance, b: Allowance): Pick<Allowance, "resource"> | undefined {
  if (WITHIN.resource(a, b)) return a.resource === undefined ? {} : { resource: a.resource };
  if (WITHIN.resource(b, a)) return b.resource === undefined ? {} : { resource: b.resource };
  return undefined;
}

function sharedDestinations(a: Allowance, b: Allowance): Pick<Allowance, "destinations"> {
  const [ofA, ofB] = [new Set(a.destinations), new Set(b.destinations)];
  const shared = [
    ...[...ofA].filter((name) => destinationWithin(name, ofB)),
    ...[...ofB].filter((name) => destinationWithin(name, ofA)),
  ];
  return shared.length === 0 ? {} : { destinations: [...new Set(shared)] };
}

function sameCurrency(a: Allowance, b: Allowance): boolean {
  if (a.currency === undefined || b.currency === undefined) return true;
  return a.currency.toUpperCase() === b.currency.toUpperCase();
}

/** The stricter of two bounds; the only one where one has none. */
function strictest(a: Allowance, b: Allowance, field: Field): Partial<Allowance> {
  const value = b[field] === undefined || WITHIN[field](a, b) ? a[field] : b[field];
  return value === undefined ? {} : { [field]: value };
}
