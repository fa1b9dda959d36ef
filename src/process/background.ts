/** What one process does beside its workers, as long as it runs: sending, sealing, cleaning up. */
export interface BackgroundJob {
  readonly name: string;
  /** @throws WritError when the service must not run without it */
  start(databaseUrl: string): Promise<void>;
  /** Finishes what is under way; safe to call twice, and before a start. */
  close(): Promise<void>;
  /** Metrics, to be merged with those of the workers. */
  samples?(): Promise<readonly unknown[]>;
}

export interface PeriodicOptions {
  readonly everyMs: number;
  /** Does some of what there is to do. @returns whether there may be more, at once */
  readonly run: () => Promise<boolean>;
  /** Told when a run has failed; the next one comes in its time. */
  readonly failed: (error: unknown) => void;
}

/** Does something from time to time, and at once when poked; never twice at the same time. */
export class Periodic {
  readonly #options: PeriodicOptions;
  #wake: (() => void) | undefined;
  #poked = false;
  #closed = false;
  readonly #running: Promise<void>;

  constructor(options: PeriodicOptions) {
    this.#options = options;
    this.#running = this.#loop();
  }

  /** There is something to do. */
  poke(): void {
    this.#poked = true;
    this.#wake?.();
  }

  /** Waits for the run that is under way. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#wake?.();
    await this.#running;
  }

  async #loop(): Promise<void> {
    while (!this.#closed) {
      this.#poked = false;
      const more = await this.#options.run().catch((error: unknown) => {
        this.#options.failed(error);
        return false;
      });
      if (!more && !this.#poked && !this.#closed) await this.#pause();
    }
  }

  #pause(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, this.#options.everyMs);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
