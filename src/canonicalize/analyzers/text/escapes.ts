/** Escapes that stand in a text: each decoder gives the text without them, or undefined where it has none that hide something. */

const PLAIN = /[A-Za-z0-9]/g;

/** Escapes of letters and digits, which need none; fewer come up by accident. */
const MIN_NEEDLESS = 2;

function needless(decoded: string): number {
  return decoded.match(PLAIN)?.length ?? 0;
}

const PERCENT_RUN = /(?:%[0-9A-Fa-f]{2})+/g;
/** A path that climbs, and an escaped escape: what servers decode once more than checks do. */
const PERCENT_TRICK = /%25[0-9A-Fa-f]{2}|%2[Ee]%2[Ee]|%[cC]0%[aA][fFeE]|%00/;

export function withoutPercent(text: string): string | undefined {
  if (!text.includes("%")) return undefined;
  let count = 0;
  const decoded = text.replace(PERCENT_RUN, (run) => {
    const plain = Buffer.from(run.replaceAll("%", ""), "hex").toString("utf8");
    if (plain.includes("\ufffd")) return run;
    count += needless(plain);
    return plain;
  });
  return decoded !== text && (count >= MIN_NEEDLESS || PERCENT_TRICK.test(text)) ? decoded : undefined;
}

const ENTITY =
  /&(?:#(?:[xX]([0-9A-Fa-f]{1,6})|([0-9]{1,7}))|(lt|gt|amp|quot|apos|nbsp|sol|bsol|colon|period|lpar|rpar|Tab|NewLine|num|dollar|grave|vert|semi|equals|excl|commat|hyphen|lowbar));?/g;
const NAMED: Readonly<Record<string, string>> = {
  lt: "<",
  gt: ">",
  amp: "&",
  quot: '"',
  apos: "'",
  nbsp: " ",
  sol: "/",
  bsol: "\\",
  colon: ":",
  period: ".",
  lpar: "(",
  rpar: ")",
  Tab: "\t",
  NewLine: "\n",
  num: "#",
  dollar: "$",
  grave: "`",
  vert: "|",
  semi: ";",
  equals: "=",
  excl: "!",
  commat: "@",
  hyphen: "-",
  lowbar: "_",
};

export function withoutEntities(text: string): string | undefined {
  if (!text.includes("&#")) return undefined;
  let count = 0;
  const decoded = text.replace(ENTITY, (entity, hex?: string, decimal?: string, name?: string) => {
    if (name !== undefined) return NAMED[name] ?? entity;
    const plain = characterOf(hex === undefined ? Number(decimal) : Number.parseInt(hex, 16)) ?? entity;
    count += plain === entity ? 0 : needless(plain);
    return plain;
  });
  return count >= MIN_NEEDLESS ? decoded : undefined;
}

/** The character of a code point, or undefined where it is none that a text has. */
function characterOf(code: number): string | undefined {
  if (!(code <= 0x10ffff) || (code >= 0xd800 && code <= 0xdfff)) return undefined;
  return String.fromCodePoint(code);
}

/** `\u0041`, `\u{41}`, `\x41`, `\U00000041`, and `\101` behind another octal escape; behind any number of backslashes. */
const BACKSLASH =
  /(?<!\\)\\+(?:u([0-9A-Fa-f]{4})|u\{([0-9A-Fa-f]{1,6})\}|U([0-9A-Fa-f]{8})|x([0-9A-Fa-f]{2})|x\{([0-9A-Fa-f]{1,6})\}|0?([0-3][0-7]{2}))/g;

/** A path of Windows or a reference of a pattern may look like two octal escapes. */
const MIN_OCTAL = 3;

export function withoutBackslashes(text: string): string | undefined {
  if (!text.includes("\\")) return undefined;
  let count = 0;
  let octal = 0;
  const decoded = text.replace(BACKSLASH, (written, ...groups: (string | undefined)[]) => {
    const digits = groups.slice(0, 5).find((group) => group !== undefined);
    const plain = characterOf(digits === undefined ? Number.parseInt(groups[5] ?? "", 8) : Number.parseInt(digits, 16));
    if (plain === undefined) return written;
    if (digits === undefined) octal += needless(plain);
    else count += needless(plain);
    return plain;
  });
  return count >= MIN_NEEDLESS || octal >= MIN_OCTAL ? decoded : undefined;
}

const QUOTED_RUN = /(?:=[0-9A-F]{2}){3,}/g;
const SOFT_BREAK = /=\r?\n/g;

/** Quoted-printable (RFC 2045 section 6.7): runs of escaped letters; single escapes are as likely parameters of a query. */
export function withoutQuotedPrintable(text: string): string | undefined {
  if (!text.includes("=")) return undefined;
  let count = 0;
  const decoded = text.replace(QUOTED_RUN, (run) => {
    const plain = Buffer.from(run.replaceAll("=", ""), "hex").toString("utf8");
    if (plain.includes("\ufffd")) return run;
    count += needless(plain);
    return plain;
  });
  return count > MIN_NEEDLESS ? decoded.replace(SOFT_BREAK, "") : undefined;
}

/** Numbers of characters in a row: `chr(99)+chr(117)`, `fromCharCode(99,117)`, `Chr(99) & Chr(117)`, `[99, 117]`, `0x63,0x75`. */
const NUMBERS = /(?:(?:chrw?|char|0x[0-9a-f]{2}|[0-9]{2,3})\b[ \t([+&,;|)\].$%#]{0,12}){6,}/gi;
const MIN_NUMBERS = 8;
const NUMBER = /0x([0-9a-f]{2})|[0-9]{2,3}/gi;

/** The texts that rows of numbers spell. */
export function fromNumbers(text: string): string[] {
  const decoded: string[] = [];
  for (const [run] of text.matchAll(NUMBERS)) {
    const codes = Array.from(run.matchAll(NUMBER), ([number]) => Number(number));
    // Tables of characters are in order; texts are not.
    const ordered = codes.every((code, i) => i === 0 || code > (codes[i - 1] as number));
    if (codes.length >= MIN_NUMBERS && !ordered && codes.every((code) => code >= 9 && code < 127))
      decoded.push(String.fromCharCode(...codes));
  }
  return decoded;
}
