import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { go } from "./go.ts";
import type { Sources } from "./sources.ts";

/** A part of the program or of what it builds, and the terms that it comes under. */
interface Part {
  readonly name: string;
  readonly texts: readonly string[];
}

const LICENCE_FILE = /^(licen[cs]e|copying|notice|patents)([.-].*)?$/i;
const RULE = "=".repeat(80);

/** The text of THIRD_PARTY_LICENSES.txt. Throws when a part has no licence. */
export async function thirdPartyLicences(sources: Sources): Promise<string> {
  const parts = [
    ...(await linkedModules(sources)),
    { name: "Go's standard library", texts: licenceFiles((await go(sources.folder, ["env", "GOROOT"])).trim()) },
    ...embeddedInOpa(sources.opa),
    { name: "In every policy.wasm that this program builds: RE2", texts: [ownText("re2.txt")] },
    { name: "In every policy.wasm that this program builds: libc++", texts: [ownText("llvm.txt")] },
    {
      name: "In every policy.wasm that this program builds: C libraries",
      texts: cComments(join(sources.opa, "wasm/src")),
    },
  ];
  for (const { name, texts } of parts) if (texts.length === 0) throw new Error(`${name} has no licence file`);
  return `${parts.map(({ name, texts }) => [RULE, name, RULE, "", texts.join("\n\n"), ""].join("\n")).join("\n")}\n`;
}

/** The modules other than OPA whose packages are linked; OPA's licence is the package's own. */
async function linkedModules({ folder, flags, main, opa }: Sources): Promise<readonly Part[]> {
  const format = "{{with .Module}}{{if not .Main}}{{.Path}} {{.Version}}\t{{.Dir}}{{end}}{{end}}";
  const lines = new Set((await go(folder, ["list", ...flags, "-deps", "-f", format, main])).split("\n"));
  return [...lines]
    .filter((line) => line !== "" && !line.startsWith("github.com/open-policy-agent/opa "))
    .sort()
    .map((line) => line.split("\t") as [string, string])
    .filter(([, dir]) => dir !== opa)
    .map(([name, dir]) => ({ name, texts: licenceFiles(dir) }));
}

/** Code of others that OPA keeps in folders of its own, each with its licence. */
function embeddedInOpa(opa: string): readonly Part[] {
  const folders = readdirSync(join(opa, "internal"), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && LICENCE_FILE.test(entry.name))
    .map((entry) => entry.parentPath);
  return [...new Set(folders)].sort().map((folder) => {
    return { name: `In OPA: ${folder.slice(opa.length + 1)}`, texts: licenceFiles(folder) };
  });
}

function licenceFiles(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile() && LICENCE_FILE.test(entry.name))
    .map(({ name }) => readFileSync(join(folder, name), "utf8").trim());
}

function ownText(name: string): string {
  return readFileSync(join(import.meta.dirname, "licences", name), "utf8").trim();
}

const C_FILE = /\.(c|cc|h)$/;
const C_COMMENT = /\/\*[\s\S]*?\*\/|(?:^[ \t]*\/\/.*\n)+/gm;

/** The different comments that hold a copyright, each once: C sources carry their licence with them. */
export function cComments(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((path) => C_FILE.test(path));
  const comments = files.sort().flatMap((path) => readFileSync(join(folder, path), "utf8").match(C_COMMENT) ?? []);
  return [...new Set(comments.filter((text) => /copyright|\(c\) /i.test(text)).map(plain))];
}

/** The comment's text without what makes it a comment. */
function plain(comment: string): string {
  const lines = comment
    .split("\n")
    .map((line) => line.replace(/^\s*(\/\*+|\*+\/|\*|\/{2,})?\s?|\s*\*\/\s*$/g, "").trimEnd());
  return lines.join("\n").trim();
}
