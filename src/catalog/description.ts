import { isReading, type Sense, type Word, wordOf, worse } from "./operation.ts";
import { sentences, wordSet } from "./tokens.ts";
import {
  ANSWERING,
  CONJUNCTIONS,
  DANGERS,
  FETCHING,
  FILLERS,
  HARMLESS,
  NEGATIONS,
  NOT_HARMLESS,
  PLURALS,
} from "./words.ts";

const FILLER = wordSet(FILLERS);
const JOINS = new Set([...wordSet(CONJUNCTIONS), ",", "/", "&"]);
const ANSWERS = wordSet(ANSWERING);
const DANGER = wordSet(DANGERS);
const NO = wordSet(NEGATIONS);
const NOUNS = wordSet(PLURALS);
const NOT_READ_ONLY = wordSet(NOT_HARMLESS);

/** How far before a dangerous word a negation counts: "does not in any way modify". */
const NEGATION_REACH = 4;

/** Before a verb's base form these say that the tool does it, and not its caller. */
const DOES = new Set(["will", "can", "may", "also", "automatically", "optionally"]);

/** What a description says that its tool does: the first verb, and effects that it names later on. */
export interface Described {
  readonly first?: Sense;
  readonly effects: readonly Sense[];
  /** Whether it says that the tool's queries only read. */
  readonly harmless: boolean;
}

export function readDescription(description: string): Described {
  const [opening = [], ...later] = sentences(description);
  const first = firstVerb(opening);
  const effects = [...joinedVerbs(opening), ...later.flatMap(laterEffect), ...dangers([opening, ...later])];
  const text = description.toLowerCase();
  return {
    ...(first === undefined ? {} : { first: senseOf(first) }),
    effects,
    harmless:
      HARMLESS.some((phrase) => text.includes(phrase)) &&
      ![opening, ...later].flat().some((word) => NOT_READ_ONLY.has(word)),
  };
}

/** The description's own verdict: the worst of what its first verb and its effects say. */
export function verdict({ first, effects }: Described): Sense | undefined {
  const [any, ...others] = [...(first === undefined ? [] : [first]), ...effects];
  return any === undefined ? undefined : others.reduce(worse, any);
}

function firstVerb(words: readonly string[]): Word | undefined {
  const start = words.findIndex((word) => !FILLER.has(word) && word !== ",");
  const text = words[start] ?? "";
  if (ANSWERS.has(text)) return { base: text, operation: "read", wordClass: "reading", form: "inflected" };
  const word = wordOf(text);
  return word?.base === FETCHING ? { ...word, operation: "read", wordClass: "reading" } : word;
}

/** "Add or remove", "List, create and delete": every verb that a conjunction joins to the first. */
function joinedVerbs(words: readonly string[]): Sense[] {
  return words.flatMap((text, index) => {
    const word = wordOf(text);
    const joined = JOINS.has(words[index - 1] ?? "") && !NOUNS.has(text);
    return joined && word?.wordClass === "firm" && !negated(words, index) ? [senseOf(word)] : [];
  });
}

/** "It also deletes …": a later sentence whose subject is the tool. Imperatives there speak to the caller. */
function laterEffect(words: readonly string[]): Sense[] {
  if (words[0] === "to") return [];
  const at = words.findIndex((word) => !FILLER.has(word));
  const word = wordOf(words[at] ?? "");
  if (word?.wordClass !== "firm") return [];
  const own = word.form === "inflected" ? words[at]?.endsWith("s") : words.slice(0, at).some((text) => DOES.has(text));
  return own === true ? [senseOf(word)] : [];
}

function dangers(all: readonly (readonly string[])[]): Sense[] {
  return all.flatMap((words) => {
    const at = words.findIndex((word, index) => DANGER.has(word) && !negated(words, index));
    return at < 0 ? [] : [{ operation: "update", word: words[at] ?? "", weak: false } satisfies Sense];
  });
}

function negated(words: readonly string[], index: number): boolean {
  return words.slice(Math.max(0, index - NEGATION_REACH), index).some((word) => NO.has(word));
}

function senseOf({ operation, base, wordClass }: Word): Sense {
  return { operation, word: base, weak: wordClass === "noun" && !isReading(operation) };
}
