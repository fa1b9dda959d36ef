import type { FlowEnd } from "../../../domain/facts.ts";
import { type Content, EMPTY } from "./state.ts";

/** What is printed by several commands in a row. */
export function all(contents: readonly Content[]): Content {
  const [first] = contents;
  if (first === undefined) return EMPTY;
  if (contents.length === 1) return first;
  const printing = contents.filter(({ text }) => text !== "");
  if (printing.length === 1) return printing[0] as Content;
  const texts = contents.map(({ text }) => text);
  const sources: FlowEnd[] = contents.flatMap((content) => content.sources);
  return {
    sources,
    kind: contents.some(({ kind }) => kind === "content") ? "content" : first.kind,
    ...(texts.every((text) => text !== undefined) ? { text: texts.join("") } : {}),
    ...(contents.some(({ decoded }) => decoded) ? { decoded: true } : {}),
  };
}
