import type { Finding } from "../../../../domain/action.ts";

/** A kind of number that one person has. */
export interface PersonalId {
  readonly type: string;
  readonly severity: Finding["severity"];
  /** How it is written: `9` for a digit, `A` for a letter, anything else for itself, e.g. "999-99-9999". */
  readonly shapes: readonly string[];
  /** Judges the number without its separators, letters in upper case. */
  readonly valid: (id: string) => boolean;
  /**
   * Shapes that stand for many other things too: they count only with one of these words before them on the line.
   * All of the shapes where `weak` is missing.
   */
  readonly words?: RegExp;
  /** The shapes that need words. */
  readonly weak?: readonly string[];
}
