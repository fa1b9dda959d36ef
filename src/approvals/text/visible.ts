/**
 * Text that shows what it holds: characters which are invisible, which reorder, restyle or strike out what stands around
 * them, or which end a line, are written as `⟨U+202E⟩`. `⟨` itself is written so too, so that no text can pretend.
 */

/** Longer runs of marks on one letter cover its neighbours. */
const MAX_MARKS = 2;

/** What a text may show as it is: letters, marks, numbers, punctuation, symbols, and the blank. */
const PLAIN = /^[\p{L}\p{Mn}\p{Mc}\p{N}\p{P}\p{S} ]$/u;
/** What Unicode has programs show as nothing (UTS 39, section 3.1), some of it letters and marks. */
const IGNORABLE = /^\p{Default_Ignorable_Code_Point}$/u;
const MARK = /^[\p{Mn}\p{Mc}]$/u;
/** Overlays strike out the letter before them. The braille blank is a symbol that shows nothing. */
const STRIKES = /^[\u0334-\u0338\u20d2\u20d3\u20e5-\u20eb]$/u;
const BRAILLE_BLANK = "\u2800";
const OPENING = "\u27e8";
/** A line's end, and a tab, are common in what people write: they get signs that are easy to read. */
const SIGNS: ReadonlyMap<string, string> = new Map([
  ["\n", "\u23ce"],
  ["\t", "\u21e5"],
]);

/** Every character of the text either harmless or written out. */
export function visible(text: string): string {
  let result = "";
  let marks = MAX_MARKS;
  for (const character of text) {
    marks = MARK.test(character) ? marks + 1 : 0;
    result += isPlain(character) && marks <= MAX_MARKS ? character : (SIGNS.get(character) ?? named(character));
  }
  return result;
}

function isPlain(character: string): boolean {
  if (character === OPENING || character === BRAILLE_BLANK) return false;
  return PLAIN.test(character) && !IGNORABLE.test(character) && !STRIKES.test(character);
}

function named(character: string): string {
  const code = (character.codePointAt(0) as number).toString(16).toUpperCase().padStart(4, "0");
  return `⟨U+${code}⟩`;
}

/** The text's beginning and end with the number of characters between them, where it is longer than `max` characters. */
export function shortened(text: string, max: number): string {
  const characters = Array.from(text);
  if (characters.length <= max) return visible(text);
  const head = Math.ceil((max * 2) / 3);
  const tail = max - head;
  const cut = characters.length - max;
  const start = visible(characters.slice(0, head).join(""));
  const end = visible(characters.slice(characters.length - tail).join(""));
  return `${start}⟨${cut} of ${characters.length} characters left out⟩${end}`;
}
