import { MAX_CACHED } from "./limits.ts";

/** Keeps what is made from a text, between calls and evaluations: it is a function of the text alone. */
export class Cache<T> {
  readonly #made = new Map<string, T>();

  get(text: string, make: () => T): T {
    const known = this.#made.get(text);
    if (known !== undefined) return known;
    const made = make();
    // The one that came first goes.
    if (this.#made.size >= MAX_CACHED) this.#made.delete(this.#made.keys().next().value as string);
    this.#made.set(text, made);
    return made;
  }
}
