import { createPublicKey, hash, type KeyObject, sign, verify } from "node:crypto";

// C2SP signed-note v1.0.0 with Ed25519, and the form of a verifier's key that Go's sumdb/note has.

const ED25519 = 1;
const KEY_ID_BYTES = 4;
const PUBLIC_KEY_BYTES = 32;
const EM_DASH = "\u2014";
/** Witnesses may add theirs; the specification asks for 16 at least. */
const MAX_SIGNATURES = 100;
/** The fixed head of an Ed25519 SubjectPublicKeyInfo (RFC 8410 section 4). */
const SPKI_HEAD = Buffer.from("302a300506032b6570032100", "hex");

/** Whose signature counts. */
export interface NoteKey {
  readonly name: string;
  /** 32 bytes (RFC 8032). */
  readonly publicKey: Uint8Array;
}

/** The public half of an Ed25519 key, as its 32 bytes. */
export function rawPublicKey(key: KeyObject): Buffer {
  return createPublicKey(key).export({ format: "der", type: "spki" }).subarray(-PUBLIC_KEY_BYTES);
}

/** `<name>+<key id>+<key>`, which people hand on and verifiers take. */
export function keyText({ name, publicKey }: NoteKey): string {
  const encoded = Buffer.concat([Buffer.of(ED25519), publicKey]).toString("base64");
  return `${name}+${keyId({ name, publicKey }).toString("hex")}+${encoded}`;
}

/** Undefined for what is no Ed25519 key in that form. */
export function readKeyText(text: string): NoteKey | undefined {
  const [, name, id, encoded] = /^([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]+={0,2})$/.exec(text.trim()) ?? [];
  const bytes = Buffer.from(encoded ?? "", "base64");
  if (name === undefined || bytes.length !== 1 + PUBLIC_KEY_BYTES || bytes[0] !== ED25519) return undefined;
  const key = { name, publicKey: bytes.subarray(1) };
  return keyId(key).toString("hex") === id ? key : undefined;
}

/** @param text lines, the last of which ends too */
export function signNote(text: string, { name, publicKey }: NoteKey, privateKey: KeyObject): string {
  const signature = Buffer.concat([keyId({ name, publicKey }), sign(null, Buffer.from(text, "utf8"), privateKey)]);
  return `${text}\n${EM_DASH} ${name} ${signature.toString("base64")}\n`;
}

/** The text that one of the keys signed; undefined where none did, or where the signature of one of them is wrong. */
export function openNote(note: string, keys: readonly NoteKey[]): string | undefined {
  const end = note.lastIndexOf("\n\n");
  if (end < 0 || !note.endsWith("\n")) return undefined;
  const text = note.slice(0, end + 1);
  const lines = note.slice(end + 2, -1).split("\n");
  if (lines.length > MAX_SIGNATURES) return undefined;
  const verdicts = lines.flatMap((line) => {
    const [, name, encoded] = /^\u2014 ([^\s+]+) ([A-Za-z0-9+/]+={0,2})$/.exec(line) ?? [];
    const bytes = Buffer.from(encoded ?? "", "base64");
    const id = bytes.subarray(0, KEY_ID_BYTES);
    return keys
      .filter((key) => key.name === name && keyId(key).equals(id))
      .map((key) => verify(null, Buffer.from(text, "utf8"), publicKeyOf(key), bytes.subarray(KEY_ID_BYTES)));
  });
  return verdicts.length > 0 && verdicts.every(Boolean) ? text : undefined;
}

function keyId({ name, publicKey }: NoteKey): Buffer {
  const named = Buffer.concat([Buffer.from(`${name}\n`), Buffer.of(ED25519), publicKey]);
  return hash("sha256", named, "buffer").subarray(0, KEY_ID_BYTES);
}

function publicKeyOf({ publicKey }: NoteKey): KeyObject {
  return createPublicKey({ key: Buffer.concat([SPKI_HEAD, publicKey]), format: "der", type: "spki" });
}
