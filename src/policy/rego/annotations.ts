import { parse } from "yaml";
import { isJsonObject, type JsonObject } from "../../domain/json.ts";
import type { Token } from "./tokens.ts";

/** A METADATA comment. */
export interface Annotation {
  /** Where the comment begins. */
  readonly line: number;
  readonly column: number;
  /** What it says; empty where it is not YAML, which OPA reports. */
  readonly value: JsonObject;
}

/** The METADATA comments, by the line of the statement that each stands right above. */
export function annotationsOf(tokens: readonly Token[]): ReadonlyMap<number, Annotation> {
  const found = new Map<number, Annotation>();
  for (let i = 0; i < tokens.length; i++) {
    const first = tokens[i] as Token;
    if (first.kind !== "comment" || !/^#\s*METADATA\s*$/.test(first.text)) continue;
    const lines: string[] = [];
    let last = first;
    for (let next = tokens[i + 1]; next?.kind === "comment" && next.line === last.line + 1; next = tokens[i + 1]) {
      lines.push(next.text.replace(/^# ?/, ""));
      last = next;
      i += 1;
    }
    const below = tokens[i + 1];
    if (below !== undefined) found.set(below.line, { line: first.line, column: first.column, value: valueIn(lines) });
  }
  return found;
}

function valueIn(lines: readonly string[]): JsonObject {
  try {
    const value: unknown = parse(lines.join("\n"));
    return isJsonObject(value) ? value : {};
  } catch {
    return {};
  }
}
