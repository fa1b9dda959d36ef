import { domainToUnicode } from "node:url";
import { looksLike, mixesScripts } from "../../canonicalize/analyzers/hosts/confusables.ts";
import { characterTricks } from "../../canonicalize/analyzers/text/characters.ts";
import { named } from "./safe.ts";

const RIGHT_TO_LEFT = /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;
/** What parts the labels of hosts, the ends of addresses and the steps of paths. */
const PARTING = /[\s./:@?#&=_-]+/u;
/** A host with a label in Punycode (RFC 5891 section 4.4), wherever in a text. */
const PUNYCODE = /(?:[\w-]+\.)*xn--[\w-]+(?:\.[\w-]+)*/giu;
/** Longer names are no names; a look at each of their words would be work for nothing. */
const MAX_CHARS = 2048;

/** What is wrong with the look of a name that people go by, a sentence each. */
export function disguises(name: string): readonly string[] {
  const text = name.slice(0, MAX_CHARS);
  return [...hidden(text), ...lookAlikes(text), ...international(text)];
}

/** What is not shown as itself, or moves what stands beside it. */
function hidden(text: string): readonly string[] {
  const tricks = [...(characterTricks(text)?.tricks ?? [])].filter(([trick]) => trick !== "homoglyph");
  const count = tricks.reduce((sum, [, length]) => sum + length, 0);
  const found = [];
  if (count > 0)
    found.push(`${named(text)} holds ${count} hidden or disguised ${count === 1 ? "character" : "characters"}`);
  if (RIGHT_TO_LEFT.test(text)) {
    found.push(
      `${named(text)} holds letters that run from right to left: its parts may stand in another order on the screen`,
    );
  }
  return found;
}

function lookAlikes(text: string): readonly string[] {
  const like = looksLike(text) ?? plainOf(text);
  if (like !== undefined) return [`${named(text)} is not ${named(like)}: letters in it only look like those`];
  const mixed = text.split(PARTING).find(mixesScripts);
  return mixed === undefined
    ? []
    : [`${named(mixed)} in ${named(text)} mixes alphabets that nobody writes in one word`];
}

function plainOf(text: string): string | undefined {
  const tricks = characterTricks(text);
  return tricks?.tricks.has("homoglyph") ? tricks.plain : undefined;
}

function international(text: string): readonly string[] {
  return [...new Set(text.match(PUNYCODE) ?? [])].flatMap((host) => {
    const unicode = domainToUnicode(host);
    if (unicode === "" || unicode === host.toLowerCase()) return [];
    const like = looksLike(unicode);
    const reads = `${named(host)} is written for ${named(unicode)}`;
    return [like === undefined ? reads : `${reads}, which is not ${named(like)}: letters in it only look like those`];
  });
}
