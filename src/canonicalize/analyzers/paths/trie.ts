import { globsMeet, isGlob, literalChars } from "./glob.ts";

/** What a set of path patterns knows, by segments, so that a path is compared with all of them at once. */
export interface Trie {
  readonly children: Map<string, Trie>;
  /** The same by their first characters: most wildcards begin with one. */
  readonly firsts: Map<string, (readonly [name: string, child: Trie])[]>;
  readonly globs: { readonly glob: string; readonly prefix: string; readonly suffix: string; readonly trie: Trie }[];
  /** Entries whose pattern ends here. */
  readonly here: Set<number>;
  /** Entries that are this folder and everything below it. */
  readonly below: Set<number>;
}

export function newTrie(): Trie {
  return { children: new Map(), firsts: new Map(), globs: [], here: new Set(), below: new Set() };
}

export function addPattern(trie: Trie, segments: readonly string[], entry: number): void {
  let node = trie;
  for (const [index, segment] of segments.entries()) {
    if (segment === "**" && index === segments.length - 1) {
      node.below.add(entry);
      return;
    }
    node = childFor(node, segment);
  }
  node.here.add(entry);
}

function childFor(node: Trie, segment: string): Trie {
  if (!isGlob(segment)) {
    const before = node.children.get(segment);
    if (before !== undefined) return before;
    const child = newTrie();
    node.children.set(segment, child);
    const first = segment[0] ?? "";
    const same = node.firsts.get(first);
    if (same === undefined) node.firsts.set(first, [[segment, child]]);
    else same.push([segment, child]);
    return child;
  }
  const known = node.globs.find(({ glob }) => glob === segment);
  if (known !== undefined) return known.trie;
  const ends = segment.split(/[*?]/);
  const trie = newTrie();
  node.globs.push({ glob: segment, prefix: ends[0] ?? "", suffix: ends.at(-1) ?? "", trie });
  return trie;
}

export interface Search {
  /** In lower case; wildcards are `*` and `?` only. */
  readonly segments: readonly string[];
  /** Whether wildcards in them are wildcards, and not part of names. */
  readonly pattern: boolean;
  /** Whether a folder stands for what is directly in it. */
  readonly recursive: boolean;
  readonly found: Set<number>;
}

/**
 * How much of a name a wildcard has to spell before it is taken to mean that file, where the file may be anywhere: half of
 * it or so many characters, its extension apart. `*.json` is not about service accounts, `id_*` is about keys.
 */
const LIKENESS = 0.5;
const PLAIN_CHARS = 6;

/** Adds the entries that the segments from `from` on match. */
export function search(trie: Trie, from: number, query: Search, anywhere: boolean): void {
  visit(trie, from, query, !anywhere);
}

/** `sure`: whether the segments so far say that files of the pattern are meant, and not just any. */
function visit(node: Trie, index: number, query: Search, sure: boolean): void {
  const { segments, found } = query;
  if (sure) {
    for (const entry of node.below) found.add(entry);
    if (index === segments.length) {
      for (const entry of node.here) found.add(entry);
      if (query.recursive) addDirect(node, found);
    }
  }
  const segment = segments[index];
  if (segment === undefined) return;
  if (!query.pattern || !isGlob(segment)) visitName(node, index, segment, query);
  else visitGlob(node, index, segment, query, sure);
}

function addDirect(node: Trie, found: Set<number>): void {
  for (const child of [...node.children.values(), ...node.globs.map(({ trie }) => trie)]) {
    for (const entry of child.here) found.add(entry);
    for (const entry of child.below) found.add(entry);
  }
}

function visitName(node: Trie, index: number, name: string, query: Search): void {
  const child = node.children.get(name);
  if (child !== undefined) visit(child, index + 1, query, true);
  const last = index === query.segments.length - 1;
  for (const { glob, prefix, suffix, trie } of node.globs) {
    if (!last && isLeaf(trie)) continue;
    if (name.startsWith(prefix) && name.endsWith(suffix) && globsMeet(name, glob)) visit(trie, index + 1, query, true);
  }
}

function isLeaf(trie: Trie): boolean {
  return trie.below.size === 0 && trie.children.size === 0 && trie.globs.length === 0;
}

function visitGlob(node: Trie, index: number, glob: string, query: Search, sure: boolean): void {
  const any = glob === "*";
  const names = isGlob(glob[0] ?? "*") ? node.children : (node.firsts.get(glob[0] ?? "") ?? []);
  for (const [name, trie] of names) {
    if (!fits(glob, name) || !(any || meets(glob, name))) continue;
    visit(trie, index + 1, query, sure || spells(glob, name));
  }
  for (const { glob: name, prefix, suffix, trie } of node.globs) {
    if (!sure && !sharesEnds(glob, name, prefix, suffix)) continue;
    if (fits(glob, name) && (any || meets(glob, name))) visit(trie, index + 1, query, true);
  }
}

/** A leading dot is matched by a dot only (glob(7)). */
function fits(glob: string, name: string): boolean {
  return name[0] !== "." || glob[0] === ".";
}

function spells(glob: string, name: string): boolean {
  const stem = stemOf(name).length;
  const spelled = literalChars(stemOf(glob));
  return spelled >= PLAIN_CHARS || spelled >= LIKENESS * stem;
}

function sharesEnds(glob: string, name: string, prefix: string, suffix: string): boolean {
  const start = prefix !== "" && glob.startsWith(prefix) ? prefix.length : 0;
  const end = suffix !== "" && glob.endsWith(suffix) ? suffix.length : 0;
  return start + end >= LIKENESS * literalChars(name);
}

function stemOf(name: string): string {
  const dot = name.lastIndexOf(".");
  return dot > 0 ? name.slice(0, dot) : name;
}

/** As globsMeet; most pairs differ in their first or last character already. */
function meets(a: string, b: string): boolean {
  return (
    near(a.charCodeAt(0), b.charCodeAt(0)) &&
    near(a.charCodeAt(a.length - 1), b.charCodeAt(b.length - 1)) &&
    globsMeet(a, b)
  );
}

const STAR = 42;
const QUESTION = 63;

function near(a: number, b: number): boolean {
  return a === b || a === STAR || b === STAR || a === QUESTION || b === QUESTION;
}
