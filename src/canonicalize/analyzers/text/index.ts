import { characterTricks } from "./characters.ts";
import { fromNumbers, withoutBackslashes, withoutEntities, withoutPercent, withoutQuotedPrintable } from "./escapes.ts";
import { MAX_DECODED, MAX_DEPTH, MAX_INFLATED, MAX_LAYER_CHARS, MIN_DECODED_CHARS } from "./limits.ts";
import { isText } from "./printable.ts";
import { type Budget, decodedStretches } from "./stretches.ts";

/** What a text hides. */
export interface ScannedText {
  /** Characters that are not what they seem to be, one entry a trick. */
  readonly hidden: readonly { readonly trick: string; readonly length: number }[];
  /** The plain form of what stands disguised or encoded in the text, with the ways in which it was hidden, outermost first. */
  readonly decoded: readonly { readonly how: readonly string[]; readonly text: string }[];
  /** "limit" where more layers or texts were there than are looked at. */
  readonly parse: "complete" | "limit";
}

const NOTHING: ScannedText = { hidden: [], decoded: [], parse: "complete" };

interface Layer {
  readonly text: string;
  readonly how: readonly string[];
  /** Whether it is a step on the way, and by itself nothing that anybody wrote to be read. */
  readonly step?: boolean;
}

/** Escapes that stand between other characters, so that the whole text is the decoded form. */
const ESCAPES: readonly (readonly [how: string, decode: (text: string) => string | undefined])[] = [
  ["percent", withoutPercent],
  ["html", withoutEntities],
  ["escape", withoutBackslashes],
  ["quoted_printable", withoutQuotedPrintable],
];

/** Whether anything in the text could hide something: most arguments are done with here. */
const SUSPICIOUS =
  /[^\t\n\r -~]|%[0-9A-Fa-f]|&#|\\[ux0-3U]|=[0-9A-F]{2}=|[A-Za-z0-9+/_-]{12}|[0-9A-Fa-f]{2}(?:[ :,-][0-9A-Fa-f]{2}){3}|(?:[0-9]{2}[^A-Za-z0-9]{1,8}){4}|chrw?\(/i;

/** What stands disguised, encoded or invisible in a text. Takes time in proportion to its length and to MAX_LAYER_CHARS. */
export function scanText(text: string): ScannedText {
  if (!SUSPICIOUS.test(text)) return NOTHING;
  const hidden = new Map<string, number>();
  const decoded: Layer[] = [];
  const seen = new Set([text]);
  const pending: Layer[] = [{ text, how: [] }];
  const budget: Budget = { inflated: 0 };
  let chars = -text.length;
  let limited = false;
  for (let layer = pending.pop(); layer !== undefined; layer = pending.pop()) {
    chars += layer.text.length;
    if (chars > MAX_LAYER_CHARS || decoded.length >= MAX_DECODED) {
      limited = true;
      break;
    }
    for (const next of layersIn(layer, hidden, budget)) {
      if (seen.has(next.text)) continue;
      seen.add(next.text);
      if (next.step !== true) decoded.push({ how: next.how, text: next.text });
      if (next.how.length < MAX_DEPTH) pending.push(next);
      else limited = true;
    }
  }
  return {
    hidden: [...hidden].map(([trick, length]) => ({ trick, length })),
    decoded: decoded.slice(0, MAX_DECODED),
    parse: limited || budget.inflated > MAX_INFLATED ? "limit" : "complete",
  };
}

/** The layers right below this one. */
function layersIn({ text, how }: Layer, hidden: Map<string, number>, budget: Budget): Layer[] {
  const layers: Layer[] = [];
  const characters = characterTricks(text);
  for (const [trick, count] of characters?.tricks ?? []) hidden.set(trick, (hidden.get(trick) ?? 0) + count);
  for (const { trick, text: spelled } of characters?.spelled ?? []) {
    if (isText(spelled)) layers.push({ how: [...how, trick], text: spelled });
  }
  const whole = unescaped(characters?.plain ?? text, [...how, ...(characters?.tricks.keys() ?? [])]);
  if (whole.text !== text && whole.text.trim().length >= MIN_DECODED_CHARS) layers.push(whole);
  for (const plain of fromNumbers(text)) if (isText(plain)) layers.push({ how: [...how, "numbers"], text: plain });
  for (const stretch of decodedStretches(text, budget)) {
    layers.push({ how: [...how, ...stretch.how], text: stretch.text, step: !isText(stretch.text) });
  }
  for (const plain of jsonStrings(text)) layers.push({ how: [...how, "json"], text: plain, step: true });
  return layers;
}

/** The text without its escapes, all kinds at once: one after the other they would make a layer for every order. */
function unescaped(text: string, how: readonly string[]): Layer {
  const ways = [...how];
  let plain = text;
  for (const [name, decode] of ESCAPES) {
    const decoded = decode(plain);
    if (decoded === undefined) continue;
    plain = decoded;
    ways.push(name);
  }
  return { text: plain, how: ways };
}

/** The strings of a text that is JSON, looked through for what they hide; by themselves they hide nothing. */
function jsonStrings(text: string): string[] {
  const first = text.trimStart().charAt(0);
  if (first !== "{" && first !== "[" && first !== '"') return [];
  const strings: string[] = [];
  try {
    JSON.parse(text, (_key, value: unknown) => {
      if (typeof value === "string" && value.length >= MIN_DECODED_CHARS) strings.push(value);
      return undefined;
    });
  } catch {
    // Text that only begins like JSON has no strings to look at.
    return [];
  }
  return strings;
}
