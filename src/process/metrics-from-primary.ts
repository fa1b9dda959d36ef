import { WritError } from "../domain/errors.ts";
import type { ToPrimary, ToWorker } from "./messages.ts";

type Metrics = { readonly contentType: string; readonly text: string };

/** The primary gives a worker that does not answer 1 s; after this it does not answer itself. */
const PATIENCE_MS = 3_000;

/** The worker's side of the metrics of all workers: asked for over IPC, answered by id. */
export class MetricsFromPrimary {
  readonly #send: (message: ToPrimary) => void;
  readonly #waiting = new Map<number, (metrics: Metrics) => void>();
  #lastId = 0;

  constructor(send: (message: ToPrimary) => void) {
    this.#send = send;
  }

  request(): Promise<Metrics> {
    const id = ++this.#lastId;
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => {
        this.#waiting.delete(id);
        reject(new WritError("unavailable", "the metrics of the other workers did not come in time"));
      }, PATIENCE_MS);
      this.#waiting.set(id, (metrics) => {
        clearTimeout(late);
        this.#waiting.delete(id);
        resolve(metrics);
      });
      this.#send({ type: "metrics", id });
    });
  }

  arrived({ id, contentType, text }: Extract<ToWorker, { type: "metrics" }>): void {
    this.#waiting.get(id)?.({ contentType, text });
  }
}
