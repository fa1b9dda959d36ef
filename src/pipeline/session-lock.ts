/**
 * Lets the calls of one session go one after the other within this process, so that they do not only find out at the
 * commit that they were in each other's way. Correctness across processes is the commit's, not this lock's.
 */
export class SessionLock {
  readonly #tails = new Map<string, Promise<unknown>>();

  /** Runs `work` when its turn of every key has come; all take keys that they share in the same order. */
  runAll<T>([key, ...rest]: readonly string[], work: () => Promise<T>): Promise<T> {
    return key === undefined ? work() : this.run(key, () => this.runAll(rest, work));
  }

  /** Runs `work` when all earlier work of the same key has ended; an empty key waits for nobody. */
  run<T>(key: string, work: () => Promise<T>): Promise<T> {
    if (key === "") return work();
    const turn = (this.#tails.get(key) ?? Promise.resolve()).then(work, work);
    this.#tails.set(key, turn);
    const forget = () => {
      if (this.#tails.get(key) === turn) this.#tails.delete(key);
    };
    turn.then(forget, forget);
    return turn;
  }
}
