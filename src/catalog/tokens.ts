import { COMPOUNDS } from "./words.ts";

const NAME_WORD = /[A-Z]+(?![a-z])|[A-Z]?[a-z]+/g;
const SENTENCE_END = /[.!?:;]\s|\n/;
const TEXT_WORD = /[a-z]+(?:['’-][a-z]+)*|[,/&]/g;

const JOINED: ReadonlySet<string> = wordSet(COMPOUNDS);

/** Longer descriptions are manuals; what a tool does stands in the beginning. */
const MAX_DESCRIPTION_CHARS = 4096;

/** Names past this are no names; the words behind it say nothing that a person would see. */
const MAX_NAME_CHARS = 256;

/** `getUser_by-id` -> get, user, by, id; two words that are one noun become one: pull-request. */
export function nameWords(name: string): string[] {
  const words = (name.slice(0, MAX_NAME_CHARS).match(NAME_WORD) ?? []).map((word) => word.toLowerCase());
  const pairs = words.map((word, index) => `${word}-${singular(words[index + 1] ?? "")}`);
  return words.flatMap((word, index) => {
    if (JOINED.has(pairs[index - 1] ?? "")) return [];
    return [JOINED.has(pairs[index] ?? "") ? (pairs[index] ?? word) : word];
  });
}

/** The sentences of a description, each as its words and commas, in lower case. */
export function sentences(description: string): string[][] {
  return description
    .slice(0, MAX_DESCRIPTION_CHARS)
    .toLowerCase()
    .split(SENTENCE_END)
    .map((sentence) => sentence.match(TEXT_WORD) ?? [])
    .filter((words) => words.length > 0);
}

/** Nouns of tables stand in the singular. */
export function singular(noun: string): string {
  if (noun.length > 4 && noun.endsWith("ies")) return `${noun.slice(0, -3)}y`;
  if (/(?:ss|sh|ch|x|z)es$/.test(noun)) return noun.slice(0, -2);
  return noun.length > 3 && noun.endsWith("s") && !/(?:ss|us|is)$/.test(noun) ? noun.slice(0, -1) : noun;
}

/** A verb as it stands in "Creates a file" and "for creating files". */
export function inflections(verb: string): string[] {
  const third = /(?:s|sh|ch|x|z|o)$/.test(verb) ? `${verb}es` : verb.replace(/([^aeiou])y$/, "$1ie").concat("s");
  const stem = /[^aeiou]e$|ue$/.test(verb) ? verb.slice(0, -1) : verb;
  const doubled = /[^aeiou][aeiou][bdgklmnprtv]$/.test(verb) ? [`${verb}${verb.at(-1)}ing`] : [];
  return [third, `${stem}ing`, ...doubled];
}

export function wordSet(text: string): ReadonlySet<string> {
  return new Set(text.split(/\s+/));
}
