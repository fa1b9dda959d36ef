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
    found.push(joined(found, here));
    const partner = awsSecretAfter(text, here);
    if (partner !== undefined) found.push(partner);
    i = Math.max(i, (partner ?? here).end - 1);
  }
  return found;
}

const AWS_SECRET = /["']?[\s:,;|]{1,4}["']?([A-Za-z0-9+/]{40})(?![A-Za-z0-9+/=])/y;

/** The secret key of AWS that stands right behind its access key, as in the files that the console gives out. */
function awsSecretAfter(text: string, { type, end }: Found): Found | undefined {
  if (type !== "secret.aws_access_key") return undefined;
  AWS_SECRET.lastIndex = end;
  const key = AWS_SECRET.exec(text)?.[1];
  // Digests are as long, and have no letters of both cases.
  if (key === undefined || !/[a-z]/.test(key) || !/[A-Z]/.test(key) || !/[0-9]/.test(key)) return undefined;
  return {
    type: "secret.aws_secret_key",
    severity: "critical",
    start: AWS_SECRET.lastIndex - key.length,
    end: AWS_SECRET.lastIndex,
  };
}

/** A header field begins before the separator at which it was found; what was found inside it goes into it. */
function joined(found: Found[], here: Found): Found {
  let whole = here;
  for (let last = found.at(-1); last !== undefined && whole.start < last.end; last = found.at(-1)) {
    whole = { ...last, start: Math.min(last.start, whole.start), end: Math.max(last.end, whole.end) };
    found.pop();
  }
  return whole;
}

function secretAt(reading: Reading, at: number): Found | undefined {
  const { text } = reading;
  switch (text.charCodeAt(at)) {
    case 0x3a: // :
      return userInfoAt(text, at) ?? formatAt(text, at) ?? assignmentAt(reading, at);
    case 0x3d: // =
      return assignmentAt(reading, at);
    case 0x3e: // >
    case 0x7c: // |
    case 0xff1a: // the full-width colon
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
  if (isSecretValue(kind, value, { quoted: true, tight: true, alone: true, argument: false, environment: false }))
    return true;
  return headerAt(`${name}: ${value}`, { name, start: 0, quoted: false }, kind, name.length + 1) !== undefined;
}
