import { type Domain, NOUNS } from "./domains.ts";
import type { ManifestTool } from "./manifest.ts";
import { nameWords, sentences, singular, wordSet } from "./tokens.ts";

const DOMAINS: ReadonlyMap<string, Domain> = new Map(
  Object.entries(NOUNS).flatMap(([domain, words]) =>
    [...wordSet(words)].map((word): [string, Domain] => [word, domain as Domain]),
  ),
);

/** "user by id", "comment to issue": what stands before these is what the tool is about. */
const PREPOSITIONS = wordSet("as at between by for from in into of on to via with within");

/** What the things of a tool are: by the head of its name, else by its server, else by the first sentence of its description. */
export function domainOf(words: readonly string[], server: string, tool: ManifestTool): Domain {
  const end = words.findIndex((word) => PREPOSITIONS.has(word));
  const head = end < 0 ? words : words.slice(0, end);
  const rest = end < 0 ? [] : words.slice(end);
  const opening = sentences(tool.description)[0] ?? [];
  return (
    lastOf(head) ??
    firstOf(rest) ??
    firstOf(nameWords(server).filter((word) => word !== "server")) ??
    firstOf(opening) ??
    "record"
  );
}

/** English compounds end with what they are: a repository's issue comment is a comment. */
function lastOf(words: readonly string[]): Domain | undefined {
  const last = words.findLast((word) => DOMAINS.has(singular(word)));
  const domain = last === undefined ? undefined : DOMAINS.get(singular(last));
  // An alert about a secret is not the secret.
  return domain === "secret" && last !== words.at(-1) && words.at(-1) !== "value" ? "record" : domain;
}

function firstOf(words: readonly string[]): Domain | undefined {
  const first = words.find((word) => DOMAINS.has(singular(word)));
  return first === undefined ? undefined : DOMAINS.get(singular(first));
}
