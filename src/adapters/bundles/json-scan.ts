const QUOTE = 0x22;
const MINUS = 0x2d;
const ZERO = 0x30;
const NINE = 0x39;
const OPEN_BRACKET = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;

const NUMBER = /-?[0-9][0-9.eE+-]*/y;

export interface JsonScan {
  /** Of nested arrays and objects. */
  readonly depth: number;
  /** Whether JavaScript writes every number as the text has it. */
  readonly numbersExact: boolean;
}

/** One pass over text that may or may not be JSON; parsing tells. */
export function scanJsonText(text: string): JsonScan {
  let depth = 0;
  let deepest = 0;
  let numbersExact = true;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) at = endOfString(text, at);
    else if (code === OPEN_BRACE || code === OPEN_BRACKET) deepest = Math.max(deepest, ++depth);
    else if (code === CLOSE_BRACE || code === CLOSE_BRACKET) depth--;
    else if (code === MINUS || (code >= ZERO && code <= NINE)) {
      NUMBER.lastIndex = at;
      const number = NUMBER.exec(text)?.[0] ?? "-";
      numbersExact &&= String(Number(number)) === number;
      at += number.length - 1;
    }
  }
  return { depth: deepest, numbersExact };
}

/** @returns where its closing quote is, or the text's end */
function endOfString(text: string, start: number): number {
  let quote = text.indexOf('"', start + 1);
  while (quote > 0 && isEscaped(text, quote)) quote = text.indexOf('"', quote + 1);
  return quote < 0 ? text.length : quote;
}

function isEscaped(text: string, at: number): boolean {
  let backslashes = 0;
  while (text.charCodeAt(at - 1 - backslashes) === BACKSLASH) backslashes++;
  return backslashes % 2 === 1;
}
