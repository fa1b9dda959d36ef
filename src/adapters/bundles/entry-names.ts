import { MAX_ENTRIES, MAX_PATH_BYTES } from "./limits.ts";
import { refused } from "./refused.ts";

// Control characters, and U+FFFD, which stands where a name was no UTF-8.
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const UNREADABLE = /[\u0000-\u001f\u007f-\u009f\ufffd]/;

/** A drive of Windows: absolute there. */
const DRIVE = /^[A-Za-z]:/;

/**
 * The name of an entry as a path inside the bundle: `opa build` writes `/data.json`, tar `./data.json`, both mean `data.json`.
 *
 * @returns "" for the bundle's root
 * @throws WritError `invalid_argument` which names the entry
 */
export function entryPath(name: string): string {
  const shown = JSON.stringify(name.slice(0, MAX_PATH_BYTES));
  if (UNREADABLE.test(name)) throw refused(`${shown} has a control character or is no UTF-8`);
  if (Buffer.byteLength(name) > MAX_PATH_BYTES) throw refused(`${shown}… is longer than ${MAX_PATH_BYTES} bytes`);
  const path = name.replace(/^\.?\//, "").replace(/\/$/, "");
  if (path === "" || path === ".") return "";
  if (path.startsWith("/") || DRIVE.test(path)) throw refused(`${shown} is an absolute path`);
  if (path.includes("\\")) throw refused(`${shown} has a backslash, which is a separator elsewhere`);
  for (const segment of path.split("/")) {
    if (segment === "..") throw refused(`${shown} leads out of the bundle`);
    if (segment === "" || segment === ".") throw refused(`${shown} has an empty segment`);
  }
  return path;
}

/** The paths of one bundle so far. Two that some file system takes for one are duplicates. */
export class EntryNames {
  /** Folded path to the path as it is written, and what is there. */
  readonly #seen = new Map<string, { readonly path: string; readonly isFile: boolean }>();
  #count = 0;

  /** @throws WritError `invalid_argument` which names the entry */
  add(path: string, isFile: boolean): void {
    this.#count++;
    if (this.#count > MAX_ENTRIES)
      throw refused(`${path} is entry ${this.#count}; a bundle has at most ${MAX_ENTRIES}`);
    for (let end = path.indexOf("/"); end > 0; end = path.indexOf("/", end + 1)) this.#note(path.slice(0, end), false);
    this.#note(path, isFile);
  }

  #note(path: string, isFile: boolean): void {
    const folded = path.normalize("NFKC").toLowerCase();
    const before = this.#seen.get(folded);
    if (before === undefined) {
      this.#seen.set(folded, { path, isFile });
      return;
    }
    if (before.path !== path) throw refused(`${path} and ${before.path} are one name where case does not count`);
    if (isFile && before.isFile) throw refused(`${path} is there twice`);
    if (isFile !== before.isFile) throw refused(`${path} is a file and a folder`);
  }
}
