import { decodeText } from "./json.ts";
import { refused } from "./refused.ts";

/** What a header in front of an entry says of it; {} where that is nothing that counts. */
export interface Names {
  readonly name?: string;
}

/** A name and a few times; more is no header. */
const MAX_HEADER_BYTES = 16 * 1024;

/** Records that make an entry another one than its own header says (links, sparse files, sizes, character sets). */
const REFUSED = /^(size|linkpath|hdrcharset|GNU\.sparse\..*)$/;

/** GNU's long name: the name, ended by a zero byte. */
export function readLongName(content: Buffer, last: string): Names {
  checkLength(content, last);
  const nul = content.indexOf(0);
  if (nul !== content.length - 1) throw refused(`the archive is damaged${last}: a long name does not end`);
  return { name: decodeText("an entry's name", content.subarray(0, nul)) };
}

/**
 * POSIX.1-2001 pax records: `<length> <key>=<value>\n` each, the length counting itself.
 *
 * @param type `x` for the next entry, `g` for all that follow, which may not name them
 */
export function readPaxNames(content: Buffer, type: "x" | "g", last: string): Names {
  checkLength(content, last);
  let names: Names = {};
  for (let at = 0; at < content.length; ) {
    const { key, value, length } = record(content.subarray(at), last);
    if (REFUSED.test(key) || (type === "g" && key === "path")) {
      throw refused(`an entry has the pax record ${JSON.stringify(key)}${last}`);
    }
    if (key === "path") {
      if (names.name !== undefined) throw refused(`an entry is named twice${last}`);
      names = { name: value };
    }
    at += length;
  }
  return names;
}

function record(bytes: Buffer, last: string) {
  const damaged = () => refused(`the archive is damaged${last}: a pax header cannot be read`);
  const space = bytes.indexOf(" ");
  const digits = space < 1 ? "" : bytes.toString("latin1", 0, space);
  const length = /^[1-9]\d{0,5}$/.test(digits) ? Number(digits) : 0;
  if (length <= space + 1 || length > bytes.length || bytes[length - 1] !== 0x0a) throw damaged();
  const text = decodeText("a pax header", bytes.subarray(space + 1, length - 1));
  const equals = text.indexOf("=");
  if (equals < 1) throw damaged();
  return { key: text.slice(0, equals), value: text.slice(equals + 1), length };
}

function checkLength(content: Buffer, last: string): void {
  if (content.length > MAX_HEADER_BYTES) throw refused(`a header is longer than ${MAX_HEADER_BYTES} bytes${last}`);
}
