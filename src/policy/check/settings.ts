import { isJsonObject, type JsonObject } from "../../domain/json.ts";
import { didYouMean } from "../did-you-mean.ts";
import { readDataFile } from "../project/data-file.ts";
import { nested } from "../project/layers.ts";
import type { Problem } from "../project/problem.ts";
import { type PolicyFile, textOf } from "../project/read.ts";
import { type Ref, startsWith } from "../rego/refs.ts";
import { stringValue, type Token } from "../rego/tokens.ts";
import type { IndexedRule, PolicyIndex } from "./index-policy.ts";

const SETTINGS = ["data", "settings"];

/** A path below `data.settings` that some rule reads, with all below it; `undefined` is a computed key. */
type ReadPath = readonly (string | undefined)[];

/** Settings of the author's that no rule reads: misspelt, they change nothing and nobody is told. */
export function checkSettings({ modules, project }: PolicyIndex): readonly Problem[] {
  const reads = modules.flatMap(({ rules }) => rules.flatMap(readsOf));
  if (reads.some((path) => path.length === 0)) return [];
  return project.dataFiles.flatMap((file) => strays(file, reads));
}

function readsOf(rule: IndexedRule): readonly ReadPath[] {
  return rule.refs.filter(({ parts }) => startsWith(parts, SETTINGS)).flatMap((ref) => readPaths(ref, rule.tokens));
}

function readPaths(ref: Ref, tokens: readonly Token[]): readonly ReadPath[] {
  // What a name was bound to is read where the name is used.
  if (tokens[ref.start - 1]?.text === ":=" && isNamed(ref, tokens)) return [];
  const path = ref.parts.slice(SETTINGS.length).map(({ key }) => key);
  const isGet = [".", "get", "("].every((text, i) => tokens[ref.start - 3 + i]?.text === text);
  if (!isGet || tokens[ref.next]?.text !== ",") return [path];
  return [[...path, ...gottenKeys(tokens.slice(ref.next + 1))]];
}

/** Whether the bound name leads on to a member somewhere, so that not all below is read here. */
function isNamed(ref: Ref, tokens: readonly Token[]): boolean {
  const name = tokens[ref.start - 2]?.text;
  return tokens.some((token, i) => i > ref.next && token.text === name && tokens[i + 1]?.text === ".");
}

/** The second argument of `object.get`: a key, or a list of keys. */
function gottenKeys(tokens: readonly Token[]): ReadPath {
  const [first, ...rest] = tokens;
  if (first?.kind === "string") return [stringValue(first)];
  if (first?.text !== "[") return [undefined];
  const end = rest.findIndex(({ text }) => text === "]");
  return rest.slice(0, end).flatMap((token) => (token.text === "," ? [] : [keyOf(token)]));
}

function keyOf(token: Token): string | undefined {
  return token.kind === "string" ? stringValue(token) : undefined;
}

function strays(file: PolicyFile, reads: readonly ReadPath[]): readonly Problem[] {
  const read = readDataFile(file.origin, textOf(file));
  const settings = nested(file.path, read.value)["settings"];
  if (!isJsonObject(settings)) return [];
  const folders = file.path.split("/").length - 1;
  return strayPaths(settings, [], reads).map((path) => {
    const known = siblings(path, reads);
    const hint = didYouMean(path.at(-1) ?? "", known) ?? `rules read ${known.join(", ") || "no settings"}`;
    return {
      code: "unknown-setting",
      severity: "error",
      file: file.origin,
      ...read.place(["settings", ...path].slice(folders)),
      message: `no rule reads the setting ${path.join(".")}`,
      hint,
    };
  });
}

function strayPaths(settings: JsonObject, above: readonly string[], reads: readonly ReadPath[]): readonly string[][] {
  return Object.entries(settings).flatMap(([key, value]) => {
    const path = [...above, key];
    const along = reads.filter((read) => path.every((part, i) => i >= read.length || (read[i] ?? part) === part));
    if (along.length === 0) return [path];
    const isWhole = along.some((read) => read.length <= path.length);
    return isWhole || !isJsonObject(value) ? [] : strayPaths(value, path, reads);
  });
}

/** What is read beside the last key of a path. */
function siblings(path: readonly string[], reads: readonly ReadPath[]): readonly string[] {
  const above = path.slice(0, -1);
  const keys = reads
    .filter((read) => above.every((part, i) => (read[i] ?? part) === part))
    .map((read) => read[above.length]);
  return [...new Set(keys.filter((key) => key !== undefined))].sort();
}
