import type { Effect } from "./effects.ts";
import { FUNCTION_EFFECTS } from "./tables/function-effects.ts";
import { OTHER_FUNCTIONS } from "./tables/other-functions.ts";
import { POSTGRES_FUNCTIONS, POSTGRES_PREFIXES } from "./tables/postgres-functions.ts";

const PURE: ReadonlySet<string> = new Set(`${POSTGRES_FUNCTIONS} ${OTHER_FUNCTIONS}`.trim().split(/\s+/));

/** Schemas that only the database's maker puts functions into. */
const SYSTEM_SCHEMAS: ReadonlySet<string> = new Set(["pg_catalog", "information_schema"]);

const NONE: readonly Effect[] = [];

/**
 * What calling the function does beside computing a value: nothing where it is known to be pure, undefined where
 * nobody knows it, as it is with functions that a database's users wrote.
 */
export function effectsOf(name: readonly string[]): readonly Effect[] | undefined {
  const last = name.at(-1) ?? "";
  const owner = name.at(-2);
  const known =
    (owner === undefined
      ? undefined
      : (FUNCTION_EFFECTS.get(`${owner}.${last}`) ?? FUNCTION_EFFECTS.get(`${owner}.*`))) ?? FUNCTION_EFFECTS.get(last);
  if (known !== undefined) return known;
  if (owner !== undefined && !SYSTEM_SCHEMAS.has(owner)) return undefined;
  return PURE.has(last) || POSTGRES_PREFIXES.some((prefix) => last.startsWith(prefix)) ? NONE : undefined;
}
