import type { FileAccess } from "../../../domain/facts.ts";
import type { Surroundings } from "../analysis.ts";
import { contains, foldersOf } from "./folders.ts";
import { isGlob, plainGlob } from "./glob.ts";
import { HARMLESS_ENDINGS, MADE_UP_FOLDERS, SENSITIVE, type SensitiveClass } from "./sensitive.ts";
import { type Starts, segmentsOf, startsOf } from "./starts.ts";
import type { NormalPath } from "./style.ts";
import { addPattern, newTrie, type Search, search, type Trie } from "./trie.ts";

/** PATH_MAX of Linux; what is longer opens nothing, and is looked at no further. */
const MAX_PATH_CHARS = 4096;
/** Folders that are looked at from the end: no class has a name that is longer, and no real tree is so deep. */
const MAX_STARTS = 64;
/** Segments with wildcards from which on names are looked for; each is compared with all names. */
const MAX_WILD_STARTS = 8;

const PLANTS: readonly FileAccess[] = ["write", "append", "move", "copy", "permission"];

/** `.*`, `.??*`, `.[!.]*`: every hidden file. */
const ANY_HIDDEN = /^\.[*?]*\*[*?]*$/;

/** The classes whose files have made-up and public forms. */
const SHOWN = /^(?:credential|history|agent_)/;

/** Ways of spelling that nobody needs for a file that may be touched. */
const DISGUISES = new Set([
  "nul",
  "percent_encoded",
  "proc_root",
  "alternate_stream",
  "device_namespace",
  "admin_share",
]);

/** Patterns by where they start. */
interface Tries {
  readonly root: Trie;
  readonly home: Trie;
  readonly anywhere: Trie;
}

const SENSITIVE_PATHS = triesOf(({ paths }) => paths);
const EXCEPTIONS = triesOf(({ except }) => except ?? []);

function triesOf(patternsOf: (entry: SensitiveClass) => readonly string[]): Tries {
  const tries = { root: newTrie(), home: newTrie(), anywhere: newTrie() };
  for (const [index, entry] of SENSITIVE.entries()) {
    for (const path of patternsOf(entry)) {
      if (path.startsWith("**/")) addPattern(tries.anywhere, path.slice(3).split("/"), index);
      else if (path.startsWith("~")) addPattern(tries.home, segmentsOf(path.slice(1)), index);
      else addPattern(tries.root, segmentsOf(path), index);
    }
  }
  return tries;
}

/** What is known of the files that a path can stand for when they are touched so; see the tables in sensitive.ts. */
export function classesOf(
  normal: NormalPath,
  access: FileAccess,
  surroundings: Surroundings,
  recursive: boolean,
): readonly string[] {
  if (normal.path.length > MAX_PATH_CHARS) return ["overlong"];
  // Most programs end a name there.
  const [path = ""] = normal.path.toLowerCase().split("\0", 1);
  const segments = segmentsOf(path).map(normal.pattern ? plainGlob : withoutStream);
  // `folder/*` takes with it what `folder` does.
  const folder = normal.pattern && segments.at(-1) === "*" ? segments.slice(0, -1) : undefined;
  const query = {
    segments,
    pattern: normal.pattern,
    recursive: recursive && segments.length > 1,
    found: new Set<number>(),
  };
  const starts = startsOf(normal, surroundings, segments);
  lookUp(query, starts, SENSITIVE_PATHS);
  if (folder !== undefined && segments.length <= MAX_TOP_DEPTH)
    lookUp({ ...query, segments: folder, recursive: false }, starts, SENSITIVE_PATHS);
  const disguise = normal.tricks.some((trick) => DISGUISES.has(trick)) ? ["disguised"] : [];
  if (query.found.size === 0) return disguise;
  const exempt = exemptOf(query, starts, normal.path, surroundings);
  const names = [...query.found]
    .sort((a, b) => a - b)
    .filter((index) => !exempt(index))
    .map((index) => SENSITIVE[index] as SensitiveClass)
    .filter(({ on }) => on === undefined || PLANTS.includes(access) || (on === "change" && access === "delete"))
    .map(({ name }) => name);
  return [...names, ...disguise];
}

/** The folders that take a system or a home with them are no deeper than this: `/home/x/*`. */
const MAX_TOP_DEPTH = 4;

function lookUp(query: Search, starts: Starts, { root, home, anywhere }: Tries): void {
  const { segments } = query;
  for (const from of starts.roots) search(root, from, query, from < segments.length);
  for (const from of starts.homes) {
    search(home, from, query, segments[from] === "*");
    // `~/.*` is every hidden file of a home, and that is where they are.
    if (query.pattern && ANY_HIDDEN.test(segments[from] ?? "")) search(anywhere, from, query, false);
  }
  let wild = 0;
  for (let from = Math.max(0, segments.length - MAX_STARTS); from < segments.length; from += 1) {
    const segment = segments[from] as string;
    if (query.pattern && isGlob(segment)) {
      if (segment === "*") continue;
      wild += 1;
      if (wild > MAX_WILD_STARTS) continue;
    }
    search(anywhere, from, query, true);
  }
}

/** Which classes the path is not of after all: exceptions of the tables, and what is only there to be shown. */
function exemptOf(query: Search, starts: Starts, path: string, surroundings: Surroundings): (index: number) => boolean {
  const lower = path.toLowerCase();
  const shown = HARMLESS_ENDINGS.some((ending) => lower.endsWith(ending)) || isMadeUp(path, surroundings);
  const found = new Set<number>();
  if (!query.pattern) lookUp({ ...query, recursive: false, found }, starts, EXCEPTIONS);
  return (index) => found.has(index) || (shown && SHOWN.test(SENSITIVE[index]?.name ?? ""));
}

function isMadeUp(path: string, surroundings: Surroundings): boolean {
  return foldersOf(surroundings).workspace.some((folder) => {
    if (!contains(folder, path)) return false;
    const below = path.slice(folder.length).toLowerCase();
    return below.split("/").some((name) => MADE_UP_FOLDERS.has(name));
  });
}

function withoutStream(segment: string): string {
  const stream = segment.indexOf(":", 2);
  return stream > 0 ? segment.slice(0, stream) : segment;
}
