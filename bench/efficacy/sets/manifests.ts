import { readManifest } from "../../../src/catalog/manifest.ts";
import { type Suggestion, suggest } from "../../../src/catalog/suggest.ts";
import type { JsonObject } from "../../../src/domain/json.ts";
import type { Tier } from "../../../src/domain/vocabulary.ts";
import { type Line, line } from "../lines.ts";
import type { EfficacySet } from "../set.ts";
import { rowsOf } from "./rows.ts";

const SET = "tools/manifests";

interface ToolRow {
  readonly id: string;
  readonly server: string;
  /** An entry of a `tools/list` answer. */
  readonly tool: JsonObject;
  /** What the server hints: read, write or destructive; missing where it hints nothing. */
  readonly class?: string;
}

export const manifests: EfficacySet = {
  name: SET,
  measure: async (bench) => {
    const rows = rowsOf<ToolRow>(bench, "tools/manifests.jsonl", { id: "string", server: "string", tool: "object" });
    return linesOf(rows);
  },
};

function linesOf(rows: readonly ToolRow[]): readonly Line[] {
  const hinted = rows.filter((row) => row.class !== undefined);
  const outcomes = (withHints: boolean, hit: (wanted: string, tier: Tier) => boolean) =>
    hinted.map(({ id, server, tool, class: wanted = "" }) => {
      const { annotations: _, ...words } = tool;
      const { tier, verb, because } = suggested(server, withHints ? tool : words);
      const shown = `${String(tool["name"])} (${wanted})`;
      return { id, hit: hit(wanted, tier), shown, why: `${verb}, ${tier}: ${because}` };
    });
  const agrees = (wanted: string, tier: Tier) => (wanted === "read") === (tier === "read_only");
  const lower = (wanted: string, tier: Tier) => wanted !== "read" && tier === "read_only";
  return [
    line(SET, "without hints: tier agrees", outcomes(false, agrees), { aim: { atLeast: 95 } }),
    line(SET, "without hints: lower than the hint", outcomes(false, lower), { aim: { atMost: 0 } }),
    line(SET, "with hints: tier agrees", outcomes(true, agrees), { aim: { atLeast: 95 } }),
    line(SET, "with hints: lower than the hint", outcomes(true, lower), { aim: { atMost: 0 } }),
  ];
}

function suggested(server: string, entry: JsonObject): Suggestion {
  const [tool] = readManifest({ tools: [entry] }).tools;
  if (tool === undefined) throw new TypeError("a manifest of one tool has one");
  return suggest(server, tool);
}
