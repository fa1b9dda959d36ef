import { hash } from "node:crypto";
import { BoundedMap } from "../domain/bounded-map.ts";
import type { Said } from "../domain/provenance.ts";
import { saidBy } from "./results.ts";

/** Texts that are remembered: those of the tasks that a worker has under way, and some more. */
const MAX_TEXTS = 256;
/** Longer ones are seldom said twice, and take memory. */
const MAX_CHARS = 4_096;

/** By digest: a text may hold on to the whole request that it came with. */
const heard = new BoundedMap<Said>(MAX_TEXTS);

/** What the user's words for a task say. They come with each call of it, the same ones, and are read once. */
export function saidByUser(text: string): Said {
  if (text.length > MAX_CHARS) return saidBy("user", text);
  const digest = hash("sha256", text, "base64");
  const known = heard.get(digest);
  if (known !== undefined) return known;
  const said = saidBy("user", text);
  heard.set(digest, said);
  return said;
}
