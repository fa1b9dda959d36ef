/** How much a memory of two generations holds. */
export interface GenerationLimits {
  /** That many entries are surely remembered, as far as they are not too large. */
  readonly entries: number;
  /** What the entries of one generation may weigh together. */
  readonly weight: number;
}

/**
 * What was verified, by digest. When the younger of two generations is full, the older one is forgotten: what is in use has moved into
 * the younger by then. Moving an entry to a map's end at each use instead would have the map rebuilt again and again, which costs
 * more than it saves.
 */
export class Generations<T> {
  readonly #limits: GenerationLimits;
  #young = new Map<string, T>();
  #old = new Map<string, T>();
  #weight = 0;

  constructor(limits: GenerationLimits) {
    this.#limits = limits;
  }

  get(id: string): T | undefined {
    return this.#young.get(id) ?? this.#old.get(id);
  }

  /** Keeps what is in use, or takes its place. Costs nothing for the very entry that is young already. */
  keep(id: string, entry: T, weight: number): void {
    const before = this.#young.get(id);
    if (before === entry) return;
    if (before === undefined) this.#weight += weight;
    this.#young.set(id, entry);
    if (this.#young.size < this.#limits.entries && this.#weight < this.#limits.weight) return;
    this.#old = this.#young;
    this.#young = new Map();
    this.#weight = 0;
  }

  forget(id: string): void {
    this.#young.delete(id);
    this.#old.delete(id);
  }
}
