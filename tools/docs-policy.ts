import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { BUILTINS, builtinProblem } from "../src/adapters/opa/builtins/index.ts";
import { FALLBACK_BUILTINS } from "../src/adapters/opa/fallback/names.ts";
import { composePolicyTools } from "../src/compose/policy-project.ts";
import { ENTRYPOINT } from "../src/domain/bundle.ts";
import { type IndexedModule, indexPolicy } from "../src/policy/check/index-policy.ts";
import { readProject } from "../src/policy/project/read.ts";

// Writes the generated parts of docs/policy-reference.md, from the policy's METADATA and from OPA: node tools/docs-policy.ts

const PAGE = new URL("../docs/policy-reference.md", import.meta.url);
const OPA = "var/bin/opa";
const REASONS = ["block", "require_approval", "warn", "allow"];

/** The page with its generated parts made anew; each stands between `<!-- name -->` and `<!-- /name -->`. */
export async function policyReference(): Promise<string> {
  const { own } = indexPolicy(readProject("rego", "rego"));
  const parts: Readonly<Record<string, string>> = {
    library: libraryTable(own),
    codes: codesTable(own),
    ...(await builtinLists()),
  };
  let page = readFileSync(PAGE, "utf8");
  for (const [name, text] of Object.entries(parts)) {
    const place = new RegExp(`(<!-- ${name} -->\n)[\\s\\S]*?(<!-- /${name} -->)`);
    if (!place.test(page)) throw new Error(`docs/policy-reference.md has no place for ${name}`);
    page = page.replace(place, (_, start: string, end: string) => `${start}\n${text}\n\n${end}`);
  }
  return page;
}

/** Every rule of `writ.*` that has a description: what has none is the library's own. */
function libraryTable(modules: readonly IndexedModule[]): string {
  const rows = modules
    .filter(({ package: path }) => path[0] === "writ" && path[1] !== "main")
    .flatMap(({ package: path, rules }) =>
      rules.flatMap(({ name, annotation, form, tokens }) => {
        const description = oneLine(annotation?.value["description"]);
        if (description === "") return [];
        const args = form === "function" ? `(${argumentsOf(tokens.map(({ text }) => text))})` : "";
        return [`| \`${path.slice(1).join(".")}.${name.text}${args}\` | ${description} |`];
      }),
    );
  return ["| name | answer |", "|---|---|", ...rows].join("\n");
}

function argumentsOf(tokens: readonly string[]): string {
  const start = tokens.indexOf("(");
  return tokens
    .slice(start + 1, tokens.indexOf(")", start))
    .join(" ")
    .replaceAll(" ,", ",");
}

function codesTable(modules: readonly IndexedModule[]): string {
  const codes = new Map<string, { readonly rule: string; readonly effects: string[]; readonly description: string }>();
  for (const { name, rules } of modules.filter(({ package: path }) => path[0] === "policy")) {
    for (const rule of rules) {
      const title = rule.annotation?.value["title"];
      if (typeof title !== "string" || !REASONS.includes(rule.name.text)) continue;
      const description = oneLine(rule.annotation?.value["description"]);
      const code = codes.get(title) ?? { rule: name, effects: [], description };
      if (!code.effects.includes(rule.name.text)) code.effects.push(rule.name.text);
      codes.set(title, code);
    }
  }
  const rows = [...codes].map(
    ([title, { rule, effects, description }]) =>
      `| \`${title}\` | \`${rule}\`: ${effects.map((effect) => `\`${effect}\``).join(", ")} | ${description} |`,
  );
  return ["| code | rule | meaning |", "|---|---|---|", ...rows].join("\n");
}

function oneLine(value: unknown): string {
  return typeof value === "string" ? value.trim().replaceAll("\n", " ") : "";
}

interface Builtin {
  readonly name: string;
  readonly infix?: string;
  readonly deprecated?: boolean;
  readonly decl: { readonly args?: readonly unknown[] };
}

/** Which builtins the module has in itself shows in what it asks of its host. */
async function builtinLists(): Promise<Readonly<Record<string, string>>> {
  const { builtins } = JSON.parse(execFileSync(OPA, ["capabilities", "--current"], { encoding: "utf8" })) as {
    readonly builtins: readonly Builtin[];
  };
  const named = builtins.filter(
    ({ name, infix, deprecated }) => infix === undefined && !deprecated && !INNER.test(name),
  );
  const asked = new Set(await requiredBy(named));
  const names = named.map(({ name }) => name).sort();
  const host = names.filter((name) => asked.has(name) && BUILTINS.has(name));
  const refused = names.filter((name) => asked.has(name) && !BUILTINS.has(name) && !FALLBACK_BUILTINS.has(name));
  return {
    "builtins-compiled": list(names.filter((name) => !asked.has(name))),
    "builtins-host": list(host),
    "builtins-fallback": list([...FALLBACK_BUILTINS].sort()),
    "builtins-refused": refusedTable(refused),
  };
}

/** Made by the compiler, or there for debugging; `rego.metadata.*` is gone once it is compiled. */
const INNER = /^(?:internal\.|rego\.metadata\.|assign$|eq$|print$|trace$|test\.)/;

async function requiredBy(builtins: readonly Builtin[]): Promise<readonly string[]> {
  const calls = builtins.map(({ name, decl }) => {
    const args = (decl.args ?? []).map(() => "input.x").join(", ");
    return name === "walk" ? `walk(input.x, x)` : `x := ${name}(${args})`;
  });
  const rules = calls.map((call) => `decision contains x if ${call}`);
  const dir = mkdtempSync(join(tmpdir(), "writ-docs-"));
  try {
    mkdirSync(join(dir, "rego"));
    writeFileSync(join(dir, "rego/all.rego"), `package writ.main\n\n${rules.join("\n\n")}\n`);
    execFileSync(resolve(OPA), ["build", "-t", "wasm", "-e", ENTRYPOINT, "-o", "all.tar.gz", "-b", "rego"], {
      cwd: dir,
    });
    const tools = composePolicyTools({});
    const files = await tools.readArchive(readFileSync(join(dir, "all.tar.gz")));
    return (await tools.describe(files)).builtins;
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

function list(names: readonly string[]): string {
  const lines: string[] = [""];
  for (const name of names) {
    if (`${lines.at(-1)} ${name}`.length > MAX_LINE_CHARS) lines.push("");
    lines.push(`${lines.pop()} ${name}`.trim());
  }
  return ["```text", ...lines, "```"].join("\n");
}

const MAX_LINE_CHARS = 110;

function refusedTable(names: readonly string[]): string {
  const rows = names.map((name) => {
    const around = / \((.+)\)$/.exec(builtinProblem([name]) ?? "")?.[1] ?? "";
    return `| \`${name}\` | ${around} |`;
  });
  return ["| builtin | instead |", "|---|---|", ...rows].join("\n");
}

if (import.meta.main) writeFileSync(PAGE, await policyReference());
