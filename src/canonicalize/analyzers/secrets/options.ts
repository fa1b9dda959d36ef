import { secretIn } from "./assignments.ts";
import type { Found } from "./found.ts";
import { MAX_NAME_CHARS, rememberedNameKind, repeatsName } from "./names.ts";
import type { Reading } from "./reading.ts";
import { type ValueAfter, valueAfter } from "./value-after.ts";
import { isPlaceholder } from "./values.ts";

const LONG_OPTION = /--?([A-Za-z][A-Za-z0-9_.-]{2,79})[ \t]{1,8}(?=[^\s=-]|-[^\s-])/y;

/** The secret that a long option is given behind a blank: `--password hunter2`, `-storepass secret`. */
export function optionAt(reading: Reading, at: number): Found | undefined {
  LONG_OPTION.lastIndex = at;
  const match = LONG_OPTION.exec(reading.text);
  if (match === null || (match[1] as string).length > MAX_NAME_CHARS) return undefined;
  const kind = rememberedNameKind(match[1] as string);
  if (kind === undefined) return undefined;
  const value = valueAfter(reading, LONG_OPTION.lastIndex, false);
  if (value === undefined) return undefined;
  // OpenSSL's way to say where a password comes from; only `pass:` has it right there.
  const source = /^(?:pass:|env:|file:|fd:|stdin\b)/.exec(reading.text.slice(value.start, value.start + 6))?.[0];
  if (source !== undefined && source !== "pass:") return undefined;
  if (repeatsName(match[1] as string, reading.text.slice(value.start, value.end))) return undefined;
  return secretIn(reading.text, kind, { ...value, start: value.start + (source?.length ?? 0) }, true);
}

/** What the value of a program's short option is. */
interface ShortOption {
  readonly programs: readonly string[];
  readonly option: RegExp;
  /** `user:password` rather than a password alone. */
  readonly pair?: true;
}

const words = (text: string): readonly string[] => text.split(" ");

/** Short options that take a password, from the programs' manual pages. */
const SHORT_OPTIONS: readonly ShortOption[] = [
  {
    programs: words("curl http https xh svn ab siege"),
    option: /-(?:u|U|a|-user|-proxy-user|-auth)(?:[ \t]{1,8}|=)?/y,
    pair: true,
  },
  { programs: ["sshpass"], option: /-p[ \t]{0,8}/y },
  {
    programs: words("mysql mysqldump mysqladmin mysqlimport mysqlshow mysqlbinlog mariadb mariadb-dump mariadb-admin"),
    option: /-p(?=\S)/y,
  },
  { programs: words("redis-cli keydb-cli valkey-cli"), option: /-a[ \t]{1,8}/y },
  {
    programs: words(
      "mongo mongosh mongodump mongorestore mongoexport mongoimport cqlsh xfreerdp hydra netexec crackmapexec nxc evil-winrm",
    ),
    option: /-p[ \t]{1,8}/y,
  },
  { programs: words("sqlcmd bcp isql osql ipmitool"), option: /-P[ \t]{1,8}/y },
  {
    programs: words("docker podman buildah skopeo helm oras nerdctl crane oc az ibmcloud cf"),
    option: /(?<=\blogin\b[^\n]{0,120})-p[ \t]{1,8}/y,
  },
  {
    programs: words("ldapsearch ldapadd ldapmodify ldapdelete ldappasswd ldapwhoami ldapcompare ldapmodrdn"),
    option: /-w[ \t]{0,8}/y,
  },
  { programs: words("zip 7z 7za 7zr unrar rar unzip"), option: /-(?:P[ \t]{1,8}|p(?=\S)|hp(?=\S))/y },
  {
    programs: ["openssl"],
    option: /-(?:k|K|pass(?:in|out)?)[ \t]{1,8}(?:pass:)?(?!(?:env|file|fd|stdin)\b)/y,
  },
  { programs: words("smbclient rpcclient smbmap net"), option: /-U[ \t]{0,8}/y, pair: true },
];

/** How much of a line before an option is searched for its program. */
const PROGRAM_WINDOW = 240;

/** Names of the table's programs where a command may stand: not as a file or as an option's value. */
const PROGRAM = new RegExp(
  `(?:^|\\s)(?<!-[\\w-]{1,20}\\s)(?:[\\w./-]{0,80}/s?bin/)?(${SHORT_OPTIONS.flatMap(({ programs }) => programs).join("|")})\\s`,
  "g",
);

const MIN_VALUE_CHARS = 3;

/** Short options of one text that are looked at: scripts have hundreds, and each costs a search for its program. */
const MAX_OPTIONS = 512;

/** The secret that a short option of a known program is given: `curl -u user:password`, `mysql -ppassword`. */
export function shortOptionAt(reading: Reading, at: number): Found | undefined {
  const { text } = reading;
  if (reading.options++ >= MAX_OPTIONS) return undefined;
  const program = programBefore(text, at);
  if (program === undefined) return undefined;
  for (const { programs, option, pair } of SHORT_OPTIONS) {
    option.lastIndex = at;
    if (!programs.includes(program) || !option.test(text)) continue;
    const value = valueAfter(reading, option.lastIndex, false);
    const found = value === undefined ? undefined : passwordIn(text, value, pair === true);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The last of the table's programs on the command line that goes on at `at`. */
function programBefore(text: string, at: number): string | undefined {
  const limit = Math.max(0, at - PROGRAM_WINDOW);
  let start = at;
  while (start > limit && !"\n;|&".includes(text.charAt(start - 1))) start--;
  let program: string | undefined;
  for (const match of text.slice(start, at).matchAll(PROGRAM)) program = match[1];
  return program;
}

function passwordIn(text: string, value: ValueAfter, pair: boolean): Found | undefined {
  const whole = text.slice(value.start, value.end);
  const separator = pair ? (/[:%]/.exec(whole)?.index ?? -1) : -1;
  if (pair && separator < 0) return undefined;
  const secret = whole.slice(separator + 1);
  if (secret.length < MIN_VALUE_CHARS || isPlaceholder(secret) || secret.startsWith("-")) return undefined;
  return { type: "secret.password", severity: "high", start: value.start + separator + 1, end: value.end };
}
