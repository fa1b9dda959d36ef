/** One attribute of a name: its type, as RFC 4514 writes it or as dotted digits, and its value. */
export interface NameAttribute {
  readonly type: string;
  readonly value: string;
}

/** By type, as RFC 4514 section 3 and RFC 4519 name them. */
const ATTRIBUTE_NAMES: Readonly<Record<string, string>> = {
  "2.5.4.3": "CN",
  "2.5.4.5": "SERIALNUMBER",
  "2.5.4.6": "C",
  "2.5.4.7": "L",
  "2.5.4.8": "ST",
  "2.5.4.9": "STREET",
  "2.5.4.10": "O",
  "2.5.4.11": "OU",
  "0.9.2342.19200300.100.1.1": "UID",
  "0.9.2342.19200300.100.1.25": "DC",
  "1.2.840.113549.1.9.1": "EMAILADDRESS",
};

const TYPES = new Set([...Object.keys(ATTRIBUTE_NAMES), ...Object.values(ATTRIBUTE_NAMES)]);

const TYPE = /^([A-Za-z][A-Za-z0-9-]*|\d+(?:\.\d+)+) *= */;
/** RFC 4514 section 3: what a value may have as it is, an escaped special character, or an escaped byte. */
const PART = /^(?:([^\\,+"<>;\0]+)|\\([ "#+,;<=>\\])|((?:\\[0-9A-Fa-f]{2})+))/;

/**
 * The names' one form here, so that two are the same if their texts are: the last of the encoding first (RFC 4514 section 2.1), values as they
 * are, letters' case included.
 * @param rdns from the outermost to the name itself, as certificates have them
 */
export function writeName(rdns: readonly (readonly NameAttribute[])[]): string {
  return rdns
    .toReversed()
    .map((attributes) => attributes.map(writeAttribute).sort().join("+"))
    .join(",");
}

function writeAttribute({ type, value }: NameAttribute): string {
  const characters = [...value];
  const escaped = characters.map((character, at) => {
    if (character === "\0") return "\\00";
    const atEdge = (at === 0 && /[ #]/.test(character)) || (at === characters.length - 1 && character === " ");
    return atEdge || /[\\,+"<>;=]/.test(character) ? `\\${character}` : character;
  });
  return `${ATTRIBUTE_NAMES[type] ?? type}=${escaped.join("")}`;
}

/** A name that a person wrote (RFC 4514), in its one form; undefined for what is none, and for types that are not known here. */
export function readName(text: string): string | undefined {
  const rdns: NameAttribute[][] = [[]];
  let rest = text;
  for (;;) {
    const read = readAttribute(rest);
    if (read === undefined) return undefined;
    rdns.at(-1)?.push(read.attribute);
    rest = read.rest;
    if (rest === "") return writeName(rdns.toReversed());
    if (rest.startsWith(",")) rdns.push([]);
    // Only an unescaped separator ends a value.
    rest = rest.replace(/^[,+] */, "");
  }
}

function readAttribute(text: string): { readonly attribute: NameAttribute; readonly rest: string } | undefined {
  const [head, type = ""] = TYPE.exec(text) ?? [];
  if (head === undefined || !TYPES.has(type.toUpperCase())) return undefined;
  let rest = text.slice(head.length);
  // RFC 4514 section 2.4: a value in hexadecimal BER, which is not read here.
  if (rest.startsWith("#")) return undefined;
  const bytes: Buffer[] = [];
  let trailing = 0;
  for (let part = PART.exec(rest); part !== null; part = PART.exec(rest)) {
    const [all, plain, special, hex] = part;
    rest = rest.slice(all.length);
    trailing = plain === undefined ? 0 : plain.length - plain.trimEnd().length;
    bytes.push(hex === undefined ? Buffer.from(plain ?? special ?? "") : Buffer.from(hex.replaceAll("\\", ""), "hex"));
  }
  if (rest !== "" && !/^[,+]/.test(rest)) return undefined;
  const value = utf8Of(Buffer.concat(bytes));
  if (value === undefined || value.length === trailing) return undefined;
  // Spaces before a separator are no part of the value, unless they are escaped.
  const named = { type: nameOf(type), value: trailing === 0 ? value : value.slice(0, -trailing) };
  return { attribute: named, rest };
}

function nameOf(type: string): string {
  return ATTRIBUTE_NAMES[type] ?? type.toUpperCase();
}

function utf8Of(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
