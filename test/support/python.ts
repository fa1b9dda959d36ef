import { execFile } from "node:child_process";
import { promisify } from "node:util";

const run = promisify(execFile);

/** What `writ-client` needs (its pyproject.toml). */
const OLDEST_MINOR = 11;

/** A Python, or why the tests that need one are skipped. */
export type FoundPython = { readonly python: string; readonly missing?: undefined } | { readonly missing: string };

/** @throws in CI: tests that are skipped there are tests that nobody runs */
export async function findPython(env: NodeJS.ProcessEnv = process.env): Promise<FoundPython> {
  for (const python of ["python3", "python3.13", "python3.12", "python3.11"]) {
    const code = `import sys; print(sys.version_info >= (3, ${OLDEST_MINOR}))`;
    const found = await run(python, ["-c", code]).catch(() => undefined);
    if (found?.stdout.trim() === "True") return { python };
  }
  const missing = `Python 3.${OLDEST_MINOR} or later`;
  if (env["CI"] !== undefined && env["CI"] !== "" && env["CI"] !== "false") throw new Error(`${missing} is missing`);
  console.warn(`skipped: ${missing} is missing`);
  return { missing };
}

/** Runs a program, and gives what it said also where it failed. */
export async function runPython(
  python: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<{ readonly failed: boolean; readonly output: string }> {
  const options = { env: { ...process.env, PYTHONDONTWRITEBYTECODE: "1", ...env }, maxBuffer: 2 ** 24 };
  try {
    const { stdout, stderr } = await run(python, args, options);
    return { failed: false, output: stdout + stderr };
  } catch (error) {
    const { stdout = "", stderr = "" } = error as { stdout?: string; stderr?: string };
    return { failed: true, output: `${stdout}${stderr}\n${(error as Error).message.split("\n", 1)[0]}` };
  }
}
