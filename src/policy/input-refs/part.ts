import { MAX_READ_DEPTH, MAX_READ_POINTERS, type Reads } from "../../domain/reads.ts";

/** A part of the input or of the data, that some value of the policy may be; parts of one document form a tree. */
export class Part {
  readonly #depth: number;
  readonly #members = new Map<string, Part>();
  #whole = false;

  constructor(depth = 0) {
    this.#depth = depth;
  }

  /** The part beneath; undefined where it is too deep to be told apart, and this one counts as read. */
  member(key: string): Part | undefined {
    const known = this.#members.get(key);
    if (known !== undefined) return known;
    if (this.#depth === MAX_READ_DEPTH || this.#members.size === MAX_READ_POINTERS) {
      this.readWhole();
      return undefined;
    }
    const part = new Part(this.#depth + 1);
    this.#members.set(key, part);
    return part;
  }

  /** Something looks at all of it, or at what cannot be said. */
  readWhole(): void {
    this.#whole = true;
  }

  /** A part that was looked up and not into counts as read: whether it is there can decide. */
  reads(): Reads {
    if (this.#whole || (this.#members.size === 0 && this.#depth > 0)) return "everything";
    return new Map([...this.#members].map(([key, part]) => [key, part.reads()]));
  }
}
