import type { Edit, MutationKind } from "./edit.ts";
import { ignoredLines } from "./ignore.ts";
import { conditionEdits } from "./kinds/conditions.ts";
import { effectEdits } from "./kinds/effects.ts";
import { literalEdits } from "./kinds/literals.ts";
import { operatorEdits } from "./kinds/operators.ts";
import { removalEdits } from "./kinds/rules.ts";
import type { Place, RegoSource } from "./source.ts";
import type { Module, Rule } from "./syntax.ts";

/** One change to one rule. */
export interface Mutation extends Place {
  readonly kind: MutationKind;
  readonly package: string;
  /** The rule's name; others of its package may have the same. */
  readonly rule: string;
  /** The lines that change, before and after. */
  readonly before: string;
  readonly after: string;
  /** The whole file after the change. */
  readonly mutant: string;
  /** Why no test has to notice it, if the file says so. */
  readonly ignored?: string;
}

/**
 * All changes to the rules of one file, each by itself, in the order of the text.
 *
 * @param origin what messages call the file
 * @throws WritError `invalid_argument` for a `# mutate:` comment that cannot be read
 */
export function mutationsOf(module: Module, origin: string): readonly Mutation[] {
  const ignored = ignoredLines(module, origin);
  const found = new Map<string, Mutation>();
  for (const rule of module.rules) {
    for (const edit of [...removalEdits(module.source, rule), ...editsOf(module, rule)]) {
      const { start, end } = edit.span;
      const key = `${start} ${end} ${edit.replacement}`;
      if (!found.has(key)) found.set(key, mutation(module, rule, edit, ignored));
    }
  }
  return [...found.values()].sort((a, b) => a.line - b.line || a.column - b.column);
}

function editsOf({ source, package: name }: Module, rule: Rule): readonly Edit[] {
  const kinds = [conditionEdits, operatorEdits, literalEdits, effectEdits];
  const own = rule.default === true ? literalEdits(source, rule) : kinds.flatMap((edits) => edits(source, rule, name));
  return rule.else === undefined ? own : [...own, ...editsOf({ source, package: name } as Module, rule.else)];
}

function mutation(module: Module, rule: Rule, edit: Edit, ignored: ReadonlyMap<number, string>): Mutation {
  const { source } = module;
  const place = source.placeOf(firstCode(source, edit.span.start));
  const reason = ignored.get(place.line);
  const around = source.linesOf(edit.span);
  const mutant = source.replace(edit.span, edit.replacement);
  const after = { start: around.start, end: around.end + mutant.length - source.text.length };
  return {
    kind: edit.kind,
    ...place,
    package: module.package,
    rule: rule.head.name ?? rule.head.ref.map(({ value }) => String(value)).join("."),
    ...difference(source.slice(around), mutant.slice(after.start, after.end)),
    mutant,
    ...(reason === undefined ? {} : { ignored: reason }),
  };
}

/** Where a removed rule itself begins, behind its METADATA, and a removed element behind the comma before it. */
function firstCode({ text }: RegoSource, start: number): number {
  return start + (/^,?(?:\s*#[^\n]*\n)*\s*/.exec(text.slice(start))?.[0].length ?? 0);
}

/** The lines that differ, without the comments above a removed rule. */
function difference(before: string, after: string): Pick<Mutation, "before" | "after"> {
  const old = before.split("\n");
  const now = after.split("\n");
  while (old.length > 1 && now.length > 0 && old[0] === now[0]) {
    old.shift();
    now.shift();
  }
  while (old.length > 1 && now.length > 0 && old.at(-1) === now.at(-1)) {
    old.pop();
    now.pop();
  }
  const code =
    now.join("") === ""
      ? Math.max(
          old.findIndex((line) => !/^\s*#/.test(line)),
          0,
        )
      : 0;
  return { before: old.slice(code).join("\n"), after: now.join("\n") };
}
