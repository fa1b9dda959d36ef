import { mkdir, open, readdir, readFile, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import type { BundleSlot } from "../../domain/bundle-state.ts";

/** Archives beside those in use, for rollbacks that need no database. */
const ARCHIVES_KEPT = 10;

const ARCHIVE = /^[0-9a-f]{64}\.tar\.gz$/;
/** What a process that was killed while it wrote has left. */
const UNFINISHED = /\.\d+\.tmp$/;

const DIGEST_PREFIX = "sha256:";

/** What a source offered last and what passed every check. */
export interface LastGood {
  readonly digest: string;
  readonly name: string;
  readonly revision: string;
  readonly source: string;
  /** When the source said so. */
  readonly confirmed_at_ms: number;
}

/**
 * Bundles on this machine's disk: what workers load, and what is used at start when the source is away. A file has its name only
 * when it is whole and on disk, so that a crash leaves the state of before or that of after.
 */
export class BundleDisk {
  readonly #dir: string;

  constructor(dir: string) {
    this.#dir = dir;
  }

  path(digest: string): string {
    return join(this.#dir, `${digest.slice(DIGEST_PREFIX.length)}.tar.gz`);
  }

  /** @returns the archive's path */
  async write(digest: string, archive: Uint8Array): Promise<string> {
    const path = this.path(digest);
    const present = await readFile(path).catch(absent);
    if (present === undefined || !present.equals(archive)) await this.#put(path, archive);
    return path;
  }

  read(digest: string): Promise<Uint8Array | undefined> {
    return readFile(this.path(digest)).catch(absent);
  }

  remember(tenant: string, slot: BundleSlot, lastGood: LastGood): Promise<void> {
    return this.#put(this.#pointer(tenant, slot), Buffer.from(JSON.stringify(lastGood)));
  }

  /** Undefined when there is none, or none that can be read. */
  async lastGood(tenant: string, slot: BundleSlot): Promise<LastGood | undefined> {
    const text = await readFile(this.#pointer(tenant, slot), "utf8").catch(absent);
    try {
      return text === undefined ? undefined : (JSON.parse(text) as LastGood);
    } catch {
      return undefined;
    }
  }

  /** Removes the oldest archives, but none of these, and what was left unfinished. */
  async prune(inUse: readonly string[]): Promise<void> {
    const names = await readdir(this.#dir).catch(() => []);
    const kept = new Set(inUse.map((digest) => this.path(digest)));
    const archives: { readonly path: string; readonly mtimeMs: number }[] = [];
    for (const name of names) {
      const path = join(this.#dir, name);
      if (UNFINISHED.test(name)) await rm(path, { force: true });
      if (!ARCHIVE.test(name) || kept.has(path)) continue;
      archives.push({ path, mtimeMs: (await stat(path)).mtimeMs });
    }
    archives.sort((a, b) => b.mtimeMs - a.mtimeMs);
    for (const { path } of archives.slice(ARCHIVES_KEPT)) await rm(path, { force: true });
  }

  #pointer(tenant: string, slot: BundleSlot): string {
    return join(this.#dir, `${tenant}.${slot}.json`);
  }

  async #put(path: string, bytes: Uint8Array): Promise<void> {
    await mkdir(this.#dir, { recursive: true, mode: 0o700 });
    const unfinished = `${path}.${process.pid}.tmp`;
    const file = await open(unfinished, "w", 0o600);
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(unfinished, path);
    const folder = await open(this.#dir, "r");
    try {
      await folder.sync();
    } finally {
      await folder.close();
    }
  }
}

function absent(error: NodeJS.ErrnoException): undefined {
  if (error.code !== "ENOENT") throw error;
}
