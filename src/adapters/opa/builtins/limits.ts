/** Every bound on what one call of a builtin may take, with the reason for its size. Fuel is that of ../limits.ts. */

/** The longest input that a policy may have, once over. */
export const MAX_BUILTIN_ARGUMENTS_BYTES = 4 * 1024 * 1024;

/** More than any text or list that a decision is made from. */
export const MAX_BUILTIN_RESULT_BYTES = 4 * 1024 * 1024;

/** Elements of a list that a builtin makes from few bytes (a range of numbers, the addresses of a network). */
export const MAX_GENERATED_ELEMENTS = 100_000;

/** A call costs some 4 us whatever it does: both ways through text. */
export const CALL_FUEL = 10_000;

/** Text is read, judged and written at some 100 bytes a microsecond. */
export const FUEL_PER_BYTE = 25;

/** A step of a search: an element looked at, a state of a matcher, a path that was followed. */
export const FUEL_PER_STEP = 250;

/** An entry of an object or set that is made anew because one of them changes. */
export const FUEL_PER_ENTRY = 500;

/** The same for an array, which is only copied. */
export const FUEL_PER_ELEMENT = 50;

/** Reading YAML takes up to 2 us a character, so that a quarter of a megabyte is the most of it that one evaluation reads. */
export const FUEL_PER_YAML_CHARACTER = 800;

/** A signature that is made or checked takes up to a millisecond. */
export const SIGNATURE_FUEL = 1_000_000;

/** As many compiled patterns, schemas and keys are kept between calls; OPA keeps 100 as well. */
export const MAX_CACHED = 100;

/** Finding one match. */
export const FUEL_PER_MATCH = 2_500;

/** A character that a matcher takes, for each state of its program. */
export const FUEL_PER_STATE = 5;

/**
 * A character behind where a search begins: an expression may look at all the rest for each match, at some 65 ns a character. So
 * a thousand matches in 50 KB are possible, and the worst that an expression can do takes some 3 s.
 */
export const FUEL_PER_MATCH_CHARACTER = 5;
