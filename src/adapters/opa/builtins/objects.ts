import { type BuiltinContext, BuiltinError, type Builtins, isArray } from "./builtin.ts";
import { FUEL_PER_STEP } from "./limits.ts";
import { equal, ObjectValue, SetValue, type Value } from "./value.ts";

type Spend = BuiltinContext["spend"];

export const OBJECTS: Builtins = {
  "object.subset": ([whole = null, part = null], { spend }) => {
    const found = isPart(whole, part, spend);
    if (found !== undefined) return found;
    if (!isArray(whole) || !(part instanceof SetValue))
      throw new BuiltinError("both must be of the same type, or array and set");
    return isPartOfArray(whole, part);
  },
};

/** Undefined when the two are no collections of the same kind. */
function isPart(whole: Value, part: Value, spend: Spend): boolean | undefined {
  if (whole instanceof ObjectValue && part instanceof ObjectValue) return isPartOfObject(whole, part, spend);
  if (whole instanceof SetValue && part instanceof SetValue) return part.elements.every((item) => whole.has(item));
  return isArray(whole) && isArray(part) ? isSlice(whole, part, spend) : undefined;
}

function isPartOfObject(whole: ObjectValue, part: ObjectValue, spend: Spend): boolean {
  return part.entries.every(([key, value]) => {
    const found = whole.get(key);
    if (found === undefined) return false;
    return equal(found, value) || isPart(found, value, spend) === true;
  });
}

/** Whether the part's elements stand in the array one after the other. */
function isSlice(whole: readonly Value[], part: readonly Value[], spend: Spend): boolean {
  for (let start = 0; start + part.length <= whole.length; start++) {
    let length = 0;
    while (length < part.length && equal(whole[start + length] as Value, part[length] as Value)) length++;
    spend(FUEL_PER_STEP * (length + 1));
    if (length === part.length) return true;
  }
  return false;
}

/** OPA counts matches, so that an element that the array has twice stands for another that it lacks. */
function isPartOfArray(whole: readonly Value[], part: SetValue): boolean {
  let unmatched = part.size;
  return whole.some((item) => {
    if (part.has(item)) unmatched--;
    return unmatched === 0;
  });
}
