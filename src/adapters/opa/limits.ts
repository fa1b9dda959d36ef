/** Every bound on what a policy may take, with the reason for its size. */

/** The request that the input is made of has at most 1 MiB, and facts and session come on top. */
export const MAX_POLICY_INPUT_BYTES = 4 * 1024 * 1024;

/** A decision document has reasons and obligations; a larger one is a policy that answers with its own input. */
export const MAX_POLICY_RESULT_BYTES = 1024 * 1024;

/** The largest policy seen (a thousand packages) has some 10 MB; its compilation holds up the worker at load. */
export const MAX_POLICY_WASM_BYTES = 64 * 1024 * 1024;

/** Parsed, it takes 13.5 times as much, in each worker. */
export const MAX_POLICY_DATA_BYTES = 48 * 1024 * 1024;

/** The largest input parsed, twice, beside a policy's own data of some megabytes. */
export const DEFAULT_POLICY_MEMORY_MB = 256;

/**
 * An instance whose memory grew by more, and to more than double, is replaced: WebAssembly memory never shrinks. One with much
 * data stays, because parsing the data again for each large input would cost far more than the input.
 */
export const OUTSIZED_GROWTH_BYTES = 16 * 1024 * 1024;

/**
 * Work that one evaluation may do: some 100 ms on a slow core, a thousand times what ordinary policies take. A unit stands
 * for 16 instructions of a function's text, of which a run takes about a tenth: the default policy pays 2,500 units for
 * each microsecond. Counted, not timed, so that the same input always ends the same way.
 */
export const MAX_POLICY_FUEL = 200_000_000;
