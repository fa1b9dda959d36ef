import type { Locator } from "../library.ts";
import type { Deeds } from "../run.ts";
import { text, UNKNOWN_VALUES, type Value, type Values } from "../value.ts";

/** The argument that a table means: undefined where the call does not have it, unknown where it may have. */
export function locate(locators: readonly Locator[] | undefined, { args, self }: Deeds): Values | undefined {
  if (locators === undefined) return undefined;
  const found = locators.flatMap((locator) => located(locator, args, self) ?? []);
  if (found.length > 0) return found;
  const fixed = locators.find((locator) => locator.fixed !== undefined)?.fixed;
  if (fixed !== undefined) return [text(fixed)];
  return args.open ? UNKNOWN_VALUES : undefined;
}

function located(locator: Locator, args: Deeds["args"], self: Value | undefined): Values | undefined {
  if (locator.fixed !== undefined) return undefined;
  if (locator.self === true) return self === undefined ? undefined : within([self], locator.path);
  if (locator.rest === true) {
    const items = args.positional.slice(locator.position);
    return items.length === 0 ? undefined : [{ kind: "list", items, open: args.open }];
  }
  const values =
    locator.position === undefined ? args.named.get(locator.name ?? "") : args.positional[locator.position];
  return values === undefined ? undefined : within(values, locator.path);
}

/** An entry of a dictionary or an item of a list; a value of another kind has none. */
function within(values: Values, path: readonly string[]): Values | undefined {
  let at: Values | undefined = values;
  for (const key of path) at = at?.flatMap((value) => entry(value, key));
  return at === undefined || at.length === 0 ? undefined : at;
}

function entry(value: Value, key: string): Values {
  switch (value.kind) {
    case "dictionary":
      return [...(value.entries.get(key) ?? []), ...(value.open ? UNKNOWN_VALUES : [])];
    case "list": {
      if (!/^\d+$/.test(key)) return [];
      return value.items[Number(key)] ?? (value.open ? UNKNOWN_VALUES : []);
    }
    case "data":
    case "unknown":
      return UNKNOWN_VALUES;
    default:
      return [];
  }
}

/** Whether an option is on: there, and not false, zero, empty or nothing. */
export function isOn(values: Values | undefined): boolean {
  return values?.some((value) => value.kind !== "none" && !(value.kind === "number" && value.value === 0)) ?? false;
}

/** An option by its name, among keyword arguments or in a dictionary of options. */
export function option(name: string, { args }: Deeds): Values | undefined {
  const named = args.named.get(name);
  if (named !== undefined) return named;
  for (const values of args.positional) {
    for (const value of values) {
      const found = value.kind === "dictionary" ? value.entries.get(name) : undefined;
      if (found !== undefined) return found;
    }
  }
  return undefined;
}
