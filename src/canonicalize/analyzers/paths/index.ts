import type { ActionPart, Resource } from "../../../domain/action.ts";
import type { FileAccess, FileFact } from "../../../domain/facts.ts";
import type { StandardVerb } from "../../../domain/vocabulary.ts";
import { partOf, type Surroundings } from "../analysis.ts";
import { classesOf } from "./classes.ts";
import { normalPath } from "./normal.ts";
import { placeOf } from "./place.ts";
import type { PathStyle } from "./style.ts";
import { fileUri } from "./uri.ts";

export { normalPath } from "./normal.ts";
export type { PathStyle } from "./style.ts";
export { fileUri } from "./uri.ts";

/** What the accesses are that have a verb: a mention has none, and what an execution is depends on the file. */
export const FILE_VERBS: Readonly<Partial<Record<FileAccess, StandardVerb>>> = {
  read: "file.read",
  list: "file.list",
  write: "file.write",
  append: "file.append",
  delete: "file.delete",
  move: "file.move",
  copy: "file.copy",
  permission: "file.permission",
};

/** What a path that is touched says; `more.pattern` where the caller knows better than the text whether it is one. */
export function fileFact(
  text: string,
  access: FileAccess,
  at: string,
  surroundings: Surroundings,
  more: {
    readonly style?: PathStyle;
    readonly pattern?: boolean;
    readonly recursive?: boolean;
    readonly host?: string;
  } = {},
): FileFact {
  const normal = normalPath(text, surroundings, more.style);
  const known = more.pattern === undefined ? normal : { ...normal, pattern: more.pattern };
  return {
    at,
    path: normal.path.replaceAll("\uE000", "*"),
    access,
    classes: classesOf(known, access, surroundings, more.recursive === true),
    place: more.host === undefined ? placeOf(known, surroundings) : "outside",
    pattern: known.pattern,
    ...(more.recursive === undefined ? {} : { recursive: more.recursive }),
    ...(more.host === undefined ? {} : { host: more.host }),
  };
}

/** `file:///abs/path`, `file:relative/path`, or `ssh://host/path` for a file of another machine. */
export function fileResource(fact: FileFact): Resource {
  if (fact.host !== undefined) return { type: "file", uri: `ssh://${fact.host}/${fact.path.replace(/^\/+/, "")}` };
  return { type: "file", uri: fileUri(fact.path) };
}

/** The part of an action that the access is; none for a mention or an execution, which have verbs of their own. */
export function fileVerbPart(fact: FileFact): ActionPart | undefined {
  const verb = FILE_VERBS[fact.access];
  return verb === undefined ? undefined : partOf(verb, { resource: fileResource(fact) });
}
