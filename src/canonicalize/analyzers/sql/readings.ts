import { type Family, type LexicalRules, RULES } from "./dialects.ts";
import { type Lexed, lex, type Token } from "./lexer.ts";
import { BoundedParser, type Reading, read } from "./reading.ts";
import { type Statement, worseClass } from "./statement.ts";

interface Group {
  readonly lexed: Lexed;
  readonly shape: readonly Token[];
  readonly alike: LexicalRules[];
}

type Groups = [Group, ...Group[]];

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
  const parser = new BoundedParser();
  const groups = groupsOf(text, families);
  const { group: best, reading: chosen } = choose(text, groups, parser);
  const added = groups.flatMap((group) => (group === best ? [] : additions(text, group, chosen, parser)));
  if (best.lexed.odd || best.lexed.unterminated) for (const statement of chosen.statements) statement.complete = false;
  return {
    statements: [...chosen.statements, ...added],
    family: best.alike[0]?.family ?? "postgres",
    exceeded: parser.exceeded || chosen.exceeded,
  };
}

/** The first way that PostgreSQL's parser takes, or else the first. */
function choose(
  text: string,
  groups: Groups,
  parser: BoundedParser,
): { readonly group: Group; readonly reading: Reading } {
  const [group] = groups;
  const first = { group, reading: read(text, group.lexed, group.alike, parser, false) };
  if (!first.reading.refused && !group.lexed.unterminated) return first;
  for (const other of groups.slice(1)) {
    if (other.lexed.unterminated) continue;
    const reading = read(text, other.lexed, other.alike, parser, false);
    if (!reading.refused) return { group: other, reading };
  }
  return first;
}

/** The ways to cut the text, each with the rules that cut it so. */
function groupsOf(text: string, families: readonly Family[]): Groups {
  const [first = RULES.postgres, ...others] = rulesFor(text, families);
  const groups: Groups = [newGroup(text, first)];
  const doubtful = DOUBTFUL.test(text);
  for (const rules of others) {
    const group = doubtful ? newGroup(text, rules) : undefined;
    const same = group === undefined ? groups[0] : groups.find(({ shape }) => sameShape(shape, group.shape));
    if (same !== undefined) same.alike.push(rules);
    else if (group !== undefined) groups.push(group);
  }
  return groups;
}

function newGroup(text: string, rules: LexicalRules): Group {
  const lexed = lex(text, rules);
  return {
    lexed,
    shape: rules.bracketNames && text.includes("[") ? flat(text, lexed.tokens) : lexed.tokens,
    alike: [rules],
  };
}

/** Servers older than the version in an executable comment skip it, so that MySQL has two ways to cut such a text. */
function rulesFor(text: string, families: readonly Family[]): readonly LexicalRules[] {
  const conditional = text.includes("/*!") || text.includes("/*M!");
  return families.flatMap((family) => {
    const rules = RULES[family];
    return rules.executableComments && conditional ? [rules, { ...rules, executableComments: false }] : [rules];
  });
}

/** Whether two lists of tokens begin and end alike. */
function sameShape(some: readonly Token[], others: readonly Token[]): boolean {
  return (
    some.length === others.length &&
    some.every(({ kind, start, end }, index) => {
      const other = others[index];
      return start === other?.start && end === other.end && (kind === "command") === (other.kind === "command");
    })
  );
}

/** The tokens with names in brackets replaced by their parts, for `[0]` is a name here and a subscript there. */
function flat(text: string, tokens: readonly Token[]): readonly Token[] {
  return tokens.flatMap((token) => {
    if (token.kind !== "name" || text[token.start] !== "[" || !PLAIN_BRACKETS.test(token.value)) return [token];
    const inner = lex(text.slice(token.start, token.end), RULES.postgres).tokens;
    return inner.map((part) => ({ ...part, start: part.start + token.start, end: part.end + token.start }));
  });
}

/** The statements that do what the chosen reading does not, if a database cuts the text in this way. */
function additions(text: string, group: Group, chosen: Reading, parser: BoundedParser): readonly Statement[] {
  // No database runs a text in which a quote stays open.
  if (group.lexed.unterminated) return [];
  const reading = read(text, group.lexed, group.alike, parser, true);
  // Of PostgreSQL it is known what it refuses.
  if (reading.refused && !chosen.refused && group.alike.every(({ family }) => family === "postgres")) return [];
  const keys = new Set(chosen.statements.flatMap((statement) => [...statement.keys()]));
  const worst = worseClass(chosen.statements.map((statement) => statement.class));
  const more = reading.statements.filter(
    (statement) =>
      worseClass([worst, statement.class]) !== worst || [...statement.keys()].some((key) => !keys.has(key)),
  );
  for (const statement of more) statement.complete = false;
  return more;
}

/** What families cut differently. */
const DOUBTFUL = /[\\#`[]|\$(?![0-9])|\/\*|--[^\s]|\r(?!\n)|(?:^|\n)[ \t]*go\b/i;
/** What means the same as a name in brackets and as a subscript. */
const PLAIN_BRACKETS = /^[\w\s$.:,]*$/;
