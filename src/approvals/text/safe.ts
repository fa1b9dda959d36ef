import { characterTricks } from "../../canonicalize/analyzers/text/characters.ts";
import { redact } from "../../canonicalize/redact/index.ts";
import { shortened } from "./visible.ts";

/** A name or an address as a sentence can hold it. */
export const MAX_NAME_CHARS = 120;

/** Without its secrets, those too that invisible characters or look-alikes part. */
function withoutSecrets(text: string): string {
  const plain = characterTricks(text)?.plain;
  const clear = plain === undefined ? undefined : redact(plain);
  return clear === undefined || clear === plain ? redact(text) : clear;
}

/** Anybody's text as people may be shown it: no secret, nothing hidden, at most `max` of its characters. */
export function safeText(text: string, max: number): string {
  return shortened(withoutSecrets(text), max);
}

/** Text that a sentence can hold without marks around it: no blank and no punctuation by which it could go on as the sentence. */
const WORD = /^[^\s",;()[\]{}«»“”„‘’⟨⟩]+$/u;

/** A name within a sentence: in quotation marks, unless it is plainly one word. */
export function named(text: string): string {
  const safe = safeText(text, MAX_NAME_CHARS);
  return WORD.test(safe) ? safe : `“${safe.replace(/[“”]/g, '"')}”`;
}
