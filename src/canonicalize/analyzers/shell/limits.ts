/** Bounds of the shell analyzer; past one of them the line's `parse` is `limit`. */

/** ARG_MAX is larger, but what an agent types is not; parsing this much takes some milliseconds. */
export const MAX_SHELL_CHARS = 64 * 1024;

/** Brackets in brackets: the parser calls itself for each. */
export const MAX_BRACKETS = 500;

/** Shells in shells, substitutions and functions: real lines nest three or four deep; recursion ends here. */
export const MAX_SHELL_DEPTH = 16;

/** Simple commands that are looked at, those in loops and functions once each: bounds the time of one line. */
export const MAX_COMMANDS = 500;

/** Times that files are touched, in all: more than anybody would read, and each takes some microseconds. */
export const MAX_TOUCHES = 1000;

/** Words that one word may expand to: `{1..99999}` is no list that anybody would read. */
export const MAX_FIELDS = 256;

/** Quoted pieces, variables and the like of which one word is made; a word of more is one unknown value. */
export const MAX_WORD_PARTS = 256;

/** Values that a variable may have at one place; more are one unknown value. */
export const MAX_ALTERNATIVES = 8;

/** Text that is known by folding `echo`, `base64 -d` and the like; a longer one is unknown. */
export const MAX_KNOWN_TEXT = 8 * 1024;
