import { decodeText } from "./json.ts";
import { refused } from "./refused.ts";
import { BLOCK_BYTES, FIELDS, type Field, isZero, MAGIC, paddedLength } from "./tar-format.ts";
import { type Names, readLongName, readPaxNames } from "./tar-names.ts";

// POSIX.1-1988 ustar, pax headers and GNU long names, read so that no two readers can see two archives: what is doubtful is refused.
// General readers skip what they do not know, go on after the end, and wait for ever for content that cannot come.

export interface TarEntry {
  /** As the archive has it. */
  readonly name: string;
  readonly isFile: boolean;
  /** A view of the archive; empty for a folder. */
  readonly content: Buffer;
}

const OTHER_TYPES: Readonly<Record<string, string>> = {
  "1": "a hard link",
  "2": "a symbolic link",
  "3": "a character device",
  "4": "a block device",
  "6": "a pipe",
};

/**
 * Every file and folder of a tar that is there whole, up to an end after which nothing follows.
 *
 * @throws WritError `invalid_argument` which names the entry, or the last one before what is wrong
 */
export function* readTar(tar: Buffer): Generator<TarEntry> {
  let last = "";
  let pending: Names = {};
  for (let at = 0; ; ) {
    const header = tar.subarray(at, at + BLOCK_BYTES);
    if (header.length < BLOCK_BYTES) throw refused(`the archive is cut off${last}`);
    if (isZero(header)) {
      if (pending.name !== undefined) throw refused(`the archive ends where an entry was named${last}`);
      checkEnd(tar, at, last);
      return;
    }
    checkHeader(header, last);
    const type = String.fromCharCode(header[FIELDS.type[0]] || 0x30);
    const size = octal(header, FIELDS.size);
    if (size === undefined) throw refused(`the archive is damaged${last}: an entry's size cannot be read`);
    const start = at + BLOCK_BYTES;
    if (start + size > tar.length) throw refused(`the archive is cut off${last}`);
    const content = tar.subarray(start, start + size);
    at = start + paddedLength(size);
    if (type === "x" || type === "g" || type === "L") {
      const names = type === "L" ? readLongName(content, last) : readPaxNames(content, type, last);
      if (names.name !== undefined && pending.name !== undefined) throw refused(`an entry is named twice${last}`);
      pending = { ...pending, ...names };
      continue;
    }
    const entry = entryOf(pending.name ?? headerName(header), type, content);
    pending = {};
    last = `, after ${JSON.stringify(entry.name)}`;
    yield entry;
  }
}

function entryOf(name: string, type: string, content: Buffer): TarEntry {
  const shown = JSON.stringify(name);
  if (type !== "0" && type !== "5") {
    throw refused(`${shown} is ${OTHER_TYPES[type] ?? "of an unknown type"}; a bundle has files and folders only`);
  }
  const isFile = type === "0";
  if (isFile && name.endsWith("/")) throw refused(`${shown} is a file with a folder's name`);
  if (!isFile && content.length !== 0) throw refused(`${shown} is a folder with content`);
  return { name, isFile, content };
}

/** Two blocks of zeros, and then nothing but more of them: programs fill up their records. */
function checkEnd(tar: Buffer, at: number, last: string): void {
  if (tar.length < at + 2 * BLOCK_BYTES) throw refused(`the archive is cut off${last}`);
  if (tar.length % BLOCK_BYTES !== 0 || !isZero(tar.subarray(at))) {
    throw refused(`the archive goes on after its end${last}`);
  }
}

function checkHeader(header: Buffer, last: string): void {
  const stated = octal(header, FIELDS.checksum);
  // The checksum counts its own field as spaces (8 of 0x20).
  let sum = 8 * 0x20;
  const [from, length] = FIELDS.checksum;
  for (let i = 0; i < BLOCK_BYTES; i++) if (i < from || i >= from + length) sum += header[i] as number;
  if (stated !== sum) throw refused(`the archive is no tar${last}`);
  const magic = field(header, FIELDS.magic).toString("latin1");
  if (magic !== MAGIC.ustar && magic !== MAGIC.gnu) throw refused(`the archive is no tar of POSIX or GNU${last}`);
}

function headerName(header: Buffer): string {
  const name = text(header, FIELDS.name);
  const isUstar = field(header, FIELDS.magic).toString("latin1") === MAGIC.ustar;
  const prefix = isUstar ? text(header, FIELDS.prefix) : "";
  return prefix === "" ? name : `${prefix}/${name}`;
}

function text(header: Buffer, where: Field): string {
  const bytes = field(header, where);
  const nul = bytes.indexOf(0);
  return decodeText("an entry's name", nul < 0 ? bytes : bytes.subarray(0, nul));
}

/** Digits, then spaces and zero bytes; undefined for anything else, such as GNU's form for sizes beyond 8 GiB. */
function octal(header: Buffer, where: Field): number | undefined {
  const digits = /^ *([0-7]+)[ \0]*$/.exec(field(header, where).toString("latin1"))?.[1];
  return digits === undefined ? undefined : Number.parseInt(digits, 8);
}

function field(header: Buffer, [at, length]: Field): Buffer {
  return header.subarray(at, at + length);
}
