import { toolDigest } from "../canonicalize/catalogue/pin.ts";
import { isJsonObject, type JsonValue } from "../domain/json.ts";
import type { Manifest } from "./manifest.ts";

/** What a server's manifest is now, against the catalogue file that describes it. */
export interface CatalogueDiff {
  readonly server: string;
  /** Tools that the file does not know. */
  readonly added: readonly string[];
  /** Tools that the server no longer has. */
  readonly removed: readonly string[];
  /** Tools whose description, schemas or hints are not those that were pinned. */
  readonly changed: readonly ChangedTool[];
  /** Tools without a pin, of which nobody can say whether they changed. */
  readonly unpinned: readonly string[];
}

export interface ChangedTool {
  readonly name: string;
  readonly pinned: string;
  readonly now: string;
}

/** @param file the content of a catalogue file that checkCatalogue has nothing against */
export function diffCatalogue(file: JsonValue, { tools }: Manifest): CatalogueDiff {
  const { server, tools: entries } = isJsonObject(file) ? file : {};
  const known = new Map(Object.entries(isJsonObject(entries) ? entries : {}));
  const there = tools.filter(({ name }) => known.has(name));
  const pins = there.map(({ name, raw }) => {
    const entry = known.get(name);
    const pinned = isJsonObject(entry) ? entry["schema_digest"] : undefined;
    return { name, pinned, now: toolDigest(raw) };
  });
  const names = new Set(tools.map(({ name }) => name));
  return {
    server: typeof server === "string" ? server : "",
    added: tools.filter(({ name }) => !known.has(name)).map(({ name }) => name),
    removed: [...known.keys()].filter((name) => !names.has(name)),
    changed: pins.flatMap(({ name, pinned, now }) =>
      typeof pinned === "string" && pinned !== now ? [{ name, pinned, now }] : [],
    ),
    unpinned: pins.filter(({ pinned }) => typeof pinned !== "string").map(({ name }) => name),
  };
}

export function hasChanges({ added, removed, changed }: CatalogueDiff): boolean {
  return added.length + removed.length + changed.length > 0;
}
