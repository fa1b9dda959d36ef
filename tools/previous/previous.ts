import { existsSync } from "node:fs";
import { join } from "node:path";

/** The last commit of the version before: what a rolling upgrade begins from. */
export const PREVIOUS = "7a33cbc";

export function previousFolder(root: string): string {
  return join(root, "var", "previous", PREVIOUS);
}

/** Its `main.js`, if it was built. */
export function previousMain(root: string): string | undefined {
  const main = join(previousFolder(root), "dist", "main.js");
  return existsSync(main) ? main : undefined;
}
