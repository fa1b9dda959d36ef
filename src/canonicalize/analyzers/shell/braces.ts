import { MAX_FIELDS } from "./limits.ts";

/** Lists in lists, and lists behind lists, of one word. */
const MAX_BRACES = 8;
/** Longer words with braces are built to be looked at for long; they stay as they are. */
const MAX_BRACES_CHARS = 1024;
const RANGE = /^(-?\d{1,6}|[a-zA-Z])\.\.(-?\d{1,6}|[a-zA-Z])(?:\.\.(-?\d{1,6}))?$/;

/** The words of a brace expansion, `{a,b}` or `{1..3}`, nested ones too; at most MAX_FIELDS. Braces that are none stay. */
export function expandBraces(text: string, depth = 0): readonly string[] {
  const open = text.indexOf("{");
  if (open < 0 || depth > MAX_BRACES || text.length > MAX_BRACES_CHARS) return [text];
  const close = closing(text, open);
  if (close < 0) return [text];
  const body = text.slice(open + 1, close);
  const items = listItems(body) ?? range(body);
  const rest = expandBraces(text.slice(close + 1), depth + 1);
  if (items === undefined) return rest.map((tail) => text.slice(0, close + 1) + tail);
  const head = text.slice(0, open);
  const words: string[] = [];
  for (const item of items) {
    for (const inner of expandBraces(item, depth + 1)) {
      for (const tail of rest) {
        if (words.length === MAX_FIELDS) return words;
        words.push(head + inner + tail);
      }
    }
  }
  return words;
}

function closing(text: string, open: number): number {
  let level = 0;
  for (let i = open; i < text.length; i++) {
    if (text[i] === "{") level++;
    else if (text[i] === "}" && --level === 0) return i;
  }
  return -1;
}

function listItems(body: string): readonly string[] | undefined {
  const items: string[] = [];
  let level = 0;
  let start = 0;
  for (let i = 0; i < body.length; i++) {
    const char = body[i];
    if (char === "{") level++;
    else if (char === "}") level--;
    else if (char === "," && level === 0) {
      items.push(body.slice(start, i));
      start = i + 1;
    }
  }
  return items.length === 0 ? undefined : [...items, body.slice(start)].map(unquoted);
}

function range(body: string): readonly string[] | undefined {
  const match = RANGE.exec(body);
  if (match === null) return undefined;
  const [, from = "", to = "", by = "1"] = match;
  const letters = /[a-zA-Z]/.test(from);
  const start = letters ? from.charCodeAt(0) : Number(from);
  const end = letters ? to.charCodeAt(0) : Number(to);
  const step = Math.max(1, Math.abs(Number(by))) * (end < start ? -1 : 1);
  const found: string[] = [];
  for (let i = start; step > 0 ? i <= end : i >= end; i += step) {
    found.push(letters ? String.fromCharCode(i) : String(i));
    if (found.length === MAX_FIELDS) break;
  }
  return found;
}

/** Quotes and backslashes inside of braces. */
function unquoted(item: string): string {
  return item.replace(/\\(.)|["']/g, "$1");
}
