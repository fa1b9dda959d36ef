const START = /^[ \t\n\r]*\{[ \t\n\r]*"requests"[ \t\n\r]*:[ \t\n\r]*\[[ \t\n\r]*/;
const END = /^[ \t\n\r]*\}[ \t\n\r]*$/;

const QUOTE = 0x22;
const COMMA = 0x2c;
const OPEN_BRACKET = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;

/**
 * Cuts the text `{"requests": [a, b, …]}` into the texts of its items, which may be anything whose strings end and whose
 * brackets balance. Undefined when the text has another form or more items than `max`.
 */
export function splitBatch(source: string, max: number): readonly string[] | undefined {
  const head = START.exec(source)?.[0];
  if (head === undefined) return undefined;
  const items: string[] = [];
  let start = head.length;
  for (;;) {
    const end = endOfItem(source, start);
    const item = source.slice(start, end).trim();
    const last = source.charCodeAt(end) === CLOSE_BRACKET;
    if (item !== "") items.push(item);
    else if (!last || items.length > 0) return undefined;
    if (items.length > max) return undefined;
    if (last) return END.test(source.slice(end + 1)) ? items : undefined;
    start = end + 1;
  }
}

/** The index of the comma or bracket after the item, or the end of the text. */
function endOfItem(source: string, start: number): number {
  let depth = 0;
  for (let i = start; i < source.length; i += 1) {
    const c = source.charCodeAt(i);
    if (c === QUOTE) {
      i = endOfString(source, i);
    } else if (c === OPEN_BRACE || c === OPEN_BRACKET) {
      depth += 1;
    } else if (c === CLOSE_BRACE || c === CLOSE_BRACKET) {
      if (depth === 0) return i;
      depth -= 1;
    } else if (c === COMMA && depth === 0) {
      return i;
    }
  }
  return source.length;
}

function endOfString(source: string, start: number): number {
  for (let i = start + 1; i < source.length; i += 1) {
    const c = source.charCodeAt(i);
    if (c === QUOTE) return i;
    if (c === BACKSLASH) i += 1;
  }
  return source.length;
}
