import { invalidField } from "../../domain/errors.ts";
import { objectField, optionalField, stringField } from "../../domain/fields.ts";
import type { JsonObject, JsonValue } from "../../domain/json.ts";
import { MAX_ID_CHARS } from "../../domain/limits.ts";
import { parseStrictJson } from "../../domain/strict-json.ts";
import { saysJson } from "../native/headers.ts";
import type { HeaderValues } from "../native/protocol.ts";
import { line, readMessage } from "../native/reader.ts";

/** Paths and URLs are names of resources, too. */
const MAX_RESOURCE_ID_CHARS = 2_048;

/** A subject or a resource (Authorization API 1.0, sections 5.1 and 5.2). */
export interface Entity {
  readonly type: string;
  readonly id: string;
  readonly properties?: JsonObject;
}

/** Section 5.3. */
export interface NamedAction {
  readonly name: string;
  readonly properties?: JsonObject;
}

/** One question (section 6.1). */
export interface Evaluation {
  readonly subject: Entity;
  readonly action: NamedAction;
  readonly resource: Entity;
  readonly context: JsonObject;
}

/**
 * The request's document. What is not said to be JSON is not read as such.
 * @throws WritError invalid_argument
 */
export function decodeBody(headers: HeaderValues, body: Uint8Array): JsonObject {
  if (!saysJson(headers)) throw invalidField("/headers/content-type", "must be application/json");
  return objectField(parseStrictJson(body), "");
}

/** @throws WritError invalid_argument naming the field that is missing, or is something else */
export function decodeEvaluation(fields: JsonObject, at = ""): Evaluation {
  return {
    subject: readSubject(fields, at),
    action: readAction(fields, at),
    resource: readResource(fields, at),
    context: readContext(fields, at),
  };
}

export function readSubject(from: JsonObject, at: string): Entity {
  const [subject, subjectAt] = readEntity(from, "subject", at);
  return {
    type: nameIn(subject, "type", subjectAt),
    id: nameIn(subject, "id", subjectAt),
    ...propertiesOf(subject, subjectAt),
  };
}

export function readResource(from: JsonObject, at: string): Entity {
  const [resource, resourceAt] = readEntity(from, "resource", at);
  const id = stringField(present(resource, "id", resourceAt), `${resourceAt}/id`, MAX_RESOURCE_ID_CHARS);
  if (id === "") throw invalidField(`${resourceAt}/id`, "must not be empty");
  return { type: nameIn(resource, "type", resourceAt), id, ...propertiesOf(resource, resourceAt) };
}

export function readAction(from: JsonObject, at: string): NamedAction {
  const [action, actionAt] = readEntity(from, "action", at);
  return { name: nameIn(action, "name", actionAt), ...propertiesOf(action, actionAt) };
}

/** What is searched for has a type only: an id that is there all the same is ignored (section 8.4). */
export function readSearched(from: JsonObject, key: "subject" | "resource"): string {
  const [entity, at] = readEntity(from, key, "");
  return nameIn(entity, "type", at);
}

export function readContext(from: JsonObject, at: string): JsonObject {
  return optionalField("context", from, at, (value, contextAt) => objectField(value, contextAt)).context ?? {};
}

function readEntity(from: JsonObject, key: string, at: string): readonly [JsonObject, string] {
  return [objectField(present(from, key, at), `${at}/${key}`), `${at}/${key}`];
}

function propertiesOf(entity: JsonObject, at: string): { readonly properties?: JsonObject } {
  return optionalField("properties", entity, at, (value, propertiesAt) => objectField(value, propertiesAt));
}

const NAME = line(1, MAX_ID_CHARS);

function nameIn(from: JsonObject, key: string, at: string): string {
  return readMessage(NAME, present(from, key, at), `${at}/${key}`);
}

function present(from: JsonObject, key: string, at: string): JsonValue {
  const value = from[key];
  if (value === undefined) throw invalidField(`${at}/${key}`, "is missing");
  return value;
}
