import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readManifest } from "../../../src/catalog/manifest.ts";
import { suggest } from "../../../src/catalog/suggest.ts";
import { isJsonObject, type JsonObject } from "../../../src/domain/json.ts";

const MANIFESTS = join(process.env["WRIT_CASES"] ?? "../shared/cases", "tools/manifests.jsonl");

interface Row {
  readonly server: string;
  readonly tool: JsonObject;
  readonly class?: "read" | "write" | "destructive";
}

/** How often the suggested tier agrees with what the server hints, and for which tools it is lower. */
function compare(rows: readonly Row[], hints: "shown" | "hidden") {
  const lower: string[] = [];
  let agreed = 0;
  for (const { server, tool: raw, class: hinted } of rows) {
    const [tool] = readManifest([hints === "shown" ? raw : without(raw)]).tools;
    if (tool === undefined) throw new Error("a manifest of one tool has one");
    const reads = suggest(server, tool).tier === "read_only";
    if (reads === (hinted === "read")) agreed += 1;
    else if (reads) lower.push(`${server}/${tool.name}`);
  }
  return { share: agreed / rows.length, lower };
}

/** The tool as its server would list it without hints; a title beside them is a hint, too. */
function without({ annotations, ...tool }: JsonObject): JsonObject {
  return tool;
}

test.skipIf(!existsSync(MANIFESTS))(
  "agrees with what real servers hint, without looking at it (skipped where the collections are not)",
  () => {
    const rows = readFileSync(MANIFESTS, "utf8")
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as Row)
      .map((row) => {
        const { annotations } = row.tool;
        const reads = isJsonObject(annotations) && annotations["readOnlyHint"] === true;
        return reads ? ({ ...row, class: "read" } as const) : row;
      })
      .filter((row) => row.class !== undefined);
    expect(rows.length).toBeGreaterThan(100);
    const results = { hidden: compare(rows, "hidden"), shown: compare(rows, "shown") };
    console.log(`tiers of ${rows.length} tools:`, results);
    for (const { share, lower } of Object.values(results)) {
      expect(lower).toEqual([]);
      expect(share).toBeGreaterThanOrEqual(0.95);
    }
  },
);
