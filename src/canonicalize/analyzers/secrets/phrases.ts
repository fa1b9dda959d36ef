import { secretIn } from "./assignments.ts";
import type { Found } from "./found.ts";
import { nameBefore } from "./name-before.ts";
import { rememberedNameKind } from "./names.ts";
import type { Reading } from "./reading.ts";
import { spokenKind } from "./told-names.ts";
import { valueAfter } from "./value-after.ts";

/** SQL: `IDENTIFIED BY 'x'`, `SET PASSWORD FOR u = 'x'`. */
const SQL =
  /(?:identified (?:with \w{1,40} )?by(?: password)?[ \t]{1,8}|password for [^=\n'"]{0,40}['"][^=\n]{1,100}= ?)(?=['"])/iy;
/** SQL: `CREATE ROLE u WITH LOGIN ENCRYPTED PASSWORD 'x'`. */
const SQL_PASSWORD = /password[ \t]{1,8}(?=')/iy;
const SQL_BEFORE = /\b(?:user|role|login|with|encrypted|master)\b[^;]{0,80}$/i;
const SQL_CHARS = 120;
/** A .netrc file (ftp(1)) and its like: `machine host login name password x`. */
const NETRC = /(?:password|passwd|account)[ \t\n]{1,8}/y;
const NETRC_BEFORE =
  /(?:^|\s)(?:machine[ \t\n]{1,8}\S{1,120}|default)[ \t\n]{1,8}(?:login|user)[ \t\n]{1,8}\S{1,120}[ \t\n]{1,8}$/;
const NETRC_CHARS = 300;
/** Windows: `setx NAME value`. */
const SETX = /setx[ \t]{1,8}["']?([\w.-]{2,80})["']?[ \t]{1,8}/iy;
/** Sentences: `the password is x`. */
const COPULA = /(?:is|was|are)(?:[ \t]{1,4}now)?[ \t]{0,2}:?[ \t]{1,4}/y;

function beginsWord(text: string, at: number): boolean {
  return !/[A-Za-z0-9_]/.test(text.charAt(at - 1));
}

/** The secret behind a phrase that begins at `at`, in SQL, .netrc files, commands of Windows and sentences. */
export function phraseAt(reading: Reading, at: number): Found | undefined {
  const { text } = reading;
  if (!beginsWord(text, at)) return undefined;
  SQL.lastIndex = at;
  if (SQL.test(text)) return passwordAfter(reading, SQL.lastIndex);
  SQL_PASSWORD.lastIndex = at;
  if (SQL_PASSWORD.test(text) && SQL_BEFORE.test(text.slice(Math.max(0, at - SQL_CHARS), at))) {
    return passwordAfter(reading, SQL_PASSWORD.lastIndex);
  }
  NETRC.lastIndex = at;
  if (NETRC.test(text) && NETRC_BEFORE.test(text.slice(Math.max(0, at - NETRC_CHARS), at))) {
    return passwordAfter(reading, NETRC.lastIndex);
  }
  SETX.lastIndex = at;
  const name = SETX.exec(text)?.[1];
  return name === undefined ? undefined : namedAfter(reading, name, SETX.lastIndex);
}

function passwordAfter(reading: Reading, from: number): Found | undefined {
  const value = valueAfter(reading, from, false);
  return value === undefined ? undefined : secretIn(reading.text, "password", value, true);
}

function namedAfter(reading: Reading, name: string, from: number): Found | undefined {
  const kind = rememberedNameKind(name);
  const value = kind === undefined ? undefined : valueAfter(reading, from, false);
  return kind === undefined || value === undefined ? undefined : secretIn(reading.text, kind, value, true);
}

/** The secret behind a copula at `at`: `my password is hunter2`. Only what is no plain word. */
export function sentenceAt(reading: Reading, at: number): Found | undefined {
  const { text } = reading;
  if (text.charCodeAt(at - 1) !== 0x20) return undefined;
  COPULA.lastIndex = at;
  if (!COPULA.test(text)) return undefined;
  const from = COPULA.lastIndex;
  const name = nameBefore(text, at);
  const kind = name === undefined ? undefined : spokenKind(text, name, at);
  if (kind === undefined) return undefined;
  const value = valueAfter(reading, from, false);
  if (value === undefined || !/[0-9!@#$%^&*]/.test(text.slice(value.start, value.end))) return undefined;
  return secretIn(text, kind, { ...value, alone: true }, false);
}
