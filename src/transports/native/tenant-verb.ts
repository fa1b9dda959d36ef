import { invalidField } from "../../domain/errors.ts";
import { verbSpec } from "../../domain/vocabulary.ts";

/**
 * The verb for an action that another protocol names: `x-authzen.can_read`. Two names never have one verb: what a verb cannot hold is
 * percent-encoded as UTF-8, and so is the percent sign.
 * @throws WritError invalid_argument for a name that is empty or too long
 */
export function tenantVerb(domain: "authzen" | "cerbos", name: string, at: string): string {
  const operation = name.replace(/[^A-Za-z0-9_~:/.-]/gu, (char) =>
    [...Buffer.from(char)].map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, "0")}`).join(""),
  );
  const verb = `x-${domain}.${operation}`;
  if (verbSpec(verb) === undefined) throw invalidField(at, "must be the name of an action, of at most 200 characters");
  return verb;
}
