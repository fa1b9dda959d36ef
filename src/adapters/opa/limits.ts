/** Every bound on what a policy may take, with the reason for its size. */

/** The request that the input is made of has at most 1 MiB, and facts and session come on top. */
export const MAX_POLICY_INPUT_BYTES = 4 * 1024 * 1024;

/** A decision document has reasons and obligations; a larger one is a policy that answers with its own input. */
export const MAX_POLICY_RESULT_BYTES = 1024 * 1024;

/** The largest policy seen (a thousand packages) has some 10 MB; its compilation holds up the worker at load. */
export const MAX_POLICY_WASM_BYTES = 64 * 1024 * 1024;

/** Parsed, it takes 13.5 times as much, in each worker. */
export const MAX_POLICY_DATA_BYTES = 48 * 1024 * 1024;

/** Memory that one evaluation may take beyond the module's and the data's: the largest input parsed, and as much again. */
export const MAX_EVALUATION_MEMORY_BYTES = 128 * 1024 * 1024;

/** An instance whose memory grew by more is replaced: WebAssembly memory never shrinks. */
export const OUTSIZED_GROWTH_BYTES = 16 * 1024 * 1024;

/**
 * Work that one evaluation may do, in units of some 16 instructions: about 100 ms on a slow core, a thousand times what
 * ordinary policies take. Counted, not timed, so that the same input always ends the same way.
 */
export const MAX_POLICY_FUEL = 16_000_000;
