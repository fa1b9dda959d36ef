export type PathStyle = "posix" | "windows";

/** A path in the one form that all of its spellings share. */
export interface NormalPath {
  /** `/a/b`, `~/a`, `a/b`, `../a`, `c:/a`, `//host/share/a`; "" where there is nothing. */
  readonly path: string;
  readonly absolute: boolean;
  /** Whether it holds wildcards or values that are not known. */
  readonly pattern: boolean;
  /** How it was spelled, where that is unusual, e.g. "parent", "proc_root", "alternate_stream". */
  readonly tricks: readonly string[];
}

const DRIVE = /^[a-z]:(?:[\\/]|$)/i;
const WINDOWS_START = /^(?:\\\\|\\\?\?\\|[a-z]:\\|%[a-z_][a-z_()0-9]{2,40}%|\$env:|~\\|\.{1,2}\\)/i;

/** The style that a path is plainly written in; a backslash alone is a character like any other to POSIX. */
export function styleOf(text: string): PathStyle {
  return DRIVE.test(text) || WINDOWS_START.test(text) ? "windows" : "posix";
}

/** Characters that make the shell look for several files (glob(7), brace expansion). */
const WILDCARD = /[*?[{]/;
/**
 * A value that the text does not say: `$NAME`, `${…}`, `$(…)`, `` `…` ``, `%NAME%`, or the private-use character U+E000
 * that a caller puts in its place.
 */
const UNKNOWN = /\$[A-Za-z_({@*0-9]|`|%[A-Za-z_]{2,40}%|\uE000/;
/** Unknown, but never a folder: process ids, numbers, the names of the user and the machine. */
const UNKNOWN_NAME =
  /\$(?:[$!?#]|\{?(?:RANDOM|SECONDS|EPOCHSECONDS|UID|EUID|PPID|BASHPID|LINENO|USER|LOGNAME|HOSTNAME|SHLVL)\b\}?)/g;

export function hasUnknown(text: string): boolean {
  return UNKNOWN.test(text.replace(UNKNOWN_NAME, "*"));
}

export function isPattern(text: string): boolean {
  return WILDCARD.test(text) || UNKNOWN.test(text) || text.search(UNKNOWN_NAME) >= 0;
}
