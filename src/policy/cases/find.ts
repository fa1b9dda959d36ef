import { readdirSync } from "node:fs";
import { join } from "node:path";
import { isFolder } from "../project/walk.ts";

/** Case files stand in folders called `cases`, or say in their name what they are. */
const CASE_FILE = /(?:^|\/)cases\/(?:[^/]+\/)*[^/]+\.ya?ml$|\.cases\.ya?ml$/;

/** What package managers keep, and hidden folders. */
const FOREIGN = /^(?:node_modules|\..*)$/;

/** The case files of a project's folder, in the order of their paths. @throws WritError for a link to a folder: tests would not be run */
export function findCaseFiles(folder: string): readonly string[] {
  return [...filesIn(folder, "")]
    .filter((path) => CASE_FILE.test(path))
    .sort()
    .map((path) => join(folder, path));
}

function* filesIn(folder: string, inside: string): Generator<string> {
  for (const entry of readdirSync(join(folder, inside), { withFileTypes: true })) {
    const path = inside === "" ? entry.name : `${inside}/${entry.name}`;
    if (FOREIGN.test(entry.name)) continue;
    if (isFolder(entry, join(folder, path))) yield* filesIn(folder, path);
    else yield path;
  }
}
