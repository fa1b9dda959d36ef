import { Value } from "typebox/value";
import type { Placed, Problems } from "./problems.ts";
import { SETTINGS, type Settings } from "./schema.ts";

/** Every setting's value; its default where there is none, or none that fits. */
export function withDefaults(placed: ReadonlyMap<string, Placed>, problems: Pick<Problems, "add">): Settings {
  const settings: Record<string, unknown> = {};
  for (const { key, schema, expected, default: fallback } of SETTINGS) {
    const given = placed.get(key);
    const fits = given !== undefined && Value.Check(schema, given.value);
    if (given !== undefined && !fits) problems.add(given.place, key, expected);
    const [group, name] = key.split(".") as [string, string?];
    const value = fits ? given.value : fallback;
    if (name === undefined) settings[group] = value;
    else settings[group] = { ...(settings[group] as object | undefined), [name]: value };
  }
  return settings as unknown as Settings;
}
