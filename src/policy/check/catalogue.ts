import { compileCatalogue } from "../../canonicalize/catalogue/compile.ts";
import { checkCatalogue } from "../../catalog/check.ts";
import { WritError } from "../../domain/errors.ts";
import { isJsonObject, type JsonObject, type JsonValue, tokenOf } from "../../domain/json.ts";
import { VERBS } from "../../domain/vocabulary.ts";
import { didYouMean } from "../did-you-mean.ts";
import type { Problem } from "../project/problem.ts";
import { type PolicyFile, textOf } from "../project/read.ts";
import type { Complain } from "./data.ts";

/** The fields of an entry (docs/catalogue.md), for hints: compileCatalogue decides. */
const ENTRY_FIELDS = [
  "amount", "analyze", "cases", "count", "data_classes", "destinations", "resource", "schema_digest", "sensitivity", "suggested",
  "tier", "verb",
]; // biome-ignore format: one list

/** A file that describes a server in full is checked entry by entry; one that changes a known server, as it comes out. */
export function checkCatalogueFile(
  catalog: JsonObject,
  data: JsonObject,
  file: PolicyFile,
  complain: Complain,
): readonly Problem[] {
  const isWhole = Object.values(catalog).every((entry) => isJsonObject(entry) && "server" in entry);
  if (isWhole && file.path.split("/").length === 3) {
    const { problems } = checkCatalogue([{ path: file.origin, text: textOf(file) }]);
    return problems.map(({ path, line, column, reason }) => {
      const [pointer = "", ...words] = reason.split(" ");
      const hint = hintFor(pointer, words.join(" "), Object.values(catalog)[0]);
      const place = { code: "catalogue", severity: "error", file: path, line, column, message: reason } as const;
      return hint === undefined ? place : { ...place, hint };
    });
  }
  try {
    const merged = isJsonObject(data["catalog"]) ? data["catalog"] : {};
    compileCatalogue(Object.fromEntries(Object.keys(catalog).map((name) => [name, merged[name] ?? null])));
    return [];
  } catch (error) {
    if (!(error instanceof WritError)) throw error;
    const { pointer = "", description = error.message } = error.violations[0] ?? {};
    const hint = hintFor(pointer.replace(/^\/catalog/, ""), description, data["catalog"]);
    return [complain(keysOf(pointer), "catalogue", `${pointer} ${description}`, hint)];
  }
}

function hintFor(pointer: string, description: string, value: JsonValue | undefined): string | undefined {
  const keys = keysOf(pointer);
  if (description.startsWith("is no field")) return didYouMean(keys.at(-1) ?? "", ENTRY_FIELDS);
  const found = keys.reduce<JsonValue | undefined>(
    (inner, key) => (isJsonObject(inner) ? inner[key] : undefined),
    value,
  );
  if (description.startsWith("is no verb") && typeof found === "string") return didYouMean(found, Object.keys(VERBS));
  return undefined;
}

function keysOf(pointer: string): readonly string[] {
  return pointer.split("/").slice(1).map(tokenOf);
}
