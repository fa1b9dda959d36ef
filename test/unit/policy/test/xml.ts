/** An element of an XML document. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlElement[];
  readonly text: string;
}

const MARKUP = /<(?<closing>\/?)(?<name>[a-z]+)(?<attributes>(?: [a-z]+="[^"<]*")*)(?<empty>\/?)>/y;
const TEXT = /[^<]+/y;
const ATTRIBUTE = / (?<key>[a-z]+)="(?<value>[^"<]*)"/g;
const ENTITY = /&(?:(?<named>amp|lt|gt|quot)|#(?<code>\d+));/g;
const NAMED: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"' };

// biome-ignore lint/suspicious/noControlCharactersInRegex: what XML 1.0 (section 2.2) has no characters for
const NO_CHARACTER = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Cs}/u;

/** Reads the subset of XML 1.0 that a report needs, strictly. @throws Error at whatever is not well-formed */
export function parseXml(source: string): XmlElement {
  if (NO_CHARACTER.test(source)) throw new Error("a character that XML does not have");
  const declaration = '<?xml version="1.0" encoding="UTF-8"?>\n';
  if (!source.startsWith(declaration)) throw new Error("no declaration");
  const root = { name: "", attributes: {}, children: [] as XmlElement[], text: "" };
  const open: { name: string; children: XmlElement[]; text: string }[] = [root];
  for (let at = declaration.length; at < source.length; ) {
    const here = open.at(-1);
    if (here === undefined) throw new Error("closed too often");
    TEXT.lastIndex = MARKUP.lastIndex = at;
    const text = TEXT.exec(source);
    const markup = text === null ? MARKUP.exec(source) : null;
    if (text !== null) here.text += decoded(text[0]);
    if (text === null && markup === null) throw new Error(`no markup at ${source.slice(at, at + 40)}`);
    at = text === null ? MARKUP.lastIndex : TEXT.lastIndex;
    const { closing, name = "", attributes = "", empty } = markup?.groups ?? {};
    if (closing === "/") {
      if (here.name !== name) throw new Error(`${here.name} is closed by ${name}`);
      open.pop();
    } else if (name !== "") {
      const element = { name, attributes: attributesOf(attributes), children: [] as XmlElement[], text: "" };
      here.children.push(element);
      if (empty !== "/") open.push(element);
    }
  }
  if (open.length !== 1 || root.children.length !== 1) throw new Error("not one element");
  return root.children[0] as XmlElement;
}

function attributesOf(text: string): Readonly<Record<string, string>> {
  const found = [...text.matchAll(ATTRIBUTE)].map(({ groups = {} }) => [groups["key"], decoded(groups["value"] ?? "")]);
  const attributes = Object.fromEntries(found) as Record<string, string>;
  if (Object.keys(attributes).length !== found.length) throw new Error("an attribute twice");
  return attributes;
}

function decoded(text: string): string {
  if (/&/.test(text.replace(ENTITY, ""))) throw new Error("an ampersand that is no entity");
  return text.replace(ENTITY, (_, named: string | undefined, code: string) =>
    named === undefined ? String.fromCodePoint(Number(code)) : (NAMED[named] ?? ""),
  );
}
