import type { ConfigSources } from "./load.ts";
import { settingParts } from "./origins.ts";

export interface NamedFile {
  /** The setting that names it, for people. */
  readonly setting: string;
  readonly path: string;
  /** Whether it holds what nobody else may read. */
  readonly secret: boolean;
}

/** `…_file` and `…_files`; the file of checkpoints is written, and made where it is not there. */
const NAMES_FILE = /(^|_)files?$/;
const WRITTEN = new Set(["records.checkpoint_file"]);
const SECRET = /(key|secret|token|password|credentials|headers|authorization|url)_files?$/;

/** All files that settings name, those of tenants too: by the settings' names, so that a new one is among them. */
export function namedFiles(sources: ConfigSources): readonly NamedFile[] {
  return settingParts(sources).flatMap(({ key, value }) => {
    const last = /[^./]*$/.exec(key.replace(/\/\d+$/, ""))?.[0] ?? "";
    if (!NAMES_FILE.test(last) || WRITTEN.has(key)) return [];
    const paths = [value].flat().filter((path): path is string => typeof path === "string" && path !== "");
    return paths.map((path) => ({ setting: key, path, secret: SECRET.test(last) }));
  });
}
