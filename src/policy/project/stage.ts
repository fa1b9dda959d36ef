import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { BUNDLE_DATA } from "../../domain/bundle.ts";
import { isTest, type PolicyProject } from "./read.ts";

/** A project with all that it builds on, as one folder that OPA reads. */
export interface Staged {
  readonly dir: string;
  /** A path inside `dir`, absolute or not, as it stands in OPA's messages, to what the author opens. */
  origin(path: string): string;
}

export interface StageOptions {
  /** Whether tests are staged too; not when absent. */
  readonly tests?: boolean;
}

/** Writes a project into a folder of its own, with one `data.json` at its root, for as long as `use` takes. */
export async function withStaged<T>(
  project: PolicyProject,
  use: (staged: Staged) => Promise<T>,
  { tests = false }: StageOptions = {},
): Promise<T> {
  const { dir, release } = folderUntilSignal();
  try {
    const origins = new Map([
      ["", project.folder],
      [BUNDLE_DATA, project.folder],
    ]);
    for (const { path, origin, bytes } of project.files) {
      if (isTest(path) && !tests) continue;
      mkdirSync(join(dir, dirname(path)), { recursive: true });
      writeFileSync(join(dir, path), bytes);
      origins.set(path, origin);
    }
    writeFileSync(join(dir, BUNDLE_DATA), JSON.stringify(project.data));
    return await use({ dir, origin: (path) => origins.get(insideOf(dir, path)) ?? path });
  } finally {
    rmSync(dir, { recursive: true, force: true });
    release();
  }
}

const SIGNALS = ["SIGINT", "SIGTERM"] as const;

/** The folders that are in use now. */
const staged = new Set<string>();

/** Makes a folder that is removed when a signal ends this process, until it is released. */
function folderUntilSignal(): { readonly dir: string; readonly release: () => void } {
  // Listens before the folder is there: a signal that nobody listens to ends the process between the two.
  if (staged.size === 0) for (const signal of SIGNALS) process.prependOnceListener(signal, endWith);
  const dir = mkdtempSync(join(tmpdir(), "writ-policy-"));
  staged.add(dir);
  const release = (): void => {
    staged.delete(dir);
    if (staged.size === 0) for (const signal of SIGNALS) process.removeListener(signal, endWith);
  };
  return { dir, release };
}

function endWith(signal: NodeJS.Signals): void {
  // Whoever else listens ends in its own way, and what is staged with it.
  if (process.listenerCount(signal) > 0) return;
  // An OPA that has not ended yet may still be writing.
  for (const dir of staged) rmSync(dir, { recursive: true, force: true, maxRetries: 5 });
  process.kill(process.pid, signal);
}

function insideOf(dir: string, path: string): string {
  const plain = path.replace(/^file:\/\//, "");
  const relative = plain.startsWith(`${dir}/`) ? plain.slice(dir.length) : plain;
  return relative.replace(/^(?:\.?\/)+/, "");
}
