import type { Evaluation } from "../evaluation.ts";
import { HOLE, NAME_HOLE, text, textOf, type Value, type Values } from "../value.ts";
import { baseName, parentPath } from "./paths.ts";

type ObjectValue = Extract<Value, { kind: "object" }>;

/** Attributes of objects whose text is known: paths, entries of folders, URLs. */
export function memberOfObject(of: ObjectValue, name: string, evaluation: Evaluation): Values | undefined {
  const own = textOf(of);
  switch (`${of.type}.${name}`) {
    case "Path.parent":
      return [{ ...of, text: parentPath(own) }];
    case "Path.name":
    case "DirEntry.name":
      return [text(own.includes(HOLE) ? NAME_HOLE : baseName(own))];
    case "Path.stem":
    case "Path.suffix":
      return [text(NAME_HOLE)];
    case "DirEntry.path":
    case "URL.href":
    case "TemporaryFile.name":
      return [evaluation.folded(own)];
    case "URL.hostname":
    case "URL.pathname":
      return [text(HOLE)];
    default:
      return undefined;
  }
}
