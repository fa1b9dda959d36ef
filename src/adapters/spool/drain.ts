import { setTimeout as sleep } from "node:timers/promises";
import { Delivery, type Destination } from "./deliver.ts";
import { describe } from "./describe.ts";
import { Progress } from "./drain-segment.ts";
import type { Journal } from "./journal.ts";

/** Nobody waits for these records: a moment's worth of them shares one transaction. */
const LINGER_MS = 50;
/** So long after the last record the files are empty: what is erased in the database does not live on in a journal. */
const IDLE_MS = 1_000;
/** How long it waits before it asks a database again that did not take records. */
const RETRY_MS = 500;

/** Brings the records of a living journal into the database, in order, behind the answers. */
export class Drain {
  readonly #journal: Journal;
  readonly #to: Destination;
  readonly #progress: Progress;
  readonly #running: Promise<void>;
  #wake: (() => void) | undefined;
  #grown = false;
  #waiting = false;
  #closing = false;
  #stopped = false;
  #broken = false;

  constructor(journal: Journal, to: Destination) {
    this.#journal = journal;
    this.#to = to;
    this.#progress = new Progress(to, new Delivery(to, false), 1);
    this.#running = this.#run();
  }

  /** There is more in the journal. */
  poke(): void {
    this.#grown = true;
    if (!this.#waiting) this.#wake?.();
  }

  /**
   * Brings in what is left, for so long and while the database takes it, and ends.
   * @returns whether all is in
   */
  async close(withinMs: number): Promise<boolean> {
    this.#closing = true;
    this.#wake?.();
    await Promise.race([this.#running, sleep(withinMs, undefined, { ref: false })]);
    this.#stopped = true;
    return this.#journal.segments.length === 0;
  }

  async #run(): Promise<void> {
    while (!this.#stopped) {
      this.#grown = false;
      try {
        const more = await this.#advance();
        this.#recovered();
        if (more) continue;
        if (this.#closing) return;
        if (!this.#grown) await this.#pause(IDLE_MS);
        // Not a record came: the file of the last ones can go.
        if (this.#grown) await this.#linger();
        else this.#journal.rotate();
      } catch (error) {
        this.#failed(error);
        if (this.#closing) return;
        await this.#linger(RETRY_MS);
      }
    }
  }

  /** @returns whether there is more to do at once */
  async #advance(): Promise<boolean> {
    const segment = this.#journal.segments[0];
    if (segment === undefined) return false;
    if (!this.#progress.done(segment)) await this.#progress.advance(segment, () => !this.#stopped);
    if (!segment.sealed || !this.#progress.done(segment)) return false;
    await this.#progress.remove(segment);
    this.#journal.removed(segment);
    return true;
  }

  #pause(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  /** Whatever comes meanwhile; only the end cuts it short. */
  async #linger(milliseconds = LINGER_MS): Promise<void> {
    this.#waiting = true;
    if (!this.#closing) await this.#pause(milliseconds);
    this.#waiting = false;
  }

  #failed(error: unknown): void {
    if (!this.#broken) this.#to.log("spool_waits", { reason: describe(error) });
    this.#broken = true;
  }

  #recovered(): void {
    if (this.#broken) this.#to.log("spool_goes_on", {});
    this.#broken = false;
  }
}
