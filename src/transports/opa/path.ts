import { invalidField } from "../../domain/errors.ts";
import { childOf, type JsonValue } from "../../domain/json.ts";
import { pathOf } from "../native/target.ts";

/** OPA names documents by path; nothing that is answered here is deeper. */
const MAX_SEGMENTS = 64;

/**
 * The document that a request asks for, as segments; none for `/v1/data` itself. A slash that is percent-encoded is part of its segment.
 * @param target the request's, as it came
 * @param prefix of the route, like `/v1/data`
 * @throws WritError invalid_argument for what is no percent-encoded UTF-8
 */
export function documentPath(target: string, prefix: string): readonly string[] {
  const rest = pathOf(target).slice(prefix.length).replace(/^\//, "").replace(/\/$/, "");
  if (rest === "") return [];
  const segments = rest.split("/", MAX_SEGMENTS + 1);
  if (segments.length > MAX_SEGMENTS) throw invalidField("", `has a path of more than ${MAX_SEGMENTS} segments`);
  try {
    return segments.map(decodeURIComponent);
  } catch {
    throw invalidField("", "has a path that is not percent-encoded UTF-8");
  }
}

/** What of a document a longer path names; undefined where there is nothing. List items go by their index, as in OPA. */
export function walk(document: JsonValue | undefined, path: readonly string[]): JsonValue | undefined {
  return path.reduce(childOf, document);
}
