import { invalidField } from "../domain/errors.ts";
import { choiceField, listField, objectField, optionalField } from "../domain/fields.ts";
import { type JsonValue, pointerTo } from "../domain/json.ts";
import { OPA_DEFAULTS, OPA_SHAPES, type OpaSettings } from "../domain/protocols.ts";

/** Each gateway asks one or two. */
const MAX_PATHS = 100;
const MAX_DOCUMENTS = 100;

/** Segments that need no percent-encoding (RFC 3986 section 2.3), as packages of Rego and folders of data have them. */
const PATH = /^[A-Za-z0-9_.~-]{1,128}(?:\/[A-Za-z0-9_.~-]{1,128}){0,15}$/;

/** `protocols.opa`. @throws WritError invalid_argument naming the field */
export function readOpa(value: JsonValue, at: string): OpaSettings {
  const fields = objectField(value, at, ["paths", "default_decision", "documents"]);
  const { paths = OPA_DEFAULTS.paths } = optionalField("paths", fields, at, readPaths);
  const fallback = OPA_DEFAULTS.default_decision in paths ? OPA_DEFAULTS.default_decision : "";
  const { default_decision = fallback } = optionalField("default_decision", fields, at, pathField);
  if (default_decision !== "" && !Object.hasOwn(paths, default_decision)) {
    throw invalidField(`${at}/default_decision`, "must be one of the paths");
  }
  const { documents = OPA_DEFAULTS.documents } = optionalField("documents", fields, at, (list, listAt) =>
    listField(list, listAt, MAX_DOCUMENTS, pathField),
  );
  checkApart(paths, documents, at);
  return { paths, default_decision, documents };
}

function readPaths(value: JsonValue, at: string): OpaSettings["paths"] {
  const entries = Object.entries(objectField(value, at));
  if (entries.length > MAX_PATHS) throw invalidField(at, `must have at most ${MAX_PATHS} paths`);
  return Object.fromEntries(
    entries.map(([path, shape]) => {
      const pathAt = pointerTo(at, path);
      return [pathField(path, pathAt), choiceField(shape, pathAt, OPA_SHAPES)];
    }),
  );
}

/** What one path answers must not depend on which of two settings is looked at first. */
function checkApart(paths: OpaSettings["paths"], documents: readonly string[], at: string): void {
  const names = [...Object.keys(paths), ...documents];
  for (const [index, document] of documents.entries()) {
    const other = names.find((name) => name !== document && (isBelow(name, document) || isBelow(document, name)));
    if (other !== undefined || Object.hasOwn(paths, document)) {
      throw invalidField(`${at}/documents/${index}`, "is above, below or the same as another path");
    }
  }
  for (const name of Object.keys(paths)) {
    if (Object.keys(paths).some((other) => isBelow(name, other))) {
      throw invalidField(pointerTo(`${at}/paths`, name), "is below another path, whose answer has what is below it");
    }
  }
}

function isBelow(path: string, above: string): boolean {
  return path.startsWith(`${above}/`);
}

function pathField(value: JsonValue, at: string): string {
  if (typeof value === "string" && PATH.test(value)) return value;
  throw invalidField(at, "must be a path like writ/main/decision, without /v1/data/ before it");
}
