/** NAME_MAX of every common file system (limits.h(0p)): no longer name exists, so a longer wildcard stands for any name. */
const MAX_NAME_CHARS = 255;

/** `${…}`, `$(…)`, `$NAME`, `` `…` ``, `%NAME%` and U+E000: what nobody knows before the command runs. */
const UNKNOWN = /\$\{[^{}]*\}|\$\([^()]*\)|\$[A-Za-z_0-9@*#?!$-]+|`[^`]*`|%[A-Za-z_]{2,40}%|\uE000/g;
const BRACKETS = /\[[^[\]]*\]/g;

/** A whole name that nobody knows: any could be meant, but none is asked for. */
const UNKNOWN_NAME = "\uE000";

/** With `*` and `?` only: what a shell knows beyond them stands for more than it could match, never for less. */
export function plainGlob(segment: string): string {
  if (!SPECIAL.test(segment)) return segment;
  const known = segment.replace(UNKNOWN, "*").replace(BRACKETS, "?");
  if (/^\*+$/.test(known) && !segment.includes("*")) return UNKNOWN_NAME;
  const open = known.indexOf("{");
  const close = known.lastIndexOf("}");
  const flat = open >= 0 && close > open ? `${known.slice(0, open)}*${known.slice(close + 1)}` : known;
  const plain = flat.replace(/\*{2,}/g, "*");
  return plain.length > MAX_NAME_CHARS ? "*" : plain;
}

const SPECIAL = /[*?[{$`%\uE000]/;

/** How many of the characters say which file is meant. */
export function literalChars(glob: string): number {
  let count = 0;
  for (const char of glob) if (char !== "*" && char !== "?") count += 1;
  return count;
}

export function isGlob(segment: string): boolean {
  return segment.includes("*") || segment.includes("?");
}

/** Whether a name exists that both globs match; a name is a glob that matches itself. Takes |a| * |b| steps. */
export function globsMeet(a: string, b: string): boolean {
  let row = new Array<boolean>(b.length + 1).fill(false);
  row[0] = true;
  for (let j = 0; j < b.length && b[j] === "*"; j += 1) row[j + 1] = true;
  for (let i = 1; i <= a.length; i += 1) {
    const next = new Array<boolean>(b.length + 1).fill(false);
    const x = a[i - 1];
    next[0] = row[0] === true && x === "*";
    for (let j = 1; j <= b.length; j += 1) {
      const y = b[j - 1];
      if (x === "*" || y === "*") {
        next[j] = row[j] === true || next[j - 1] === true || row[j - 1] === true;
      } else next[j] = row[j - 1] === true && (x === y || x === "?" || y === "?");
    }
    row = next;
  }
  return row[b.length] === true;
}
