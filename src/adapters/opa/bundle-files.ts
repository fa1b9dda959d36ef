import { createHash } from "node:crypto";
import { readdir, readFile, stat } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import { isJsonObject, type JsonObject } from "../../domain/json.ts";
import { MAX_POLICY_DATA_BYTES, MAX_POLICY_WASM_BYTES } from "./limits.ts";

const WASM = "policy.wasm";
const DATA = "data.json";
const MANIFEST = ".manifest";

/** Data files of a bundle that was not built: leaving them out unseen could leave out what a policy denies by. */
const SOURCE_DATA = /\/data\.(json|ya?ml)$|^data\.ya?ml$/;

/** A bundle's folder: what is evaluated, and what names it. */
export interface BundleFiles {
  readonly wasm: Uint8Array;
  readonly dataText: Uint8Array;
  readonly data: JsonObject;
  readonly revision: string;
  /** `sha256:` over all files' paths, lengths and contents, in the order of their paths. */
  readonly digest: string;
}

/** The folder is no bundle; the message names the file. */
class BadBundleFile extends Error {
  override readonly name = "BadBundleFile";
}

/**
 * @param entrypoint the manifest must not say that another module than `policy.wasm` answers it
 * @throws BadBundleFile
 */
export async function readBundleFiles(dir: string, entrypoint: string): Promise<BundleFiles> {
  const files = await readFiles(dir);
  const wasm = files.get(WASM);
  if (wasm === undefined) throw new BadBundleFile(`${WASM} is missing`);
  const dataText = files.get(DATA) ?? new TextEncoder().encode("{}");
  const digest = digestOf(files);
  const manifest = files.has(MANIFEST) ? parseObject(MANIFEST, files.get(MANIFEST) as Uint8Array) : {};
  checkModules(manifest, entrypoint);
  const { revision } = manifest;
  if (revision !== undefined && typeof revision !== "string") {
    throw new BadBundleFile(`${MANIFEST}: revision is not a string`);
  }
  return { wasm, dataText, data: parseObject(DATA, dataText), revision: revision || digest, digest };
}

interface ListedFile {
  readonly path: string;
  /** The path inside the bundle, with `/`. */
  readonly name: string;
  readonly size: number;
  /** Differs as soon as the file was written to or replaced. */
  readonly version: string;
}

/** Reads all files, as they were together: a bundle that is being written is none yet. */
async function readFiles(dir: string): Promise<Map<string, Uint8Array>> {
  const listed = await listFiles(dir);
  const files = new Map<string, Uint8Array>();
  for (const { path, name, size } of listed) {
    const limit = name === WASM ? MAX_POLICY_WASM_BYTES : MAX_POLICY_DATA_BYTES;
    if (size > limit) throw new BadBundleFile(`${name} is longer than ${limit} bytes`);
    files.set(name, await readFile(path).catch(unreadable(name)));
  }
  const after = new Map((await listFiles(dir)).map(({ name, version }) => [name, version]));
  const changed = [
    ...listed.filter(({ name, version }) => after.get(name) !== version).map(({ name }) => name),
    ...[...after.keys()].filter((name) => !files.has(name)),
  ];
  if (changed.length > 0) throw new BadBundleFile(`${changed[0]} changed while the bundle was read`);
  return files;
}

/** In the order of their names. */
async function listFiles(dir: string): Promise<ListedFile[]> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true }).catch(unreadable("the folder"));
  const listed: ListedFile[] = [];
  for (const entry of entries) {
    if (entry.isDirectory()) continue;
    const path = join(entry.parentPath, entry.name);
    const name = relative(dir, path).split(sep).join("/");
    if (!entry.isFile()) throw new BadBundleFile(`${name} is not a regular file`);
    if (SOURCE_DATA.test(name))
      throw new BadBundleFile(`${name} would not be read: \`opa build\` merges it into ${DATA}`);
    const { size, ino, ctimeNs } = await stat(path, { bigint: true }).catch(unreadable(name));
    listed.push({ path, name, size: Number(size), version: `${ino} ${size} ${ctimeNs}` });
  }
  return listed.sort((a, b) => (a.name < b.name ? -1 : 1));
}

function unreadable(what: string): (error: NodeJS.ErrnoException) => never {
  return ({ code }) => {
    throw new BadBundleFile(`${what} cannot be read: ${code}`);
  };
}

function digestOf(files: ReadonlyMap<string, Uint8Array>): string {
  const hash = createHash("sha256");
  for (const [name, content] of files) {
    hash.update(`${Buffer.byteLength(name)}:${name}:${content.length}:`);
    hash.update(content);
  }
  return `sha256:${hash.digest("hex")}`;
}

function parseObject(name: string, bytes: Uint8Array): JsonObject {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes));
  } catch {
    throw new BadBundleFile(`${name} is not JSON`);
  }
  if (!isJsonObject(value)) throw new BadBundleFile(`${name} is not a JSON object`);
  return value;
}

function checkModules(manifest: JsonObject, entrypoint: string): void {
  const { wasm } = manifest;
  if (wasm === undefined) return;
  if (!Array.isArray(wasm)) throw new BadBundleFile(`${MANIFEST}: wasm is not an array`);
  const module = wasm.filter(isJsonObject).find((entry) => entry.entrypoint === entrypoint);
  if (module === undefined) throw new BadBundleFile(`${MANIFEST}: no module for the entrypoint ${entrypoint}`);
  if (module.module !== `/${WASM}`) throw new BadBundleFile(`${MANIFEST}: ${entrypoint} is not in /${WASM}`);
}
