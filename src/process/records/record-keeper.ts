import { type BackgroundJob, Periodic } from "../background.ts";

/** A follow-up is in the chain within about this. */
const SEAL_EVERY_MS = 500;
/** Days do not end more often. */
const RETAIN_EVERY_MS = 3_600_000;

export interface RecordWork {
  /** @returns whether there is more to seal at once */
  seal(): Promise<boolean>;
  /** Signs where the chains are, if they have moved, and tells it outside the database. */
  checkpoint(): Promise<void>;
  /** Drops what is too old. */
  retain(): Promise<void>;
  close(): Promise<void>;
}

export interface RecordKeeperOptions {
  /** @throws WritError when there is no key to sign with */
  readonly open: (databaseUrl: string) => Promise<RecordWork>;
  readonly checkpointEveryMs: number;
  readonly telemetry: {
    /** All there was to seal is sealed. */
    sealed(): void;
    checkpointed(): void;
    samples(): Promise<unknown>;
  };
  readonly failed: (work: string, error: unknown) => void;
}

/** Seals follow-ups, signs checkpoints and drops what is too old, as long as the service runs. */
export function recordKeeper({ open, checkpointEveryMs, telemetry, failed }: RecordKeeperOptions): BackgroundJob {
  let work: RecordWork | undefined;
  let loops: readonly Periodic[] = [];
  const every = (everyMs: number, name: string, run: () => Promise<boolean>) =>
    new Periodic({ everyMs, run, failed: (error) => failed(name, error) });
  return {
    name: "records",
    start: async (url) => {
      const opened = await open(url);
      work = opened;
      const seal = async () => {
        const more = await opened.seal();
        if (!more) telemetry.sealed();
        return more;
      };
      const checkpoint = async () => {
        await opened.checkpoint();
        telemetry.checkpointed();
      };
      const none = (run: () => Promise<void>) => async () => {
        await run();
        return false;
      };
      loops = [
        every(SEAL_EVERY_MS, "seal", seal),
        every(checkpointEveryMs, "checkpoint", none(checkpoint)),
        every(RETAIN_EVERY_MS, "retain", none(opened.retain)),
      ];
    },
    close: async () => {
      const ending = work;
      work = undefined;
      await Promise.all(loops.map((loop) => loop.close()));
      loops = [];
      if (ending === undefined) return;
      await last(ending).catch((error: unknown) => failed("checkpoint", error));
      await ending.close();
    },
    samples: async () => (await telemetry.samples()) as readonly unknown[],
  };
}

/** Nothing that was written is left unsigned when the service ends. */
async function last({ seal, checkpoint }: RecordWork): Promise<void> {
  while (await seal());
  await checkpoint();
}
