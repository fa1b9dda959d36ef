import { isMap, isScalar, isSeq, LineCounter, type Node, type Pair, parseDocument, visit, type YAMLMap } from "yaml";
import { tokenOf } from "../domain/json.ts";
import type { Placed, Problems } from "./problems.ts";
import { SETTINGS } from "./schema.ts";

const MAPS = new Set(SETTINGS.filter(({ type }) => type === "map").map(({ key }) => key));
const DOCUMENTS = new Set(SETTINGS.filter(({ type }) => type === "document").map(({ key }) => key));
const KEYS = new Set(SETTINGS.map(({ key }) => key));
const GROUPS = new Set([...KEYS].flatMap((key) => (key.includes(".") ? [key.slice(0, key.lastIndexOf("."))] : [])));

/** The settings in a YAML file by key, each with its place. What is no setting is a problem. */
export function readFile(path: string, text: string, problems: Problems): ReadonlyMap<string, Placed> {
  const lines = new LineCounter();
  // prettyErrors would quote the file, and a secret with it.
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: false });
  const placeAt = (offset: number): string => {
    const { line, col } = lines.linePos(offset);
    return `${path}:${line}:${col}`;
  };
  const placeOf = (node: unknown): string => placeAt((node as Node | null)?.range?.[0] ?? 0);
  const faults = [...document.errors, ...document.warnings];
  for (const { pos, code } of faults) problems.add(placeAt(pos[0]), "", `is not YAML (${code})`);
  let aliases = 0;
  visit(document, {
    Alias: (_, node) => {
      aliases += 1;
      problems.add(placeOf(node), "", "aliases are not supported");
    },
  });
  const found = new Map<string, Placed>();
  if (faults.length > 0 || aliases > 0 || document.contents === null) return found;
  if (isEmpty(document.contents)) return found;
  if (isMap(document.contents)) readGroup(document.contents, "", found, placeOf, problems);
  else problems.add(placeOf(document.contents), "", "must be a map of settings");
  return found;
}

type PlaceOf = (node: unknown) => string;

function readGroup(
  group: YAMLMap,
  prefix: string,
  found: Map<string, Placed>,
  placeOf: PlaceOf,
  problems: Problems,
): void {
  for (const [name, pair] of uniquePairs(group, prefix, placeOf, problems)) {
    const key = `${prefix}${name}`;
    const { value } = pair;
    if (GROUPS.has(key)) {
      // A group of which every line is commented out.
      if (isEmpty(value)) continue;
      if (isMap(value)) readGroup(value, `${key}.`, found, placeOf, problems);
      else problems.add(placeOf(value), key, "must be a group of settings");
    } else if (!KEYS.has(key)) {
      problems.add(placeOf(pair.key), key, "is not a known setting");
    } else if (MAPS.has(key) && isMap(value)) {
      const entries = uniquePairs(value, `${key}.`, placeOf, problems).map(([item, { value: node }]) => [
        item,
        plain(node),
      ]);
      found.set(key, { value: Object.fromEntries(entries), place: placeOf(value) });
    } else if (DOCUMENTS.has(key)) {
      found.set(key, {
        value: documentValue(value, key, placeOf, problems),
        place: placeOf(value ?? pair.key),
        placeIn: (pointer) => placeOf(nodeAt(value, pointer) ?? pair.key),
      });
    } else {
      found.set(key, { value: plain(value), place: placeOf(value ?? pair.key) });
    }
  }
}

/** The whole of a setting that has a form of its own. */
function documentValue(node: unknown, prefix: string, placeOf: PlaceOf, problems: Problems): unknown {
  if (isMap(node)) {
    const pairs = uniquePairs(node, `${prefix}.`, placeOf, problems);
    return Object.fromEntries(
      pairs.map(([name, { value }]) => [name, documentValue(value, `${prefix}.${name}`, placeOf, problems)]),
    );
  }
  if (isSeq(node)) {
    return node.items.map((item, index) => documentValue(item, `${prefix}.${index}`, placeOf, problems));
  }
  return plain(node);
}

/** The node that a JSON Pointer leads to, or the last one on the way that is there. */
function nodeAt(root: unknown, pointer: string): unknown {
  let node = root;
  for (const part of pointer.split("/").slice(1)) {
    const name = tokenOf(part);
    const next = isMap(node) ? node.get(name, true) : isSeq(node) ? node.get(Number(name), true) : undefined;
    if (next === undefined || next === null) return node;
    node = next;
  }
  return node;
}

function uniquePairs(map: YAMLMap, prefix: string, placeOf: PlaceOf, problems: Problems): [string, Pair][] {
  const pairs = new Map<string, Pair>();
  for (const pair of map.items) {
    const name = plain(pair.key);
    if (typeof name !== "string") problems.add(placeOf(pair.key), "", "a key must be text");
    else if (pairs.has(name)) problems.add(placeOf(pair.key), `${prefix}${name}`, "is there twice");
    else pairs.set(name, pair);
  }
  return [...pairs];
}

/** A scalar's value; undefined for whatever is no scalar, which no setting takes. */
function plain(node: unknown): unknown {
  return isScalar(node) ? node.value : undefined;
}

function isEmpty(node: unknown): boolean {
  return node === null || (isScalar(node) && node.value === null);
}
