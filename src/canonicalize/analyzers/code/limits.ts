/** Bounds of the code analyzer; past one of them a program's `parse` is `limit`. */

/** What agents write is a few KiB; a longer text is looked at by words only. */
export const MAX_CODE_CHARS = 64 * 1024;

/**
 * Work that parsing one program may take, in steps of the parser, of which real programs take one for each five
 * characters: 8,000 take about 12 ms. An ambiguous text costs more for each step, see syntax.ts.
 */
export const MAX_PARSE_COST = 8_000;

/** The same for each of the languages that are tried when none is named. */
export const MAX_GUESS_COST = 4_000;

/**
 * Programs with errors are read as far as that goes only when they are this short: recovery takes several times as long
 * for each step, and a time that grows with the square of the length.
 */
export const MAX_RECOVERY_CHARS = 1024;
export const MAX_RECOVERY_COST = 400;

/**
 * Slashes of a line times its length, over all lines of a script: at each slash the parser may look for the end of a
 * regular expression up to the end of the line. Minified code of 64 KiB has about a hundred.
 */
export const MAX_SLASH_WORK = 8_000_000;

/** U+2028 and U+2029 in a script: at each, the parser goes through all of the space behind it. Real code has none. */
export const MAX_LINE_SEPARATORS = 1;

/** Expressions and blocks inside each other: real code has about 30; recursion over the tree ends here. */
export const MAX_NESTING = 200;

/** Names that stand for names that stand for names, and calls of functions in calls of functions. */
export const MAX_EVALUATION_DEPTH = 160;

/** Values that one expression may have; more are one unknown value. */
export const MAX_VALUES = 24;

/** Expressions that are evaluated for one program, each of them once a round. */
export const MAX_EVALUATIONS = 30_000;

/** Text that one expression may come to, and that all of them together may: folding must not multiply what was given. */
export const MAX_FOLDED_CHARS = 64 * 1024;
export const MAX_FOLDED_TOTAL = 512 * 1024;

/** Items of a list that are told apart. */
export const MAX_ITEMS = 256;

/** How often calls of functions are matched with their definitions again, for functions that are passed to functions. */
export const MAX_LINK_ROUNDS = 4;

/** Flows that are listed; a program that has more is as suspicious as one with these. */
export const MAX_FLOWS = 32;

/** String literals that are looked at in a program that is not parsed. */
export const MAX_SCANNED_LITERALS = 200;

/** Commands of shell between the lines of one notebook's cell. */
export const MAX_NOTEBOOK_COMMANDS = 32;
