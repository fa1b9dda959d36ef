import { inflections, wordSet } from "./tokens.ts";
import {
  CONJUNCTIONS,
  FIRM,
  LOOSE,
  NOUNS_AT_END,
  NOUNS_OR_VERBS,
  type Operation,
  PURE_READING,
  READING,
  READING_NOUNS,
  READING_PHRASES,
  type WordTable,
} from "./words.ts";

/** How sure a word is to be a verb; see the tables. */
export type WordClass = "reading" | "firm" | "loose" | "noun";

export interface Word {
  readonly base: string;
  readonly operation: Operation;
  readonly wordClass: WordClass;
  readonly form: "base" | "inflected";
}

/** What words say that a tool does. */
export interface Sense {
  readonly operation: Operation;
  /** The word that says so. */
  readonly word: string;
  /** Whether another source may say that it only reads. */
  readonly weak: boolean;
}

const TABLES: readonly (readonly [WordClass, WordTable])[] = [
  ["noun", NOUNS_OR_VERBS],
  ["loose", LOOSE],
  ["firm", FIRM],
  ["reading", READING],
];

const WORDS: ReadonlyMap<string, Word> = new Map(TABLES.flatMap(([wordClass, table]) => entriesOf(wordClass, table)));
const JOINS = wordSet(CONJUNCTIONS);
const LAST_NOUNS = wordSet(READING_NOUNS);
const END_NOUNS = wordSet(NOUNS_AT_END);
const PURE = wordSet(PURE_READING);

/** How much harm an operation can do; the worst of several is what counts. */
const DANGER: Readonly<Record<Operation, number>> = {
  read: 0,
  list: 0,
  search: 0,
  create: 1,
  update: 1,
  act: 1,
  move: 1,
  copy: 1,
  append: 1,
  schedule: 2,
  send: 2,
  share: 2,
  export: 2,
  delete: 3,
  refund: 3,
  pay: 3,
  grant: 4,
  install: 4,
  execute: 4,
};

function entriesOf(wordClass: WordClass, table: WordTable): [string, Word][] {
  return Object.entries(table).flatMap(([key, words]) =>
    [...wordSet(words)].flatMap((base) => {
      const operation = key as Operation;
      const entry = (form: Word["form"]): Word => ({ base, operation, wordClass, form });
      const inflected = inflections(base).map((word): [string, Word] => [word, entry("inflected")]);
      return [...inflected, [base, entry("base")] as [string, Word]];
    }),
  );
}

export function wordOf(text: string): Word | undefined {
  return WORDS.get(text);
}

export function isReading(operation: Operation): boolean {
  return DANGER[operation] === 0;
}

/** The more dangerous; the first of two that are alike. */
export function worse<T extends { readonly operation: Operation }>(a: T, b: T): T {
  return DANGER[b.operation] > DANGER[a.operation] ? b : a;
}

/** What the words of a name say; undefined where no word says anything. */
export function senseOfName(words: readonly string[]): Sense | undefined {
  const nounVerb = PURE.has(words.at(-1) ?? "") && !words.some((word) => JOINS.has(word));
  const changes: Sense[] = [];
  const nouns: Sense[] = [];
  let looks: Sense | undefined;
  for (const [index, text] of words.entries()) {
    const word = baseOf(text);
    if (word === undefined) continue;
    const sense: Sense = { operation: word.operation, word: text, weak: false };
    const joined = JOINS.has(words[index - 1] ?? "");
    const first = looks === undefined && changes.length === 0;
    const noun = looks !== undefined && index === words.length - 1 && END_NOUNS.has(text);
    if (looksHere(word, words.slice(index + 1))) looks ??= { ...sense, operation: reads(word.operation) };
    else if (joined || (word.wordClass === "firm" && !noun)) changes.push(sense);
    else if (word.wordClass === "loose" && first && !nounVerb) changes.push(sense);
    else if (word.wordClass === "noun") nouns.push({ ...sense, weak: true });
  }
  const [first, ...others] = changes;
  if (first !== undefined) return others.reduce(worse, first);
  return looks ?? nouns[0] ?? senseOfNoun(words.at(-1));
}

function baseOf(text: string): Word | undefined {
  const word = wordOf(text);
  return word?.form === "base" ? word : undefined;
}

function looksHere(word: Word, rest: readonly string[]): boolean {
  if (word.wordClass === "reading") return true;
  const phrase = Object.hasOwn(READING_PHRASES, word.base) ? READING_PHRASES[word.base] : undefined;
  return phrase !== undefined && rest.some((next) => wordSet(phrase).has(next));
}

function reads(operation: Operation): Operation {
  return isReading(operation) ? operation : "read";
}

function senseOfNoun(last: string | undefined): Sense | undefined {
  return last !== undefined && LAST_NOUNS.has(last) ? { operation: "read", word: last, weak: true } : undefined;
}
