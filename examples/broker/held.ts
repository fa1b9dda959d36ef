/** What can be ended before its time: one call that is under way. */
interface Held {
  /** Revokes the credential, and gives the call up. */
  end(): void;
}

/** The credentials that are in use, by grant, and the grants that ended already: an event may come before the call. */
export class HeldCredentials {
  readonly #held = new Map<string, Held>();
  readonly #ended = new Set<string>();

  /** @returns false when the grant was ended before */
  add(grant: string, held: Held): boolean {
    if (this.#ended.has(grant)) return false;
    this.#held.set(grant, held);
    return true;
  }

  remove(grant: string): void {
    this.#held.delete(grant);
  }

  end(grant: string): void {
    // A grant lives for minutes: what was ended a thousand grants ago has expired.
    if (this.#ended.size >= MAX_ENDED) this.#ended.delete(this.#ended.values().next().value as string);
    this.#ended.add(grant);
    this.#held.get(grant)?.end();
  }
}

const MAX_ENDED = 10_000;
