import type { Found } from "../found.ts";
import { isMonotonous } from "../values.ts";
import { CLOUD } from "./cloud.ts";
import { DEVELOPER } from "./developer.ts";
import type { Format } from "./format.ts";
import { GENERIC } from "./generic.ts";
import { SERVICES } from "./services.ts";

/** How far back a format's lead looks: the longest is an OpenAI key's. */
const LEAD_CHARS = 96;

/** An anchor of a format. */
interface Anchor {
  readonly text: string;
  readonly format: Format;
}

const ASCII = 128;

/** Anchors by their first two characters, the longest first: `sk-ant-` before `sk-`. */
const byPair: readonly (readonly Anchor[] | undefined)[] = indexed([...CLOUD, ...DEVELOPER, ...SERVICES, ...GENERIC]);

function indexed(formats: readonly Format[]): (Anchor[] | undefined)[] {
  const table: (Anchor[] | undefined)[] = new Array(ASCII * ASCII).fill(undefined);
  for (const format of formats) {
    for (const text of format.anchors) {
      const pair = text.charCodeAt(0) * ASCII + text.charCodeAt(1);
      const anchors = table[pair] ?? [];
      table[pair] = anchors;
      anchors.push({ text, format });
      anchors.sort((a, b) => b.text.length - a.text.length);
    }
  }
  return table;
}

function isLetter(code: number): boolean {
  return (code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a);
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

/** How much of a line of base64 tells it from a path or a separator. */
const BASE64_WINDOW = 24;

/** Whether the text up to `at` is the inside of a longer run of base64, where any four characters may come up. */
function insideBase64(text: string, at: number): boolean {
  const before = text.charCodeAt(at - 1);
  if (before !== 0x2b && before !== 0x2f) return false;
  const window = text.slice(Math.max(0, at - BASE64_WINDOW), at);
  return /^[A-Za-z0-9+/]{24}$/.test(window) && /[0-9]/.test(window) && /[A-Z]/.test(window) && /[a-z]/.test(window);
}

/** Whether what stands before `at` is the end of an escape: \n, %3D, \u003d. */
function isEscape(text: string, at: number): boolean {
  if (text.charCodeAt(at - 2) === 0x5c) return isLetter(text.charCodeAt(at - 1));
  if (text.charCodeAt(at - 3) === 0x25) return /[0-9A-Fa-f]{2}/.test(text.slice(at - 2, at));
  return text.charCodeAt(at - 6) === 0x5c && /^u00[0-9A-Fa-f]{2}$/.test(text.slice(at - 5, at));
}

/** Anchors that come up inside of base64: they do not stand right behind a digit. */
const PLAIN_ANCHOR = /^(?:[A-Z0-9][A-Za-z0-9]*|[a-z0-9]{2,3})$/;

function beginsWord(text: string, at: number, anchor: string): boolean {
  const before = text.charCodeAt(at - 1);
  if (isLetter(before) || (isDigit(before) && PLAIN_ANCHOR.test(anchor))) return isEscape(text, at);
  return true;
}

/** Shorter rests say too little to be stand-ins. */
const MIN_STAND_IN_CHARS = 8;

function matched(text: string, at: number, { text: anchor, format }: Anchor): Found | undefined {
  if (!text.startsWith(anchor, at)) return undefined;
  const first = anchor.charCodeAt(0);
  if ((isLetter(first) || isDigit(first)) && format.lead === undefined) {
    if (format.whole && /[\w-]/.test(text.charAt(at - 1)) && !isEscape(text, at)) return undefined;
    if (!beginsWord(text, at, anchor) || insideBase64(text, at)) return undefined;
  }
  let start = at;
  if (format.lead !== undefined) {
    const lead = format.lead.exec(text.slice(Math.max(0, at - LEAD_CHARS), at));
    if (lead === null) return undefined;
    start = at - lead[0].length;
  }
  format.rest.lastIndex = at + anchor.length;
  const rest = format.rest.exec(text);
  if (rest === null || (rest[0].length >= MIN_STAND_IN_CHARS && isMonotonous(rest[0]))) return undefined;
  const end = at + anchor.length + rest[0].length;
  const verdict = format.judge === undefined ? true : format.judge(text.slice(start, end));
  if (verdict === false) return undefined;
  return { type: format.type, severity: verdict === true ? format.severity : verdict, start, end };
}

/** The credential that has its anchor at this place, if any. */
export function formatAt(text: string, at: number): Found | undefined {
  const first = text.charCodeAt(at);
  const second = text.charCodeAt(at + 1);
  if (first >= ASCII || !(second < ASCII)) return undefined;
  const anchors = byPair[first * ASCII + second];
  if (anchors === undefined) return undefined;
  for (const anchor of anchors) {
    const found = matched(text, at, anchor);
    if (found !== undefined) return found;
  }
  return undefined;
}
