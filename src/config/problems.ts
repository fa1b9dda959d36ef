import { type FieldViolation, WritError } from "../domain/errors.ts";

/** Gathers all that is wrong with a configuration, so that one start is enough to see it. */
export class Problems {
  readonly #violations: FieldViolation[] = [];

  /** @param place the file with line and column, or the variable; never a value */
  add(place: string, key: string, description: string): void {
    const what = key === "" || key === place ? description : `${key} ${description}`;
    this.#violations.push({ pointer: `/${key.replaceAll(".", "/")}`, description: `${place}: ${what}` });
  }

  /** The same list, for keys that stand under another one. */
  under(prefix: string): Pick<Problems, "add"> {
    return { add: (place, key, description) => this.add(place, `${prefix}${key}`, description) };
  }

  /** @throws WritError `invalid_argument`, one line a problem, if there are any */
  throwIfAny(): void {
    if (this.#violations.length === 0) return;
    const lines = this.#violations.map(({ description }) => description);
    throw new WritError("invalid_argument", lines.join("\n"), { violations: this.#violations });
  }
}

/** A setting's value and where it was set: the file with line and column, or the variable. */
export interface Placed {
  readonly value: unknown;
  readonly place: string;
  /** Where a part of the value was set, by its JSON Pointer; the nearest part that was, for one that is missing. */
  readonly placeIn?: (pointer: string) => string;
}
