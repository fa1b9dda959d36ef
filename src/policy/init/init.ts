import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { WritError } from "../../domain/errors.ts";
import { didYouMean } from "../did-you-mean.ts";

/** What a new project starts with. */
const STARTER = fileURLToPath(new URL("starter/", import.meta.url));

export interface Template {
  readonly name: string;
  /** The first heading of its page. */
  readonly title: string;
}

/** The ready policies, in the order of their names. */
export function listTemplates(folder: string): readonly Template[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => ({ name, title: titleOf(join(folder, name, "README.md")) }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/**
 * Copies a ready project to a folder that is not there yet, or is empty.
 *
 * @param template the name of a ready policy; the starter when absent
 * @returns the paths of the new files
 * @throws WritError `invalid_argument`, and nothing is written
 */
export function initProject(target: string, templates: string, template?: string): readonly string[] {
  const source = template === undefined ? STARTER : templateFolder(templates, template);
  if (existsSync(target) && readdirSync(target).length > 0) {
    throw new WritError("invalid_argument", `${target} is there already and is not empty`);
  }
  return filesIn(source).map((path) => {
    const file = join(target, path);
    mkdirSync(dirname(file), { recursive: true });
    copyFileSync(join(source, path), file);
    return file;
  });
}

function templateFolder(folder: string, name: string): string {
  const names = listTemplates(folder).map((template) => template.name);
  if (names.includes(name)) return join(folder, name);
  const hint = didYouMean(name, names) ?? `there are ${names.join(", ") || "none here"}`;
  throw new WritError("invalid_argument", `there is no template ${name}; ${hint}`);
}

function filesIn(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(join(folder, "/").length))
    .sort();
}

function titleOf(page: string): string {
  if (!existsSync(page)) return "";
  return /^# (.+)$/m.exec(readFileSync(page, "utf8"))?.[1] ?? "";
}
