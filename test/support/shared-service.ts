import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type RunningWrit, startWrit } from "../../tools/start-writ.ts";

/** A service for a whole test file; its data is gone when it is stopped. */
export async function sharedService(env: Readonly<Record<string, string>> = {}): Promise<RunningWrit> {
  const dir = mkdtempSync(join(tmpdir(), "writ-shared-"));
  const writ = await startWrit({ dataDir: dir, env });
  return {
    ...writ,
    stop: async () => {
      const code = await writ.stop();
      rmSync(dir, { recursive: true, force: true });
      return code;
    },
  };
}
