const ESCAPES: Readonly<Record<string, string>> = {
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
  "\n": "",
  "\r\n": "",
};

const ESCAPE = /\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|u\{([0-9a-fA-F]{1,8})\}|([0-7]{1,3})|(\r\n|[\s\S]))/g;

/** Text between quotes or of a template, with escapes resolved (ECMA-262, 12.9.4 and B.1.2). */
export function unescapeScript(body: string): string {
  if (!body.includes("\\")) return body;
  return body.replace(ESCAPE, (whole, x2?: string, u4?: string, braced?: string, octal?: string, other?: string) => {
    const hex = x2 ?? u4 ?? braced;
    if (hex !== undefined) {
      const code = Number.parseInt(hex, 16);
      return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
    }
    if (octal !== undefined) return String.fromCodePoint(Number.parseInt(octal, 8));
    return other === undefined ? whole : (ESCAPES[other] ?? other);
  });
}

/** A string literal's text. */
export function stringText(literal: string): string {
  const quote = literal[0];
  const end = literal.length > 1 && literal.endsWith(quote ?? "") ? -1 : undefined;
  return unescapeScript(literal.slice(1, end));
}

/** A number literal's value; undefined for one that is not exact. */
export function numberValue(literal: string): number | undefined {
  const plain = literal.replaceAll("_", "");
  const legacy = /^0[0-7]+$/.test(plain) ? Number.parseInt(plain, 8) : Number(plain.replace(/n$/, ""));
  return Number.isFinite(legacy) ? legacy : undefined;
}
