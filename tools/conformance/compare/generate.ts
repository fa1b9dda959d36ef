import { isArray } from "../../../src/adapters/opa/builtins/builtin.ts";
import { Num, ObjectValue, SetValue, type Value } from "../../../src/adapters/opa/builtins/value.ts";
import type { Random } from "./random.ts";
import { CHARACTERS, textsFor } from "./texts.ts";

/** A type as OPA's capabilities write it. */
export interface Type {
  readonly type: string;
  readonly of?: readonly Type[] | Type;
  /** Of an array: the types of its elements; of an object: its keys with their types. */
  readonly static?: readonly (Type & { readonly key?: unknown; readonly value?: Type })[];
  readonly dynamic?: Type & { readonly key?: Type; readonly value?: Type };
}

const NUMBERS = [
  ..."0 1 -1 2 3 10 100 7 64 255 -0 0.5 1.5 -2.5 1.0 1e3 1E2 0.1 1e-7 123456.789 1e21 1e400".split(" "),
  ..."2147483648 9007199254740993 9223372036854775807 9223372036854775808 -9223372036854775808 12345678901234567890123".split(
    " ",
  ),
  ..."1700000000000000000 1767323045123456789 -62135596800000000000 1.50 100000000000000000000.5".split(" "),
];

const MAX_ITEMS = 4;
const MAX_DEPTH = 3;
const ANY_TYPES = ["null", "boolean", "number", "string", "array", "object", "set"];

/** How often an argument is of another type than declared: input decides that, and OPA checks at run time. */
const WRONG_TYPE = 0.03;

/** Makes arguments for one builtin. */
export class Generator {
  readonly #random: Random;
  readonly #texts: readonly string[];

  constructor(name: string, random: Random) {
    this.#random = random;
    this.#texts = textsFor(name);
  }

  value(type: Type, depth = 0): Value {
    const random = this.#random;
    if (depth === 0 && random.chance(WRONG_TYPE)) return this.#any(depth);
    const many = () => Array.from({ length: random.below(depth > MAX_DEPTH ? 1 : MAX_ITEMS) });
    switch (type.type) {
      case "any":
        return isTypes(type.of) ? this.value(random.pick(type.of), depth) : this.#any(depth);
      case "array": {
        const dynamic = type.dynamic === undefined ? [] : many().map(() => type.dynamic as Type);
        return [...(type.static ?? []), ...dynamic].map((item) => this.value(item, depth + 1));
      }
      case "set":
        return new SetValue(many().map(() => this.value((type.of as Type | undefined) ?? ANY, depth + 1)));
      case "object":
        return this.#object(type, depth, many());
      default:
        return this.#scalar(type.type);
    }
  }

  /** The same arguments, one of them with something changed in it. */
  mutate(args: readonly Value[]): readonly Value[] {
    const at = this.#random.below(args.length);
    return args.map((value, index) => (index === at ? this.#changed(value) : value));
  }

  #any(depth: number): Value {
    const types = depth > MAX_DEPTH ? ANY_TYPES.slice(0, 4) : ANY_TYPES;
    const dynamic = { ...ANY, key: ANY, value: ANY };
    return this.value({ type: this.#random.pick(types), of: ANY, dynamic }, depth + 1);
  }

  #scalar(type: string): Value {
    const random = this.#random;
    if (type === "null") return null;
    if (type === "boolean") return random.chance(0.5);
    if (type === "number") return new Num(random.chance(0.3) ? String(random.below(1000) - 500) : random.pick(NUMBERS));
    return random.chance(0.5) ? random.pick(this.#texts) : this.#changedText(random.pick(this.#texts));
  }

  #object(type: Type, depth: number, extra: readonly unknown[]): Value {
    const { key = STRING, value = ANY } = type.dynamic ?? {};
    const fields = (type.static ?? []).map((field): [Value, Value] => [
      String(field.key),
      this.value(field.value ?? ANY, depth + 1),
    ]);
    const rest = type.dynamic === undefined ? [] : extra;
    const added = rest.map((): [Value, Value] => [this.value(key, depth + 1), this.value(value, depth + 1)]);
    return new ObjectValue([...fields, ...added]);
  }

  #changed(value: Value): Value {
    const random = this.#random;
    if (random.chance(WRONG_TYPE)) return this.#any(1);
    if (typeof value === "string") return this.#changedText(value);
    if (value instanceof Num) return this.#scalar("number");
    if (value instanceof SetValue) return new SetValue(this.#changedList(value.elements));
    if (value instanceof ObjectValue) {
      const entries = value.entries.map(([key, item]) => [key, item]);
      return new ObjectValue(this.#changedList(entries).map((entry) => this.#entry(entry)));
    }
    return isArray(value) ? this.#changedList(value) : !value;
  }

  #entry(entry: Value): [Value, Value] {
    return isArray(entry) && entry.length > 1 ? [entry[0] as Value, entry[1] as Value] : [entry, this.#any(1)];
  }

  #changedList(items: readonly Value[]): readonly Value[] {
    const random = this.#random;
    const at = random.below(items.length + 1);
    if (at === items.length || random.chance(0.2)) return [...items.slice(0, at), this.#any(1), ...items.slice(at)];
    if (random.chance(0.2)) return items.filter((_, index) => index !== at);
    return items.map((item, index) => (index === at ? this.#changed(item) : item));
  }

  #changedText(text: string): string {
    const random = this.#random;
    const characters = [...text];
    const at = random.below(characters.length + 1);
    const [head, tail] = [characters.slice(0, at).join(""), characters.slice(at)];
    switch (random.below(6)) {
      case 0:
        return head + tail.slice(1).join("");
      case 1:
        return head + random.pick(CHARACTERS) + tail.slice(1).join("");
      case 2:
        return head + random.pick(this.#texts) + tail.join("");
      case 3:
        return head;
      case 4:
        return random.chance(0.5) ? text.toUpperCase() : text.toLowerCase();
      default:
        return head + random.pick(CHARACTERS) + tail.join("");
    }
  }
}

const ANY: Type = { type: "any" };
const STRING: Type = { type: "string" };

function isTypes(of: Type["of"]): of is readonly Type[] {
  return Array.isArray(of);
}
