import { BoundedParser } from "./bounded-parser.ts";
import { Cut } from "./cut.ts";
import { type Family, type LexicalRules, RULES } from "./dialects.ts";
import { MAX_DOUBTFUL_CHARS } from "./limits.ts";
import { type Reading, read } from "./reading.ts";
import { Statement, worseClass } from "./statement.ts";

type Cuts = [Cut, ...Cut[]];

export interface Read {
  readonly statements: readonly Statement[];
  readonly family: Family;
  readonly exceeded: boolean;
}

/**
 * Reads a text as each of the families would. Where they cut it differently, e.g. because of `\'`, `#`, `/*!` or a
 * comment in a comment, a text that is harmless in one may do harm in another: what another reading adds is added, and
 * not complete.
 */
export function readAll(text: string, families: readonly Family[]): Read {
  const parser = new BoundedParser(families.includes("tsql"));
  const { cuts, all } = cutsOf(text, families);
  const { cut: best, reading: chosen } = choose(cuts, parser);
  const statements = [...chosen.statements];
  if (cuts.length > 1) {
    const done = new Set(chosen.statements.flatMap((statement) => [...statement.keys()]));
    const others = cuts.filter((cut) => cut !== best);
    statements.push(...others.flatMap((cut) => additions(cut, chosen, done, parser)));
  }
  if (best.lexed.odd || best.lexed.unterminated) for (const statement of chosen.statements) statement.complete = false;
  if (chosen.exceeded || !all) statements.push(unread());
  return { statements, family: best.alike[0]?.family ?? "postgres", exceeded: parser.exceeded };
}

/** The statements that nobody looked at: they may do anything. */
function unread(): Statement {
  const statement = new Statement("unknown");
  statement.exceed();
  return statement;
}

/** The first way that PostgreSQL's parser takes, or else the first. */
function choose(cuts: Cuts, parser: BoundedParser): { readonly cut: Cut; readonly reading: Reading } {
  const [cut] = cuts;
  const first = { cut, reading: read(cut, parser, false) };
  if (!first.reading.refused && !cut.lexed.unterminated) return first;
  for (const other of cuts.slice(1)) {
    if (other.lexed.unterminated) continue;
    const reading = read(other, parser, false);
    if (!reading.refused) return { cut: other, reading };
  }
  return first;
}

/** The ways to cut the text, and whether these are all. */
function cutsOf(text: string, families: readonly Family[]): { readonly cuts: Cuts; readonly all: boolean } {
  const [first = RULES.postgres, ...others] = rulesFor(text, families);
  const cuts: Cuts = [new Cut(text, first)];
  const doubtful = DOUBTFUL.test(text);
  if (doubtful && others.length > 0 && text.length > MAX_DOUBTFUL_CHARS) return { cuts, all: false };
  for (const rules of others) {
    const cut = doubtful ? new Cut(text, rules) : undefined;
    const same = cut === undefined ? cuts[0] : cuts.find((other) => other.agrees(cut));
    if (same !== undefined) same.alike.push(rules);
    else if (cut !== undefined) cuts.push(cut);
  }
  return { cuts, all: true };
}

/** Servers older than the version in an executable comment skip it, so that MySQL has two ways to cut such a text. */
function rulesFor(text: string, families: readonly Family[]): readonly LexicalRules[] {
  const conditional = text.includes("/*!") || text.includes("/*M!");
  return families.flatMap((family) => {
    const rules = RULES[family];
    return rules.executableComments && conditional ? [rules, { ...rules, executableComments: false }] : [rules];
  });
}

/** The statements that do what the chosen reading does not, if a database cuts the text in this way. */
function additions(cut: Cut, chosen: Reading, done: ReadonlySet<string>, parser: BoundedParser): readonly Statement[] {
  // No database runs a text in which a quote stays open.
  if (cut.lexed.unterminated) return [];
  const reading = read(cut, parser, true);
  // Of PostgreSQL it is known what it refuses.
  if (reading.refused && !chosen.refused && cut.alike.every(({ family }) => family === "postgres")) return [];
  const worst = worseClass(chosen.statements.map((statement) => statement.class));
  const more = reading.statements.filter(
    (statement) =>
      worseClass([worst, statement.class]) !== worst || [...statement.keys()].some((key) => !done.has(key)),
  );
  for (const statement of more) statement.complete = false;
  return more;
}

/** What families cut differently. */
const DOUBTFUL = /[\\#`[]|\$(?![0-9])|\/[*/]|--[^\s]|\r(?!\n)|(?:^|\n)[ \t]*go\b/i;
