import { tokenOf } from "../../../domain/json.ts";
import { arrayArg, type BuiltinContext, BuiltinError, type Builtins, isArray } from "./builtin.ts";
import { FUEL_PER_ELEMENT, FUEL_PER_ENTRY } from "./limits.ts";
import { equal, Num, ObjectValue, SetValue, typeName, type Value } from "./value.ts";

/** RFC 6902 on Rego's values: keys may be any value, and an element of a set is its own key. */
export const JSON_PATCH: Builtins = {
  "json.patch": (args, { spend }) => {
    let document: Value | undefined = args[0] ?? null;
    for (const operation of arrayArg(args, 1)) document = applied(document, operation, spend);
    return document;
  },
};

type Path = readonly Value[];
type Spend = BuiltinContext["spend"];

/** Undefined is a document that was removed as a whole. */
function applied(document: Value | undefined, operation: Value, spend: Spend): Value | undefined {
  if (!(operation instanceof ObjectValue)) throw new BuiltinError("an operation must be an object");
  const paidPath = (name: string) => {
    const path = pathOf(attribute(operation, name));
    spend(fuelFor(document, path));
    return path;
  };
  const path = paidPath("path");
  const value = () => attribute(operation, "value");
  const from = () => paidPath("from");
  switch (attribute(operation, "op")) {
    case "add":
      return inserted(document, path, value());
    case "remove":
      return removed(document, path);
    case "replace":
      return inserted(removed(document, path), path, value());
    case "move": {
      const source = from();
      return inserted(removed(document, source), path, found(document, source));
    }
    case "copy": {
      const copied = found(document, from());
      payFor(copied, spend);
      return inserted(document, path, copied);
    }
    case "test":
      if (!equal(found(document, path), value())) throw new BuiltinError("the value is another one");
      return document;
    default:
      throw new BuiltinError("unrecognized op");
  }
}

function attribute(operation: ObjectValue, name: string): Value {
  const value = operation.get(name);
  if (value === undefined) throw new BuiltinError(`missing required attribute '${name}'`);
  return value;
}

/** A JSON Pointer, whose first slashes do not count, or its parts. */
function pathOf(path: Value): Path {
  if (isArray(path)) return path;
  if (typeof path !== "string") throw new BuiltinError(`a path must be a string or an array but is ${typeName(path)}`);
  if (path === "") return [];
  const parts = path.replace(/^\/+/, "").split("/");
  return parts.map(tokenOf);
}

function found(document: Value | undefined, path: Path): Value {
  let value = document;
  for (const key of path) value = child(value, key);
  if (value === undefined) throw missing();
  return value;
}

/** What a change costs: it makes all collections anew that the path leads through. */
function fuelFor(document: Value | undefined, path: Path): number {
  let fuel = 0;
  let value = document;
  for (const key of path) {
    if (value instanceof ObjectValue) {
      fuel += FUEL_PER_ENTRY * value.size;
      value = value.get(key);
    } else if (value instanceof SetValue) {
      fuel += FUEL_PER_ENTRY * value.size;
      value = value.has(key) ? key : undefined;
    } else if (isArray(value)) {
      fuel += FUEL_PER_ELEMENT * value.length;
      value = value[Number(key instanceof Num ? key.text : key)];
    }
  }
  return fuel;
}

/** Copies of copies double with each operation. */
function payFor(value: Value, spend: Spend): void {
  spend(FUEL_PER_ENTRY);
  if (value instanceof ObjectValue) for (const [, item] of value.entries) payFor(item, spend);
  else if (isArray(value)) for (const item of value) payFor(item, spend);
  else if (value instanceof SetValue) for (const item of value.elements) payFor(item, spend);
}

function missing(): BuiltinError {
  return new BuiltinError("path does not exist");
}

function child(value: Value | undefined, key: Value): Value {
  const item =
    value instanceof ObjectValue
      ? value.get(key)
      : value instanceof SetValue
        ? value.has(key)
          ? key
          : undefined
        : isArray(value)
          ? value[indexOf(value, key)]
          : undefined;
  if (item === undefined) throw missing();
  return item;
}

/** `-` is behind the last element. */
function indexOf(array: readonly Value[], key: Value): number {
  if (key === "-") return array.length;
  if (typeof key === "string" && key !== "0" && key.startsWith("0")) throw missing();
  const index = key instanceof Num ? key.int64 : typeof key === "string" ? new Num(key).int64 : undefined;
  if (index === undefined || index < 0n || index > array.length) throw missing();
  return Number(index);
}

function inserted(document: Value | undefined, path: Path, value: Value): Value {
  return (
    changed(document, path, (holder, key) => {
      if (holder instanceof ObjectValue) return new ObjectValue([...holder.entries, [key, value]]);
      if (holder instanceof SetValue) {
        if (!equal(key, value)) throw new BuiltinError("a set's key is its value");
        return new SetValue([...holder.elements, value]);
      }
      return holder.toSpliced(indexOf(holder, key), 0, value);
    }) ?? value
  );
}

function removed(document: Value | undefined, path: Path): Value | undefined {
  if (path.length === 0 && document === undefined) throw missing();
  return changed(document, path, (holder, key) => {
    child(holder, key);
    if (holder instanceof ObjectValue) return new ObjectValue(holder.entries.filter(([other]) => !equal(other, key)));
    if (holder instanceof SetValue) return new SetValue(holder.elements.filter((other) => !equal(other, key)));
    return holder.toSpliced(indexOf(holder, key), 1);
  });
}

type Holder = ObjectValue | SetValue | readonly Value[];

/** The document with the collection that holds the path's last key changed; undefined when the path is the whole. */
function changed(
  document: Value | undefined,
  path: Path,
  change: (holder: Holder, key: Value) => Holder,
): Value | undefined {
  const [key, ...rest] = path;
  if (key === undefined) return undefined;
  if (!(document instanceof ObjectValue || document instanceof SetValue || isArray(document))) throw missing();
  if (rest.length === 0) return change(document, key);
  const item = changed(child(document, key), rest, change) as Value;
  if (document instanceof ObjectValue) return new ObjectValue([...document.entries, [key, item]]);
  if (isArray(document)) return document.with(indexOf(document, key), item);
  return new SetValue([...document.elements.filter((other) => !equal(other, key)), item]);
}
