import { CONFUSABLE_MARKS, CONFUSABLES } from "./confusables.ts";

/** What single characters hide. */
export interface CharacterTricks {
  /** Trick -> how many characters it takes. */
  readonly tricks: ReadonlyMap<string, number>;
  /** The text as a reader or a tolerant program sees it: without what is invisible, look-alikes as what they look like. */
  readonly plain: string;
  /** Texts that invisible characters spell. */
  readonly spelled: readonly { readonly trick: string; readonly text: string }[];
}

/** Anything that could be a trick by itself: controls, what is invisible, styled letters. */
const TRICK =
  /[^\t\n\r -~\u0085\u00a0-\u{10ffff}]|\u034f|[\u00ad\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\u24b6-\u24e9\u2800\u3164]|[\ufe00-\ufe0f]|[\ufeff\uff10-\uff19\uff21-\uff3a\uff41-\uff5a\uffa0\ufff9-\ufffb]|[\u{1d400}-\u{1d7ff}\u{1f130}-\u{1f189}\u{e0000}-\u{e007f}]|[\u{e0100}-\u{e01ef}]/u;
const ASCII_ONLY = /^[\t\n\r -~]*$/;

const ZERO_WIDTH: ReadonlySet<number> = new Set([
  0x00ad, 0x034f, 0x115f, 0x1160, 0x17b4, 0x17b5, 0x180e, 0x200b, 0x200c, 0x200d, 0x2060, 0x2061, 0x2062, 0x2063,
  0x2064, 0x206a, 0x206b, 0x206c, 0x206d, 0x206e, 0x206f, 0x2800, 0x3164, 0xfeff, 0xffa0, 0xfff9, 0xfffa, 0xfffb,
]);
const JOINERS: ReadonlySet<number> = new Set([0x200c, 0x200d]);
const DIRECTION_MARKS: ReadonlySet<number> = new Set([0x061c, 0x200e, 0x200f]);
const RIGHT_TO_LEFT = /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;

function isAsciiWord(code: number): boolean {
  return (code >= 0x30 && code <= 0x39) || (code >= 0x41 && code <= 0x5a) || (code >= 0x61 && code <= 0x7a);
}

function isBidiControl(code: number): boolean {
  return (code >= 0x202a && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069);
}

function isTag(code: number): boolean {
  return code >= 0xe0000 && code <= 0xe007f;
}

/** The byte that a variation selector stands for in the common way of smuggling bytes, or -1. */
function selectorByte(code: number): number {
  if (code >= 0xfe00 && code <= 0xfe0f) return code - 0xfe00;
  return code >= 0xe0100 && code <= 0xe01ef ? code - 0xe0100 + 16 : -1;
}

/** Letters and digits whose compatibility form is an ASCII one: full-width, mathematical, circled. */
function isStyled(code: number): boolean {
  return (
    (code >= 0xff10 && code <= 0xff19) ||
    (code >= 0xff21 && code <= 0xff3a) ||
    (code >= 0xff41 && code <= 0xff5a) ||
    (code >= 0x1d400 && code <= 0x1d7ff) ||
    (code >= 0x24b6 && code <= 0x24e9) ||
    (code >= 0x1f130 && code <= 0x1f189)
  );
}

function isControl(code: number): boolean {
  return (
    (code < 0x20 && code !== 0x09 && code !== 0x0a && code !== 0x0d) || (code >= 0x7f && code <= 0x9f && code !== 0x85)
  );
}

const BLACK_FLAG = 0x1f3f4;
const END_TAG = 0xe007f;
const KEYCAP_BASES = "0123456789#*";

/** The state of one walk over a text. */
interface Walk {
  readonly codes: readonly number[];
  readonly rightToLeft: boolean;
  readonly counts: Map<string, number>;
  tags: string;
  readonly bytes: number[];
  readonly bits: number[];
}

/** The trick that the character at `i` belongs to, or undefined where it is what it seems to be. */
function trickAt(walk: Walk, i: number): string | undefined {
  const code = walk.codes[i] as number;
  if (isBidiControl(code)) return "bidi";
  if (DIRECTION_MARKS.has(code)) return walk.rightToLeft ? undefined : "bidi";
  if (ZERO_WIDTH.has(code)) return isInvisibleHere(walk.codes, i) ? "zero_width" : undefined;
  if (isTag(code)) return isFlag(walk.codes, i) ? undefined : "tag";
  if (selectorByte(code) >= 0) return isSelectorAbused(walk.codes, i) ? "variation_selector" : undefined;
  if (isControl(code)) return "control";
  return isStyled(code) ? "compatibility" : undefined;
}

/** Joiners shape letters of other scripts and put emoji together; a byte order mark may begin a text. */
function isInvisibleHere(codes: readonly number[], i: number): boolean {
  const code = codes[i] as number;
  if (code === 0xfeff && i === 0) return false;
  if (code === 0x2800) return i > 0 && isAsciiWord(codes[i - 1] as number);
  if (!JOINERS.has(code)) return true;
  const before = codes[i - 1] ?? 0;
  const after = codes[i + 1] ?? 0;
  return before < 0x300 || after < 0x300 || ZERO_WIDTH.has(before) || ZERO_WIDTH.has(after);
}

/** Whether the tag at `i` belongs to a flag such as Scotland's: a black flag, up to six tags, an end tag. */
function isFlag(codes: readonly number[], i: number): boolean {
  let start = i;
  while (start > i - 8 && isTag(codes[start] ?? 0)) start--;
  if (codes[start] !== BLACK_FLAG) return false;
  let end = start + 1;
  while (end <= start + 8 && isTag(codes[end] ?? 0) && codes[end] !== END_TAG) end++;
  return codes[end] === END_TAG;
}

/** One selector behind an emoji or an ideograph chooses its look; behind a letter, or in a row, it carries something else. */
function isSelectorAbused(codes: readonly number[], i: number): boolean {
  const before = codes[i - 1] ?? 0;
  if (selectorByte(before) >= 0 || selectorByte(codes[i + 1] ?? 0) >= 0) return true;
  if (before >= 0x80) return false;
  return !(KEYCAP_BASES.includes(String.fromCharCode(before)) && codes[i + 1] === 0x20e3);
}

/** What the text's characters hide, or undefined where each is what it seems to be. */
export function characterTricks(text: string): CharacterTricks | undefined {
  if (ASCII_ONLY.test(text)) return undefined;
  const counts = new Map<string, number>();
  if (!TRICK.test(text)) {
    const plain = withoutLookAlikes(text, counts);
    return counts.size === 0 ? undefined : { tricks: counts, plain, spelled: [] };
  }
  const codes = Array.from(text, (character) => character.codePointAt(0) as number);
  const walk: Walk = { codes, rightToLeft: RIGHT_TO_LEFT.test(text), counts, tags: "", bytes: [], bits: [] };
  const plain = withoutLookAlikes(walked(walk), counts);
  return counts.size === 0 ? undefined : { tricks: counts, plain, spelled: spelledBy(walk) };
}

/** The text without its tricks; notes them. */
function walked(walk: Walk): string {
  let plain = "";
  for (let i = 0; i < walk.codes.length; i++) {
    const code = walk.codes[i] as number;
    const trick = trickAt(walk, i);
    if (trick === undefined) {
      plain += String.fromCodePoint(code);
      continue;
    }
    walk.counts.set(trick, (walk.counts.get(trick) ?? 0) + 1);
    if (trick === "compatibility") plain += String.fromCodePoint(code).normalize("NFKC");
    else if (trick === "tag" && code > 0xe001f && code < END_TAG) walk.tags += String.fromCharCode(code - 0xe0000);
    else if (trick === "variation_selector") walk.bytes.push(selectorByte(code));
    else if (trick === "zero_width") walk.bits.push(code);
  }
  return plain;
}

function spelledBy({ tags, bytes, bits }: Walk): { trick: string; text: string }[] {
  const spelled = [];
  if (tags !== "") spelled.push({ trick: "tag", text: tags });
  if (bytes.length > 1) spelled.push({ trick: "variation_selector", text: Buffer.from(bytes).toString("utf8") });
  for (const text of spelledByBits(bits)) spelled.push({ trick: "zero_width", text });
  return spelled;
}

const BYTE = 8;

/** The text that two kinds of invisible characters spell as the bits of bytes, for both ways to read them. */
function spelledByBits(codes: readonly number[]): string[] {
  const kinds = [...new Set(codes)];
  if (codes.length < 2 * BYTE || kinds.length < 2 || kinds.length > 3) return [];
  const ways: [number, number][] = [
    [kinds[0] as number, kinds[1] as number],
    [kinds[1] as number, kinds[0] as number],
  ];
  return ways.map(([zero, one]) => {
    const bits = codes.filter((code) => code === zero || code === one);
    const bytes: number[] = [];
    for (let i = 0; i + BYTE <= bits.length; i += BYTE) {
      bytes.push(bits.slice(i, i + BYTE).reduce((byte, code) => byte * 2 + (code === one ? 1 : 0), 0));
    }
    return Buffer.from(bytes).toString("latin1");
  });
}

/** A word of letters; hyphens, dots and blanks part words, as they part the labels of a host. */
const WORD = /[\p{L}\p{M}\p{N}_]+/gu;
const ASCII_LETTERS = /[A-Za-z]/g;
const OTHER_LETTERS = /[^\P{L}A-Za-z]/gu;

/**
 * The text with look-alikes of ASCII letters replaced, in words that have nothing but such letters beside their ASCII
 * ones, or that stand in a text otherwise written in ASCII. Counts them as "homoglyph".
 */
function withoutLookAlikes(text: string, counts: Map<string, number>): string {
  if (!/[^\0-\u02ff]|[\u0250-\u02af\u1d00-\u1d22]/.test(text)) return text;
  const others = text.match(OTHER_LETTERS) ?? [];
  const disguised =
    others.every((letter) => CONFUSABLES.has(letter)) && (text.match(ASCII_LETTERS)?.length ?? 0) >= others.length;
  let count = 0;
  const words = text.replace(WORD, (word) => {
    const letters = word.match(OTHER_LETTERS);
    if (letters === null || !letters.every((letter) => CONFUSABLES.has(letter))) return word;
    if (!disguised && !mixed(word, letters.length)) return word;
    count += letters.length;
    return [...word].map((letter) => CONFUSABLES.get(letter) ?? letter).join("");
  });
  const marks = words.replace(
    /(?<=[A-Za-z0-9.])[\u2044\u2215\u29f8\u2024\ua789\u02d0\u2216\u29f5\u2010\u2011\u2212](?=[A-Za-z.])/g,
    (mark) => {
      count += 1;
      return CONFUSABLE_MARKS.get(mark) as string;
    },
  );
  if (count > 0) counts.set("homoglyph", count);
  return marks;
}

/** Formulas join a Greek letter and a Latin one (Δt); names that deceive have at least as many of the script that they imitate. */
function mixed(word: string, others: number): boolean {
  const ascii = word.match(ASCII_LETTERS)?.length ?? 0;
  return ascii >= others && ascii + others >= 3;
}
