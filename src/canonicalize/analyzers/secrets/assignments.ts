import { formatAt } from "./formats/index.ts";
import type { Found } from "./found.ts";
import { headerAt } from "./headers.ts";
import { type NameBefore, nameBefore } from "./name-before.ts";
import { type NameKind, rememberedNameKind, repeatsName } from "./names.ts";
import type { Reading } from "./reading.ts";
import { isKubernetesSecret, isKubernetesValue, spokenKind, toldKind } from "./told-names.ts";
import { type ValueAfter, valueAfter } from "./value-after.ts";
import { isSecretValue, type Setting } from "./values.ts";

const TYPES: Readonly<Record<NameKind, Pick<Found, "type" | "severity">>> = {
  password: { type: "secret.password", severity: "high" },
  secret: { type: "secret.api_key", severity: "high" },
  token: { type: "secret.token", severity: "high" },
  session: { type: "secret.session", severity: "medium" },
  code: { type: "secret.code", severity: "medium" },
  key: { type: "secret.key", severity: "medium" },
};

/** A scheme of RFC 9110 section 11 before the credential itself. */
const SCHEME = /^(?:Bearer|Basic|Token|ApiKey|Api-Key|Key|OAuth|JWT|SSWS|Negotiate|NTLM) +/i;

/** The secret that a name gives to a span, or undefined where it is none. */
export function secretIn(
  text: string,
  kind: NameKind,
  value: ValueAfter,
  tight: boolean,
  environment = false,
): Found | undefined {
  const scheme = SCHEME.exec(text.slice(value.start, Math.min(value.end, value.start + 16)))?.[0].length ?? 0;
  const start = value.start + scheme;
  const known = formatAt(text, start);
  if (known !== undefined) return { ...known, end: Math.max(known.end, value.end) };
  const { quoted, alone, argument } = value;
  const setting: Setting = { quoted, tight, alone, argument, environment };
  // A full stop ends the sentence rather than the secret.
  const stopped = !value.quoted && !tight && /[.,!?]/.test(text.charAt(value.end - 1));
  const end = stopped ? value.end - 1 : value.end;
  if (!isSecretValue(kind, text.slice(start, end), setting)) return undefined;
  return { ...TYPES[kind], start, end };
}

/** Where the value begins that a separator at `at` stands before, or -1 where it compares, or separates something else. */
function valueStart(text: string, at: number): number {
  const code = text.charCodeAt(at);
  const before = text.charAt(at - 1);
  const next = text.charAt(at + 1);
  if (code === 0x25) return at + 3;
  if (code === 0x3d) {
    if (next === "=" || next === "~" || "=!<>+~".includes(before === "" ? " " : before) || isPadding(text, at))
      return -1;
    return next === ">" ? at + 2 : at + 1;
  }
  // `::` qualifies a name, `:=` is dealt with at its equals sign, `://` belongs to a URL.
  if (next === ":" || before === ":" || next === "=" || text.startsWith("//", at + 1)) return -1;
  return at + 1;
}

const PADDED = /^[A-Za-z0-9+/]{24}$/;

/** Whether an equals sign ends a stretch of base64 rather than a name. */
function isPadding(text: string, at: number): boolean {
  return !/[\w"']/.test(text.charAt(at + 1)) && PADDED.test(text.slice(Math.max(0, at - 24), at));
}

/** The secret that is assigned by the separator at `at`: `=`, `:`, `%3D`, `%3A`, `>` behind an opening tag, `|` in a table. */
export function assignmentAt(reading: Reading, at: number): Found | undefined {
  const { text } = reading;
  const separator = text.charCodeAt(at);
  const from = valueStart(text, at);
  if (from < 0) return undefined;
  const walrus = separator === 0x3d && (text.charAt(at - 1) === ":" || text.charAt(at - 1) === "?");
  const name = nameBefore(text, walrus ? at - 1 : at);
  if (name === undefined) return undefined;
  const kind = kindOf(text, name, at);
  if (kind === undefined && separator === 0x3a) return kubernetesAt(reading, from);
  if (kind === undefined || (separator === 0x7c && text.slice(0, name.start).trimEnd().at(-1) !== "|"))
    return undefined;
  if (separator === 0x3a && !name.quoted) {
    const header = headerAt(text, name, kind, from);
    if (header !== undefined) return header;
  }
  const value = valueAfter(reading, from, name.quoted || separator === 0x3a);
  if (value === undefined || isCall(text, value) || repeatsName(name.name, text.slice(value.start, value.end)))
    return undefined;
  // A tag's text ends with the closing tag; `<password>` alone stands for a password.
  if (separator === 0x3e && (text.charAt(name.start - 1) !== "<" || text.charAt(value.end) !== "<")) return undefined;
  const gap = text.slice(from, value.start);
  const tight = separator !== 0x3a && !walrus && !gap.includes(" ") && text.charAt(at - 1).trim() !== "";
  return secretIn(text, kind, value, tight, tight && !/\p{Ll}/u.test(name.name));
}

function kindOf(text: string, name: NameBefore, end: number): NameKind | undefined {
  const kind = rememberedNameKind(name.name) ?? toldKind(text, name);
  // "API key: …": by itself the last word says too little.
  return (kind === undefined || kind === "key") && !name.quoted && text.charAt(name.start - 1) === " "
    ? spokenKind(text, name, end)
    : kind;
}

function kubernetesAt(reading: Reading, from: number): Found | undefined {
  const value = isKubernetesSecret(reading) ? valueAfter(reading, from, false) : undefined;
  if (value === undefined || !isKubernetesValue(reading.text.slice(value.start, value.end))) return undefined;
  return { type: "secret.kubernetes", severity: "high", start: value.start, end: value.end };
}

/** Whether the value is a program's expression rather than a literal: `get("x")`, `tokens[0]`. */
function isCall(text: string, value: ValueAfter): boolean {
  if (value.quoted) return false;
  return /^[A-Za-z_$][\w$.]*[([]/.test(text.slice(value.start, Math.min(text.length, value.end + 1)));
}
