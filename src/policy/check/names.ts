import { isJsonObject, type JsonValue } from "../../domain/json.ts";
import { didYouMean } from "../did-you-mean.ts";
import type { Problem } from "../project/problem.ts";
import { type Ref, startsWith } from "../rego/refs.ts";
import type { Token } from "../rego/tokens.ts";
import { mistake } from "./finding.ts";
import type { IndexedModule, PolicyIndex } from "./index-policy.ts";
import { SHAPES, strayKey } from "./input-shape.ts";

/** References that lead nowhere. OPA takes them for undefined, so that the rule silently never holds. */
export function checkNames(index: PolicyIndex): readonly Problem[] {
  const problems = index.own.flatMap((module) => {
    const refs = module.rules.flatMap((rule) => rule.refs);
    return refs.flatMap((ref) => checkInput(ref, module) ?? checkData(ref, module, index) ?? []);
  });
  // A name that stands for a reference leads to the same place wherever it is used.
  return [...new Map(problems.map((problem) => [JSON.stringify(problem), problem])).values()];
}

function checkInput(ref: Ref, { file }: IndexedModule): Problem | undefined {
  for (const { root, shape } of SHAPES) {
    if (!startsWith(ref.parts, root)) continue;
    const keys = ref.parts.slice(root.length);
    const stray = strayKey(
      shape,
      keys.map(({ key }) => key),
    );
    if (stray === undefined) return undefined;
    const part = keys[stray.index];
    if (part === undefined) return undefined;
    const written = asWritten(ref, root.length + stray.index);
    const hint =
      didYouMean(part.key ?? "", stray.known) ??
      (stray.known.length === 0 ? `${written} has no members` : `it has ${stray.known.join(", ")}`);
    return mistake(file, part.at, "unknown-input", `${written} has no ${part.key}`, hint);
  }
  return undefined;
}

/** `effect` of `some effect in action.effects`, not what it stands for. */
function asWritten({ parts, at }: Ref, length: number): string {
  const own = parts.slice(0, length).filter((part) => part.at !== at && isAfter(part.at, at));
  return [at.text, ...own.map(({ key }) => key ?? "_")].join(".");
}

function isAfter(a: Token, b: Token): boolean {
  return a.line > b.line || (a.line === b.line && a.column > b.column);
}

function checkData({ parts, at }: Ref, { file, imports }: IndexedModule, index: PolicyIndex): Problem | undefined {
  const [root, first] = parts;
  if (root?.key !== "data" || first?.key === undefined) return undefined;
  // What a variable stands for is looked at where the variable gets it.
  if (root.at !== at && !imports.some((found) => found.at === root.at)) return undefined;
  const keys = parts.slice(1).map(({ key }) => key);
  for (let length = Math.min(keys.length - 1, 6); length > 0; length--) {
    const name = keys.slice(0, length).join(".");
    const rules = index.packages.get(name);
    if (rules === undefined) continue;
    const [rule, part] = [keys[length], parts[length + 1]];
    if (rule === undefined || part === undefined || rules.has(rule) || hasPackage(index, `${name}.${rule}`)) {
      return undefined;
    }
    const hint = didYouMean(rule, rules) ?? `it has ${[...rules].sort().join(", ")}`;
    return mistake(file, part.at, "unknown-name", `package ${name} has no rule ${rule}`, hint);
  }
  if (Object.hasOwn(index.data, first.key)) return checkCatalogue(parts, file, index);
  return strayPackage(parts, keys, file, index);
}

/** A path on which there is neither a package nor data, at its first part that leads nowhere. */
function strayPackage(
  parts: Ref["parts"],
  keys: readonly (string | undefined)[],
  file: IndexedModule["file"],
  { data, packages }: PolicyIndex,
): Problem | undefined {
  let known: readonly (readonly string[])[] = [...packages.keys(), ...Object.keys(data)].map((name) => name.split("."));
  for (const [i, key] of keys.entries()) {
    const next = known.filter((path) => path[i] === key);
    const part = parts[i + 1];
    if (key === undefined || part === undefined || next.some((path) => path.length === i + 1)) return undefined;
    if (next.length === 0) {
      const names = [...new Set(known.map((path) => path[i] ?? ""))].sort();
      const where = ["data", ...keys.slice(0, i)].join(".");
      return mistake(
        file,
        part.at,
        "unknown-name",
        `there is no ${where}.${key}`,
        didYouMean(key, names) ?? `${where} has ${names.join(", ")}`,
      );
    }
    known = next;
  }
  return undefined;
}

function hasPackage(index: PolicyIndex, name: string): boolean {
  return [...index.packages.keys()].some((known) => known === name || known.startsWith(`${name}.`));
}

/** `data.catalog.stripe.tools.create_refund`: an entry that is not there is not there in production either. */
function checkCatalogue(parts: Ref["parts"], file: IndexedModule["file"], { data }: PolicyIndex): Problem | undefined {
  if (parts[1]?.key !== "catalog") return undefined;
  let here: JsonValue | undefined = data["catalog"];
  for (const [i, { key, at }] of parts.slice(2).entries()) {
    if (key === undefined || !isJsonObject(here)) return undefined;
    if (!Object.hasOwn(here, key)) {
      const where = ["catalog", ...parts.slice(2, i + 2).map((part) => part.key)].join(".");
      const known = Object.keys(here);
      const hint = didYouMean(key, known) ?? `it has ${known.slice(0, 10).join(", ")}${known.length > 10 ? ", …" : ""}`;
      return mistake(file, at, "unknown-catalogue-key", `data.${where} has no ${key}`, hint);
    }
    here = here[key];
  }
  return undefined;
}
