/** A message is read by a person in a terminal and by a model; longer ones hide what matters. */
const MAX_TEXT_CHARS = 1000;

/** One line without control and format characters, which could rewrite what a terminal shows; cut where it is long. */
export function printable(text: string): string {
  const line = text
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, " ")
    .replace(/[\p{Cf}\p{Cs}]/gu, "")
    .trim();
  return line.length > MAX_TEXT_CHARS ? `${line.slice(0, MAX_TEXT_CHARS)}…` : line;
}
