import { invalidField, WritError } from "../../domain/errors.ts";
import { listField, nameField, objectField, optionalField } from "../../domain/fields.ts";
import { isJsonObject, type JsonObject, type JsonValue } from "../../domain/json.ts";

/** Somebody or something that a search may find. */
export interface Candidate {
  readonly id: string;
  readonly properties?: JsonObject;
}

/** Longer lists are a directory's: a search looks at one after the other. */
const MAX_CANDIDATES = 10_000;
/** As long as those that requests may name. */
const MAX_NAME_CHARS = 2_048;

/** The data of a bundle never changes, so that each list is read once. */
const known = new WeakMap<object, readonly Candidate[]>();

/**
 * The candidates that the bundle's data names, in its order; none where it names none.
 * @param at where they stand, as in `data.authzen.subjects.user`
 * @throws WritError internal: nobody knows what is missing from a list that cannot be read
 */
export function readCandidates(value: JsonValue | undefined, at: string): readonly Candidate[] {
  if (value === undefined) return [];
  const list = typeof value === "object" && value !== null ? value : [value];
  const before = known.get(list);
  if (before !== undefined) return before;
  try {
    const candidates = distinct(listField(value, "", MAX_CANDIDATES, readCandidate));
    known.set(list, candidates);
    return candidates;
  } catch (error) {
    if (!(error instanceof WritError)) throw error;
    throw new WritError("internal", `${at} of the policy's data: ${error.message}`);
  }
}

function readCandidate(value: JsonValue, at: string): Candidate {
  if (!isJsonObject(value)) return { id: nameField(value, at, MAX_NAME_CHARS) };
  const fields = objectField(value, at, ["id", "properties"]);
  const properties = optionalField("properties", fields, at, (own, ownAt) => objectField(own, ownAt));
  return { id: nameField(fields["id"], `${at}/id`, MAX_NAME_CHARS), ...properties };
}

/** A page begins after a candidate, which has to be one. */
function distinct(candidates: readonly Candidate[]): readonly Candidate[] {
  const ids = new Set<string>();
  for (const [index, { id }] of candidates.entries()) {
    if (ids.has(id)) throw invalidField(`/${index}`, "is there already");
    ids.add(id);
  }
  return candidates;
}
