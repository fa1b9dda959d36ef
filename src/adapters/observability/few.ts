import { OTHER } from "./catalogue/labels.ts";

/** Names that come from outside, of which a label takes the first ones only. */
export class Few {
  readonly #known: Set<string>;
  readonly #most: number;

  /** @param always names that have their place whatever came before */
  constructor(most: number, always: readonly string[] = []) {
    this.#known = new Set(always);
    this.#most = most + this.#known.size;
  }

  name(name: string): string {
    if (this.#known.has(name)) return name;
    if (this.#known.size >= this.#most) return OTHER;
    this.#known.add(name);
    return name;
  }
}
