import type { KnownCaller } from "../domain/caller.ts";
import { WritError } from "../domain/errors.ts";
import { type JsonValue, pointerTo } from "../domain/json.ts";
import { issuerProblems } from "./caller-issuers.ts";
import { checkTogether, readCallers } from "./callers.ts";
import { readFile } from "./file.ts";
import type { Config } from "./load.ts";
import { type Placed, Problems } from "./problems.ts";

/**
 * `callers_file`: `callers:` in the form that it has in the configuration.
 * @returns the callers of the configuration and those of the file
 * @throws WritError invalid_argument, one line a problem, with file, line and column, and never a value
 */
export function readCallersFile(path: string, text: string, config: Config): readonly KnownCaller[] {
  const problems = new Problems();
  const settings = readFile(path, text, problems);
  for (const [key, { place }] of settings) {
    if (key !== "callers") problems.add(place, key, "is none of a file of callers, which has callers only");
  }
  problems.throwIfAny();
  const placed = settings.get("callers");
  // Half a file, or none, must not read as nobody.
  if (placed === undefined) throw new WritError("invalid_argument", `${path}: callers must be there`);
  const callers = readOf(placed, config, problems);
  problems.throwIfAny();
  return callers;
}

function readOf(placed: Placed, config: Config, problems: Problems): readonly KnownCaller[] {
  const say = (pointer: string, description: string) =>
    problems.add(placed.placeIn?.(pointer) ?? placed.place, `callers${pointer}`, description);
  try {
    const read = readCallers(placed.value as JsonValue);
    for (const { pointer, description } of issuerProblems(read, config.trust, config.tls)) say(pointer, description);
    for (const { id } of read) {
      if (config.callers.some((caller) => caller.id === id)) say(pointerTo("", id), "is the name of a caller before");
    }
    const all = [...config.callers, ...read];
    if (new Set(all.map(({ id }) => id)).size === all.length) checkTogether(all);
    return all;
  } catch (error) {
    if (!(error instanceof WritError)) throw error;
    for (const { pointer, description } of error.violations) say(pointer, description);
    return [];
  }
}
