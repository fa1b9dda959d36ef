/** What the builder adds to the module that Go makes (tools/opa/wasi/builtins/bound.ts), and this folder relies on. */

/** An i32 that every entry of a function and every round of a loop takes one from; below zero the module traps. */
export const FUEL_EXPORT = "writ_fuel";

/** Go's registers, numbered from 0. */
export const GLOBAL_EXPORT = "writ_global_";

/**
 * The most that the module's memory can grow to, in pages of 64 KiB. It starts with 17 MiB; the largest arguments, a schema of
 * 4 MiB, take ten times their size as a tree.
 */
export const MAX_MEMORY_PAGES = 2_048;
