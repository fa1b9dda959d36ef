import { WritError } from "../../domain/errors.ts";

/** A catalogue that cannot be used, named by the JSON Pointer of what is wrong in it. */
export function broken(at: string, what: string): WritError {
  return new WritError("invalid_argument", `catalogue: ${at} ${what}`, {
    violations: [{ pointer: at, description: what }],
  });
}
