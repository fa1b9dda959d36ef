import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { type RunningWrit, startWrit, type WritOptions } from "../../tools/start-writ.ts";

/** A data folder that is gone after the test. */
export function dataDir(): string {
  const dir = mkdtempSync(join(tmpdir(), "writ-test-"));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
}

/** A service that is stopped after the test, whatever became of it. */
export async function serviceFor(options: WritOptions): Promise<RunningWrit> {
  const writ = await startWrit(options);
  onTestFinished(async () => {
    await writ.stop();
  });
  return writ;
}

/** POST of JSON. */
export async function post(
  base: string,
  path: string,
  body: unknown,
): Promise<{ status: number; body: Record<string, unknown> }> {
  const response = await fetch(base + path, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}
