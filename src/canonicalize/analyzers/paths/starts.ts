import type { Surroundings } from "../analysis.ts";
import { contains, foldersOf } from "./folders.ts";
import { globsMeet, isGlob } from "./glob.ts";
import { HOMES, OTHER_ROOTS } from "./sensitive.ts";
import { hasUnknown, type NormalPath } from "./style.ts";

/** The numbers of segments behind which a path is in a root folder or in a home. */
export interface Starts {
  readonly roots: readonly number[];
  readonly homes: readonly number[];
}

export function segmentsOf(path: string): readonly string[] {
  const rest = path.startsWith("/") ? path.slice(1) : path;
  return rest === "" ? [] : rest.replace(/\/$/, "").split("/");
}

const HOME_PREFIXES = HOMES.map(segmentsOf);
const OTHER_ROOT_PREFIXES = OTHER_ROOTS.map(segmentsOf);

export function startsOf(normal: NormalPath, surroundings: Surroundings, segments: readonly string[]): Starts {
  const homes = new Set<number>();
  addPrefixes(HOME_PREFIXES, segments, 0, homes);
  const roots = new Set<number>();
  if (normal.absolute) {
    roots.add(0);
    addPrefixes(OTHER_ROOT_PREFIXES, segments, 0, roots);
    // macOS keeps its /etc, /tmp and /var below /private.
    if (segments[0] === "private") roots.add(1);
  }
  const { home } = foldersOf(surroundings);
  if (home !== undefined && contains(home, normal.path)) homes.add(segmentsOf(home).length);
  if (normal.pattern && (segments[0] === "*" || hasUnknown(normal.path.split("/", 1)[0] ?? ""))) {
    homes.add(1);
    roots.add(1);
  }
  for (const root of roots) if (root > 0) addPrefixes(HOME_PREFIXES, segments, root, homes);
  return { roots: [...roots], homes: [...homes] };
}

function addPrefixes(
  prefixes: readonly (readonly string[])[],
  segments: readonly string[],
  from: number,
  into: Set<number>,
): void {
  for (const prefix of prefixes) {
    if (
      from + prefix.length <= segments.length &&
      prefix.every((want, i) => same(want, segments[from + i] as string))
    ) {
      into.add(from + prefix.length);
    }
  }
}

function same(want: string, have: string): boolean {
  if (want === have) return true;
  return (isGlob(want) || isGlob(have)) && globsMeet(want, have);
}
