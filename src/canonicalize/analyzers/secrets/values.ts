import type { NameKind } from "./names.ts";

/** Words that stand where a secret would, and are none. */
const STAND_INS: ReadonlySet<string> = new Set(
  [
    "password passwd pass pwd passphrase passcode secret token key apikey api_key api-key access_token auth credential credentials api_token auth_token apitoken username user login",
    "changeme change_me change-me changeit replaceme replace_me replace-me fixme todo tbd placeholder dummy sample example",
    "redacted hidden masked removed filtered protected omitted censored encrypted empty none null nil undefined unset default",
    "string str text char varchar number int integer bool boolean object any void bytes value values var variable field input",
    "true false yes no on off required optional mandatory missing invalid incorrect correct wrong expired valid unknown",
    "file env prompt ask stdin interactive generated random auto automatic keyring keychain vault disabled enabled allowed",
    "authentication authorization scheme header demo your-token your_token yourtoken your-key your_key your-api-key your_api_key yourapikey your_password yourpassword",
    "mypassword my_password my-password thepassword password_here token_here key_here secret_here xxx yyy zzz foo bar baz foobar",
    "self this that the and or is are was be must should can may not for with from to of in as bearer basic digest",
  ]
    .join(" ")
    .split(" "),
);

/** Passwords that systems come with, and that people leave: stand-ins in texts, passwords where a setting has them. */
const DEFAULT_PASSWORDS: ReadonlySet<string> = new Set(
  "password passwd pass pwd secret changeme change_me change-me changeit default mypassword my_password".split(" "),
);

/** `<password>`, `${X}`, `{{ x }}`, `%X%`, `$X`, `[REDACTED]`, `@X@`, `__X__`: an instruction to put something there. */
function isVariable(value: string): boolean {
  const first = value.charCodeAt(0);
  const last = value.charCodeAt(value.length - 1);
  switch (first) {
    case 0x3c: // <
      return value.includes(">") || /^<[A-Za-z]/.test(value);
    case 0x24: // $
      return /^\$(?:[A-Za-z_][A-Za-z0-9_]*(?:$|->|[.[{:])|[{([]|[0-9@*#?]?$)/.test(value);
    case 0x7b: // {
      // `{SSHA}…` and `{CLEARTEXT}…` are how directories write passwords.
      return last === 0x7d || (/^\{[{%A-Za-z_]/.test(value) && !/^\{[A-Z0-9-]{3,12}\}\S/.test(value));
    case 0x25: // %
      return /^%(?:[A-Za-z_][A-Za-z0-9_]*%$|[sdvqr]$|\()/.test(value);
    case 0x5b: // [
      return /^\[[A-Za-z *_.-]+\]?/.test(value);
    case 0x40: // @
      return last === 0x40 || /^@[A-Za-z_.-]+$/.test(value);
    case 0x5f: // _
      return /^__[A-Za-z0-9_]+__$/.test(value);
    case 0x23: // #
      return value.startsWith("#{") || /^#(?:[0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})$/i.test(value);
    default:
      return false;
  }
}

/** A stand-in that repeats itself for so long will go on. */
const MAX_MONOTONOUS_CHARS = 64;

/** Whether no more than two different characters make up the text: `xxxx`, `****`, `0000-0000`, `...`. */
export function isMonotonous(text: string): boolean {
  let first = -1;
  let second = -1;
  for (let i = 0; i < Math.min(text.length, MAX_MONOTONOUS_CHARS); i++) {
    const code = text.charCodeAt(i);
    if (code === first || code === second) continue;
    if (first < 0) first = code;
    else if (second < 0) second = code;
    else return false;
  }
  return true;
}

/** `your-api-key`, `YOUR_TOKEN_HERE`, `insert-token-here`, `my-secret-token`, `example_key`: words about a secret. */
const ABOUT_A_SECRET =
  /^(?:your[a-z]*|my|our|the|some|an?|insert|enter|put|add|use|paste|replace|change|example|sample|dummy|fake|mock|placeholder)(?:[-_. ][a-z]+){1,8}$|^(?:insert|enter|put|paste|your)[a-z]*here$/i;

/** Nobody writes longer instructions in the place of a secret. */
const MAX_PLACEHOLDER_CHARS = 160;

/** Whether the value is empty in all but form, or says what to put in its place: `xxxx`, `<password>`, `your-key-here`. */
export function isTemplate(value: string): boolean {
  if (value.length === 0 || isMonotonous(value)) return true;
  if (value.length > MAX_PLACEHOLDER_CHARS) return false;
  return isVariable(value) || /\.{3}|…|\*{3}/.test(value) || ABOUT_A_SECRET.test(value);
}

/** Whether the value stands for a secret without being one. */
export function isPlaceholder(value: string): boolean {
  if (isTemplate(value)) return true;
  if (value.length > MAX_PLACEHOLDER_CHARS) return false;
  const lower = value.toLowerCase().replace(/[=:]{1,2}$/, "");
  return STAND_INS.has(lower) || STAND_INS.has(lower.slice(lower.lastIndexOf(":") + 1));
}

/** Shannon entropy of the text's characters, in bits a character. */
export function entropyOf(text: string): number {
  const counts = new Map<number, number>();
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    counts.set(code, (counts.get(code) ?? 0) + 1);
  }
  let bits = 0;
  for (const count of counts.values()) bits -= (count / text.length) * Math.log2(count / text.length);
  return bits;
}

/** How the value stands behind its name. */
export interface Setting {
  /** Whether quotes are around it. */
  readonly quoted: boolean;
  /** Whether it stands right behind the `=`, as in environment files, command lines and query strings. */
  readonly tight: boolean;
  /** Whether nothing follows on its line but what closes the value. */
  readonly alone: boolean;
  /** Whether its name is written as environment variables are. */
  readonly environment: boolean;
  /** Whether it is an argument of a call in a program: `f(password=other)`. */
  readonly argument: boolean;
}

const URL_START = /^[a-z][a-z0-9+.-]{1,15}:\/\//i;
const PATH = /^(?:~|\.{1,2}|[A-Za-z]:)?[\\/][\w. \\/@-]*$/;

/** Whether the value is a path or a URL: base64 may begin with a slash, but has no dots, and digits among its letters. */
function isPlace(value: string): boolean {
  if (URL_START.test(value) || WORDY_PATH.test(value)) return true;
  return (
    PATH.test(value) &&
    !(/^\/[A-Za-z0-9/]{16,}$/.test(value) && /[0-9]/.test(value) && /[a-z][A-Z]|[A-Z][a-z]/.test(value))
  );
}

/** What programs write behind a name when they mean another name: `config.token`, `process.env.KEY`, `dbPassword`. */
const IDENTIFIER = /^[A-Za-z_$]+(?:(?:\.|::|->)[A-Za-z_$]+)*$/;
const WORDS = /^[A-Za-z]+(?:[._-][A-Za-z]+)*$/;
/** A name with digits, of a type or a variable: `ServerHttp2Session`, `OAuth2Client`. */
const NAME_WITH_DIGITS = /^[A-Za-z_$][A-Za-z_$]*(?:[0-9]{1,2}[A-Za-z_$.]+)*[0-9]{0,2}$/;
const WORDY_PATH = /^[~.]{0,2}\/?[A-Za-z_.-]+(?:\/[A-Za-z_.-]+)+$/;
/** RFC 6750 section 2.1, and what separates the parts of other tokens. */
const TOKEN = /^[A-Za-z0-9._~+/=:@%!|$-]+$/;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const CODE = /^[0-9]{3,8}$/;

const MIN_PASSWORD_CHARS = 3;
const MIN_TOKEN_CHARS = 6;
/** Anything shorter and without digits is one word in most texts. */
const MIN_WORDY_TOKEN_CHARS = 16;
/** Sessions of agents and tasks have short ids that open nothing. */
const MIN_SESSION_CHARS = 16;
const MIN_KEY_CHARS = 20;
/** Random base64 of that length has about four bits a character; words joined together have less. */
const MIN_KEY_ENTROPY = 3.7;

/** Whether a value is a name in a program rather than a secret. */
function isName(value: string, { quoted, tight, alone, argument }: Setting): boolean {
  if (quoted || !IDENTIFIER.test(value)) return false;
  // `password: letmein` is a setting; `password: SecretStr`, `password = other.password` and `f(password=other)` are not.
  return argument || /[.:>]/.test(value) || (!tight && (!alone || /[A-Z_$]/.test(value)));
}

/** Words of messages and labels about secrets; no passphrase is made of them. */
const SENTENCE =
  /(?:^|[^a-z])(?:your|the|is|are|must|please|enter|invalid|required|incorrect|wrong|password|passwords|passphrase|token|secret|key|reset|forgot|change|confirm|new|old|current|should|cannot|for|at least)(?:[^a-z]|$)/i;

function isSentence(value: string): boolean {
  return value.includes(" ") && SENTENCE.test(value);
}

function isPassword(value: string, setting: Setting): boolean {
  if (value.length < MIN_PASSWORD_CHARS || isName(value, setting) || isSentence(value)) return false;
  if (PATH.test(value) || (!setting.quoted && (WORDY_PATH.test(value) || (!setting.tight && /^[(:*]/.test(value)))))
    return false;
  // One plain word: sentences go on behind it.
  return setting.quoted || setting.tight || setting.alone || /[^A-Za-z,.]/.test(value);
}

function isSecret(value: string, setting: Setting): boolean {
  if (value.length < MIN_TOKEN_CHARS || isName(value, setting)) return false;
  if (isPlace(value)) return false;
  if (!setting.quoted && !setting.tight && !/[0-9]/.test(value)) return false;
  if (!setting.quoted && !setting.tight && (NAME_WITH_DIGITS.test(value) || !TOKEN.test(value))) return false;
  return !value.includes(" ") && !value.startsWith("(");
}

function isToken(value: string, setting: Setting): boolean {
  if (!isSecret(value, setting) || (UUID.test(value) && !setting.tight && !setting.quoted)) return false;
  if (/[0-9]/.test(value)) return /[A-Za-z]/.test(value) || value.length >= MIN_WORDY_TOKEN_CHARS;
  return value.length >= MIN_WORDY_TOKEN_CHARS && !WORDS.test(value);
}

function isKey(value: string, { quoted }: Setting): boolean {
  return (
    (quoted || !value.includes(".")) &&
    value.length >= MIN_KEY_CHARS &&
    /[0-9]/.test(value) &&
    /[a-z]/.test(value) &&
    /[A-Z]/.test(value) &&
    TOKEN.test(value) &&
    !UUID.test(value) &&
    !isPlace(value) &&
    entropyOf(value) >= MIN_KEY_ENTROPY
  );
}

/** What a value begins with tells what it is; names may follow each other closely, and each judges what follows it. */
const MAX_JUDGED_CHARS = 128;

/** Whether the value that a name of this kind is given is a secret. */
export function isSecretValue(kind: NameKind, whole: string, setting: Setting): boolean {
  if (kind === "code") return CODE.test(whole);
  const value = whole.slice(0, MAX_JUDGED_CHARS);
  if (kind === "password" && setting.environment && DEFAULT_PASSWORDS.has(value.toLowerCase())) return true;
  // Plain names before anything dearer: `key=` is everywhere.
  if (kind === "key") return isKey(value, setting) && !isPlaceholder(value);
  if (isPlaceholder(value)) return false;
  switch (kind) {
    case "password":
      return isPassword(value, setting);
    case "secret":
      return isSecret(value, setting);
    case "token":
      return isToken(value, setting);
    case "session":
      return value.length >= MIN_SESSION_CHARS && !UUID.test(value) && isToken(value, setting);
  }
}
