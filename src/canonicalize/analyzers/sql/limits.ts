/** Bounds of the SQL analyzer; past one of them the text's `parse` is `limit`. */

/** Statements that people and agents write have some hundred characters, migrations some thousand. */
export const MAX_SQL_CHARS = 64 * 1024;

/**
 * A text that databases may read differently, for one that is not known: it is read up to five times. A longer one is
 * read once, and may do anything beside.
 */
export const MAX_DOUBTFUL_CHARS = 20 * 1024;

/** Tokens that the parser gets for one text, all of its attempts together: it takes about a microsecond for each. */
export const MAX_PARSED_TOKENS = 6_000;

/** Real statements nest ten deep; the parser's tree is printed and read recursively and must not end the stack. */
export const MAX_SQL_NESTING = 150;

/** Statements that are looked at one by one; a dump has more, and nobody reads what each of them does. */
export const MAX_STATEMENTS = 256;

/** Names of tables or of columns in one statement's fact. */
export const MAX_NAMES = 256;

/** Statements within one statement that is read by its words: a procedure's body has some dozens. */
export const MAX_CLAUSES = 128;

/** Tokens of one call's arguments, where they are read by words: paths and commands stand among the first. */
export const MAX_ARGUMENT_TOKENS = 64;

/** Tokens between SET and its WHERE, where they are read by words; behind them the WHERE is not seen. */
export const MAX_CLAUSE_TOKENS = 1_000;
