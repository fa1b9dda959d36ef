import type { Worker } from "node:cluster";
import type { ToWorker } from "./messages.ts";

/** Loading the largest bundle takes a few seconds; a worker that takes longer is not waited for. */
const PATIENCE_MS = 30_000;

interface Awaited {
  readonly worker: Worker;
  readonly settle: (problem: string | undefined) => void;
}

type Asked = Extract<ToWorker, { type: "stage" | "use" }>;

/** What workers were asked to do and have not done yet, by id. */
export class WorkerReplies {
  readonly #awaited = new Map<number, Awaited>();
  #lastId = 0;

  /** @returns the problem, if it was not done; a worker that ends meanwhile has none: its successor starts with the newest */
  ask(worker: Worker, type: Asked["type"], deployment: Asked["deployment"]): Promise<string | undefined> {
    const id = ++this.#lastId;
    return new Promise((resolve) => {
      const late = setTimeout(() => settle("a worker did not answer in time"), PATIENCE_MS);
      const settle = (problem: string | undefined) => {
        clearTimeout(late);
        this.#awaited.delete(id);
        resolve(problem);
      };
      this.#awaited.set(id, { worker, settle });
      if (worker.isConnected()) worker.send({ type, id, deployment } satisfies ToWorker);
      else settle(undefined);
    });
  }

  arrived(id: number, problem: string | undefined): void {
    this.#awaited.get(id)?.settle(problem);
  }

  gone(worker: Worker): void {
    for (const awaited of this.#awaited.values()) if (awaited.worker === worker) awaited.settle(undefined);
  }
}
