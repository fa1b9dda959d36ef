import { assignmentAt } from "./assignments.ts";
import { privateKeyAt, puttyKeyAt } from "./blocks.ts";
import { formatAt } from "./formats/index.ts";
import type { Found } from "./found.ts";
import { headerAt, schemeAt } from "./headers.ts";
import { MAX_NAME_CHARS, rememberedNameKind } from "./names.ts";
import { optionAt, shortOptionAt } from "./options.ts";
import { phraseAt, sentenceAt } from "./phrases.ts";
import { type Reading, readingOf } from "./reading.ts";
import { userInfoAt } from "./urls.ts";
import { isSecretValue } from "./values.ts";

export type { Found } from "./found.ts";

/** No secret is shorter, its name included. */
const MIN_TEXT_CHARS = 8;

/**
 * The credentials in a text: those with a form of their own, those that a name, an option or a header field tells, and
 * private keys. Sorted by place, not overlapping. Takes time in proportion to the text's length, whatever it holds.
 */
export function findSecrets(text: string): readonly Found[] {
  if (text.length < MIN_TEXT_CHARS) return [];
  const reading = readingOf(text);
  const found: Found[] = [];
  for (let i = 0; i < text.length; i++) {
    const here = secretAt(reading, i);
    if (here === undefined) continue;
    const last = found.at(-1);
    // A header field begins before the separator at which it was found.
    if (last !== undefined && here.start < last.end) {
      found[found.length - 1] = { ...last, start: Math.min(last.start, here.start), end: Math.max(last.end, here.end) };
    } else found.push(here);
    i = Math.max(i, here.end - 1);
  }
  return found;
}

function secretAt(reading: Reading, at: number): Found | undefined {
  const { text } = reading;
  switch (text.charCodeAt(at)) {
    case 0x3a: // :
      return userInfoAt(text, at) ?? formatAt(text, at) ?? assignmentAt(reading, at);
    case 0x3d: // =
      return assignmentAt(reading, at);
    case 0x3e: // >
      return assignmentAt(reading, at);
    case 0x25: // %
      return /^3[DdAa]/.test(text.slice(at + 1, at + 3)) ? assignmentAt(reading, at) : undefined;
    case 0x2d: // -
      return dashAt(reading, at);
    case 0x50: // P
      return formatAt(text, at) ?? puttyKeyAt(reading, at) ?? phraseAt(reading, at);
    case 0x70: // p
    case 0x49: // I
    case 0x73: // s
    case 0x53: // S
      return formatAt(text, at) ?? phraseAt(reading, at);
    case 0x69: // i
    case 0x77: // w
    case 0x61: // a
      return formatAt(text, at) ?? phraseAt(reading, at) ?? sentenceAt(reading, at);
    case 0x42: // B
    case 0x62: // b
      return formatAt(text, at) ?? schemeAt(text, at);
    default:
      return formatAt(text, at);
  }
}

function dashAt(reading: Reading, at: number): Found | undefined {
  const { text } = reading;
  if (text.startsWith("----", at)) return privateKeyAt(reading, at);
  const before = text.charCodeAt(at - 1);
  if (!Number.isNaN(before) && before > 0x20 && !"\"'`(".includes(text.charAt(at - 1))) return formatAt(text, at);
  return shortOptionAt(reading, at) ?? optionAt(reading, at);
}

/** Whether a value is a secret because of the name that it stands under, e.g. of a JSON member or a header field. */
export function isSecretUnder(name: string, value: string): boolean {
  if (name.length > MAX_NAME_CHARS) return false;
  const kind = rememberedNameKind(name);
  if (kind === undefined) return false;
  if (isSecretValue(kind, value, { quoted: true, tight: true, alone: true, argument: false })) return true;
  return headerAt(`${name}: ${value}`, { name, start: 0, quoted: false }, kind, name.length + 1) !== undefined;
}
