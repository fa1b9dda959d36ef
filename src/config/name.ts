import { invalidField } from "../domain/errors.ts";

/** A name that stands in ids, keys and log lines. */
export const NAME = {
  pattern: "^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$",
  expected: "must be a name: letters, digits, . _ -, at most 63",
};

const WHOLE = new RegExp(NAME.pattern);

/** @throws WritError invalid_argument for a key of a setting that is no name */
export function checkName(name: string, at: string): void {
  if (!WHOLE.test(name)) throw invalidField(at, "is no name: letters, digits, . _ -, at most 63");
}
