/** A piece of a page. Nothing but `html` makes one, so that no text becomes markup by itself. */
export class Html {
  readonly text: string;

  constructor(key: typeof KEY, text: string) {
    if (key !== KEY) throw new TypeError("pieces of pages are made by html`…`");
    this.text = text;
  }
}

const KEY = Symbol("html");

type Part = Html | string | number | readonly Html[];

/** Markup with values in it: texts and numbers escaped, pieces as they are. Attributes stand in double quotes in every template. */
export function html(markup: TemplateStringsArray, ...parts: readonly Part[]): Html {
  const texts = parts.map((part, i) => textOf(part) + (markup[i + 1] ?? ""));
  return new Html(KEY, (markup[0] ?? "") + texts.join(""));
}

export const NOTHING: Html = html``;

function textOf(part: Part): string {
  if (part instanceof Html) return part.text;
  if (typeof part === "object") return part.map(({ text }) => text).join("");
  return escaped(String(part));
}

const ESCAPES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
  "`": "&#96;",
};

function escaped(text: string): string {
  return text.replace(/[&<>"'`]/g, (character) => ESCAPES[character] ?? "");
}
