import type { Surroundings } from "../analysis.ts";
import { normalPath } from "./normal.ts";

/** The folders of the surroundings in their normal form. */
export interface Folders {
  readonly given: string | undefined;
  readonly home: string | undefined;
  readonly workspace: readonly string[];
}

/** By the list of a call's folders, which is one object for all of its paths. */
const known = new WeakMap<readonly string[], Folders>();

export function foldersOf({ home, workspace }: Surroundings): Folders {
  const before = known.get(workspace);
  if (before !== undefined && before.given === home) return before;
  const alone = { workspace: [] };
  const folders = {
    given: home,
    home: home === undefined ? undefined : normalPath(home, alone).path,
    workspace: workspace.map((folder) => normalPath(folder, alone).path),
  };
  known.set(workspace, folders);
  return folders;
}

/** Whether the path is the folder or below it. */
export function contains(folder: string, path: string): boolean {
  if (!path.startsWith(folder)) return false;
  return path.length === folder.length || folder.endsWith("/") || path[folder.length] === "/";
}
