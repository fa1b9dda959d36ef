/** Escapes of Python's string literals (Python Language Reference, 2.4.1.1). */
const ESCAPES: Readonly<Record<string, string>> = {
  "\n": "",
  "\\": "\\",
  "'": "'",
  '"': '"',
  a: "\x07",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
};

const ESCAPE =
  /\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([0-7]{1,3})|N\{([^{}\n]{1,80})\}|([\s\S]))/g;

/** What stands between the quotes, with escapes resolved. */
export function unescapePython(body: string): string {
  if (!body.includes("\\")) return body;
  return body.replace(
    ESCAPE,
    (whole, x2?: string, u4?: string, u8?: string, octal?: string, name?: string, other?: string) => {
      const hex = x2 ?? u4 ?? u8;
      if (hex !== undefined) return codePoint(Number.parseInt(hex, 16)) ?? whole;
      if (octal !== undefined) return String.fromCodePoint(Number.parseInt(octal, 8));
      // The names of Unicode's characters are no part of this: whatever it is, it is one unknown character.
      if (name !== undefined) return "\uE000";
      return (other === undefined ? undefined : ESCAPES[other]) ?? whole;
    },
  );
}

function codePoint(code: number): string | undefined {
  return code <= 0x10ffff ? String.fromCodePoint(code) : undefined;
}

export interface StringForm {
  readonly raw: boolean;
  /** Where the content starts and ends, from the literal's start. */
  readonly start: number;
  readonly end: number;
}

/** The form of a string literal by its prefix and quotes. */
export function stringForm(literal: string): StringForm {
  const prefix = /^[A-Za-z]{0,2}/.exec(literal)?.[0] ?? "";
  const quote = literal.slice(prefix.length, prefix.length + 3);
  const long = quote === "'''" || quote === '"""';
  const width = long ? 3 : 1;
  const start = prefix.length + width;
  const closed = literal.length >= start + width && literal.endsWith(quote.slice(0, width));
  return { raw: /r/i.test(prefix), start, end: closed ? literal.length - width : literal.length };
}

/** A string literal's text. */
export function stringText(literal: string): string {
  const { raw, start, end } = stringForm(literal);
  const body = literal.slice(start, end);
  return raw ? body : unescapePython(body);
}

/** A number literal's value, or undefined where it is no real number. */
export function numberValue(literal: string): number | undefined {
  if (/[jJ]$/.test(literal)) return undefined;
  const value = Number(literal.replaceAll("_", ""));
  return Number.isFinite(value) ? value : undefined;
}
