import { BuiltinError } from "./builtin.ts";
import { parseValue } from "./text.ts";
import type { Value } from "./value.ts";

/** JSON alone, where parseValue reads more, with numbers as they are written. @throws BuiltinError */
export function parseJson(text: string): Value {
  try {
    JSON.parse(text);
    return parseValue(text);
  } catch {
    throw new BuiltinError("invalid JSON");
  }
}
