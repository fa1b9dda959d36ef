import { normalResource } from "../../../src/canonicalize/analyzers/paths/resource.ts";
import { line } from "../lines.ts";
import type { EfficacySet } from "../set.ts";
import { rowsOf } from "./rows.ts";

const SET = "normalize/resources";

interface ResourceRow {
  readonly id: string;
  readonly resource: string;
  readonly normalized?: string;
  /** Words of the error that the resource must get instead. */
  readonly error_contains?: string;
}

export const resources: EfficacySet = {
  name: SET,
  measure: async (bench) => {
    const rows = rowsOf<ResourceRow>(bench, "normalize/resources.jsonl", { id: "string", resource: "string" });
    const outcomes = rows.map((row) => {
      const found = normalResource(row.resource);
      const got = "uri" in found ? found.uri : `error: ${found.error}`;
      const refused = row.normalized === undefined;
      return {
        id: row.id,
        // The words of an error are its author's; that there is one is what counts.
        hit: refused ? "error" in found : "uri" in found && found.uri === row.normalized,
        shown: row.resource,
        why: `${got} instead of ${row.normalized ?? `an error with "${row.error_contains}"`}`,
      };
    });
    return [line(SET, "normal form or error right", outcomes, { aim: { atLeast: 100 }, peer: "100 %" })];
  },
};
