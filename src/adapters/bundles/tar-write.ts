import { BLOCK_BYTES, FIELDS, type Field, MAGIC, paddedLength } from "./tar-format.ts";

/** What `opa build` writes. Its owner reads it, whoever unpacks one by hand. */
const FILE_MODE = 0o600;

// biome-ignore lint/suspicious/noControlCharactersInRegex: ASCII has them
const ASCII = /^[\x00-\x7f]*$/;

/** A tar of files by name, in the given order: ustar, with pax headers for names that it cannot hold. Same files, same bytes. */
export function writeTar(files: Iterable<readonly [string, Uint8Array]>): Buffer {
  const blocks: Uint8Array[] = [];
  for (const [name, content] of files) {
    if (name.length > FIELDS.name[1] || !ASCII.test(name)) blocks.push(...entry("pax", "x", paxRecord("path", name)));
    blocks.push(...entry(name, "0", content));
  }
  blocks.push(Buffer.alloc(2 * BLOCK_BYTES));
  return Buffer.concat(blocks);
}

function entry(name: string, type: "0" | "x", content: Uint8Array): Uint8Array[] {
  const padding = Buffer.alloc(paddedLength(content.length) - content.length);
  return [header(name, type, content.length), content, padding];
}

function header(name: string, type: string, size: number): Buffer {
  const block = Buffer.alloc(BLOCK_BYTES);
  const put = ([at, length]: Field, text: string) => block.write(text, at, length, "utf8");
  put(FIELDS.name, name);
  put(FIELDS.mode, octal(FILE_MODE, FIELDS.mode));
  put(FIELDS.owner, octal(0, FIELDS.owner));
  put(FIELDS.group, octal(0, FIELDS.group));
  put(FIELDS.size, octal(size, FIELDS.size));
  put(FIELDS.time, octal(0, FIELDS.time));
  put(FIELDS.type, type);
  put(FIELDS.magic, MAGIC.ustar);
  put(FIELDS.checksum, " ".repeat(FIELDS.checksum[1]));
  const sum = block.reduce((total, byte) => total + byte, 0);
  put(FIELDS.checksum, `${sum.toString(8).padStart(6, "0")}\0 `);
  return block;
}

function octal(value: number, [, length]: Field): string {
  return `${value.toString(8).padStart(length - 1, "0")}\0`;
}

/** The length counts its own digits. */
function paxRecord(key: string, value: string): Buffer {
  const rest = Buffer.byteLength(` ${key}=${value}\n`);
  const length = rest + String(rest + String(rest).length).length;
  return Buffer.from(`${length} ${key}=${value}\n`);
}
