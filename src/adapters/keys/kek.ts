import { createSecretKey, type KeyObject, randomBytes } from "node:crypto";
import {
  closeSync,
  constants,
  existsSync,
  fstatSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { WritError } from "../../domain/errors.ts";
import { isOpenToOthers } from "../../domain/private-mode.ts";

/** AES-256. */
const KEK_BYTES = 32;
/** 32 bytes in base64: 43 characters and one of padding. */
const BASE64_KEK = /^[A-Za-z0-9+/]{43}=$/;
const VALUE_SETTING = "grants.key_encryption_key";
const FILE_SETTING = "grants.key_encryption_key_file";
const PREVIOUS_SETTING = "grants.previous_key_encryption_key_file";
const DEVELOPMENT_FILE = "key-encryption-key";

/** Seals the signing keys. A KeyObject does not show its bytes when something logs it. */
export interface KeyEncryptionKey {
  readonly key: KeyObject;
  /** Where it came from, for people: a setting's name or a path. */
  readonly source: string;
}

/** The one that seals, and the one before it, which still opens what nobody has sealed again. */
export interface KeyEncryptionKeys {
  readonly current: KeyEncryptionKey;
  readonly previous?: KeyEncryptionKey;
}

export interface KekSettings {
  /** The key itself, 32 bytes. */
  readonly bytes?: Uint8Array;
  /** A file that holds it in base64, readable by its owner only; "" for none. */
  readonly file: string;
  /** A file with the one before it; "" or absent for none. */
  readonly previousFile?: string;
  readonly dataDir: string;
  /** Whether one may be made under `dataDir` when none is set. */
  readonly development: boolean;
}

/** Both, from the settings. @throws WritError that names the setting or file, never its content */
export function loadKeyEncryptionKeys(settings: KekSettings): KeyEncryptionKeys {
  const current = loadKeyEncryptionKey(settings);
  const { previousFile = "" } = settings;
  if (previousFile === "") return { current };
  return { current, previous: fromFile(previousFile, `the file of ${PREVIOUS_SETTING} (${previousFile})`) };
}

/**
 * The key encryption key, from the settings; in development made on first start, safely beside other processes.
 * @throws WritError that names the setting or file, never its content
 */
export function loadKeyEncryptionKey(settings: KekSettings): KeyEncryptionKey {
  const { bytes, file, dataDir, development } = settings;
  if (bytes !== undefined) return { key: createSecretKey(bytes), source: VALUE_SETTING };
  if (file !== "") return fromFile(file, `the file of ${FILE_SETTING} (${file})`);
  if (!development) {
    throw broken(
      `no key encryption key is set: put 32 random bytes in base64 (openssl rand -base64 32) into ${VALUE_SETTING}, ` +
        `or into a file of mode 0600 that ${FILE_SETTING} names`,
    );
  }
  const path = join(dataDir, DEVELOPMENT_FILE);
  if (!existsSync(path)) create(dataDir, path);
  return fromFile(path, path);
}

function fromFile(path: string, source: string): KeyEncryptionKey {
  return { key: decode(readPrivate(path, source), source), source };
}

/** The text of a file that nobody else may read. @throws WritError that names it */
export function readPrivate(path: string, source: string): string {
  const fd = attempt(`${source} cannot be read`, () => openSync(path, constants.O_RDONLY));
  try {
    // Of the open file, so that it cannot be another one by the time it is read.
    const stat = fstatSync(fd);
    if (!stat.isFile()) throw broken(`${source} is not a regular file`);
    if (isOpenToOthers(stat, process.getuid?.())) {
      throw broken(`${source} is open to its group or to others; make it mode 0600 (0640 if root owns it)`);
    }
    return readFileSync(fd, "utf8").trim();
  } finally {
    closeSync(fd);
  }
}

/** The link appears with its whole content or not at all, and the first one stays: all processes read the same key. */
function create(dataDir: string, path: string): void {
  attempt(`${path} cannot be made`, () => {
    mkdirSync(dataDir, { recursive: true });
    const draft = `${path}.${process.pid}.${randomBytes(6).toString("hex")}`;
    try {
      writeFileSync(draft, `${randomBytes(KEK_BYTES).toString("base64")}\n`, { flag: "wx", mode: 0o600, flush: true });
      linkUnlessThere(draft, path);
    } finally {
      rmSync(draft, { force: true });
    }
    const dir = openSync(dataDir, constants.O_RDONLY);
    try {
      fsyncSync(dir);
    } finally {
      closeSync(dir);
    }
  });
}

function linkUnlessThere(from: string, to: string): void {
  try {
    linkSync(from, to);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
}

function decode(text: string, source: string): KeyObject {
  if (!BASE64_KEK.test(text.trim())) throw broken(`${source} does not hold 32 bytes in base64`);
  return createSecretKey(Buffer.from(text, "base64"));
}

function attempt<T>(failure: string, work: () => T): T {
  try {
    return work();
  } catch (cause) {
    throw new WritError(
      "invalid_argument",
      `${failure} (${(cause as NodeJS.ErrnoException).code ?? "unknown error"})`,
      {
        cause,
      },
    );
  }
}

function broken(message: string): WritError {
  return new WritError("invalid_argument", message);
}
