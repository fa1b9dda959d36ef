import { join } from "node:path";
import { newId } from "../adapters/ids.ts";
import { createSpoolTelemetry } from "../adapters/observability/spool-telemetry.ts";
import { createDrainTarget, type DrainTarget } from "../adapters/postgres/drain-target.ts";
import { adoptOrphans } from "../adapters/spool/adopt.ts";
import type { Config } from "../config/load.ts";
import { type BackgroundJob, Periodic } from "../process/background.ts";
import { lockDataDir } from "../process/data-lock.ts";
import { CHAIN_START, nextLink } from "../record/chain.ts";
import type { BackgroundLog } from "./background.ts";

/** How often it is looked for journals of workers that died. */
const LOOK_EVERY_MS = 2_000;

/** The folder of all journals of this machine. */
export function spoolDir({ dataDir }: Pick<Config, "dataDir">): string {
  return join(dataDir, "spool");
}

/** Brings in what dead workers have left on disk, of this start of the service or of one before, whatever the setting is now. */
export function composeSpool(config: Config, log: BackgroundLog): BackgroundJob {
  const dir = spoolDir(config);
  const telemetry = createSpoolTelemetry();
  let target: DrainTarget | undefined;
  let looking: Periodic | undefined;
  let closing = false;
  let told = "";
  const run = async (databaseUrl: string) => {
    const left = await adoptOrphans({
      dir,
      lock: lockDataDir,
      open: async () => {
        target ??= createDrainTarget({
          url: databaseUrl,
          nextLink,
          chainStart: CHAIN_START,
          newWriter: () => newId("wrt", Date.now()),
        });
        return { ...target, lost: (count) => telemetry.lost(count), log, asideDir: join(dir, "aside") };
      },
      log: (event, fields) => {
        // A journal that waits does so until the database is back: it is said once.
        const text = JSON.stringify([event, fields]);
        if (text !== told) log(event, fields);
        told = text;
      },
      goOn: () => !closing,
    });
    if (!left) {
      await target?.close();
      target = undefined;
    }
    return false;
  };
  return {
    name: "spool",
    start: async (databaseUrl) => {
      const failed = (error: unknown) =>
        log("spool_failed", { code: String((error as { readonly code?: unknown } | null)?.code ?? "unknown") });
      looking = new Periodic({ everyMs: LOOK_EVERY_MS, run: () => run(databaseUrl), failed });
    },
    close: async () => {
      closing = true;
      await looking?.close();
      await target?.close();
      target = undefined;
    },
    samples: async () => (await telemetry.samples()) as readonly unknown[],
  };
}
