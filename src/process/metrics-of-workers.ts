import type { Worker } from "node:cluster";
import type { ToWorker } from "./messages.ts";

/** A worker that is busy for longer than this is left out of one scrape. */
const PATIENCE_MS = 1_000;

interface Collection {
  readonly samples: unknown[];
  readonly awaited: Set<number>;
  readonly done: () => void;
}

/** The primary's side of the metrics of all workers: asks each for its samples. */
export class MetricsOfWorkers {
  readonly #collections = new Map<number, Collection>();
  #lastId = 0;

  collect(workers: readonly Worker[]): Promise<readonly unknown[]> {
    const id = ++this.#lastId;
    return new Promise((resolve) => {
      const samples: unknown[] = [];
      const done = () => {
        clearTimeout(late);
        this.#collections.delete(id);
        resolve(samples);
      };
      const late = setTimeout(done, PATIENCE_MS);
      this.#collections.set(id, { samples, awaited: new Set(workers.map((worker) => worker.id)), done });
      for (const worker of workers) worker.send({ type: "sample", id } satisfies ToWorker);
    });
  }

  arrived(worker: Worker, id: number, samples: unknown): void {
    const collection = this.#collections.get(id);
    if (collection?.awaited.delete(worker.id) !== true) return;
    collection.samples.push(samples);
    if (collection.awaited.size === 0) collection.done();
  }
}
