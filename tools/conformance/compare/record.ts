import type { Builtin } from "../../../src/adapters/opa/builtins/builtin.ts";
import { formatValue } from "../../../src/adapters/opa/builtins/text.ts";

/** Calls by builtin, each once; a call is the text of an array in Rego's syntax. */
export type Samples = ReadonlyMap<string, readonly string[]>;

/** Longer calls are about limits, and every change to them would be slow. */
const MAX_SAMPLE_LENGTH = 4_000;

/** Builtins that note what they are called with. */
export class Recorder {
  readonly builtins: ReadonlyMap<string, Builtin>;
  readonly #calls = new Map<string, Set<string>>();

  constructor(builtins: ReadonlyMap<string, Builtin>) {
    this.builtins = new Map([...builtins].map(([name, builtin]) => [name, this.#recording(name, builtin)]));
  }

  get samples(): Samples {
    return new Map([...this.#calls].map(([name, calls]) => [name, [...calls]]));
  }

  #recording(name: string, builtin: Builtin): Builtin {
    return (args, context) => {
      const text = formatValue(args);
      if (text.length <= MAX_SAMPLE_LENGTH) {
        const calls = this.#calls.get(name) ?? new Set();
        this.#calls.set(name, calls.add(text));
      }
      return builtin(args, context);
    };
  }
}
