import { BoundedMap } from "../domain/bounded-map.ts";
import type { Said } from "../domain/provenance.ts";
import { saidBy } from "./results.ts";

/** Texts that are remembered: those of the tasks that a worker has under way, and some more. */
const MAX_TEXTS = 256;
/** Longer ones are seldom said twice, and take memory. */
const MAX_CHARS = 4_096;

const heard = new BoundedMap<Said>(MAX_TEXTS);

/** What the user's words for a task say. They come with each call of it, the same ones, and are read once. */
export function saidByUser(text: string): Said {
  if (text.length > MAX_CHARS) return saidBy("user", text);
  const known = heard.get(text);
  if (known !== undefined) return known;
  const said = saidBy("user", text);
  heard.set(text, said);
  return said;
}
