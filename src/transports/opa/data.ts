import type { OpaSettings, OpaShape } from "../../domain/protocols.ts";
import type { Admission } from "../../domain/request.ts";
import type { UpstreamsOf } from "../../domain/upstream.ts";
import type { Service } from "../../pipeline/service.ts";
import type { Input } from "./decode.ts";
import type { Answered } from "./encode.ts";
import { walk } from "./path.ts";
import { SHAPES } from "./shapes/index.ts";

/** What the routes of this protocol are made of. */
export interface OpaParts {
  readonly service: Service;
  readonly settings: OpaSettings;
  readonly upstreams: UpstreamsOf;
}

const UNDEFINED: Answered = Object.freeze({});

/**
 * What the document at a path is. A path below that of a decision is a part of its result; what is no decision and no document that may be
 * read is undefined, and so is a decision without an input.
 * @throws WritError what cannot be read, and what the service refuses
 */
export async function evaluate(
  { service, settings, upstreams }: OpaParts,
  admission: Admission,
  path: readonly string[],
  { input }: Input,
  request_id: string,
): Promise<Answered> {
  const found = shapeAt(settings.paths, path);
  if (found !== undefined) {
    if (input === undefined) return UNDEFINED;
    const asked = { service, admission, input, request_id, upstreams: upstreams(admission.tenant) };
    const { result, ...answered } = await SHAPES[found.shape](asked);
    const part = walk(result, found.below);
    return part === undefined ? answered : { ...answered, result: part };
  }
  if (!isReadable(settings.documents, path)) return UNDEFINED;
  const result = service.document(path, admission);
  return result === undefined ? UNDEFINED : { result };
}

function shapeAt(paths: OpaSettings["paths"], path: readonly string[]): FoundShape | undefined {
  for (const [name, shape] of Object.entries(paths)) {
    const segments = name.split("/");
    if (isPrefix(segments, path)) return { shape, below: path.slice(segments.length) };
  }
  return undefined;
}

interface FoundShape {
  readonly shape: OpaShape;
  readonly below: readonly string[];
}

function isReadable(documents: readonly string[], path: readonly string[]): boolean {
  return documents.some((document) => isPrefix(document.split("/"), path));
}

function isPrefix(prefix: readonly string[], path: readonly string[]): boolean {
  return prefix.length <= path.length && prefix.every((segment, index) => path[index] === segment);
}
