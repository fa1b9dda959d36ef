import type { JsonObject } from "../../domain/json.ts";
import { isTest, type PolicyFile, type PolicyProject, textOf } from "../project/read.ts";
import { type Outline, type OutlinedRule, outlineOf } from "../rego/outline.ts";
import { type Ref, refsOf } from "../rego/refs.ts";

/** A rule with what it refers to. */
export interface IndexedRule extends OutlinedRule {
  readonly refs: readonly Ref[];
}

/** One file of Rego that goes into the bundle. */
export interface IndexedModule extends Outline {
  readonly file: PolicyFile;
  readonly rules: readonly IndexedRule[];
  /** `policy.egress` */
  readonly name: string;
}

/** All that Writ's own checks look at. */
export interface PolicyIndex {
  readonly project: PolicyProject;
  readonly modules: readonly IndexedModule[];
  /** Those that the author wrote. */
  readonly own: readonly IndexedModule[];
  /** Names of rules by package. */
  readonly packages: ReadonlyMap<string, ReadonlySet<string>>;
  /** The rules that main, or the library for it, gathers of each package `policy.<name>`; empty where the project has no main. */
  readonly gathered: readonly string[];
  readonly data: JsonObject;
}

const MAIN = "writ.main";

function isLibrary({ package: [root] }: IndexedModule): boolean {
  return root === "writ";
}

export function indexPolicy(project: PolicyProject): PolicyIndex {
  const modules = project.files.filter(({ path }) => !isTest(path)).map(indexModule);
  const packages = new Map<string, Set<string>>();
  for (const { name, rules } of modules) {
    const names = packages.get(name) ?? new Set<string>();
    packages.set(name, names);
    for (const rule of rules) names.add(rule.name.text);
  }
  return {
    project,
    modules,
    own: modules.filter(({ file }) => file.own),
    packages,
    gathered: modules.some(({ name }) => name === MAIN) ? gatheredBy(modules.filter(isLibrary)) : [],
    data: project.data,
  };
}

function indexModule(file: PolicyFile): IndexedModule {
  const outline = outlineOf(textOf(file));
  const rules = outline.rules.map((rule) => ({ ...rule, refs: refsOf(rule, outline) }));
  return { ...outline, file, rules, name: outline.package.join(".") };
}

/** The keys of `data.policy[name].block` and the like. */
function gatheredBy(library: readonly IndexedModule[]): readonly string[] {
  const names = library
    .flatMap(({ rules }) => rules.flatMap(({ refs }) => refs))
    .flatMap(({ parts: [root, policy, name, rule] }) =>
      root?.key === "data" && policy?.key === "policy" && name !== undefined && name.key === undefined
        ? [rule?.key]
        : [],
    );
  return [...new Set(names.filter((name) => name !== undefined))].sort();
}
