import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";

/** Cold, on a busy machine of two cores, it took three minutes. */
const BUILD_TIMEOUT_MS = 20 * 60_000;

const run = promisify(execFile);

/** Real servers that integration tests talk to. Each is a Go module of its own in the folder of that name. */
export const COUNTERPARTS = ["registry", "s3"] as const;

export type Counterpart = (typeof COUNTERPARTS)[number];

/**
 * Builds what is not built yet, from exactly the pinned modules.
 *
 * @param root the repository
 * @returns path of the program
 */
export async function obtainCounterpart(name: Counterpart, root: string): Promise<string> {
  const sources = join(root, "tools", "counterparts", name);
  const binDir = join(root, "var", "bin");
  const target = join(binDir, `counterpart-${name}-${stateOf(sources)}`);
  if (existsSync(target)) return target;
  mkdirSync(binDir, { recursive: true });
  // Under another name first, so that an interrupted or a parallel build leaves no half program behind.
  const draft = `${target}.${process.pid}.tmp`;
  const args = ["build", "-mod=readonly", "-trimpath", "-buildvcs=false", "-ldflags", "-s -w", "-o", draft, "."];
  try {
    await run("go", args, { cwd: sources, timeout: BUILD_TIMEOUT_MS });
    renameSync(draft, target);
  } catch (error) {
    const { code, stderr = "" } = error as NodeJS.ErrnoException & { stderr?: string };
    throw new Error(`${name}: ${code === "ENOENT" ? "go is not installed" : stderr.trim() || String(error)}`);
  } finally {
    rmSync(draft, { force: true });
  }
  return target;
}

function stateOf(sources: string): string {
  const hash = createHash("sha256");
  for (const file of ["go.mod", "go.sum", "main.go"]) hash.update(readFileSync(join(sources, file)));
  return hash.digest("hex").slice(0, 16);
}
